"""What words that were seen before meet on the listed side. Reach for it to find out for each word once.

Words come again from batch to batch; to compare their letters with those of a whole list takes longest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from screening.names.name_table import FloatArray, IntArray, ranges

__all__ = ["SimilarityCache"]

# More than a batch has, fewer than would fill memory.
_MOST = 200_000


class SimilarityCache:
    """What words that were seen before meet: the matches of all, one word after the other, and where each
    one's begin."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._place: dict[str, int] = {}
        self._first = np.zeros(1, dtype=np.int64)
        self._listed = np.zeros(0, dtype=np.int64)
        self._likeness = np.zeros(0)

    def unknown(self, keys: Sequence[str]) -> list[str]:
        """Those of the words that are not known; all, and nothing is known any more, before memory fills."""
        new = [key for key in keys if key not in self._place]
        if len(self._place) + len(new) > _MOST:
            self._forget()
            return list(keys)
        return new

    def learn(self, keys: Sequence[str], row: IntArray, listed: IntArray, similarity: FloatArray) -> None:
        """Keep what new words meet. row: the place of a word, in rising order."""
        known = len(self._place)
        self._place |= zip(keys, range(known, known + len(keys)), strict=True)
        ends = np.cumsum(np.bincount(row, minlength=len(keys)))
        self._first = np.concatenate((self._first, self._first[-1] + ends))
        self._listed = np.concatenate((self._listed, listed))
        self._likeness = np.concatenate((self._likeness, similarity))

    def met_by(self, keys: Sequence[str]) -> tuple[IntArray, IntArray, FloatArray]:
        """The place of a word, what it meets and how alike the two are, of words that are all known."""
        place = np.fromiter(map(self._place.__getitem__, keys), np.int64, len(keys))
        counts = self._first[place + 1] - self._first[place]
        found = ranges(self._first[place], counts)
        return np.repeat(np.arange(len(keys)), counts), self._listed[found], self._likeness[found]
