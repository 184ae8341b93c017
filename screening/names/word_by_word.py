"""Names read word by word, where a name is the sum of its words.

To analyze a name takes a hundred times as long as to cut it into words, and what is known of a name is known
of its words, but where words together make a phrase or a title stands in front (`phrases`). So each distinct
word is analyzed once and kept, and a name with neither is put together from its words. The others are left to
be analyzed as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.names.known_words import Growing
from screening.names.name_table import BoolArray, IntArray
from screening.names.phrases import Phrases
from screening.names.readings import MAX_WORDS

__all__ = ["ByWords", "WordByWord"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# What a word is, that a name cannot be put together from.
_LEFT = -1


@dataclass(frozen=True)
class ByWords:
    """Names as the numbers of their words. words: of all names, one name after the other. count: words of
    each name. left: the names that are more than their words, and have none here."""

    words: IntArray
    count: IntArray
    left: BoolArray


class WordByWord:
    """Puts names of one kind together from their words."""

    def __init__(self, phrases: Phrases, analyze_word: Callable[[str], int | None]) -> None:
        """analyze_word: the number of a word (lower case, without marks), None where a name with it has to be
        analyzed as it stands."""
        self._phrases = phrases
        self._analyze_word = analyze_word
        self._places: dict[str, int] = {}
        self._number: Growing[int] = Growing(np.int64)
        self._first: Growing[int] = Growing(np.int64)
        self._second: Growing[int] = Growing(np.int64)
        self._in_front: Growing[bool] = Growing(np.bool_)

    def read(self, names: pa.Array[Any]) -> ByWords:
        """names: lower case, without marks, one space between words (rigour's `normalize_name`)."""
        words = pc.split_pattern(names, " ")
        first = words.offsets.to_numpy().astype(np.int64)
        encoded = words.flatten().dictionary_encode()
        places = np.array([self._place(word) for word in encoded.dictionary.to_pylist()], dtype=np.int64)
        place = places[encoded.indices.to_numpy()]
        name = np.repeat(np.arange(len(names)), np.diff(first))
        number = self._number.array()[place].astype(np.int64)
        left = np.bincount(name, number == _LEFT, len(names)) > 0
        left |= np.diff(first) > MAX_WORDS
        left |= self._in_front.array()[place[first[:-1]]].astype(np.bool_)
        side_by_side = np.nonzero(name[:-1] == name[1:])[0]
        begins = self._phrases.may_begin(
            self._first.array()[place[side_by_side]].astype(np.int64),
            self._second.array()[place[side_by_side + 1]].astype(np.int64),
        )
        left[name[side_by_side[begins]]] = True
        kept = ~left[name]
        return ByWords(number[kept], np.where(left, 0, np.diff(first)), left)

    def _place(self, word: str) -> int:
        place = self._places.get(word)
        if place is None:
            place = self._places[word] = len(self._places)
            number = self._analyze_word(word) if word else None
            first, second = self._phrases.numbers_of(word)
            self._number.append(_LEFT if number is None else number)
            self._first.append(first)
            self._second.append(second)
            self._in_front.append(word in self._phrases.in_front)
        return place
