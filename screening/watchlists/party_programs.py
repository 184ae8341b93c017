"""What it means to stand on a list: a party's programs, the authority behind them, what they prohibit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.watchlists.programs import known_programs
from screening.watchlists.watchlist import Watchlist

__all__ = ["NO_PROGRAMS", "PartyPrograms", "party_programs", "several", "stated_authorities"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


@dataclass(frozen=True)
class PartyPrograms:
    """programs: codes, in list order. authority: the orders or acts behind them. prohibits: of MEASURES."""

    programs: Sequence[str]
    authority: Sequence[str]
    prohibits: Sequence[str]


NO_PROGRAMS = PartyPrograms((), (), ())

# What a program prohibits of people alone: of its other parties it is not true.
_OF_PEOPLE = ("travel ban", "visa restrictions")


def party_programs(
    watchlist: Watchlist, entity_ids: Collection[str] | None = None
) -> Mapping[str, PartyPrograms]:
    """entity_id → what it is listed under, of those parties that the list states anything of.

    What the list itself says goes before what its codes stand for. entity_ids: only of these parties.
    """
    programs, measures = (watchlist.tables[name] for name in ("programs", "measures"))
    if entity_ids is not None:
        wanted = pa.array(sorted(entity_ids), pa.string())
        programs, measures = (
            table.filter(pc.is_in(table["entity_id"], value_set=wanted)) for table in (programs, measures)
        )
    rows = programs.to_pylist()
    codes, stated = several(rows, "program"), several(rows, "authority")
    measure = several(measures.to_pylist(), "measure")
    known = known_programs(watchlist.list_id)
    entities = watchlist.tables["entities"]
    people = set(entities.filter(pc.equal(entities["entity_type"], "person"))["entity_id"].to_pylist())
    found = {}
    for entity_id in dict.fromkeys([*codes, *stated, *measure]):
        behind = [known[code] for code in codes.get(entity_id, ()) if code in known]
        authority = dict.fromkeys(program.authority for program in behind if program.authority)
        prohibits = dict.fromkeys(
            each
            for program in behind
            for each in program.prohibits
            if entity_id in people or each not in _OF_PEOPLE
        )
        found[entity_id] = PartyPrograms(
            codes.get(entity_id, ()),
            stated.get(entity_id) or list(authority),
            measure.get(entity_id) or list(prohibits),
        )
    return found


def stated_authorities(watchlist: Watchlist, entity_id: str) -> Mapping[str, Sequence[str]]:
    """Program code → the authorities that the list itself gives for it, of a party's programs with any."""
    programs = watchlist.tables["programs"]
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in programs.filter(pc.equal(programs["entity_id"], entity_id)).to_pylist():
        if row["program"] and row["authority"]:
            found[row["program"]][row["authority"]] = None
    return {code: list(authorities) for code, authorities in found.items()}


def several(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, list[str]]:
    """entity_id → the distinct values of a column, in list order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        value = row[column]
        if value:
            found[str(row["entity_id"])][value] = None
    return {entity_id: list(values) for entity_id, values in found.items()}
