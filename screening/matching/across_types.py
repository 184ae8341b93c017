"""Nearly the same name under another type, such as people entered as organizations.

A customer is compared with listed parties of its own type, but a type is easily wrong. To compare every name
as everything would double the work and find chance: so only names whose words have all the same consonants,
in any order and particles aside, are compared across kinds, and only a score of
`matching.across_types_from` counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from screening.names.analysis import analyze
from screening.names.by_text import ByText
from screening.names.name_table import IntArray, NameWords
from screening.names.spelling import consonants
from screening.settings.names import Kind, NamePolicy

__all__ = ["NamesOfTheOtherKind"]

_Keys = NDArray[np.uint64]


class NamesOfTheOtherKind:
    """Listed names read as customers of the other kind read theirs, to be found by their words.

    names: of one kind; kind: the other one. They are read when first asked for: that takes half a second.
    """

    def __init__(self, names: Sequence[str], kind: Kind, policy: NamePolicy) -> None:
        self._texts = names
        self._kind = kind
        self._policy = policy

    @cached_property
    def _ordered(self) -> tuple[_Keys, IntArray]:
        """The keys in rising order, and the name that each is of."""
        keys = _keys(analyze(self._texts, self._kind, self._policy), self._policy.particles)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def same_words(self, names: NameWords) -> tuple[IntArray, IntArray]:
        """Pairs of names, customer's and listed, that have the same words by their consonants."""
        known, of_name = self._ordered
        keys = _keys(names, self._policy.particles)
        begin = np.searchsorted(known, keys, side="left")
        count = np.searchsorted(known, keys, side="right") - begin
        # A name without words has none in common.
        count[keys == 0] = 0
        found = np.nonzero(count)[0]
        pairs = [
            (name, listed)
            for name in found.tolist()
            for listed in of_name[begin[name] : begin[name] + count[name]].tolist()
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def _sound(word: str) -> tuple[int]:
    return (crc32((consonants(word) or word).encode()) + 1,)


_SOUNDS = ByText(_sound, 1)


def _keys(names: NameWords, particles: Collection[str]) -> _Keys:
    """A number of each name's words, whatever their order; others seldom have the same. 0: no words."""
    texts = names.vocabulary.texts
    numbers = _SOUNDS.of(texts)[:, 0].astype(np.uint64)
    numbers[[place for place, text in enumerate(texts) if text in particles]] = 0
    # Spread over 64 bits (the mixing of splitmix64), so that sums are of their words alone.
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(mixed[names.word_text], dtype=np.uint64)))
    return sums[names.first_word[1:]] - sums[names.first_word[:-1]]
