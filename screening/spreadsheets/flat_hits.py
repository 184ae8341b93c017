"""Hits as cells of a spreadsheet: lists become text, and what only programs read is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.hit_table import HIT_SCHEMA, plain_hits
from screening.model.list_columns import as_lists, counts_of
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
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = _joined(field.name, pc.fill_null(table[field.name].combine_chunks(), []))
            table = table.set_column(place, _RENAMED.get(field.name, field.name), texts)
    return table


def _joined(name: str, lists: Any) -> Any:
    """A column of lists as text: what each holds, in words, joined with "; "."""
    values = lists.flatten()
    if name in _PHRASES:
        values = pa.array(list(_PHRASES[name](values)), pa.string())
    return pc.binary_join(as_lists(counts_of(lists), values), "; ")


def _listings(values: Any) -> Iterator[str]:
    """Only what is shown becomes Python objects: a hit may name many entries."""
    texts = (values.field(name).to_pylist() for name in ("list_id", "entity_id", "because"))
    for *each, is_hit in zip(*texts, pc.is_valid(values.field("score")).to_pylist(), strict=True):
        yield listing_words(*each, is_hit=is_hit)


def _identifiers(values: Any) -> Iterator[str]:
    parts = ("identifier", "outcome", "customer", "listed", "points")
    return (
        _identifier(*each) for each in zip(*(values.field(name).to_pylist() for name in parts), strict=True)
    )


# Of many customers the list says the same.
@lru_cache(maxsize=16_384)
def _identifier(
    identifier: str, outcome: str, customer: str | None, listed: str | None, points: float
) -> str:
    ours, theirs = (value or "not stated" for value in (customer, listed))
    return f"{identifier} {outcome}: {ours}, listed {theirs} ({points:+g} points)"


def _ownership(values: Any) -> Iterator[str]:
    return map(holding_words, values.to_pylist())


_PHRASES: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "listings": _listings,
    "identifiers": _identifiers,
    "ownership": _ownership,
}
