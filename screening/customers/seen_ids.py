"""Finds a doubled `record_id` in a stream of batches. Reach for it where ids must be unique.

It keeps 8 bytes a row, not the ids themselves: equal hashes only raise a suspicion, which the caller then
settles by looking at the ids again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["SeenIds"]

_Hashes = npt.NDArray[np.uint64]


class SeenIds:
    """Remembers the ids of all batches so far.

    Hashes lie in sorted runs that double in length, so that n rows cost n log n steps whatever the size
    of the batches.
    """

    def __init__(self) -> None:
        self._runs: list[_Hashes] = []

    def add(self, ids: pa.StringArray) -> list[str]:
        """Take in a batch of ids without nulls; give back those that may have been seen before.

        An id doubled inside the batch is among them. What is given back need not be doubled (two ids may
        share a hash); what is not given back surely is not.
        """
        if not len(ids):
            return []
        hashes = _hash(ids)
        order = np.argsort(hashes, kind="stable")
        run = hashes[order]
        suspect = np.zeros(len(run), dtype=bool)
        suspect[1:] = run[1:] == run[:-1]
        for earlier in self._runs:
            place = np.minimum(np.searchsorted(earlier, run), len(earlier) - 1)
            suspect |= earlier[place] == run
        self._keep(run)
        rows = np.sort(order[suspect])
        return list(dict.fromkeys(str(text) for text in ids.take(rows).to_pylist()))

    def _keep(self, run: _Hashes) -> None:
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]))


def _hash(ids: pa.StringArray) -> _Hashes:
    import pandas as pd

    hashes = pd.util.hash_array(np.asarray(ids.to_pylist(), dtype=object), categorize=False)
    return np.asarray(hashes, dtype=np.uint64)
