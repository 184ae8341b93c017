"""Compare two names. Reach for it for one pair; a hit's `name_score` is the same judgement.

Whole tables against a list go through `screening.Screener`, which uses the same alignment and score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screening.errors import InputError
from screening.names.alignment import ListedNames, align, meet
from screening.names.elements import read_names
from screening.names.explanation import NameExplanation, explain_pair
from screening.names.policy import NamePolicy, default_name_policy, kind_of
from screening.names.score import score

__all__ = ["NameComparison", "compare_names"]

_KINDS = ("person", "organization", "vessel", "aircraft")


@dataclass(frozen=True)
class NameComparison:
    """How close two names are. score: 0 to 100, higher is closer; explanation: a sentence."""

    score: float
    explanation: str
    parts: NameExplanation


def compare_names(
    name: str, listed: str, *, kind: str = "person", policy: NamePolicy | None = None
) -> NameComparison:
    """Compare a name with a listed one.

    kind: the listed party's entity type (person, organization, vessel, aircraft), which decides how both
    names are read. policy: the default is configs/names.yaml. Raises InputError for another kind.
    """
    if kind not in _KINDS:
        raise InputError(f"kind '{kind}' is unknown: use one of {', '.join(_KINDS)}.")
    policy = policy or default_name_policy()
    reading = kind_of(kind)
    other = ListedNames(read_names([listed], reading, policy), policy.likeness)
    query = read_names([name], reading, policy, other.joinable)
    only = np.zeros(1, dtype=np.int64)
    alignment = align(query, other, meet(query, other), only, only)
    scores = score(query, other.table, alignment, only, only, policy.deductions_for(reading))
    parts = explain_pair(query, other.table, alignment, scores, 0, 0, 0)
    return NameComparison(score=float(scores.score[0]), explanation=parts.sentence(), parts=parts)
