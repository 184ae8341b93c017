"""Parties of different lists whose names agree, weighed with all else that is known of both.

Names agree where they have the same key (`parties`); people with the same day of birth also where they are
near by the name score (`near_names`). Each pair gets points, as `linking.names` says for what; from `enough`
on the two are one party, if neither has a rival of the other's list that comes near.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from screening.linking.birth_dates import Births, compare_births
from screening.linking.evidence import Evidence
from screening.linking.near_names import near_names
from screening.linking.parties import NameKey, Party
from screening.settings.linking import LinkingSettings, NameLinks
from screening.settings.names import NamePolicy

__all__ = ["Agreement", "agreements", "name_evidence"]

# Ships and aircraft are called alike and renamed: their names alone tell nothing.
_NAMED_ALIKE = ("vessel", "aircraft")
# Lists of a thousand parties share such words with a hundred others: looked for by the rest of the name.
_WORDS_OF_A_NAME = 2


class Agreement(NamedTuple):
    """Two parties whose names agree. names: keys of both, those that tell most first; near: two names that
    are near, where none is the same. regime: one that both are listed under. The rest: what else agrees
    (True), does not (False), or is not known."""

    one: int
    other: int
    names: Sequence[NameKey]
    near: tuple[str, str] | None
    births: Births
    same_day_listed: bool | None
    same_regime: bool | None
    regime: str | None
    same_country: bool | None
    primary_agrees: bool
    original_script: bool
    share_of_names: float
    borne_by_others: bool
    weight: float


def name_evidence(
    parties: Sequence[Party], settings: LinkingSettings, policy: NamePolicy
) -> Iterator[Evidence]:
    """Each two parties of different lists and one type that names and all else tell to be one."""
    found = {(each.one, each.other): each for each in agreements(parties, settings, policy)}
    scores = {pair: points(each, settings.names) for pair, each in found.items()}
    # What each party scores with those of one list, the best first.
    rivals: dict[tuple[int, str], list[float]] = defaultdict(list)
    for (one, other), score in scores.items():
        rivals[one, parties[other].entry[0]].append(score)
        rivals[other, parties[one].entry[0]].append(score)
    for pair, score in scores.items():
        one, other = pair
        if score < settings.names.enough:
            continue
        ahead = all(
            _is_ahead(score, rivals[place, parties[against].entry[0]], settings.names.ahead)
            for place, against in ((one, other), (other, one))
        )
        if ahead:
            yield Evidence(one, other, "name", score, because(found[pair], parties))


def _is_ahead(score: float, of_all: list[float], by: float) -> bool:
    first, second = sorted((*of_all, -by), reverse=True)[:2]
    return score == first and score - second >= by


def agreements(
    parties: Sequence[Party], settings: LinkingSettings, policy: NamePolicy
) -> Iterator[Agreement]:
    """Every two parties that could be one by their names: of different lists and of one type, nothing said
    against it by birth dates or genders."""
    bearers = _bearers(parties, settings.names.least_weight)
    a_list = {key: Counter(parties[place].entry[0] for place in places) for key, places in bearers.items()}
    agreeing: dict[tuple[int, int], list[NameKey]] = defaultdict(list)
    for (_, key), places in bearers.items():
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                if parties[one].entry[0] != parties[other].entry[0]:
                    agreeing[one, other].append(key)
    near = near_names(parties, settings.names.near_name_score, policy, agreeing)
    programs = {program for party in parties for program in party.programs}
    regimes = {program: _regimes(program, _words(settings)) for program in programs}
    for one, other in [*agreeing, *near]:
        first, second = parties[one], parties[other]
        births = compare_births(first.births, second.births)
        if births == "contradict" or _contradict(first.gender, second.gender):
            continue
        keys = agreeing.get((one, other), [])
        keys.sort(key=lambda key: (-_weight(key, first, second), key))
        of_both = [(first.names[key], second.names[key]) for key in keys]
        if first.entity_type in _NAMED_ALIKE and len(keys) < _WORDS_OF_A_NAME:
            continue
        of_first, of_second = _regimes_of(first, regimes), _regimes_of(second, regimes)
        strong = min(_strong(first), _strong(second))
        yield Agreement(
            one,
            other,
            keys,
            near.get((one, other)),
            births,
            _agree(first.listed_on, second.listed_on),
            _agree(of_first, of_second),
            min(of_first & of_second, default=None),
            _agree(first.countries, second.countries),
            any(mine.quality == theirs.quality == "primary" for mine, theirs in of_both),
            any(mine.script == theirs.script != "Latin" for mine, theirs in of_both),
            min(1.0, len(keys) / strong) if strong else 0.0,
            bool(keys) and all(_is_borne_by_others(key, first, second, a_list) for key in keys),
            _weight_of_all(keys, first, second),
        )


def points(agreement: Agreement, policy: NameLinks) -> float:
    """How sure it is that the two are one party; see `linking.names`."""
    further = min(max(len(agreement.names) - 1, 0), policy.most_further_names)
    total = min(agreement.weight, policy.most_weight) + further * policy.further_name
    total += policy.primary_agrees if agreement.primary_agrees else 0.0
    total += policy.original_script if agreement.original_script else 0.0
    if agreement.names:
        total += policy.all_names_agree if agreement.share_of_names >= 1 else 0.0
        total -= policy.few_names_agree if agreement.share_of_names <= 0.5 else 0.0
    total -= policy.borne_by_others if agreement.borne_by_others else 0.0
    total += {"same day": policy.birth_day_agrees, "same year": policy.birth_year_agrees}.get(
        agreement.births, 0.0
    )
    total += policy.same_day_listed if agreement.same_day_listed else 0.0
    total += _either(agreement.same_regime, policy.same_regime, policy.other_regime)
    total += _either(agreement.same_country, policy.same_country, policy.other_country)
    return round(total, 6)


def because(agreement: Agreement, parties: Sequence[Party]) -> str:
    """What agrees, as a phrase that can be checked on both lists."""
    one, other = parties[agreement.one], parties[agreement.other]
    if agreement.near:
        said = [f"near name {agreement.near[0]} / {agreement.near[1]}"]
    else:
        said = [f"same name {one.names[agreement.names[0]].text}"]
    further = len(agreement.names) - 1
    if further > 0:
        said.append(f"{further} further name{'s' if further > 1 else ''}")
    if agreement.births == "same day":
        said.append("same day of birth")
    if agreement.births == "same year":
        said.append("birth dates that agree as far as known")
    if agreement.same_day_listed:
        said.append(f"listed on the same day {max(one.listed_on & other.listed_on)}")
    if agreement.regime:
        said.append(f"programs of one regime ({agreement.regime})")
    if agreement.same_country:
        said.append(f"same country {min(one.countries & other.countries)}")
    return ", ".join(said)


def _either(agrees: bool | None, more: float, less: float) -> float:
    return 0.0 if agrees is None else more if agrees else -less


def _bearers(parties: Sequence[Party], least: float) -> dict[tuple[str, NameKey], list[int]]:
    """Type and key → the parties with such a name, weak aliases left out."""
    bearers: dict[tuple[str, NameKey], list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        for key, name in party.names.items():
            if name.weight >= least:
                bearers[party.entity_type, key].append(place)
    return bearers


def _is_borne_by_others(
    key: NameKey, one: Party, other: Party, bearers: Mapping[tuple[str, NameKey], Mapping[str, int]]
) -> bool:
    """Whether further parties of either list and the same type bear the name."""
    a_list = bearers[one.entity_type, key]
    return max(a_list[one.entry[0]], a_list[other.entry[0]]) > 1


def _contradict(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _agree(one: Set[str] | Set[date], other: Set[str] | Set[date]) -> bool | None:
    """None where one side does not tell."""
    return not one.isdisjoint(other) if one and other else None


def _weight(key: NameKey, one: Party, other: Party) -> float:
    return max(one.names[key].weight, other.names[key].weight)


def _weight_of_all(keys: Iterable[NameKey], one: Party, other: Party) -> float:
    words: dict[str, float] = {}
    for key in keys:
        for name in (one.names[key], other.names[key]):
            for word, weight in name.weights.items():
                words[word] = max(weight, words.get(word, 0.0))
    return sum(sorted(words.values()))


def _strong(party: Party) -> int:
    return sum(1 for _ in party.strong_names)


def _words(settings: LinkingSettings) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((regime, tuple(words)) for regime, words in settings.regimes.items())


def _regimes_of(party: Party, regimes: Mapping[str, frozenset[str]]) -> set[str]:
    return {regime for program in party.programs for regime in regimes[program]}


def _regimes(program: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(regime for regime, pattern in _patterns(words) if pattern.search(program.casefold()))


@lru_cache(maxsize=8)
def _patterns(words: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((regime, re.compile("|".join(map(_pattern, of)))) for regime, of in words)


def _pattern(word: str) -> str:
    return rf"(?<![^\W\d_]){re.escape(word.casefold())}(?![^\W\d_])"
