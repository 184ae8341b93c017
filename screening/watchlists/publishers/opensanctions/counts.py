"""Targets and names counted in OpenSanctions' files, by another way than the reader goes.

Of the CSV whole columns are taken, and values are told apart by the separators outside quotes; of
FollowTheMoney each line is looked at alone, and delta files are a table of what stands last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.opensanctions.words import entity_type
from screening.watchlists.publishers.plain_files import open_plain

__all__ = ["count_entities", "count_simple_csv"]

_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")


def count_simple_csv(path: Path) -> Sequence[PartyCount]:
    """Rows and names of targets.simple.csv by type."""
    from pyarrow import csv

    table = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            include_columns=["schema", "aliases"], column_types={"schema": "string", "aliases": "string"}
        ),
    )
    return party_counts(
        (entity_type(schema or ""), 1 + _separated(aliases or ""))
        for schema, aliases in zip(table["schema"].to_pylist(), table["aliases"].to_pylist(), strict=True)
    )


def _separated(cell: str) -> int:
    """How many values that say something a cell has. Between quotes, at even places, separators count."""
    outside = cell.split('"')
    text = "".join("x" if place % 2 else part for place, part in enumerate(outside))
    return sum(1 for value in text.split(";") if value.strip())


def count_entities(base: Path, deltas: Sequence[Path] = ()) -> Sequence[PartyCount]:
    """Targets of the version that delta files make of the base, and their names, by type."""
    last: dict[str, Any] = {}
    for delta in deltas:
        for change in _values_of(delta):
            last[change["entity"]["id"]] = None if change["op"] == "DEL" else change["entity"]
    kept = (entity for entity in _values_of(base) if entity["id"] not in last)
    return party_counts(
        (entity_type(entity["schema"]), max(1, sum(_filled(entity, name) for name in _NAMES)))
        for entity in chain(kept, last.values())
        if entity is not None and entity.get("target") is True
    )


def _values_of(path: Path) -> Iterator[Any]:
    with open_plain(path) as file:
        for line in file:
            text = line.decode("utf-8-sig")
            if text.strip():
                yield json.loads(text)


def _filled(entity: Any, name: str) -> int:
    return sum(1 for value in entity["properties"].get(name, ()) if str(value).strip())
