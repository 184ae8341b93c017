"""What is found of a text by itself, once for each distinct text, as rows of numbers.

Batch after batch has the same words; to work out again how each sounds would take longer than to compare
them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from screening.names.name_table import IntArray

__all__ = ["ByText"]

# Texts that are kept: more than a batch has, fewer than would fill memory.
_MOST_KNOWN = 300_000


class ByText:
    """Rows of whole numbers, by text."""

    def __init__(self, find: Callable[[str], Sequence[int]], width: int) -> None:
        """find: gives the row of a text, of `width` numbers."""
        self._find = find
        self._width = width
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, int] = {}
        self._rows = np.zeros((0, self._width), dtype=np.int64)

    def of(self, texts: Sequence[str]) -> IntArray:
        """The rows of the texts, in their order."""
        with self._lock:
            new = list(dict.fromkeys(text for text in texts if text not in self._places))
            if len(self._places) + len(new) > _MOST_KNOWN:
                self._forget()
                new = list(dict.fromkeys(texts))
            if new:
                rows = np.array([self._find(text) for text in new], dtype=np.int64)
                self._places |= zip(new, range(len(self._places), len(self._places) + len(new)), strict=True)
                self._rows = np.concatenate((self._rows, rows.reshape(-1, self._width)))
            places = np.fromiter(map(self._places.__getitem__, texts), np.int64, len(texts))
            found: IntArray = self._rows[places]
            return found
