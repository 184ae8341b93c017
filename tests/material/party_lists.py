"""Lists to test with on which one man stands several times, and what links his entries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from screening.linking.party_links import LINKS
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

Entry = tuple[str, str]


def small_list(
    list_id: str, parties: Mapping[str, Sequence[str]], *, published: date = date(2024, 1, 1), **more: Any
) -> Watchlist:
    """A list of people. parties: entity_id → its names, the primary one first. more: rows of other tables."""
    builder = WatchlistBuilder(list_id, list_id.lower(), published)
    for entity_id, names in parties.items():
        builder.add("entities", entity_id=entity_id, entity_type="person", name=names[0])
        for place, name in enumerate(names):
            quality, kind = ("strong", "aka") if place else ("primary", "primary")
            builder.add("names", entity_id=entity_id, name=name, quality=quality, kind=kind)
    for table, rows in more.items():
        for row in rows:
            builder.add(table, **row)
    return builder.build()


def links(*pairs: tuple[Entry, Entry, str]) -> pa.Table:
    """Rows of LINKS of two entries and what tells that they are one."""
    return pa.Table.from_pylist(
        [
            {
                "list_id": one[0],
                "entity_id": one[1],
                "other_list_id": other[0],
                "other_entity_id": other[1],
                "kind": "reference",
                "because": because,
            }
            for one, other, because in pairs
        ],
        schema=LINKS,
    )
