"""Which entries of several lists are one party.

    links = link_parties(watchlists, settings.linking)
    groups = PartyGroups(links)

Evidence comes from references, numbers and names. What speaks against it stands above: another entity type,
birth dates, genders or worldwide numbers that contradict each other, a person who keeps two entries apart.
Links are taken in by their strength, the surest first. One that would bring two entries of one list together,
or two that cannot be one party, is left out, so that a chain of links says no more than its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from screening.linking.birth_dates import compare_births
from screening.linking.evidence import Evidence
from screening.linking.parties import Party, parties_of
from screening.linking.party_links import LINKS, Entry
from screening.linking.shared_identifiers import (
    Number,
    identifier_evidence,
    numbers_contradict,
    numbers_of,
)
from screening.linking.shared_names import name_evidence
from screening.linking.shared_references import SharedReferences
from screening.names.name_table import NameWords
from screening.settings.linking import LinkingSettings
from screening.settings.names import Kind, NamePolicy, default_name_policy
from screening.watchlists.watchlist import Watchlist

__all__ = ["FoundLinks", "find_links", "link_parties"]

# The surest first. What a person said is taken in before all of them.
_KINDS = ("person", "reference", "identifier", "name")


@dataclass(frozen=True)
class FoundLinks:
    """links: rows of LINKS. left_out: the same for evidence that was not followed; `because` ends with what
    speaks against it."""

    links: pa.Table
    left_out: pa.Table


def link_parties(
    watchlists: Sequence[Watchlist],
    settings: LinkingSettings,
    names: NamePolicy | None = None,
    analyzed: Mapping[Kind, NameWords] | None = None,
) -> pa.Table:
    """Rows of LINKS: the entries of different lists that are one party.

    The same whatever the order of the lists and of their rows. names: how names are read; the default is
    configs/names.yaml. analyzed: names of the lists that were analyzed already with this policy, which takes
    most of the time. Each two entries have one row, for the surest of what tells so.
    """
    return find_links(watchlists, settings, names, analyzed).links


def find_links(
    watchlists: Sequence[Watchlist],
    settings: LinkingSettings,
    names: NamePolicy | None = None,
    analyzed: Mapping[Kind, NameWords] | None = None,
) -> FoundLinks:
    """As `link_parties`, with what was left out and why."""
    several = len({watchlist.list_id for watchlist in watchlists}) > 1
    if not several or not (settings.enabled or settings.together):
        return FoundLinks(LINKS.empty_table(), LINKS.empty_table())
    policy = names or default_name_policy()
    parties = parties_of(watchlists, policy, analyzed) if settings.enabled else _bare(watchlists)
    return _Linking(parties, settings, policy).found()


class _Linking:
    def __init__(self, parties: Sequence[Party], settings: LinkingSettings, policy: NamePolicy) -> None:
        self.parties = parties
        self.settings = settings
        self.policy = policy
        self.places = {party.entry: place for place, party in enumerate(parties)}
        self.references = SharedReferences.of(parties) if "reference" in settings.kinds else None
        self.apart = {frozenset(pair) for pair in settings.apart}
        self.group: dict[int, list[int]] = {}
        self.numbers: dict[int, Mapping[Number, None]] = {}

    def found(self) -> FoundLinks:
        links: list[Evidence] = []
        left_out: list[Evidence] = []
        for evidence in sorted(_surest(self._evidence()), key=self._order):
            against = None if evidence.kind == "person" else self._against(evidence.one, evidence.other)
            if against is None:
                against = self._against_joining(evidence)
            if against is None:
                self._join(evidence.one, evidence.other)
                links.append(evidence)
            else:
                left_out.append(evidence._replace(because=f"{evidence.because}; but {against}"))
        return FoundLinks(self._table(links), self._table(left_out))

    def _order(self, evidence: Evidence) -> tuple[int, float, int, int]:
        return _KINDS.index(evidence.kind), -evidence.strength, evidence.one, evidence.other

    def _evidence(self) -> Iterator[Evidence]:
        for pair in self.settings.together:
            one, other = sorted(self.places.get(entry, -1) for entry in pair)
            # An entry that is not on the lists of this run has nothing to be joined with.
            if one >= 0:
                yield Evidence(one, other, "person", 1.0, "joined by a person")
        if not self.settings.enabled:
            return
        if self.references is not None:
            yield from self.references.evidence()
        if "identifier" in self.settings.kinds:
            yield from identifier_evidence(self.parties, self.settings.identifiers)
        if "name" in self.settings.kinds:
            yield from name_evidence(self.parties, self.settings, self.policy)

    def _against(self, one: int, other: int) -> str | None:
        """What tells that two parties are not one, whatever else is known."""
        first, second = self.parties[one], self.parties[other]
        if first.entity_type != second.entity_type:
            return f"one is a {first.entity_type}, the other a {second.entity_type}"
        if compare_births(first.births, second.births) == "contradict":
            return "their birth dates contradict each other"
        if first.gender and second.gender and first.gender != second.gender:
            return f"one is {first.gender}, the other {second.gender}"
        if numbers_contradict(self._numbers(one), self._numbers(other)):
            return "they have other numbers of a kind that is one the world over"
        if self.references is not None and self.references.contradict(one, other):
            return "the reference that one gives is another party's"
        return None

    def _numbers(self, place: int) -> Mapping[Number, None]:
        if place not in self.numbers:
            self.numbers[place] = numbers_of(self.parties[place], self.settings.identifiers)
        return self.numbers[place]

    def _against_joining(self, evidence: Evidence) -> str | None:
        """What tells against one group of all that is linked with either."""
        mine, theirs = self._group_of(evidence.one), self._group_of(evidence.other)
        if mine is theirs:
            return None
        for one in mine:
            for other in theirs:
                first, second = self.parties[one], self.parties[other]
                if frozenset((first.entry, second.entry)) in self.apart:
                    return f"a person keeps {_name(first.entry)} and {_name(second.entry)} apart"
                if evidence.kind == "person":
                    continue
                if first.entry[0] == second.entry[0]:
                    return f"{_name(first.entry)} and {_name(second.entry)} are two entries of one list"
                against = self._against(one, other)
                if against is not None:
                    return f"of {_name(first.entry)} and {_name(second.entry)}: {against}"
        return None

    def _group_of(self, place: int) -> list[int]:
        return self.group.setdefault(place, [place])

    def _join(self, one: int, other: int) -> None:
        mine, theirs = self._group_of(one), self._group_of(other)
        if mine is not theirs:
            mine.extend(theirs)
            self.group.update(dict.fromkeys(theirs, mine))

    def _table(self, found: Iterable[Evidence]) -> pa.Table:
        rows: list[dict[str, str]] = []
        for each in sorted(found, key=lambda each: (each.one, each.other)):
            entries = (*self.parties[each.one].entry, *self.parties[each.other].entry)
            rows.append(dict(zip(LINKS.names, (*entries, each.kind, each.because), strict=True)))
        return pa.Table.from_pylist(rows, schema=LINKS)


def _surest(found: Iterable[Evidence]) -> list[Evidence]:
    """Of each two parties the evidence of the surest kind."""
    best: dict[tuple[int, int], tuple[int, float, str, Evidence]] = {}
    for evidence in found:
        pair = evidence.one, evidence.other
        rank = (_KINDS.index(evidence.kind), -evidence.strength, evidence.because, evidence)
        best[pair] = min(best.get(pair, rank), rank)
    return [evidence for *_, evidence in best.values()]


def _bare(watchlists: Sequence[Watchlist]) -> list[Party]:
    """The entries alone, where nothing is looked for."""
    entries: dict[Entry, Party] = {}
    for watchlist in watchlists:
        table = watchlist.tables["entities"]
        for entity_id, kind, name in zip(
            *(table[column].to_pylist() for column in ("entity_id", "entity_type", "name")), strict=True
        ):
            entry = (watchlist.list_id, entity_id)
            entries[entry] = Party(entry, kind, name, None)
    return [entries[entry] for entry in sorted(entries)]


def _name(entry: Entry) -> str:
    return " ".join(entry)
