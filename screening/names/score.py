"""Points for an alignment. Reach for it to turn meetings of words into a name score and its parts.

A name score is 100 less deductions, each stated in `configs/names.yaml`, none below zero. With, on either
side, coverage = (sum over met words of weight times likeness) / (weight of all words), worse and better
being the lower and the higher coverage of the two sides:

    uncovered = uncovered_worse * (1 - worse) + uncovered_better * (1 - better)
    doubt     = min(1, (1 - worse) / 0.15)           nothing to doubt where names are the same
    thin      = thin_evidence * doubt / (weight met on both sides + 0.5)
    weakest   = weakest_word * (1 - the least likeness among telling words that met)
    words     = doubt * (one_word or two_words, and no_same_word or one_same_word, where so)
    number    = number, where a number stands on one side only

Every deduction but `uncovered` is at least 0, so score <= 100 - uncovered: `bound_on_coverage` turns a
threshold into the coverage that a candidate must be able to reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screening.names.alignment import Alignment
from screening.names.analysis import FloatArray, IntArray, NameTable
from screening.names.policy import Deductions

__all__ = ["NameScores", "bound_on_coverage", "score"]

# A word of more weight than this tells something about who is meant.
_TELLING = 0.25
# From this likeness on, two words count as the same word in another spelling.
_SAME = 0.94
_DOUBT_FROM = 0.15
_THIN_OFFSET = 0.5


@dataclass(frozen=True)
class NameScores:
    """Scores (0 to 100) of pairs, and the deductions behind them: score = max(0, 100 - their sum)."""

    score: FloatArray
    uncovered: FloatArray
    thin: FloatArray
    weakest: FloatArray
    words: FloatArray
    number: FloatArray


def score(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    pair_query: IntArray,
    pair_listed: IntArray,
    policy: Deductions,
) -> NameScores:
    """Score aligned pairs. pair_query and pair_listed: which name of each table, one entry a pair."""
    pairs = len(pair_query)
    at = alignment.pair
    mine = query.elements.weight[alignment.query_element]
    theirs = listed.elements.weight[alignment.listed_element]
    met_query = np.bincount(at, weights=alignment.likeness * mine, minlength=pairs)
    met_listed = np.bincount(at, weights=alignment.likeness * theirs, minlength=pairs)
    coverage_query = _share(met_query, query.total_weight[pair_query])
    coverage_listed = _share(met_listed, listed.total_weight[pair_listed])
    worse = np.minimum(coverage_query, coverage_listed)
    better = np.maximum(coverage_query, coverage_listed)

    telling = np.minimum(mine, theirs) > _TELLING
    words = np.bincount(at, weights=telling, minlength=pairs)
    same = np.bincount(at, weights=telling & (alignment.likeness >= _SAME), minlength=pairs)
    weakest = np.ones(pairs)
    np.minimum.at(weakest, at[telling], alignment.likeness[telling])
    lone_numbers = _unmet_numbers(query, alignment.used_query, pair_query)
    lone_numbers |= _unmet_numbers(listed, alignment.used_listed, pair_listed)

    doubt = np.minimum(1.0, (1 - worse) / _DOUBT_FROM)
    uncovered = policy.uncovered_worse * (1 - worse) + policy.uncovered_better * (1 - better)
    thin = policy.thin_evidence * doubt / (met_query + met_listed + _THIN_OFFSET)
    weak = policy.weakest_word * (1 - weakest)
    few = np.where(words <= 1, policy.one_word, np.where(words == 2, policy.two_words, 0.0))
    unlike = np.where(same == 0, policy.no_same_word, np.where(same == 1, policy.one_same_word, 0.0))
    number = policy.number * lone_numbers
    total = 100 - uncovered - thin - weak - doubt * (few + unlike) - number
    # Nothing met, nothing in common: whatever the policy, that is no likeness at all.
    total = np.where(alignment.used_query == 0, 0.0, np.maximum(total, 0.0))
    return NameScores(
        score=np.round(total, 2),
        uncovered=uncovered,
        thin=thin,
        weakest=weak,
        words=doubt * (few + unlike),
        number=number,
    )


def bound_on_coverage(threshold: float, policy: Deductions) -> float:
    """The least coverage that either side of a pair scoring at or over `threshold` can have.

    From score <= 100 - uncovered_worse * (1 - worse) and score >= threshold.
    """
    # Scores are rounded to two decimals: half a hundredth may have been added.
    return 1 - (100 - threshold + 0.005) / policy.uncovered_worse


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """part / whole, within 0 to 1; 0 for a name without words."""
    return np.clip(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0), 0.0, 1.0)


def _unmet_numbers(table: NameTable, used: IntArray, pair_name: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a pair's name holds a number that met nothing."""
    numbers = np.nonzero(table.word_is_number)[0]
    masks = np.zeros(len(table), dtype=np.int64)
    np.bitwise_or.at(masks, table.word_name[numbers], np.int64(1) << table.word_position[numbers])
    return (masks[pair_name] & ~used) != 0
