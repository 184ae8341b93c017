"""What a batch of customers looks like once it is read.

Readers give record batches of CUSTOMER_SCHEMA, with carried columns after it as text named as the user
named them; matching and hits read nothing else of a customer.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

__all__ = ["CUSTOMER_SCHEMA"]


_FIELDS: list[pa.Field[Any]] = [
    pa.field("row", pa.int64()),  # 1-based row of the source, counted over all its files
    pa.field("record_id", pa.string()),
    pa.field("name", pa.string()),  # never null or blank; made of the parts where the table has only parts
    pa.field("entity_type", pa.string()),  # one of ENTITY_TYPES, or null where unknown
    pa.field("date_of_birth", pa.string()),  # as the table gave it
    pa.field("birth_earliest", pa.date32()),  # first and last day that date_of_birth allows; null: unknown
    pa.field("birth_latest", pa.date32()),
    pa.field("nationality", pa.string()),  # ISO 3166 alpha-2, or null where not given or not known
    pa.field("country", pa.string()),  # the same, of residence or registration
    pa.field("gender", pa.string()),  # one of GENDERS or null
    pa.field("id_number", pa.string()),  # as given
    # Of each number in id_number (model.document_cells), in their order, joined with "; ", blank where not
    # known; null where nothing is known of any. Kinds of configs/document_kinds.yaml; ISO 3166 alpha-2.
    pa.field("id_type", pa.string()),
    pa.field("id_country", pa.string()),
    pa.field("address", pa.string()),  # as given
    # What of the row could not be read and was left out, a sentence each; empty where all was read.
    pa.field("data_warnings", pa.list_(pa.string())),
]

CUSTOMER_SCHEMA = pa.schema(_FIELDS)
