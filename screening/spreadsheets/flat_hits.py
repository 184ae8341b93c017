"""Hits as cells of a spreadsheet: lists become text, and what only programs read is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.hit_table import HIT_SCHEMA, plain_hits
from screening.wording.listings import listing_words
from screening.wording.ownership import holding_words

__all__ = ["SHEET_COLUMNS", "flat_hits"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# The explanation says all of it in a sentence.
_LEFT_OUT = [
    "customer_tokens",
    "listed_tokens",
    "token_matches",
    "deductions",
    "read_as",
    "least_score",
    "match_probability_parts",
]
_RENAMED = {"listings": "lists"}
# Those of the hit table that a spreadsheet has, as it calls them.
SHEET_COLUMNS = tuple(_RENAMED.get(name, name) for name in HIT_SCHEMA.names if name not in _LEFT_OUT)


def flat_hits(hits: pa.Table) -> pa.Table:
    """`plain_hits` for a spreadsheet: lists become text joined with "; ", each identifier and each holding a
    phrase, and so each entry of a list, in the column `lists`. The evidence of the names stands in their
    explanation alone."""
    table = plain_hits(hits).drop_columns(_LEFT_OUT)
    place = table.schema.get_field_index("listings")
    table = table.set_column(place, "lists", pa.array(_lists(table["listings"]), pa.string()))
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = ["; ".join(map(_phrase, several or ())) for several in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(texts, pa.string()))
    return table


def _lists(listings: pa.ChunkedArray[Any]) -> Iterator[str]:
    """The entries that each hit names, in words. Only what is shown becomes Python objects: a hit may name
    many entries."""
    column = pc.fill_null(listings.combine_chunks(), [])
    each = pc.list_flatten(column)
    texts = (each.field(name).to_pylist() for name in ("list_id", "entity_id", "because"))
    is_hit = pc.is_valid(each.field("score")).to_pylist()
    words = iter(
        [
            listing_words(list_id, entity_id, because, is_hit=hit)
            for list_id, entity_id, because, hit in zip(*texts, is_hit, strict=True)
        ]
    )
    for count in pc.list_value_length(column).to_pylist():
        yield "; ".join(islice(words, count))


def _phrase(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    if "owned" in value:
        return holding_words(value)
    ours, theirs = (value[side] or "not stated" for side in ("customer", "listed"))
    return f"{value['identifier']} {value['outcome']}: {ours}, listed {theirs} ({value['points']:+g} points)"
