"""The hit table: its columns and their types. Reach for it wherever hits are made, checked or shown.

One row a pair of a customer and a listed party. The columns are a promise to the outside; new ones go to
the end. Carried customer columns follow as text, prefixed `customer_`.
"""

from __future__ import annotations

import pyarrow as pa

__all__ = ["AGREEMENT", "HIT_SCHEMA", "STATUSES", "order_hits"]

# What an identifier says of a pair.
AGREEMENT = ("agrees", "conflicts", "unknown")
STATUSES = ("new",)

HIT_SCHEMA = pa.schema(
    [
        ("alert_id", pa.string()),  # the same for the same record, list and entity in every run
        ("record_id", pa.string()),
        ("name", pa.string()),
        ("list_id", pa.string()),
        ("entity_id", pa.string()),
        ("entity_name", pa.string()),
        ("entity_type", pa.string()),
        ("matched_name", pa.string()),
        ("matched_name_quality", pa.string()),
        ("score", pa.float64()),  # 0 to 100, two decimals
        ("name_score", pa.float64()),
        ("explanation", pa.string()),
        ("date_of_birth_match", pa.string()),  # each of AGREEMENT
        ("country_match", pa.string()),
        ("id_match", pa.string()),
        ("programs", pa.string()),  # codes joined with "; "
        ("authority", pa.string()),  # the executive orders or acts behind them, joined with "; "
        ("linked_to", pa.string()),  # related parties, joined with "; "
        ("details_url", pa.string()),
        ("status", pa.string()),
        ("first_seen", pa.string()),  # UTC date of the run that first saw the alert, YYYY-MM-DD
        ("watchlist_version", pa.string()),
        ("gender_match", pa.string()),  # of AGREEMENT
        ("customer_entity_type", pa.string()),
        ("customer_date_of_birth", pa.string()),
        ("customer_country", pa.string()),  # nationality and country as read, joined with "; "
        ("entity_birth_dates", pa.string()),
        ("entity_countries", pa.string()),
    ]
)


def order_hits(hits: pa.Table) -> pa.Table:
    """The hits of all batches in the order of a report: highest score first, ties by record and party."""
    keys = [
        ("score", "descending"),
        ("record_id", "ascending"),
        ("list_id", "ascending"),
        ("entity_id", "ascending"),
    ]
    return hits.sort_by(keys).combine_chunks()
