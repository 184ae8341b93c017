"""Phrases that rigour knows ("van der", "limited liability company"), by their first two words.

rigour finds what it knows in a name word by word and phrase by phrase, whatever stands beside, and drops
titles in front. So a name in which no two words side by side begin a phrase, and that no title begins, is the
sum of its words (`word_by_word`). The table is of one version of rigour (`benchmarks/learn_phrases.py`): with
another one, any two words may be a phrase.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from screening.config_files import CONFIG_DIR
from screening.settings.names import Kind

__all__ = ["TABLE", "Phrases", "phrases"]

TABLE = CONFIG_DIR / "phrases.tsv"
_VERSION = "# rigour\t"
_log = logging.getLogger(__name__)


class Phrases:
    """The words that begin a phrase, and those that may follow them.

    A word has two numbers: as the first of a phrase, and as the second; NEITHER where it is none.
    in_front: the words that begin what is dropped in front of a name.
    """

    NEITHER = -1

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.in_front = frozenset(first for first, second in pairs if not second)
        self._first = {word: number for number, word in enumerate(dict.fromkeys(first for first, _ in pairs))}
        self._second = {word: number for number, word in enumerate(dict.fromkeys(last for _, last in pairs))}
        keys = [self._first[first] * len(self._second) + self._second[second] for first, second in pairs]
        self._keys = np.unique(np.array(keys, dtype=np.int64))

    def numbers_of(self, word: str) -> tuple[int, int]:
        """The numbers of a word, in lower case and without marks (rigour's `normalize_name`)."""
        return self._first.get(word, self.NEITHER), self._second.get(word, self.NEITHER)

    def may_begin(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether a phrase may begin with each two words, given by the numbers of the one as first and of the
        other as second word."""
        found = np.zeros(len(first), dtype=np.bool_)
        both = np.nonzero((first != self.NEITHER) & (second != self.NEITHER))[0]
        keys = first[both] * len(self._second) + second[both]
        place = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        found[both] = self._keys[place] == keys
        return found


@lru_cache(maxsize=2)
def phrases(kind: Kind) -> Phrases | None:
    """The phrases of names of a kind; None where the table is not that of the installed version of rigour."""
    from importlib.metadata import version as installed

    with TABLE.open(encoding="utf-8") as lines:
        version = next(line for line in lines if line.startswith(_VERSION)).removeprefix(_VERSION).strip()
        if version != installed("rigour"):
            _log.warning(
                "%s is of rigour %s, and %s is installed: names are analyzed one by one, which is slow. "
                "Make the table anew: benchmarks/learn_phrases.py",
                TABLE.name,
                version,
                installed("rigour"),
            )
            return None
        next(lines)
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return Phrases([(first, second) for of_kind, first, second in rows if of_kind == kind])
