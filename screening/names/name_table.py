"""Many analyzed names as flat columns. Reach for it to know what comparison works on.

An element is what can meet an element of another name: one word, two or three neighbors written as one
("al khazali" meets "alkhazali"), or a stretch of several words that rigour's dictionaries know ("abd al
rahman"). `analysis` makes the tables; nothing here computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.names.policy import Kind

__all__ = ["ACRONYM", "BoolArray", "Elements", "FloatArray", "IntArray", "NameTable", "Vocabulary"]

# Category of our own beside rigour's symbols.
ACRONYM = "ACRONYM"

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Vocabulary:
    """Texts numbered in order of first sight, each with the symbols that rigour knows it by.

    The same text read in two ways (a legal form at the end of a name, a word within it) has two numbers.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.symbols: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, tuple[str, ...]], int] = {}

    def number(self, text: str, symbols: tuple[str, ...] = ()) -> int:
        key = (text, symbols)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.texts)
            self.texts.append(text)
            self.symbols.append(symbols)
        return found

    def get(self, text: str) -> int | None:
        return self._numbers.get((text, ()))

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Elements:
    """Elements of many names, ordered by name. All arrays have one entry an element.

    name: which name (0-based); start, length: the words it covers; weight: the sum of their weights;
    text: its number in the table's vocabulary (words and joined words), or -1;
    symbol: the number of a stretch's symbol in the table's symbols, or -1. Exactly one of the two is set.
    """

    name: IntArray
    start: IntArray
    length: IntArray
    weight: FloatArray
    text: IntArray
    symbol: IntArray

    def __len__(self) -> int:
        return len(self.name)


@dataclass(frozen=True)
class NameTable:
    """Names ready for comparison.

    names: the strings as given. shown: each word as the name writes it.
    word_name, word_position, word_text, word_weight, word_is_number: one entry a word, ordered by name.
    first_word, first_element: where each name's words and elements begin, with one entry more at the end.
    total_weight: the sum of its words' weights, one entry a name.

    Texts are lower-case ASCII; one from a script that writes no vowels bears the mark of `spelling.MARK`.
    """

    names: Sequence[str]
    kind: Kind
    vocabulary: Vocabulary
    symbols: Vocabulary
    shown: Sequence[str]
    word_name: IntArray
    word_position: IntArray
    word_text: IntArray
    word_weight: FloatArray
    word_is_number: BoolArray
    first_word: IntArray
    total_weight: FloatArray
    elements: Elements
    first_element: IntArray

    def __len__(self) -> int:
        return len(self.names)

    def words_of(self, name: int) -> Sequence[str]:
        return self.shown[self.first_word[name] : self.first_word[name + 1]]
