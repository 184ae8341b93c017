"""What deductions go by: facts measured once of aligned pairs of names, an array each with one entry a pair.

Coverage is (sum over met words of weight times similarity) / (weight of all words) of one side. A word is
distinctive from a weight on that `deductions.*.distinctive_from` of `configs/names.yaml` gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screening.names.alignment import Alignment
from screening.names.distinctions import Distinctions, tell_apart
from screening.names.name_table import BoolArray, FloatArray, IntArray, NameTable
from screening.names.roles import RoleFacts, measure_roles
from screening.settings.names import Deductions

__all__ = ["Coverage", "PairFacts", "coverage_of", "measure"]


@dataclass(frozen=True)
class Coverage:
    """How much of both names met.

    met: the weight met on both sides together. worse, better: the lower and the higher coverage of the two
    sides, 0 to 1. doubt: 0 where names are the same, growing to 1 as the worse coverage falls.
    """

    met: FloatArray
    worse: FloatArray
    better: FloatArray
    doubt: FloatArray


@dataclass(frozen=True)
class PairFacts(RoleFacts, Coverage):
    """All facts of aligned pairs, those of `RoleFacts` among them.

    distinctive: how many matches there are of distinctive words; same: of them, of words that count as the
    same. weakest: the least similarity among them, 1 where there are none. one_word_each: one word of either
    side met, and no distinctive one is left over; one_rare_word_each: and that one weighs more than
    `rare_from`. only_initials: distinctive words met by initials alone, others are left over. lone_number: a
    number met nothing. left_query, left_listed: the weight that met nothing. first_words_unmet: the first
    distinctive word of both sides met nothing. nothing_met: no word met any. apart: what tells organizations
    apart, None of people.
    """

    distinctive: FloatArray
    same: FloatArray
    weakest: FloatArray
    one_word_each: BoolArray
    one_rare_word_each: BoolArray
    only_initials: BoolArray
    lone_number: BoolArray
    left_query: FloatArray
    left_listed: FloatArray
    first_words_unmet: BoolArray
    nothing_met: BoolArray
    apart: Distinctions | None


def coverage_of(
    met_query: FloatArray,
    met_listed: FloatArray,
    total_query: FloatArray,
    total_listed: FloatArray,
    policy: Deductions,
) -> Coverage:
    """The coverage of pairs that meet the given weights, of the given total weights."""
    query, listed = _share(met_query, total_query), _share(met_listed, total_listed)
    worse = np.minimum(query, listed)
    return Coverage(
        met=met_query + met_listed,
        worse=worse,
        better=np.maximum(query, listed),
        doubt=np.minimum(1.0, (1 - worse) / policy.doubt_from),
    )


def measure(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    pair_query: IntArray,
    pair_listed: IntArray,
    policy: Deductions,
) -> PairFacts:
    """The facts of aligned pairs. pair_query and pair_listed: which name of each table, one entry a pair."""
    pairs, at, similarity = len(pair_query), alignment.pair, alignment.similarity
    mine = query.elements.weight[alignment.query_element]
    theirs = listed.elements.weight[alignment.listed_element]
    total_query, total_listed = query.total_weight[pair_query], listed.total_weight[pair_listed]
    coverage = coverage_of(
        _sums(at, similarity * mine, pairs),
        _sums(at, similarity * theirs, pairs),
        total_query,
        total_listed,
        policy,
    )
    left_query, left_listed = total_query - _sums(at, mine, pairs), total_listed - _sums(at, theirs, pairs)
    word_left = np.maximum(left_query, left_listed) > policy.distinctive_from

    is_distinctive = np.minimum(mine, theirs) > policy.distinctive_from
    distinctive = _sums(at, is_distinctive, pairs)
    same = _sums(at, is_distinctive & (similarity >= policy.same_word_from), pairs)
    weakest = np.ones(pairs)
    np.minimum.at(weakest, at[is_distinctive], similarity[is_distinctive])
    lengths = (
        query.elements.length[alignment.query_element] + listed.elements.length[alignment.listed_element]
    )
    of_several = _sums(at, is_distinctive & (lengths > 2), pairs)
    initials = query.is_initials[alignment.query_element] | listed.is_initials[alignment.listed_element]
    by_initials = _sums(at, is_distinctive & initials, pairs)

    one_word_each = (distinctive == 1) & (of_several == 0) & ~word_left
    rare = np.minimum(mine, theirs) > policy.rare_from

    unmet_query, unmet_listed = ~alignment.used_query, ~alignment.used_listed
    # Of people: of others `distinctions` tells more.
    lone_number = (query.bits_of(query.word_is_number)[pair_query] & unmet_query) != 0
    lone_number |= (listed.bits_of(listed.word_is_number)[pair_listed] & unmet_listed) != 0
    first_unmet = (_first_distinctive_bit(query, policy)[pair_query] & unmet_query) != 0
    first_unmet &= (_first_distinctive_bit(listed, policy)[pair_listed] & unmet_listed) != 0
    apart = None
    if query.kind == "non_person":
        apart = tell_apart(query, listed, alignment, pair_query, pair_listed, policy)
    return PairFacts(
        **vars(coverage),
        **vars(measure_roles(query, listed, alignment, pair_query, pair_listed, policy)),
        distinctive=distinctive,
        same=same,
        weakest=weakest,
        one_word_each=one_word_each,
        one_rare_word_each=one_word_each & (_sums(at, rare, pairs) == 1),
        only_initials=(distinctive > 0) & (distinctive == by_initials) & word_left,
        lone_number=lone_number,
        left_query=left_query,
        left_listed=left_listed,
        first_words_unmet=first_unmet,
        nothing_met=alignment.used_query == 0,
        apart=apart,
    )


def _sums(at: IntArray, values: FloatArray | BoolArray, pairs: int) -> FloatArray:
    """The sum of the values of each pair."""
    return np.bincount(at, weights=values, minlength=pairs).astype(np.float64)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """part / whole, within 0 to 1; 0 for a name without words."""
    return np.clip(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0), 0.0, 1.0)


def _first_distinctive_bit(table: NameTable, policy: Deductions) -> IntArray:
    """For each name the bit of its first distinctive word; 0 where it has none."""
    distinctive = np.nonzero(table.word_weight > policy.distinctive_from)[0][::-1]
    bits = np.zeros(len(table), dtype=np.int64)
    # Backwards, so that the first of a name is what stays.
    bits[table.word_name[distinctive]] = np.int64(1) << table.word_position[distinctive]
    return bits
