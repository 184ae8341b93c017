"""People of different lists with the same day of birth and names that are near, by the name score.

Lists spell a name in their own ways ("Qays al-Khazali", "Qais Hadi Sayed al-Khazali"). That the day of birth
agrees makes a near name enough; to compare all with all would take too long, and find namesakes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from screening.linking.parties import Party
from screening.names.alignment import ListedNames, align, match_tokens
from screening.names.elements import read_names
from screening.names.score import score
from screening.settings.names import NamePolicy

__all__ = ["near_names"]

_PAIRS = 50_000
# The same day as others whose day is not known, in many tables: 1 January.
_TELLING = 0.5


def near_names(
    parties: Sequence[Party], least: float, policy: NamePolicy, known: Collection[tuple[int, int]] = ()
) -> dict[tuple[int, int], tuple[str, str]]:
    """Places of two people → their nearest names, for all born on the same exact day who have a word in
    common and names that score `least` (0 to 100) or more, each taken for the listed one in turn.

    known: pairs that need no look, as names of theirs are the same.
    """
    pairs = [
        (one, other, mine, theirs)
        for one, other in _candidates(parties)
        if (one, other) not in known
        for mine in _names(parties[one])
        for theirs in _names(parties[other])
    ]
    found: dict[tuple[int, int], tuple[float, str, str]] = {}
    scores = _scores([(mine, theirs) for _, _, mine, theirs in pairs], policy)
    for (one, other, mine, theirs), points in zip(pairs, scores, strict=True):
        if points >= least:
            best = (-points, mine, theirs)
            found[one, other] = min(found.get((one, other), best), best)
    return {pair: (mine, theirs) for pair, (_, mine, theirs) in found.items()}


def _candidates(parties: Sequence[Party]) -> list[tuple[int, int]]:
    born: Mapping[tuple[date, str], list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        if party.entity_type == "person" and party.births:
            days = {span.earliest for span in party.births if span.exact}
            words = {
                word
                for name in party.names.values()
                if name.quality != "weak"
                for word, weight in name.weights.items()
                if weight >= _TELLING
            }
            for key in ((day, word) for day in days for word in words):
                born[key].append(place)
    return sorted(
        {
            (one, other)
            for places in born.values()
            for at, one in enumerate(places)
            for other in places[at + 1 :]
            if parties[one].entry[0] != parties[other].entry[0]
        }
    )


def _names(party: Party) -> list[str]:
    """Those that are not weak, in Latin letters: the others spell nothing that these do not."""
    return sorted(
        {name.text for name in party.names.values() if name.quality != "weak" and name.script == "Latin"}
    )


def _scores(pairs: Sequence[tuple[str, str]], policy: NamePolicy) -> list[float]:
    """The lower of the scores of two names, each as the listed one."""
    scores: list[float] = []
    for begin in range(0, len(pairs), _PAIRS):
        part = pairs[begin : begin + _PAIRS]
        forward = _one_way(part, policy)
        backward = _one_way([(other, one) for one, other in part], policy)
        scores += np.minimum(forward, backward).tolist()
    return scores


def _one_way(pairs: Sequence[tuple[str, str]], policy: NamePolicy) -> np.ndarray:
    names, name_of = _distinct([one for one, _ in pairs])
    listed, listed_of = _distinct([other for _, other in pairs])
    other = ListedNames(read_names(listed, "person", policy), policy.similarity)
    query = read_names(names, "person", policy, other.joinable)
    alignment = align(query, other, match_tokens(query, other), name_of, listed_of)
    return score(query, other.table, alignment, name_of, listed_of, policy.deductions_for("person")).score


def _distinct(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return list(numbers), np.array([numbers[text] for text in texts], dtype=np.int64)
