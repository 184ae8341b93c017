"""Which listed names a customer's name could match.

**Nothing at or over the wanted score is lost.** The weight a pair meets on the customer's side is the sum
of weight * similarity over the elements chosen by the alignment. No two of them are the same listed
element, so that is at most the sum, over the listed elements, of the most that any of the customer's meets
it with. The sparse product here adds up more: for each listed element all different words of the customer
that can meet it, though a word that stands in the name more than once only once, with its greatest weight.
The same holds for the listed side. `score.score_upper_bound` never falls as met weight grows, so it gives
at least the pair's score, and every pair for which it reaches the wanted score is kept. A name whose
elements together, each with the best it meets anywhere, do not reach the wanted score is left out before
that product: a name of no pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import cast

import numpy as np
from scipy import sparse

from screening.names.alignment import ListedNames, TokenMatches, element_codes
from screening.names.name_table import BoolArray, FloatArray, IntArray, NameTable
from screening.names.score import least_sum_of_shares, score_upper_bound
from screening.settings.names import Deductions

__all__ = ["CandidateGenerator"]

# Sums of floats in another order may differ in the last digits; a bound must not fail on those.
_SLACK = 1e-9
# What a name without words weighs, which meets nothing.
_LEAST_WEIGHT = 1e-12
# Customers multiplied at once, and pairs that they meet in at most: bounds the memory of the product.
_ROWS = 2_000
_PAIRS = 4_000_000


class CandidateGenerator:
    """Finds candidates among one set of listed names."""

    def __init__(self, listed: ListedNames) -> None:
        elements = listed.table.elements
        shape = (len(listed.table), listed.code_count)
        # A code that stands twice in a name counts twice: the bound only grows.
        self._has = _matrix(np.ones(len(elements)), elements.name, listed.codes, shape).T.tocsr()
        # As shares of the name's whole weight.
        self._total = listed.table.total_weight
        share = elements.weight / np.maximum(self._total, _LEAST_WEIGHT)[elements.name]
        self._weighs = _matrix(share, elements.name, listed.codes, shape).T.tocsr()
        self._heaviest = np.zeros(listed.code_count)
        np.maximum.at(self._heaviest, listed.codes, elements.weight)
        self._codes = listed.code_count
        self._enough: dict[float, float] = {}
        self._names_of_code = np.diff(self._has.indptr).astype(np.float64)

    def find(
        self, query: NameTable, matches: TokenMatches, least: float, policy: Deductions
    ) -> tuple[IntArray, IntArray]:
        """All pairs (query name, listed name), ordered, that could have a name score of `least` or more."""
        enough = self._least_sum_of_shares(least, policy) - _SLACK
        survives = self._survives_prefilter(query, matches, least, policy)
        names = np.nonzero(survives)[0]
        weighs, has = self._met_codes(query, matches, survives)
        rows: list[IntArray] = []
        columns: list[IntArray] = []
        for part in self._parts(weighs):
            met_query = cast("sparse.csr_matrix", weighs[part] @ self._has)
            met_listed = cast("sparse.csr_matrix", has[part] @ self._weighs)
            _check_same_pattern(met_query, met_listed)
            # Most meet too little on both sides to be worth more than an addition.
            keep = np.nonzero(met_query.data + met_listed.data >= enough)[0]
            row = names[part][np.searchsorted(met_query.indptr, keep, side="right") - 1]
            column = met_query.indices[keep].astype(np.int64)
            of_query, of_listed = query.total_weight[row], self._total[column]
            best = score_upper_bound(
                met_query.data[keep] * of_query,
                met_listed.data[keep] * of_listed,
                of_query,
                of_listed,
                policy,
            )
            good = best >= least - _SLACK
            row, column = row[good], column[good]
            order = np.lexsort((column, row))
            rows.append(row[order])
            columns.append(column[order])
        return np.concatenate(rows or [_none()]), np.concatenate(columns or [_none()])

    def may_reach(
        self,
        query: NameTable,
        matches: TokenMatches,
        names: IntArray,
        listed: IntArray,
        least: FloatArray,
        policy: Deductions,
    ) -> BoolArray:
        """Whether each pair of a query and a listed name could have a name score of its `least` or more."""
        chosen = np.zeros(len(query), dtype=np.bool_)
        chosen[names] = True
        row = (np.cumsum(chosen) - 1)[names]
        met = [
            np.asarray(mine[row].multiply(theirs[listed]).sum(axis=1)).ravel()
            for mine, theirs in zip(self._met_codes(query, matches, chosen), self._of_name, strict=True)
        ]
        of_query, of_listed = query.total_weight[names], self._total[listed]
        best = score_upper_bound(met[0] * of_query, met[1] * of_listed, of_query, of_listed, policy)
        may: BoolArray = best >= least - _SLACK
        return may

    @cached_property
    def _of_name(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """The same two by listed name."""
        return self._has.T.tocsr(), self._weighs.T.tocsr()

    def _met_codes(
        self, query: NameTable, matches: TokenMatches, chosen: BoolArray
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Of the chosen names, what they meet of each listed code: with how much of their weight, as a share,
        and how well."""
        elements, codes = query.elements, element_codes(query)
        meets = np.nonzero((np.diff(matches.first) > 0)[codes] & chosen[elements.name])[0]
        row_of = np.cumsum(chosen) - 1
        count = len(query.vocabulary) + len(query.symbols)
        similarity = sparse.csr_matrix(
            (matches.similarity, matches.listed, matches.first), shape=(count, self._codes)
        )
        shape = (int(np.count_nonzero(chosen)), count)
        row, code, weight = _each_once(row_of[elements.name[meets]], codes[meets], elements.weight[meets])
        totals = np.maximum(query.total_weight[chosen], _LEAST_WEIGHT)
        weighs = _matrix(weight / totals[row], row, code, shape) @ similarity
        has = _matrix(np.ones(len(row)), row, code, shape) @ similarity
        return weighs, has

    def _least_sum_of_shares(self, least: float, policy: Deductions) -> float:
        known = self._enough.get(least)
        if known is None:
            known = self._enough[least] = least_sum_of_shares(least, policy)
        return known

    def _parts(self, met: sparse.csr_matrix) -> Iterator[slice]:
        """Rows to multiply at once. met: customers × listed codes."""
        # As many pairs at most; one row has no more than there are listed names.
        pairs = np.diff(met.indptr) > 0
        pairs = np.where(pairs, np.minimum(_row_sums(met, self._names_of_code), len(self._total)), 0)
        ends = np.cumsum(pairs)
        begin = 0
        while begin < len(pairs):
            before = ends[begin - 1] if begin else 0
            end = int(np.searchsorted(ends, before + _PAIRS, side="right"))
            end = min(max(end, begin + 1), begin + _ROWS)
            yield slice(begin, end)
            begin = end

    def _survives_prefilter(
        self, query: NameTable, matches: TokenMatches, least: float, policy: Deductions
    ) -> BoolArray:
        """Whether each name reached `least` if one listed name had the best of all that its elements meet."""
        codes = element_codes(query)
        begins = np.nonzero(np.diff(matches.first))[0]
        most, weight = np.zeros(len(matches.first) - 1), np.zeros(len(matches.first) - 1)
        if len(begins):
            starts = matches.first[begins]
            most[begins] = np.maximum.reduceat(matches.similarity, starts)
            met = matches.similarity * self._heaviest[matches.listed]
            weight[begins] = np.maximum.reduceat(met, starts)
        name, count = query.elements.name, len(query)
        met_query = np.bincount(name, query.elements.weight * most[codes], count).astype(np.float64)
        met_listed = np.bincount(name, weight[codes], count).astype(np.float64)
        # That listed name has nothing else: its total is what is met of it.
        best = score_upper_bound(met_query, met_listed, query.total_weight, met_listed, policy)
        survives: BoolArray = (best >= least - _SLACK) & (met_query > 0)
        return survives


def _check_same_pattern(one: sparse.csr_matrix, other: sparse.csr_matrix) -> None:
    """Entry by entry the two are weights of the same pair, as similarity and weight are never 0."""
    if not (np.array_equal(one.indptr, other.indptr) and np.array_equal(one.indices, other.indices)):
        raise RuntimeError(
            "the weights met on both sides are not those of the same pairs: candidates would be lost. "
            "A similarity or a weight is 0, or scipy orders its products anew."
        )


def _each_once(row: IntArray, code: IntArray, weight: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Each code of a row once, with its greatest weight."""
    order = np.lexsort((-weight, code, row))
    row, code, weight = row[order], code[order], weight[order]
    first = np.ones(len(row), dtype=np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (code[1:] != code[:-1])
    return row[first], code[first], weight[first]


def _row_sums(matrix: sparse.csr_matrix, of_column: FloatArray) -> FloatArray:
    """For each row the sum of the numbers of the columns that it has an entry in."""
    sums = np.concatenate(([0.0], np.cumsum(of_column[matrix.indices])))
    rows: FloatArray = sums[matrix.indptr[1:]] - sums[matrix.indptr[:-1]]
    return rows


def _matrix(values: FloatArray, row: IntArray, column: IntArray, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((values, (row, column)), shape=shape)


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)
