"""Which keys are one holder: by numbers that several sources give, and by what sources say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.ownership.holdings import Holdings
from screening.ownership.numbers import number_key

__all__ = ["OneHolder"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_ROWS = 20_000


class OneHolder:
    """Keys of all sources → one of them for each holder.

    Companies of one Legal Entity Identifier are one, and of one number in one country's register.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._one: dict[str, str] = {}
        borne: dict[tuple[str, str], str] = {}
        columns = holdings.holders.select(["key", "numbers"])
        for batch in columns.filter(pc.greater(pc.list_value_length(columns["numbers"]), 0)).to_batches(
            _ROWS
        ):
            for row in batch.to_pylist():
                for number in row["numbers"]:
                    compared = number_key(number["number"])
                    if number["scheme"] and compared:
                        self.join(borne.setdefault((number["scheme"], compared), row["key"]), row["key"])
        for one, other in holdings.same:
            self.join(one, other)

    def __getitem__(self, key: str) -> str:
        """The key that stands for the holder."""
        top = key
        while (above := self._one.get(top, top)) != top:
            top = above
        # So that long ways are walked once.
        while key != top:
            self._one[key], key = top, self._one[key]
        return top

    def join(self, one: str, other: str) -> None:
        """Make two keys one holder; the first in order stands for both, whatever the order of the joins."""
        first, second = sorted((self[one], self[other]))
        if first != second:
            self._one[second] = first

    def join_all(self, keys: Iterable[str]) -> None:
        first: str | None = None
        for key in keys:
            first = key if first is None else first
            self.join(first, key)

    def keys(self, column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
        """A column of keys with each replaced by the one that stands for its holder."""
        coded: Any = column.combine_chunks().dictionary_encode()
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.combine_chunks()
        ones = pa.array([self[str(key)] for key in coded.dictionary.to_pylist()], pa.string())
        return ones.take(coded.indices)

    def upstream(self, holdings: pa.Table, companies: Iterable[str]) -> set[str]:
        """The companies, their owners, the owners of these, and so on (HOLDINGS)."""
        owners, owned = self.keys(holdings["owner"]), self.keys(holdings["owned"])
        seen = set(companies)
        ahead = seen
        while ahead:
            of_these = pc.is_in(owned, value_set=pa.array(sorted(ahead), pa.string()))
            ahead = set(map(str, owners.filter(of_these).unique().to_pylist())) - seen
            seen |= ahead
        return seen
