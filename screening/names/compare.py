"""Given names compared pair by pair; a hit's `name_score` is the same judgement.

Whole tables against a list go through `screening.Screener`, which uses the same alignment and score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from screening.model.errors import InputError
from screening.model.evidence import NameEvidence
from screening.names.alignment import ListedNames, align, match_tokens
from screening.names.elements import read_names
from screening.names.explanation import explain_pairs
from screening.names.name_table import IntArray
from screening.names.readings import readings
from screening.names.score import score
from screening.settings.names import Kind, NamePolicy, default_name_policy, kind_of
from screening.wording.explanation import name_sentence

__all__ = ["NameComparison", "compare_many", "compare_names"]

_KINDS = ("person", "organization", "vessel", "aircraft")
# Pairs compared at once: bounds memory.
_PAIRS = 2_000


@dataclass(frozen=True)
class NameComparison:
    """How close two names are. score: 0 to 100, higher is closer. evidence: why; explanation: the same as a
    sentence."""

    score: float
    evidence: NameEvidence

    @property
    def explanation(self) -> str:
        return name_sentence(self.evidence)


def compare_names(
    name: str, listed: str, *, kind: str = "person", policy: NamePolicy | None = None
) -> NameComparison:
    """Compare a name with a listed one.

    kind: the listed party's entity type (person, organization, vessel, aircraft), which decides how both
    names are read. policy: the default is configs/names.yaml. Of the name each of its `readings` is compared,
    and the best counts. Raises InputError for another kind and for a name that is no text.
    """
    (comparison,) = compare_many([(name, listed)], kind=kind, policy=policy)
    return comparison


def compare_many(
    pairs: Sequence[tuple[str, str]], *, kind: str = "person", policy: NamePolicy | None = None
) -> Iterator[NameComparison]:
    """Compare many names with listed ones: `compare_names` of each (name, listed), in their order.

    Much faster than one by one, as each distinct name is read once in two thousand pairs.
    """
    if kind not in _KINDS:
        raise InputError(f"kind '{kind}' is unknown: use one of {', '.join(_KINDS)}.")
    for pair in pairs:
        for text in pair:
            _check(text)
    policy = policy or default_name_policy()
    return _compared(pairs, kind_of(kind), policy)


def _check(text: object) -> None:
    """Raises InputError for what cannot be compared as a name."""
    if not isinstance(text, str):
        raise InputError(
            f"{text!r} ({type(text).__name__}) is no name: give text, or leave out what has none."
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{text!r} is no name: it holds half a character (a lone surrogate). Decode it anew."
        ) from error


def _compared(pairs: Sequence[tuple[str, str]], kind: Kind, policy: NamePolicy) -> Iterator[NameComparison]:
    for begin in range(0, len(pairs), _PAIRS):
        part = pairs[begin : begin + _PAIRS]
        read = {name: readings(name, kind) for name in dict.fromkeys(name for name, _ in part)}
        each = [(place, reading) for place, (name, _) in enumerate(part) for reading in read[name]]
        names, name_of = _distinct([reading for _, reading in each])
        listed, listed_of_pair = _distinct([listed for _, listed in part])
        listed_of = listed_of_pair[[place for place, _ in each]]
        other = ListedNames(read_names(listed, kind, policy), policy.similarity)
        query = read_names(names, kind, policy, other.joinable)
        alignment = align(query, other, match_tokens(query, other), name_of, listed_of)
        scores = score(query, other.table, alignment, name_of, listed_of, policy.deductions_for(kind))
        best: dict[int, int] = {}
        for at, (place, _) in enumerate(each):
            # The plainest reading, where others are no better.
            if place not in best or scores.score[at] > scores.score[best[place]]:
                best[place] = at
        chosen = np.array(list(best.values()), dtype=np.int64)
        given = [part[place][0] for place in best]
        evidence = explain_pairs(
            query, other.table, alignment, scores, chosen, name_of[chosen], listed_of[chosen], given
        )
        for points, row in zip(scores.score[chosen].tolist(), evidence.to_pylist(), strict=True):
            yield NameComparison(score=points, evidence=NameEvidence.from_row(row))


def _distinct(texts: Sequence[str]) -> tuple[list[str], IntArray]:
    """The texts, each once, and which of them each entry is."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return list(numbers), np.array([numbers[text] for text in texts], dtype=np.int64)
