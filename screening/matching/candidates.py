"""Which listed names a customer's name could match. Reach for it before aligning anything.

**Nothing at or over the wanted score is lost.** The weight a pair meets on the customer's side is the sum of
weight * likeness over the elements chosen by the alignment. The sparse product here sums weight * likeness
over *all* elements of the pair that can meet, each at least 0, so it is at least as much; the same holds
for the listed side. `score.best_possible` never falls as met weight grows, so it gives at least the pair's
score, and every pair for which it reaches the wanted score is kept. A name whose elements together, each with
the best it meets anywhere, do not reach the wanted score is left out before that product: a name of no pair.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from scipy import sparse

from screening.names.alignment import ListedNames, Meetings, element_codes
from screening.names.name_table import BoolArray, FloatArray, IntArray, NameTable
from screening.names.policy import Deductions
from screening.names.score import best_possible

__all__ = ["CandidateFinder"]

# Sums of floats in another order may differ in the last digits; a bound must not fail on those.
_SLACK = 1e-9
# Customers multiplied at once: bounds the memory of the product.
_ROWS = 2_000


class CandidateFinder:
    """Finds candidates among one set of listed names."""

    def __init__(self, listed: ListedNames) -> None:
        elements = listed.table.elements
        shape = (len(listed.table), listed.code_count)
        # A code that stands twice in a name counts twice: the bound only grows.
        self._has = _matrix(np.ones(len(elements)), elements.name, listed.codes, shape).T.tocsr()
        self._weighs = _matrix(elements.weight, elements.name, listed.codes, shape).T.tocsr()
        self._total = listed.table.total_weight
        self._heaviest = np.zeros(listed.code_count)
        np.maximum.at(self._heaviest, listed.codes, elements.weight)
        self._codes = listed.code_count

    def find(
        self, query: NameTable, meetings: Meetings, least: float, policy: Deductions
    ) -> tuple[IntArray, IntArray]:
        """All pairs (query name, listed name), ordered, that could have a name score of `least` or more."""
        elements = query.elements
        codes = element_codes(query)
        hopeful = self._hopeful(query, codes, meetings, least, policy)
        names = np.nonzero(hopeful)[0]
        meets = np.nonzero((np.diff(meetings.first) > 0)[codes] & hopeful[elements.name])[0]
        row_of = np.cumsum(hopeful) - 1
        count = len(query.vocabulary) + len(query.symbols)
        likeness = sparse.csr_matrix(
            (meetings.likeness, meetings.listed, meetings.first), shape=(count, self._codes)
        )
        shape = (len(names), count)
        row_of_element = row_of[elements.name[meets]]
        weighs = _matrix(elements.weight[meets], row_of_element, codes[meets], shape) @ likeness
        has = _matrix(np.ones(len(meets)), row_of_element, codes[meets], shape) @ likeness
        rows: list[IntArray] = []
        columns: list[IntArray] = []
        for begin in range(0, len(names), _ROWS):
            part = slice(begin, begin + _ROWS)
            # The same pattern of entries in the same order, as likeness is never 0.
            met_query = cast("sparse.csr_matrix", weighs[part] @ self._has)
            met_listed = cast("sparse.csr_matrix", has[part] @ self._weighs)
            row = np.repeat(names[part], np.diff(met_query.indptr))
            column = met_query.indices
            best = best_possible(
                met_query.data, met_listed.data, query.total_weight[row], self._total[column], policy
            )
            keep = np.nonzero(best >= least - _SLACK)[0]
            order = keep[np.lexsort((column[keep], row[keep]))]
            rows.append(row[order])
            columns.append(column[order].astype(np.int64))
        return np.concatenate(rows or [_none()]), np.concatenate(columns or [_none()])

    def _hopeful(
        self, query: NameTable, codes: IntArray, meetings: Meetings, least: float, policy: Deductions
    ) -> BoolArray:
        """Whether each name reached `least` if one listed name had the best of all that its elements meet."""
        begins = np.nonzero(np.diff(meetings.first))[0]
        most, weight = np.zeros(len(meetings.first) - 1), np.zeros(len(meetings.first) - 1)
        if len(begins):
            starts = meetings.first[begins]
            most[begins] = np.maximum.reduceat(meetings.likeness, starts)
            met = meetings.likeness * self._heaviest[meetings.listed]
            weight[begins] = np.maximum.reduceat(met, starts)
        name, count = query.elements.name, len(query)
        met_query = np.bincount(name, query.elements.weight * most[codes], count).astype(np.float64)
        met_listed = np.bincount(name, weight[codes], count).astype(np.float64)
        # That listed name has nothing else: its total is what is met of it.
        best = best_possible(met_query, met_listed, query.total_weight, met_listed, policy)
        hopeful: BoolArray = (best >= least - _SLACK) & (met_query > 0)
        return hopeful


def _matrix(values: FloatArray, row: IntArray, column: IntArray, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((values, (row, column)), shape=shape)


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)
