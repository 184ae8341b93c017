"""The name score of aligned pairs: 100 less the deductions, each kept beside it as evidence.

`deductions` says what is taken off, `pair_facts` measures what that goes by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from screening.model.evidence import DeductionName
from screening.names.alignment import Alignment
from screening.names.deductions import DEDUCTIONS, CoverageDeduction
from screening.names.name_table import FloatArray, IntArray, NameTable
from screening.names.pair_facts import coverage_of, measure
from screening.settings.names import Deductions

__all__ = ["NameScores", "least_sum_of_shares", "score", "score_upper_bound"]

# Parts of a share that are tried, and a weight more than any name has.
_STEPS = 200
_MUCH = 1e9


@dataclass(frozen=True)
class NameScores:
    """Scores (0 to 100) of pairs, and the points of each deduction by its name: score = max(0, 100 - their
    sum), rounded to two decimals. uncapped: the points of all deductions together, had none a floor: by it
    pairs of one score can be told apart."""

    score: FloatArray
    deductions: Mapping[DeductionName, FloatArray]
    uncapped: FloatArray

    def deductions_of(self, pair: int) -> dict[DeductionName, float]:
        """The points of one pair."""
        return {name: float(points[pair]) for name, points in self.deductions.items()}


def score(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    pair_query: IntArray,
    pair_listed: IntArray,
    policy: Deductions,
) -> NameScores:
    """Score aligned pairs. pair_query and pair_listed: which name of each table, one entry a pair."""
    pairs = measure(query, listed, alignment, pair_query, pair_listed, policy)
    total = np.full(len(pair_query), 100.0)
    taken: dict[DeductionName, FloatArray] = {}
    uncapped = np.zeros(len(pair_query))
    for deduction in DEDUCTIONS:
        points = deduction.points(pairs, policy)
        uncapped += points
        if deduction.floor is not None:
            points = np.minimum(points, np.maximum(total - deduction.floor(policy), 0.0))
        taken[deduction.name] = points
        total = total - points
    return NameScores(
        score=np.round(np.maximum(total, 0.0), 2).astype(np.float64), deductions=taken, uncapped=uncapped
    )


def least_sum_of_shares(least: float, policy: Deductions) -> float:
    """Below this sum of the shares of weight that a pair meets of either name (each 0 to 1), no pair reaches
    `least`, whatever the weights."""
    # Much weight is met in both names. What is met less evenly is covered less, so of a sum a bound is tried
    # for each part of the better share, from one of its ends to the other.
    steps = np.linspace(0.0, 1.0, _STEPS + 1)
    below = 0.0
    for total in np.linspace(0.0, 2.0, 2 * _STEPS + 1).tolist():
        better = steps[(steps >= total / 2 - 1 / _STEPS) & (steps <= total)]
        upper = np.minimum(better + 1 / _STEPS, 1.0)
        much = np.full(len(better), _MUCH)
        bound = score_upper_bound(
            upper * _MUCH, np.clip(total - better, 0.0, 1.0) * _MUCH, much, much, policy
        )
        if bound.max(initial=-np.inf) >= least:
            break
        below = total
    return below


def score_upper_bound(
    met_query: FloatArray,
    met_listed: FloatArray,
    total_query: FloatArray,
    total_listed: FloatArray,
    policy: Deductions,
) -> FloatArray:
    """The highest score of pairs that meet at most the given weights, of the given total weights."""
    coverage = coverage_of(met_query, met_listed, total_query, total_listed, policy)
    total = np.full(len(met_query), 100.0)
    for deduction in DEDUCTIONS:
        if isinstance(deduction, CoverageDeduction):
            total = total - deduction.points(coverage, policy)
    # Rounding to two decimals may add half a hundredth.
    return total + 0.005
