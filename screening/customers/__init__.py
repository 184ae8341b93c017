"""Customers: a table of any size → batches ready to screen, and the rows that cannot be screened.

source = open_customers(Path("customers.parquet"), settings.customers)
for batch in source.batches():
    batch.customers, batch.rejected
"""

from screening.customers.clean import REJECTED_SCHEMA, WARNINGS_SCHEMA, CustomerBatch
from screening.customers.source import CustomerSource, open_customers
from screening.customers.table_pieces import ReadCounts, TablePiece
from screening.model.customer_table import CUSTOMER_SCHEMA

__all__ = [
    "CUSTOMER_SCHEMA",
    "REJECTED_SCHEMA",
    "WARNINGS_SCHEMA",
    "CustomerBatch",
    "CustomerSource",
    "ReadCounts",
    "TablePiece",
    "open_customers",
]
