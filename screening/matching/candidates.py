"""Which listed names a customer's name could match. Reach for it before aligning anything.

**Nothing at or over the threshold is lost.** A name score is at most 100 less `uncovered`, so a pair that
reaches the threshold has at least coverage `least = bound_on_coverage(threshold)` on both sides. Coverage
of the customer's name is (sum over met elements of weight * likeness) / (weight of all words), where the
met elements are some of those that can meet. The sparse product below sums weight * likeness over *all*
elements of the pair that can meet, each at least 0, so it is at least the numerator; every pair whose
product reaches `least` times the total weight is kept. The same holds for the listed side.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from scipy import sparse

from screening.names.alignment import ListedNames, Meetings, element_codes
from screening.names.analysis import FloatArray, IntArray, NameTable

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
        self._codes = listed.code_count

    def find(self, query: NameTable, meetings: Meetings, least: float) -> tuple[IntArray, IntArray]:
        """Pairs (query name, listed name) that can reach coverage `least` on both sides, ordered.

        least: 0 or below keeps every pair that has anything to meet.
        """
        elements = query.elements
        codes = element_codes(query)
        count = len(query.vocabulary) + len(query.symbols)
        likeness = sparse.csr_matrix(
            (meetings.likeness, meetings.listed, meetings.first), shape=(count, self._codes)
        )
        shape = (len(query), count)
        weighs = _matrix(elements.weight, elements.name, codes, shape) @ likeness
        has = _matrix(np.ones(len(elements)), elements.name, codes, shape) @ likeness
        rows: list[IntArray] = []
        columns: list[IntArray] = []
        for begin in range(0, len(query), _ROWS):
            part = slice(begin, begin + _ROWS)
            product = cast("sparse.csr_matrix", weighs[part] @ self._has).tocoo()
            row, column = product.row.astype(np.int64) + begin, product.col.astype(np.int64)
            keep = product.data >= least * query.total_weight[row] - _SLACK
            row, column = row[keep], column[keep]
            rows.append(row)
            columns.append(column)
        row, column = np.concatenate(rows or [_none()]), np.concatenate(columns or [_none()])
        reach = _entries(has, self._weighs, row, column)
        keep = reach >= least * self._total[column] - _SLACK
        row, column = row[keep], column[keep]
        order = np.lexsort((column, row))
        return row[order], column[order]


def _entries(
    left: sparse.csr_matrix, right: sparse.csr_matrix, row: IntArray, column: IntArray
) -> FloatArray:
    """Entries (row, column) of left @ right, computed for those alone."""
    by_column = right.T.tocsr()
    found = np.zeros(len(row))
    for begin in range(0, len(row), 200_000):
        part = slice(begin, begin + 200_000)
        found[part] = np.asarray(left[row[part]].multiply(by_column[column[part]]).sum(axis=1)).ravel()
    return found


def _matrix(values: FloatArray, row: IntArray, column: IntArray, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((values, (row, column)), shape=shape)


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)
