"""Lists as Arrow columns: made of flat values and how many of them each row has, and taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["as_lists", "counts_of", "flat", "several_times"]

IntArray = NDArray[np.int64]


def as_lists(counts: IntArray | Sequence[int], values: pa.Array[Any]) -> Any:
    """A list a row: of `values` the first counts[0] are the first row's, and so on."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)


def counts_of(lists: Any) -> IntArray:
    """How many values each row of a list column has; a null has none."""
    counts: IntArray = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return counts


def flat(lists: Any, field: str) -> Any:
    """One field of the structs in a list column, of all rows one after the other."""
    return lists.flatten().field(field)


def several_times(rows: int, counts: IntArray) -> IntArray:
    """The row of each flat value."""
    return np.repeat(np.arange(rows), counts)
