"""Listed words by the script they are in, and which words of other scripts they meet.

A word of a script with a learned table (`across_scripts`) meets Latin words by how its letters are usually
written in Latin ones; the table takes the place of what ICU's transliteration alone would say. It meets two
Latin words written as one ("Jong Un", 정은) where the consonants are those of one of its likeliest spellings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from screening.names.across_scripts import latin_spellings, script_of, similarity_across
from screening.names.meeting_across import LatinTree, pairs_across
from screening.names.name_table import BoolArray, FloatArray, IntArray, Vocabulary, written_of
from screening.names.spelling import consonants

__all__ = ["ScriptIndex", "readings_by_consonants"]

# Rows of a word, listed numbers, similarities.
_Found: TypeAlias = tuple[IntArray, IntArray, FloatArray]

# Fewer consonants are shared by too many words to look each of them up.
_LEAST_CONSONANTS = 2
# Less alike words are no readings of each other.
_LEAST = 0.8


class ScriptIndex:
    """The listed texts of a vocabulary, to be met across scripts. spans: codes behind its texts."""

    def __init__(self, vocabulary: Vocabulary, spans: int) -> None:
        texts, words = vocabulary.texts, vocabulary.word_count
        self._texts = texts
        self._word_count = words
        self._written = [written_of(key) for key in vocabulary.keys]
        learned = [bool(written) and script_of(written) is not None for written in self._written]
        latin = [not written for written in self._written]
        self._learned = np.array([*learned, *[False] * spans], dtype=np.bool_)
        self._latin = np.array([*latin, *[True] * spans], dtype=np.bool_)
        self._latin_words = [number for number in range(words) if latin[number] and _is_word(texts[number])]
        self._learned_words = [number for number in range(words) if learned[number]]
        # Made where they are asked for: most customers are Latin.
        self._latin_tree: LatinTree | None = None
        self._joined: dict[str, list[int]] | None = None
        self._readings: dict[str, list[int]] = defaultdict(list)
        for number in self._learned_words:
            for key in readings_by_consonants(self._written[number]):
                self._readings[key].append(number)

    def across(self, written: Sequence[str], row: IntArray, listed: IntArray) -> BoolArray:
        """Whether a learned table compares the words of each pair. row: the place of a word."""
        learned = np.array([bool(word) and script_of(word) is not None for word in written], dtype=np.bool_)
        latin = np.array([not word for word in written], dtype=np.bool_)
        pairs: BoolArray = (learned[row] & self._latin[listed]) | (latin[row] & self._learned[listed])
        return pairs

    def met_by(self, texts: Sequence[str], written: Sequence[str]) -> _Found:
        """What words meet across scripts."""
        learned = [row for row, word in enumerate(written) if word and script_of(word) is not None]
        blocks = [_nothing()]
        if learned:
            words = [written[row] for row in learned]
            row, other, similarity = pairs_across(words, self._tree(), _LEAST)
            blocks.append((_at(learned, row), _at(self._latin_words, other), similarity))
            blocks.append(self._judged(learned, words, self._joined_by_consonants(), written))
        if self._learned_words:
            latin = [row for row, word in enumerate(written) if not word and _is_word(texts[row])]
            listed = [self._written[number] for number in self._learned_words]
            other, row, similarity = pairs_across(listed, LatinTree([texts[row] for row in latin]), _LEAST)
            blocks.append((_at(latin, row), _at(self._learned_words, other), similarity))
        return _all(blocks)

    def met_by_joined(self, texts: Sequence[str]) -> _Found:
        """What Latin words written as one meet."""
        if not self._readings:
            return _nothing()
        pairs = [
            (row, number)
            for row, text in enumerate(texts)
            for number in self._readings.get(consonants(text), ())
        ]
        row, number = _columns(pairs)
        similarity = similarity_across(
            [self._written[at] for at in number.tolist()], [texts[at] for at in row.tolist()]
        )
        return row, number, similarity

    def _judged(
        self, rows: Sequence[int], words: Sequence[str], known: dict[str, list[int]], written: Sequence[str]
    ) -> _Found:
        pairs = [
            (row, number)
            for row, word in zip(rows, words, strict=True)
            for number in dict.fromkeys(
                number for key in readings_by_consonants(word) for number in known.get(key, ())
            )
        ]
        row, number = _columns(pairs)
        similarity = similarity_across(
            [written[at] for at in row.tolist()], [self._texts[at] for at in number.tolist()]
        )
        return row, number, similarity

    def _tree(self) -> LatinTree:
        if self._latin_tree is None:
            self._latin_tree = LatinTree([self._texts[number] for number in self._latin_words])
        return self._latin_tree

    def _joined_by_consonants(self) -> dict[str, list[int]]:
        """Listed Latin words written as one, by their consonants."""
        if self._joined is None:
            self._joined = defaultdict(list)
            for number in range(self._word_count, len(self._texts)):
                if not self._written[number]:
                    self._joined[consonants(self._texts[number])].append(number)
        return self._joined


@lru_cache(maxsize=65_536)
def readings_by_consonants(written: str) -> tuple[str, ...]:
    """The consonants of the likeliest Latin spellings of a word, where they are enough to tell words apart;
    none where there is no table for its script."""
    found = (consonants(spelling) for spelling in latin_spellings(written))
    return tuple(dict.fromkeys(key for key in found if len(key) >= _LEAST_CONSONANTS))


def _is_word(text: str) -> bool:
    return len(text) > 1 and not text.isdigit()


def _at(places: Sequence[int], chosen: IntArray) -> IntArray:
    return np.array(places, dtype=np.int64)[chosen]


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[IntArray, IntArray]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _all(blocks: Sequence[_Found]) -> _Found:
    row, listed, similarity = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return row, listed, similarity


def _nothing() -> _Found:
    none = np.zeros(0, dtype=np.int64)
    return none, none, np.zeros(0)
