"""Which listed parties changed since last night."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.watchlists import Watchlist
from screening.watchlists.party_facts import party_fingerprints

__all__ = ["PartyChanges", "changed_parties", "party_key", "party_table", "restricted"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_SCHEMA = pa.schema([(name, pa.string()) for name in ("list_id", "entity_id", "fingerprint")])


def party_table(lists: Sequence[Watchlist]) -> pa.Table:
    """list_id, entity_id, fingerprint of every party, in list order."""
    rows = [
        (watchlist.list_id, entity_id, fingerprint)
        for watchlist in lists
        for entity_id, fingerprint in party_fingerprints(watchlist).items()
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pa.table(dict(zip(_SCHEMA.names, columns, strict=True)), schema=_SCHEMA)


def party_key(table: pa.Table) -> Any:
    """list_id and entity_id of each row as one text."""
    return pc.binary_join_element_wise(table["list_id"], table["entity_id"], "\x1f")


@dataclass(frozen=True)
class PartyChanges:
    """added_or_changed: (list_id, entity_id) of parties that are new or changed. added, changed, removed: how
    many are new, changed, and listed no more."""

    added_or_changed: frozenset[tuple[str, str]]
    added: int
    changed: int
    removed: int


def changed_parties(before: pa.Table, after: pa.Table) -> PartyChanges:
    """What changed from one `party_table` to another."""
    place = pc.index_in(party_key(after), value_set=party_key(before))
    same = pc.equal(before["fingerprint"].take(place), after["fingerprint"])
    other = after.filter(pc.invert(pc.fill_null(same, False)))
    known = after.num_rows - place.null_count
    pairs = {(str(row["list_id"]), str(row["entity_id"])) for row in other.to_pylist()}
    added = after.num_rows - known
    return PartyChanges(frozenset(pairs), added, len(pairs) - added, before.num_rows - known)


def restricted(lists: Sequence[Watchlist], wanted: Collection[tuple[str, str]]) -> list[Watchlist]:
    """The lists with only the wanted parties; a list without one is left out. Each keeps its identity."""
    found = []
    for watchlist in lists:
        ids = pa.array([entity for list_id, entity in wanted if list_id == watchlist.list_id], pa.string())
        if len(ids):
            tables = {
                name: table.filter(pc.is_in(table["entity_id"], value_set=ids))
                for name, table in watchlist.tables.items()
            }
            found.append(replace(watchlist, tables=tables))
    return found
