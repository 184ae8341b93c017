"""Customers: a table of any size → batches ready to screen, and the rows that cannot be screened.

source = open_customers(Path("customers.parquet"), settings.customers)
for batch in source.batches():
    batch.customers, batch.rejected
"""

from screening.customers.batch import CUSTOMER_SCHEMA, GENDERS
from screening.customers.clean import REJECTED_SCHEMA, WARNINGS_SCHEMA, CustomerBatch
from screening.customers.read import CustomerSource, open_customers

__all__ = [
    "CUSTOMER_SCHEMA",
    "GENDERS",
    "REJECTED_SCHEMA",
    "WARNINGS_SCHEMA",
    "CustomerBatch",
    "CustomerSource",
    "open_customers",
]
