"""Beginnings and endings that many names share: what two words have in common by them tells nothing.

Hamidullah and Waliullah are two names, as Jonsdottir and Tomasdottir are: of such words the rest is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from screening.names.name_table import IntArray
from screening.names.spelling import fold

__all__ = ["Affixes"]

# What is left of a word has so many letters, folded; in a shorter rest one letter would be all.
_SHORTEST_REST = 3


class Affixes:
    """The beginnings and endings of names. Given as they are written, and met as they sound (`fold`)."""

    def __init__(self, beginnings: Iterable[str], endings: Iterable[str]) -> None:
        self._beginnings, self._endings = _longest_first(beginnings), _longest_first(endings)
        affixes = {*self._beginnings, *self._endings}
        self._numbers = {affix: number for number, affix in enumerate(sorted(affixes), start=1)}
        self._lengths = np.array([0, *map(len, self._numbers)], dtype=np.int64)

    def of(self, folded: Sequence[str]) -> IntArray:
        """The numbers of each folded word's beginning and of its ending, in two rows; 0 for none."""
        found = np.zeros((2, len(folded)), dtype=np.int64)
        for row, affixes, bears in (
            (0, self._beginnings, str.startswith),
            (1, self._endings, str.endswith),
        ):
            for place, word in enumerate(folded):
                # Most words have none, and all are asked for at once.
                if bears(word, affixes):
                    longest = next(affix for affix in affixes if bears(word, affix))
                    if len(word) >= len(longest) + _SHORTEST_REST:
                        found[row, place] = self._numbers[longest]
        return found

    def shared(self, one: IntArray, other: IntArray) -> IntArray:
        """How many letters words have in common by them. one, other: what `of` says of the two words."""
        letters: IntArray = np.where(one == other, self._lengths[one], 0).sum(axis=0)
        return letters


def _longest_first(affixes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(affix) for affix in affixes}, key=lambda affix: (-len(affix), affix)))
