"""The listed side of matching, prepared once.

Names of people and names of everything else are compared by different policies, so they make two groups;
a party's facts that hits show lie in `Party`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from screening.matching.across_types import NamesOfTheOtherKind
from screening.matching.candidates import CandidateGenerator
from screening.matching.identifiers import ListedIdentity, birth_days, listed_identities
from screening.model.party_counts import PartyCount, party_counts
from screening.model.vocabulary import NAME_QUALITIES
from screening.names.alignment import ListedNames
from screening.names.elements import read_names
from screening.names.name_table import BoolArray, IntArray, ranges
from screening.settings.matching import IdentifierPolicy
from screening.settings.names import Kind, NamePolicy, kind_of
from screening.watchlists.party_programs import NO_PROGRAMS, party_programs, several
from screening.watchlists.watchlist import Watchlist

__all__ = ["ListIndex", "NameGroup", "Party"]

_OTHER: dict[Kind, Kind] = {"person": "non_person", "non_person": "person"}


@dataclass(frozen=True)
class Party:
    """One listed party: what a hit tells of it."""

    list_id: str
    watchlist_version: str
    entity_id: str
    entity_type: str
    name: str
    programs: Sequence[str]
    authority: Sequence[str]
    prohibits: Sequence[str]
    linked_to: Sequence[str]
    birth_dates: Sequence[str]
    countries: Sequence[str]
    identity: ListedIdentity


@dataclass(frozen=True)
class NameGroup:
    """All names of one kind. party: which of `ListIndex.parties` each name is of; quality: its place in
    NAME_QUALITIES; as_others: the same names by which customers of the
    other kind find them."""

    kind: Kind
    names: ListedNames
    finder: CandidateGenerator
    party: IntArray
    quality: IntArray
    as_others: NamesOfTheOtherKind | None = None

    @cached_property
    def _by_party(self) -> tuple[IntArray, IntArray]:
        """The places of names by party, and where those of each party begin, with one entry more."""
        first = np.cumsum(np.bincount(self.party + 1))
        return np.argsort(self.party, kind="stable"), first

    def has_names_of(self, party: IntArray) -> BoolArray:
        """Whether each of the parties has names of this kind."""
        first = self._by_party[1]
        inside = party < len(first) - 1
        has = np.zeros(len(party), dtype=np.bool_)
        has[inside] = first[party[inside] + 1] > first[party[inside]]
        return has

    def names_of(self, party: IntArray) -> tuple[IntArray, IntArray]:
        """The places of the names of each of the parties, in list order, and how many each has."""
        places, first = self._by_party
        times = first[party + 1] - first[party]
        return places[ranges(first[party], times)], times


class ListIndex:
    """Watchlists ready to be matched against.

    parties: all listed parties, in list order. groups: their names by kind. documents: document key →
    the parties that bear it. born_on: day → the parties whose birth date it agrees with to the day.
    """

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        names: NamePolicy,
        identifiers: IdentifierPolicy,
        threads: int = 1,
        *,
        across_types: bool = True,
    ) -> None:
        self.parties: list[Party] = []
        self.documents: dict[str, list[int]] = defaultdict(list)
        self.born_on: dict[date, list[int]] = defaultdict(list)
        texts: dict[Kind, list[tuple[str, int, int]]] = {"person": [], "non_person": []}
        for watchlist in watchlists:
            place = self._add_parties(watchlist, identifiers)
            for row in watchlist.tables["names"].select(["entity_id", "name", "quality"]).to_pylist():
                party = place.get(row["entity_id"])
                if party is None:
                    continue
                kind = kind_of(self.parties[party].entity_type)
                texts[kind].append((row["name"], party, NAME_QUALITIES.index(row["quality"])))
        self.groups = {
            kind: _group(kind, found, names, threads, across_types) for kind, found in texts.items() if found
        }

    def _add_parties(self, watchlist: Watchlist, identifiers: IdentifierPolicy) -> dict[str, int]:
        tables = watchlist.tables
        identities = listed_identities(watchlist, identifiers)
        programs = party_programs(watchlist)
        linked = several(tables["relations"].to_pylist(), "other_name")
        births = several(tables["birth_dates"].to_pylist(), "text")
        countries = several(tables["countries"].to_pylist(), "text")
        place: dict[str, int] = {}
        for row in tables["entities"].to_pylist():
            entity_id = row["entity_id"]
            listed_under = programs.get(entity_id, NO_PROGRAMS)
            identity = identities[entity_id]
            place[entity_id] = len(self.parties)
            for key in identity.documents:
                self.documents[key].append(len(self.parties))
            for day in birth_days(identity):
                self.born_on[day].append(len(self.parties))
            self.parties.append(
                Party(
                    list_id=watchlist.list_id,
                    watchlist_version=watchlist.version,
                    entity_id=entity_id,
                    entity_type=row["entity_type"],
                    name=row["name"],
                    programs=listed_under.programs,
                    authority=listed_under.authority,
                    prohibits=listed_under.prohibits,
                    linked_to=linked.get(entity_id, []),
                    birth_dates=births.get(entity_id, []),
                    countries=countries.get(entity_id, []),
                    identity=identity,
                )
            )
        return place

    def __getstate__(self) -> dict[str, Any]:
        # Another process counts what it has itself.
        return {name: value for name, value in self.__dict__.items() if name != "counts"}

    @cached_property
    def counts(self) -> Mapping[str, tuple[PartyCount, ...]]:
        """list_id → parties in the index and the names by which they can be found, by type: counted in what
        names are compared with."""
        names = np.zeros(len(self.parties), dtype=np.int64)
        for group in self.groups.values():
            has_words = np.diff(group.names.table.first_word) > 0
            names += np.bincount(group.party[has_words], minlength=len(self.parties))
        of_list: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for party, count in zip(self.parties, names.tolist(), strict=True):
            of_list[party.list_id].append((party.entity_type, count))
        return {list_id: party_counts(parties) for list_id, parties in of_list.items()}


def _group(
    kind: Kind, found: Sequence[tuple[str, int, int]], policy: NamePolicy, threads: int, across_types: bool
) -> NameGroup:
    texts = [name for name, _, _ in found]
    listed = ListedNames(read_names(texts, kind, policy), policy.similarity, threads)
    return NameGroup(
        kind=kind,
        names=listed,
        finder=CandidateGenerator(listed),
        party=np.array([party for _, party, _ in found], dtype=np.int64),
        quality=np.array([quality for _, _, quality in found], dtype=np.int64),
        as_others=NamesOfTheOtherKind(texts, _OTHER[kind], policy) if across_types else None,
    )
