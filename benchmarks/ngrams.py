"""The candidates that the public matchers get: the listed names nearest by character n-grams.

They give a matcher that cannot compare every pair something to score: `Ngrams(names).nearest`.
Needs the benchmark environment (make benchmark-env).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from normality import ascii_text
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LENGTHS = (2, 3)


def plain(name: str) -> str:
    """The name in lower-case ASCII letters and digits (other scripts transliterated), single spaces."""
    return _NOT_PLAIN.sub(" ", (ascii_text(name) or "").lower()).strip()


class Ngrams:
    """Listed names as TF-IDF vectors of their 2- and 3-grams, of unit length."""

    def __init__(self, names: Sequence[str]) -> None:
        counts = [_grams(name) for name in names]
        spread = Counter(gram for found in counts for gram in found)
        self._place = {gram: place for place, gram in enumerate(spread)}
        self._idf = np.log((1 + len(names)) / (1 + np.array(list(spread.values())))) + 1
        self._listed = self._vectors(counts).T.tocsr()

    def nearest(self, names: Sequence[str], count: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each name the `count` nearest listed names, as pairs: name, listed name, cosine (0 to 1)."""
        vectors = self._vectors([_grams(name) for name in names])
        found = sp_matmul_topn(vectors, self._listed, count, sort=True, n_threads=2).tocoo()
        return found.row, found.col, found.data

    def _vectors(self, counts: Sequence[Counter[str]]) -> sparse.csr_matrix:
        entries = [
            (row, self._place[gram], times)
            for row, found in enumerate(counts)
            for gram, times in found.items()
            if gram in self._place
        ]
        row, column, times = np.array(entries, dtype=np.int64).reshape(-1, 3).T
        values = times * self._idf[column]
        length = np.sqrt(np.bincount(row, values**2, minlength=len(counts)))
        shape = (len(counts), len(self._place))
        return sparse.csr_matrix(((values / length[row]).astype(np.float32), (row, column)), shape=shape)


def _grams(name: str) -> Counter[str]:
    text = f" {plain(name)} "
    return Counter(
        text[start : start + length] for length in _LENGTHS for start in range(len(text) - length + 1)
    )
