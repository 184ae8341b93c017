"""Links between entries of several lists that are one party, and the groups they make.

    groups = PartyGroups(links)
    groups.members("UN", "QDi.430")       # [("OFAC-SDN", "28004"), ("UN", "QDi.430")], itself among them

A link is a row of LINKS, made by `link_parties` or said by a person. Entries that are linked, also through
others, are one group.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from screening.watchlists.watchlist import Watchlist

__all__ = ["LINKS", "LINK_COLUMNS", "Entry", "PartyGroups", "named_links"]

# (list_id, entity_id) of one entry of a list.
Entry: TypeAlias = tuple[str, str]

# One row two entries, each pair once, the first before the second by list_id and entity_id, and the rows in
# that order. kind: what tells that they are one ("reference", "identifier", "name", or "person" where a
# person joined them); because: the same in words that can be checked ("same reference UN QDi.430").
LINKS = pa.schema(
    [
        ("list_id", pa.string()),
        ("entity_id", pa.string()),
        ("other_list_id", pa.string()),
        ("other_entity_id", pa.string()),
        ("kind", pa.string()),
        ("because", pa.string()),
    ]
)

# The columns of links written for people: the names stand beside the numbers.
LINK_COLUMNS = (
    "list_id",
    "entity_id",
    "entity_name",
    "other_list_id",
    "other_entity_id",
    "other_entity_name",
    "kind",
    "because",
)


class PartyGroups:
    """Groups of entries that are one party, as links join them.

    `link_parties` has left out what would bring two entries of one list together, or two that contradict each
    other: a group that holds two entries of one list was joined by a person.
    """

    def __init__(self, links: pa.Table) -> None:
        """links: rows of LINKS."""
        self._group: dict[Entry, list[Entry]] = {}
        self._because: dict[frozenset[Entry], str] = {}
        for row in links.to_pylist():
            first = (row["list_id"], row["entity_id"])
            second = (row["other_list_id"], row["other_entity_id"])
            self._because[frozenset((first, second))] = row["because"]
            joined = self._group.get(first, [first])
            other = self._group.get(second, [second])
            if joined is not other:
                joined = [*joined, *other]
                for entry in joined:
                    self._group[entry] = joined

    def members(self, list_id: str, entity_id: str) -> Sequence[Entry]:
        """All entries of the party, sorted; the entry alone where nothing is linked to it."""
        return sorted(self._group.get((list_id, entity_id), [(list_id, entity_id)]))

    def linked(self) -> Collection[Entry]:
        """Every entry that is linked to another."""
        return self._group.keys()

    def because(self, one: Entry, other: Entry) -> str | None:
        """What links two entries directly; None where they are linked through others, or not at all."""
        return self._because.get(frozenset((one, other)))


def named_links(links: pa.Table, watchlists: Sequence[Watchlist]) -> pa.Table:
    """Links with the primary names of both parties, as a file for people has them: columns LINK_COLUMNS, in
    the order of the links. The name is null for an entry that is on none of the lists."""
    names: dict[tuple[Any, Any], Any] = {}
    for watchlist in watchlists:
        entities = watchlist.tables["entities"]
        ids, primary = entities["entity_id"].to_pylist(), entities["name"].to_pylist()
        names |= {(watchlist.list_id, one): name for one, name in zip(ids, primary, strict=True)}
    columns = {name: links[name].to_pylist() for name in LINKS.names}
    for side in ("", "other_"):
        entries = zip(columns[f"{side}list_id"], columns[f"{side}entity_id"], strict=True)
        columns[f"{side}entity_name"] = [names.get(entry) for entry in entries]
    return pa.table({name: pa.array(columns[name], pa.string()) for name in LINK_COLUMNS})
