"""Names read word by word, where a name is the sum of its words.

To analyze a name takes a hundred times as long as to cut it into words, and what is known of a name is known
of its words, but where words together make a phrase or a title stands in front (`phrases`). So each distinct
piece of a name is analyzed once and kept, and a name with neither is put together from its pieces. The others
are left to be analyzed as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from screening.names.known_words import Growing
from screening.names.name_table import BoolArray, IntArray, ranges
from screening.names.phrases import Phrases
from screening.names.readings import MAX_WORDS

__all__ = ["ByWords", "Piece", "WordByWord", "none_by_words"]


@dataclass(frozen=True)
class Piece:
    """A piece of a name, analyzed. words: the numbers of its words. read: its words as they stand. meant: as
    rigour has them, where it writes a form of company in its own way. Both in lower case, without marks."""

    words: Sequence[int]
    read: Sequence[str]
    meant: Sequence[str] = ()


@dataclass(frozen=True)
class ByWords:
    """Names as the numbers of their words. words: of all names, one name after the other. count: words of
    each name. left: the names that are more than their words, and have none here."""

    words: IntArray
    count: IntArray
    left: BoolArray


def none_by_words(names: int) -> ByWords:
    """So many names, all left."""
    return ByWords(np.zeros(0, np.int64), np.zeros(names, np.int64), np.ones(names, np.bool_))


class _Lists:
    """Lists of numbers, to be taken by the place of each; its columns have the same length."""

    def __init__(self, columns: int) -> None:
        self._values = [Growing(np.int64) for _ in range(columns)]
        self._first, self._count = Growing(np.int64), Growing(np.int64)

    def append(self, *columns: Sequence[int]) -> None:
        self._first.append(len(self._values[0]))
        self._count.append(len(columns[0]))
        for known, values in zip(self._values, columns, strict=True):
            known.extend(values)

    def of(self, places: IntArray) -> tuple[list[IntArray], IntArray]:
        """The numbers of the lists at the places, column by column, and how many each has."""
        counts = self._count.array()[places]
        chosen = ranges(self._first.array()[places], counts)
        return [column.array()[chosen] for column in self._values], counts


class _Side:
    """The words of pieces as they stand, or as they are meant, by their numbers in phrases."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        # As the first of a phrase, as the second, and whether a title may begin with it.
        self._numbers = _Lists(3)

    def append(self, words: Sequence[str]) -> None:
        numbers = [self._phrases.numbers_of(word) for word in words]
        in_front = [int(word in self._phrases.in_front) for word in words]
        self._numbers.append([first for first, _ in numbers], [second for _, second in numbers], in_front)

    def may_be_more(self, places: IntArray, name: IntArray, names: int) -> BoolArray:
        """Whether each name may have a phrase, or begin with a title. places: of the pieces of all names;
        name: that each is of, in rising order."""
        (first, second, in_front), counts = self._numbers.of(places)
        of = np.repeat(name, counts)
        more = np.zeros(names, dtype=np.bool_)
        side_by_side = np.nonzero(of[:-1] == of[1:])[0]
        begins = self._phrases.may_begin(first[side_by_side], second[side_by_side + 1])
        more[of[side_by_side[begins]]] = True
        start = np.ones(len(of), dtype=np.bool_)
        start[1:] = of[1:] != of[:-1]
        more[of[start & (in_front == 1)]] = True
        return more


class WordByWord:
    """Puts names of one kind together from their pieces."""

    def __init__(self, phrases: Phrases, analyze_piece: Callable[[str], Piece | None]) -> None:
        """analyze_piece: None where a name with the piece has to be analyzed as it stands."""
        self._analyze_piece = analyze_piece
        self._places: dict[str, int] = {}
        self._words = _Lists(1)
        self._left = Growing(np.bool_)
        self._read, self._meant = _Side(phrases), _Side(phrases)

    def read(self, names: pa.ListArray[Any]) -> ByWords:
        """names: the pieces of each; one at least, which may be ""."""
        first = names.offsets.to_numpy().astype(np.int64)
        encoded = names.flatten().dictionary_encode()
        pieces: list[Any] = encoded.dictionary.to_pylist()
        places = np.array([self._place(piece) for piece in pieces], dtype=np.int64)
        place = places[encoded.indices.to_numpy()]
        count = len(names)
        name = np.repeat(np.arange(count), np.diff(first))
        (words,), of_piece = self._words.of(place)
        of_name = np.bincount(name, of_piece, count).astype(np.int64)
        left: BoolArray = np.bincount(name, self._left.array()[place], count) > 0
        left |= (of_name > MAX_WORDS) | (of_name == 0)
        left |= self._read.may_be_more(place, name, count) | self._meant.may_be_more(place, name, count)
        return ByWords(words[~left[np.repeat(name, of_piece)]], np.where(left, 0, of_name), left)

    def _place(self, text: str) -> int:
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self._places)
            found = self._analyze_piece(text) if text else None
            piece = found or Piece((), ())
            self._words.append(piece.words)
            self._left.append(found is None)
            self._read.append(piece.read)
            self._meant.append(piece.meant)
        return place
