"""Hits as cells of a spreadsheet: lists become text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from screening.model.hit_table import plain_hits

__all__ = ["flat_hits"]


def flat_hits(hits: pa.Table) -> pa.Table:
    """`plain_hits` for a spreadsheet: lists become text joined with "; ", each identifier a phrase."""
    table = plain_hits(hits)
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = ["; ".join(map(_phrase, several or ())) for several in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(texts, pa.string()))
    return table


def _phrase(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    ours, theirs = (value[side] or "not stated" for side in ("customer", "listed"))
    return f"{value['identifier']} {value['outcome']}: {ours}, listed {theirs} ({value['points']:+g} points)"
