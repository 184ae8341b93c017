"""Programs, authorities and measures of parties, as the advanced and the enhanced file list them.

Both tell programs and legal authorities apart, and do not tell which belongs to which. A party on two lists
has the same programs twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.ofac.measures import prohibited

__all__ = ["Act", "Entry", "write_designations"]

_NAMED = re.compile(r"\d{5}|561|CMIC|CAATSA|CAPTA")


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act by which a party was listed, and the day of it; None for what is not told."""

    authority: str | None
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A party on one list: its programs, the acts behind them, the types of sanctions."""

    programs: tuple[str, ...]
    acts: tuple[Act, ...]
    sanctions_types: tuple[str, ...]


def write_designations(entries: Mapping[str, Sequence[Entry]], writer: PartyWriter) -> None:
    """Write what all entries of each party say, each program and each type of sanctions once. entries: by
    entity_id; all of these parties have been started.

    A type of sanctions that a feature of the party has told already, in more words, adds nothing.
    """
    told = {(row["entity_id"], row["measure"], row["program"]) for row in writer.builder.rows("measures")}
    authorities = _authorities(entry for own in entries.values() for entry in own)
    for entity_id, own in entries.items():
        acts: dict[str, Act] = {}
        for entry in own:
            for program, act in _paired(entry, authorities):
                acts[program] = _better(acts.get(program), act)
        for program, act in acts.items():
            writer.program(entity_id, program, authority=act.authority, listed_on=act.listed_on)
        for kind in dict.fromkeys(kind for entry in own for kind in entry.sanctions_types):
            measure, program_of_kind = prohibited(kind), _program_of(kind, acts)
            if (entity_id, measure, program_of_kind) not in told:
                writer.measure(entity_id, measure, kind, program=program_of_kind)


def _authorities(entries: Iterable[Entry]) -> dict[str, str]:
    """Program → the authority that it goes with, seen from entries that have one of each; of several, the one
    seen most."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if len(entry.programs) == len(entry.acts) == 1 and (authority := entry.acts[0].authority):
            seen[entry.programs[0]][authority] += 1
    return {program: counts.most_common(1)[0][0] for program, counts in seen.items()}


def _paired(entry: Entry, authorities: Mapping[str, str]) -> Iterator[tuple[str, Act]]:
    """Each program of an entry with the act that it must belong to. One left over of each go together; of
    more, only what they have in common is known."""
    programs, acts = list(dict.fromkeys(entry.programs)), list(entry.acts)
    unknown: list[str] = []
    for program in programs:
        authority = authorities.get(program)
        act = next((act for act in acts if authority and act.authority == authority), None)
        if act is None:
            unknown.append(program)
        else:
            acts.remove(act)
            yield program, act
    if len(unknown) == len(acts) == 1:
        yield unknown[0], acts[0]
        return
    days = {act.listed_on for act in (acts or entry.acts)}
    shared = days.pop() if len(days) == 1 else None
    for program in unknown:
        yield program, Act(authorities.get(program), shared)


def _program_of(sanctions_type: str, programs: Iterable[str]) -> str | None:
    """The one program that a type of sanctions names: the order's number, or what a list is called, is in its
    code ("13662 Sectoral Directive 1", UKRAINE-EO13662)."""
    named = set(_NAMED.findall(sanctions_type))
    found = [program for program in programs if named & set(_NAMED.findall(program))]
    return found[0] if len(found) == 1 else None


def _better(before: Act | None, act: Act) -> Act:
    """What two entries together say of a program: the first authority, the earliest day."""
    if before is None:
        return act
    days = [each.listed_on for each in (before, act) if each.listed_on]
    return Act(before.authority or act.authority, min(days, default=None))
