"""Parties of a Watchlist with all their rows, ready to be written in another form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from screening.watchlists.watchlist import Watchlist

__all__ = ["Party", "grown", "parties_of", "with_their_relations"]

Row = Mapping[str, Any]
# Beyond every number that OFAC has given: copies of a party are this far apart.
_COPY = 10_000_000


@dataclass(frozen=True, slots=True)
class Party:
    """A listed party. entity: its row of the table "entities"; tables: its rows of all others."""

    entity: Row
    tables: Mapping[str, Sequence[Row]]

    @property
    def entity_id(self) -> str:
        return str(self.entity["entity_id"])

    @property
    def entity_type(self) -> str:
        return str(self.entity["entity_type"])

    @property
    def primary(self) -> Row:
        return next(row for row in self.rows("names") if row["quality"] == "primary")

    @property
    def aliases(self) -> Sequence[Row]:
        return [row for row in self.rows("names") if row["quality"] != "primary"]

    @property
    def vessel(self) -> Row | None:
        return next(iter(self.rows("vessels")), None)

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())


def parties_of(watchlist: Watchlist) -> list[Party]:
    """Every party, in list order."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, table in watchlist.tables.items():
        if name != "entities":
            for row in table.to_pylist():
                found[row["entity_id"]][name].append(row)
    return [
        Party(row, {name: tuple(rows) for name, rows in found[row["entity_id"]].items()})
        for row in watchlist.tables["entities"].to_pylist()
    ]


def with_their_relations(parties: Sequence[Party], chosen: Collection[str]) -> list[Party]:
    """The parties whose entity_id is `chosen`, and those they are related to; relations to anybody else are
    taken away, so that each of them can be told by a number."""
    kept = set(chosen)
    for party in parties:
        if party.entity_id in chosen:
            kept |= {row["other_entity_id"] for row in party.rows("relations") if row["other_entity_id"]}
    return [_among(party, kept) for party in parties if party.entity_id in kept]


def grown(parties: Sequence[Party], count: int) -> Iterator[Party]:
    """`count` parties: the given ones over and over, with numbers of their own each time. Relations stay
    among those of the same round; those to a party that the last round has no more are taken away."""
    whole, rest = divmod(count, len(parties))
    for turn in range(whole):
        yield from (_copy(party, turn) for party in parties)
    last = {party.entity_id for party in parties[:rest]}
    yield from (_copy(_among(party, last), whole) for party in parties[:rest])


def _among(party: Party, kept: Collection[str]) -> Party:
    relations = tuple(row for row in party.rows("relations") if row["other_entity_id"] in kept)
    return replace(party, tables={**party.tables, "relations": relations})


def _copy(party: Party, turn: int) -> Party:
    if turn == 0:
        return party
    relations = tuple(
        {**row, "other_entity_id": _number(row["other_entity_id"], turn)} for row in party.rows("relations")
    )
    entity = {**party.entity, "entity_id": _number(party.entity_id, turn)}
    return Party(entity, {**party.tables, "relations": relations})


def _number(entity_id: str | None, turn: int) -> str | None:
    return str(int(entity_id) + turn * _COPY) if entity_id else None
