"""Hits as cells of a spreadsheet: lists become text, and what only programs read is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from screening.model.hit_table import HIT_SCHEMA, plain_hits
from screening.wording.ownership import holding_words

__all__ = ["SHEET_COLUMNS", "flat_hits"]

# The explanation says all of it in a sentence.
_LEFT_OUT = [
    "customer_tokens",
    "listed_tokens",
    "token_matches",
    "deductions",
    "read_as",
    "least_score",
    "listings",
]
# Those of the hit table that a spreadsheet has.
SHEET_COLUMNS = tuple(name for name in HIT_SCHEMA.names if name not in _LEFT_OUT)


def flat_hits(hits: pa.Table) -> pa.Table:
    """`plain_hits` for a spreadsheet: lists become text joined with "; ", each identifier and each holding a
    phrase. The evidence of the names stands in their explanation alone."""
    table = plain_hits(hits).drop_columns(_LEFT_OUT)
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = ["; ".join(map(_phrase, several or ())) for several in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(texts, pa.string()))
    return table


def _phrase(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    if "owned" in value:
        return holding_words(value)
    ours, theirs = (value[side] or "not stated" for side in ("customer", "listed"))
    return f"{value['identifier']} {value['outcome']}: {ours}, listed {theirs} ({value['points']:+g} points)"
