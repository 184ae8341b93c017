"""Links between entries of several lists that are one party, and the groups they make.

    groups = PartyGroups(links)
    groups.members("UN", "QDi.430")       # [("OFAC-SDN", "28004"), ("UN", "QDi.430")], itself among them

A link is a row of LINKS, made by `link_parties` or said by a person. Entries that are linked, also through
others, are one group.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import pyarrow as pa

__all__ = ["LINKS", "Entry", "PartyGroups"]

# (list_id, entity_id) of one entry of a list.
Entry: TypeAlias = tuple[str, str]

# One row two entries, each pair once, the first before the second in the order of the lists. kind: what tells
# that they are one ("reference", "identifier", "name", "person"); because: the same in words that can be
# checked, such as "same reference UN QDi.430".
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


class PartyGroups:
    """Groups of entries that are one party."""

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
