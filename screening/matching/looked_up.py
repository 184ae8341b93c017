"""Customers and listed parties that something else than a name brings together: a birth date to the day, or a
document number.

Such a pair may reach the threshold with a name score that candidates are not searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.matching.document_numbers import document_keys
from screening.matching.index import ListIndex
from screening.names.name_table import BoolArray, FloatArray, IntArray, ranges
from screening.settings.matching import IdentifierPolicy

__all__ = ["LookedUp", "LookedUpPairs"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute


@dataclass(frozen=True)
class LookedUpPairs:
    """Pairs of a customer row and a party, each once, ordered by both. least: the least name score that
    counts for each."""

    row: IntArray
    party: IntArray
    least: FloatArray

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: BoolArray | IntArray) -> LookedUpPairs:
        return LookedUpPairs(self.row[chosen], self.party[chosen], self.least[chosen])

    def with_others(self, row: IntArray, party: IntArray, least: float) -> LookedUpPairs:
        """With further pairs; one that is there twice has the lower limit."""
        return _each_once(
            np.concatenate((self.row, row)),
            np.concatenate((self.party, party)),
            np.concatenate((self.least, np.full(len(row), least))),
        )


class LookedUp:
    """Looks up the parties that share a birth day or a document with a customer."""

    def __init__(self, index: ListIndex, policy: IdentifierPolicy, least_with_birth_day: float) -> None:
        """least_with_birth_day: the least name score with which parties that share it can be a hit."""
        self._index = index
        self._policy = policy
        self._least_with_birth_day = least_with_birth_day
        days = pa.array(sorted(index.born_on), pa.date32())
        self._days = days.cast(pa.int32()).to_numpy().astype(np.int64)
        born = [index.born_on[day] for day in sorted(index.born_on)]
        self._first = np.concatenate(([0], np.cumsum([len(parties) for parties in born], dtype=np.int64)))
        self._born = np.array([party for parties in born for party in parties], dtype=np.int64)

    def pairs(
        self, customers: pa.RecordBatch, is_compared: BoolArray, type_of_row: IntArray
    ) -> LookedUpPairs:
        """is_compared: type number × party, whether a customer of the type is compared with the party by
        name. type_of_row: the type of each customer."""
        row, party = self._by_birth_day(customers)
        compared = is_compared[type_of_row[row], party]
        row, party = row[compared], party[compared]
        least = np.full(len(row), self._least_with_birth_day)
        document_row, document_party = self._by_document(customers)
        return _each_once(
            np.concatenate((row, document_row)),
            np.concatenate((party, document_party)),
            np.concatenate((least, np.zeros(len(document_row)))),
        )

    def _by_birth_day(self, customers: pa.RecordBatch) -> tuple[IntArray, IntArray]:
        earliest = customers["birth_earliest"]
        exact = pc.equal(earliest, customers["birth_latest"]).fill_null(False)
        rows = np.nonzero(exact.to_numpy(zero_copy_only=False))[0]
        if not len(rows) or not len(self._days):
            return _none(), _none()
        days = earliest.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)[rows].astype(np.int64)
        place = np.minimum(np.searchsorted(self._days, days), len(self._days) - 1)
        shared = self._days[place] == days
        rows, place = rows[shared], place[shared]
        times = self._first[place + 1] - self._first[place]
        return np.repeat(rows, times), self._born[ranges(self._first[place], times)]

    def _by_document(self, customers: pa.RecordBatch) -> tuple[IntArray, IntArray]:
        numbers, documents = customers["id_number"], self._index.documents
        rows: list[int] = np.nonzero(pc.is_valid(numbers).to_numpy(zero_copy_only=False))[0].tolist()
        texts: list[Any] = numbers.take(pa.array(rows, pa.int64())).to_pylist()
        found = [
            (row, party)
            for row, text in zip(rows, texts, strict=True)
            for key in document_keys(text, self._policy)
            for party in documents.get(key, ())
        ]
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def _each_once(row: IntArray, party: IntArray, least: FloatArray) -> LookedUpPairs:
    order = np.lexsort((least, party, row))
    row, party, least = row[order], party[order], least[order]
    first = np.ones(len(row), dtype=np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (party[1:] != party[:-1])
    return LookedUpPairs(row[first], party[first], least[first])


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)
