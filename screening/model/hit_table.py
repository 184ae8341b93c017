"""The hit table: its columns and their types. Reach for it wherever hits are made, checked or shown.

One row a pair of a customer and a listed party. The columns are a promise to the outside; new ones go to
the end. Carried customer columns follow as text, prefixed `customer_`.
"""

from __future__ import annotations

from typing import Any, Literal

import pyarrow as pa

from screening.model.alert_states import CLOSING, UNDECIDED_HITS

__all__ = ["AGREEMENT", "HIT_SCHEMA", "IDENTIFIER", "STATUSES", "UNDECIDED", "order_hits", "plain_hits"]

# What an identifier says of a pair.
AGREEMENT = ("agrees", "conflicts", "unknown")
# Of an alert: new in the run at hand; open, waiting since an earlier night; else what was decided.
UNDECIDED = UNDECIDED_HITS
STATUSES = (*UNDECIDED, *CLOSING)

# What one identifier of a pair says. identifier: birth date, country, gender or document number. customer,
# listed: both values, null where a side states none. outcome: what they are to each other, such as "same day"
# or "as far as known". points: added to the name score, below 0 where it speaks against the pair.
_PARTS = [(name, pa.string()) for name in ("identifier", "customer", "listed", "outcome")]
IDENTIFIER = pa.struct([*_PARTS, ("points", pa.float64())])

_FIELDS: list[pa.Field[Any]] = [
    pa.field("alert_id", pa.string()),  # the same for the same record, list and entity in every run
    pa.field("record_id", pa.string()),
    pa.field("name", pa.string()),
    pa.field("list_id", pa.string()),
    pa.field("entity_id", pa.string()),
    pa.field("entity_name", pa.string()),
    pa.field("entity_type", pa.string()),
    pa.field("matched_name", pa.string()),
    pa.field("matched_name_quality", pa.string()),
    pa.field("score", pa.float64()),  # 0 to 100, two decimals
    pa.field("name_score", pa.float64()),
    pa.field("explanation", pa.string()),
    pa.field("date_of_birth_match", pa.string()),  # each of AGREEMENT
    pa.field("country_match", pa.string()),
    pa.field("id_match", pa.string()),
    pa.field("programs", pa.string()),  # codes joined with "; "
    pa.field("authority", pa.string()),  # the executive orders or acts behind them, joined with "; "
    pa.field("linked_to", pa.string()),  # related parties, joined with "; "
    pa.field("details_url", pa.string()),
    pa.field("status", pa.string()),
    pa.field("first_seen", pa.string()),  # UTC date of the run that first saw the alert, YYYY-MM-DD
    pa.field("watchlist_version", pa.string()),
    pa.field("data_warnings", pa.list_(pa.string())),  # what of the customer could not be read
    pa.field("gender_match", pa.string()),  # of AGREEMENT
    pa.field("customer_entity_type", pa.string()),
    pa.field("customer_date_of_birth", pa.string()),
    pa.field("customer_country", pa.string()),  # nationality and country as read, joined with "; "
    pa.field("entity_birth_dates", pa.string()),
    pa.field("entity_countries", pa.string()),
    pa.field("identifiers", pa.list_(IDENTIFIER)),  # those that either side states
]

HIT_SCHEMA = pa.schema(_FIELDS)


def order_hits(hits: pa.Table) -> pa.Table:
    """The hits of all batches in the order of a report: highest score first, ties by record and party."""
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [
        ("score", "descending"),
        ("record_id", "ascending"),
        ("list_id", "ascending"),
        ("entity_id", "ascending"),
    ]
    return hits.sort_by(keys).combine_chunks()


def plain_hits(hits: pa.Table) -> pa.Table:
    """The same rows in exactly HIT_SCHEMA (carried columns after it as text), one chunk, no metadata."""
    leading = hits.schema.names[: len(HIT_SCHEMA)]
    if leading != HIT_SCHEMA.names:
        raise ValueError(f"hits must begin with the columns {HIT_SCHEMA.names}, not {leading}")
    carried = [pa.field(name, pa.string()) for name in hits.schema.names[len(HIT_SCHEMA) :]]
    return hits.cast(pa.schema([*HIT_SCHEMA, *carried])).replace_schema_metadata(None).combine_chunks()
