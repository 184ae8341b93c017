"""Points for an alignment. Reach for it to turn matches of words into a name score and its parts.

A name score is 100 less deductions, each stated in `configs/names.yaml`, none below zero. With, on either
side, coverage = (sum over met words of weight times similarity) / (weight of all words), worse and better
being the lower and the higher coverage of the two sides:

    uncovered = uncovered_worse * (1 - worse) + uncovered_better * (1 - better)
    doubt     = min(1, (1 - worse) / 0.15)           nothing to doubt where names are the same
    thin      = thin_evidence * doubt / (weight met on both sides + 0.5)
    weakest   = weakest_word * (1 - the least similarity among distinctive words that met)
    words     = doubt * (one_word or two_words, and no_same_word or one_same_word, where so; not no_same_word
                where both names are one distinctive word, alike from slip_from on)
    number    = number, where a number stands on one side only
    initials  = initials_alone, where initials are all that met and a distinctive word is left over
    conflict  = (conflict, and conflict_first where it is the first distinctive word of both that met nothing)
                * min(1, weight left over, on the side where less is), but no more than brings the score to
                conflict_floor

The first two fall, or stay, as more weight is met on either side, and none is below 0. So `score_upper_bound`
may put bounds on the met weight in place of the weight itself, leave out what it does not know, and still
never be below the score: that is what candidates are found by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from screening.names.alignment import Alignment
from screening.names.name_table import DISTINCTIVE_FROM, BoolArray, FloatArray, IntArray, NameTable
from screening.names.policy import Deductions

__all__ = ["NameScores", "score", "score_upper_bound"]

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
    initials: FloatArray
    conflict: FloatArray


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
    met_query = _sums(at, alignment.similarity * mine, pairs)
    met_listed = _sums(at, alignment.similarity * theirs, pairs)
    met = _Met(met_query, met_listed, query.total_weight[pair_query], listed.total_weight[pair_listed])

    distinctive = np.minimum(mine, theirs) > DISTINCTIVE_FROM
    words = _sums(at, distinctive, pairs)
    same = _sums(at, distinctive & (alignment.similarity >= policy.same_word_from), pairs)
    weakest = np.ones(pairs)
    np.minimum.at(weakest, at[distinctive], alignment.similarity[distinctive])
    lone_numbers = _unmet_numbers(query, alignment.used_query, pair_query)
    lone_numbers |= _unmet_numbers(listed, alignment.used_listed, pair_listed)

    doubt, uncovered, thin = met.doubt, met.uncovered(policy), met.thin(policy)
    weak = policy.weakest_word * (1 - weakest)
    few = np.where(words <= 1, policy.one_word, np.where(words == 2, policy.two_words, 0.0))
    unlike = np.where(same == 0, policy.no_same_word, np.where(same == 1, policy.one_same_word, 0.0))
    left_query = met.total_query - _sums(at, mine, pairs)
    left_listed = met.total_listed - _sums(at, theirs, pairs)
    # A name of one distinctive word has no second one to be the same.
    joined = (
        query.elements.length[alignment.query_element] + listed.elements.length[alignment.listed_element] > 2
    )
    slip = (words == 1) & (_sums(at, distinctive & joined, pairs) == 0) & (weakest >= policy.slip_from)
    slip &= np.maximum(left_query, left_listed) <= DISTINCTIVE_FROM
    unlike = np.where(slip, 0.0, unlike)
    initials = query.is_initials[alignment.query_element] | listed.is_initials[alignment.listed_element]
    alone = (words > 0) & (words == _sums(at, distinctive & initials, pairs))
    alone &= np.maximum(left_query, left_listed) > DISTINCTIVE_FROM
    number = np.where(lone_numbers, policy.number, 0.0)
    by_initials = np.where(alone, policy.initials_alone, 0.0)
    total = 100 - uncovered - thin - weak - doubt * (few + unlike) - number - by_initials
    apart = np.clip(np.minimum(left_query, left_listed), 0.0, 1.0)
    unmet = (query.first_distinctive[pair_query] & ~alignment.used_query) != 0
    unmet &= (listed.first_distinctive[pair_listed] & ~alignment.used_listed) != 0
    conflict = (policy.conflict + policy.conflict_first * unmet) * apart
    conflict = np.minimum(conflict, np.maximum(total - policy.conflict_floor, 0.0))
    total = total - conflict
    # Nothing met, nothing in common: whatever the policy, that is no similarity at all.
    total = np.where(alignment.used_query == 0, 0.0, np.maximum(total, 0.0))
    return NameScores(
        score=np.round(total, 2).astype(np.float64),
        uncovered=uncovered,
        thin=thin,
        weakest=weak,
        words=doubt * (few + unlike),
        number=number,
        initials=by_initials,
        conflict=conflict,
    )


def score_upper_bound(
    met_query: FloatArray,
    met_listed: FloatArray,
    total_query: FloatArray,
    total_listed: FloatArray,
    policy: Deductions,
) -> FloatArray:
    """The highest score of pairs that meet at most the given weights, of the given total weights."""
    met = _Met(met_query, met_listed, total_query, total_listed)
    # Rounding to two decimals may add half a hundredth.
    return 100 - met.uncovered(policy) - met.thin(policy) + 0.005


@dataclass(frozen=True)
class _Met:
    """Weight met on both sides, of how much, and the deductions that follow from that alone."""

    query: FloatArray
    listed: FloatArray
    total_query: FloatArray
    total_listed: FloatArray

    @cached_property
    def worse(self) -> FloatArray:
        return np.minimum(_share(self.query, self.total_query), _share(self.listed, self.total_listed))

    @cached_property
    def better(self) -> FloatArray:
        return np.maximum(_share(self.query, self.total_query), _share(self.listed, self.total_listed))

    @cached_property
    def doubt(self) -> FloatArray:
        return np.minimum(1.0, (1 - self.worse) / _DOUBT_FROM)

    def uncovered(self, policy: Deductions) -> FloatArray:
        return policy.uncovered_worse * (1 - self.worse) + policy.uncovered_better * (1 - self.better)

    def thin(self, policy: Deductions) -> FloatArray:
        return policy.thin_evidence * self.doubt / (self.query + self.listed + _THIN_OFFSET)


def _sums(at: IntArray, values: FloatArray | BoolArray, pairs: int) -> FloatArray:
    """The sum of the values of each pair."""
    return np.bincount(at, weights=values, minlength=pairs).astype(np.float64)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """part / whole, within 0 to 1; 0 for a name without words."""
    return np.clip(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0), 0.0, 1.0)


def _unmet_numbers(table: NameTable, used: IntArray, pair_name: IntArray) -> BoolArray:
    """Whether a pair's name holds a number that met nothing."""
    numbers = np.nonzero(table.word_is_number)[0]
    masks = np.zeros(len(table), dtype=np.int64)
    np.bitwise_or.at(masks, table.word_name[numbers], np.int64(1) << table.word_position[numbers])
    unmet: BoolArray = (masks[pair_name] & ~used) != 0
    return unmet
