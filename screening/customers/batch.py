"""What a batch of customers looks like once it is read. Reach for it at either side of the reading.

Readers give record batches of CUSTOMER_SCHEMA, with carried columns after it as text named as the user
named them; matching and hits read nothing else of a customer.
"""

from __future__ import annotations

import pyarrow as pa

__all__ = ["CUSTOMER_SCHEMA", "GENDERS"]

GENDERS = ("male", "female")

CUSTOMER_SCHEMA = pa.schema(
    [
        ("row", pa.int64()),  # 1-based row of the source, counted over all its files
        ("record_id", pa.string()),
        ("name", pa.string()),  # never null or blank; made of the parts where the table has only parts
        ("entity_type", pa.string()),  # one of ENTITY_TYPES, or null where unknown
        ("date_of_birth", pa.string()),  # as the table gave it
        ("birth_earliest", pa.date32()),  # first and last day that date_of_birth allows; null: unknown
        ("birth_latest", pa.date32()),
        ("nationality", pa.string()),  # ISO 3166 alpha-2, or null where not given or not known
        ("country", pa.string()),  # the same, of residence or registration
        ("gender", pa.string()),  # one of GENDERS or null
        ("id_number", pa.string()),  # as given
        ("address", pa.string()),  # as given
    ]
)
