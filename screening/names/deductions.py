"""The deductions of a name score: what each takes off, as a function of what was measured of pairs of names.

A name score is 100 less the points of `DEDUCTIONS`, in their order; `configs/names.yaml` says how many points
a thing costs. With `worse` and `better`, `doubt` and all else as `pair_facts` measures them:

    uncovered = uncovered_worse * (1 - worse) + uncovered_better * (1 - better)
    thin      = thin_evidence * doubt / (weight met on both sides + thin_offset)
    weakest   = weakest_word * (1 - the least similarity among distinctive words that met)
    words     = doubt * (one_word or two_words, and no_same_word or one_same_word, where so)
                (neither weakest nor words of two names of one rare word each that are alike enough)
    number    = number, where a number stands on one side only; other_number, where both have another
    place     = other_place, where both name a country or its places, and not the same
    changed   = (changed_word * weight of words that only look alike
                + other_trade * weight of trades that met nothing, on the side where less is)
                * how common the words are that met
    initials  = initials_alone, where initials are all that met and a distinctive word is left over
    order     = other_order, where distinctive words that met stand in another order
    conflict  = (conflict, and conflict_first where the first distinctive word of both met nothing)
                * min(1, weight left over, on the side where less is); not below conflict_floor
    parent    = line_crossed, where the own name of one is the father's of the other, else
                fathers_apart, where both name a father and neither name met anything
    nothing   = all that is left, where no word met any

A new deduction is a function and its entry here, its points in `configs/names.yaml` and in `Deductions` of
`screening.settings.names`, what it measures in `pair_facts` where that is new, its name in
`screening.model.evidence` and its phrase in `screening.wording.explanation`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from screening.model.evidence import DeductionName
from screening.names.name_table import BoolArray, FloatArray
from screening.names.pair_facts import Coverage, PairFacts
from screening.settings.names import Deductions

__all__ = ["DEDUCTIONS", "CoverageDeduction", "Deduction"]


@dataclass(frozen=True)
class Deduction:
    """Something that costs points. name: how evidence and wording call it. points: those of each pair, none
    below 0. floor: the score below which this deduction alone brings no pair, where it has one."""

    name: DeductionName
    points: Callable[[PairFacts, Deductions], FloatArray]
    floor: Callable[[Deductions], float] | None = None


@dataclass(frozen=True)
class CoverageDeduction(Deduction):
    """A deduction that the weight met on both sides decides, and that never grows as more weight is met.

    So with bounds on the met weight in its place it takes off no more than it will: `score_upper_bound`, by
    which candidates are found, rests on that.
    """

    points: Callable[[Coverage, Deductions], FloatArray]


def _uncovered(pairs: Coverage, policy: Deductions) -> FloatArray:
    return policy.uncovered_worse * (1 - pairs.worse) + policy.uncovered_better * (1 - pairs.better)


def _thin(pairs: Coverage, policy: Deductions) -> FloatArray:
    return policy.thin_evidence * pairs.doubt / (pairs.met + policy.thin_offset)


def _weakest(pairs: PairFacts, policy: Deductions) -> FloatArray:
    # Of two names of one word each, what is uncovered has said it already.
    return np.where(_rare_slip(pairs, policy), 0.0, policy.weakest_word * (1 - pairs.weakest))


def _words(pairs: PairFacts, policy: Deductions) -> FloatArray:
    words, same = pairs.distinctive, pairs.same
    few = np.where(words <= 1, policy.one_word, np.where(words == 2, policy.two_words, 0.0))
    unlike = np.where(same == 0, policy.no_same_word, np.where(same == 1, policy.one_same_word, 0.0))
    # A name of one distinctive word has no second one to be the same: that one word may be misspelled.
    misspelled = pairs.one_word_each & (pairs.weakest >= policy.slip_from)
    points = pairs.doubt * (few + np.where(misspelled, 0.0, unlike))
    return np.where(_rare_slip(pairs, policy), 0.0, points)


def _rare_slip(pairs: PairFacts, policy: Deductions) -> BoolArray:
    """Whether both names are one rare word, misspelled on one side."""
    slip: BoolArray = pairs.one_rare_word_each & (pairs.weakest >= policy.rare_slip_from)
    return slip


def _number(pairs: PairFacts, policy: Deductions) -> FloatArray:
    if pairs.apart is None:
        return np.where(pairs.lone_number, policy.number, 0.0)
    lone, other = pairs.apart.lone_number, pairs.apart.other_number
    return np.where(other, policy.other_number, np.where(lone, policy.number, 0.0))


def _place(pairs: PairFacts, policy: Deductions) -> FloatArray:
    if pairs.apart is None:
        return np.zeros(len(pairs.met))
    return np.where(pairs.apart.other_place, policy.other_place, 0.0)


def _changed(pairs: PairFacts, policy: Deductions) -> FloatArray:
    apart = pairs.apart
    if apart is None:
        return np.zeros(len(pairs.met))
    changed = policy.changed_word * apart.other_word + policy.other_trade * apart.other_trade
    points: FloatArray = changed * apart.common_rest
    return points


def _initials(pairs: PairFacts, policy: Deductions) -> FloatArray:
    return np.where(pairs.only_initials, policy.initials_alone, 0.0)


def _conflict(pairs: PairFacts, policy: Deductions) -> FloatArray:
    apart = np.clip(np.minimum(pairs.left_query, pairs.left_listed), 0.0, 1.0)
    points: FloatArray = (policy.conflict + policy.conflict_first * pairs.first_words_unmet) * apart
    return points


def _order(pairs: PairFacts, policy: Deductions) -> FloatArray:
    return np.where(pairs.other_order, policy.other_order, 0.0)


def _parent(pairs: PairFacts, policy: Deductions) -> FloatArray:
    """A father is somebody, and not another: a contradiction weighs more than a word that is missing."""
    apart = np.where(pairs.fathers_apart, policy.fathers_apart, 0.0)
    return np.where(pairs.line_crossed, policy.line_crossed, apart)


def _nothing(pairs: PairFacts, policy: Deductions) -> FloatArray:
    """Nothing in common is no similarity at all, whatever the policy."""
    return np.where(pairs.nothing_met, 100.0, 0.0)


DEDUCTIONS: tuple[Deduction, ...] = (
    CoverageDeduction("uncovered", _uncovered),
    CoverageDeduction("thin", _thin),
    Deduction("weakest", _weakest),
    Deduction("words", _words),
    Deduction("initials", _initials),
    Deduction("order", _order),
    # The last, as floors are for what the others left. Whose son somebody is counts beside every conflict.
    Deduction("number", _number, floor=lambda policy: policy.conflict_floor),
    Deduction("place", _place, floor=lambda policy: policy.conflict_floor),
    Deduction("changed", _changed, floor=lambda policy: policy.conflict_floor),
    Deduction("conflict", _conflict, floor=lambda policy: policy.conflict_floor),
    Deduction("parent", _parent),
    Deduction("nothing", _nothing, floor=lambda _: 0.0),
)
