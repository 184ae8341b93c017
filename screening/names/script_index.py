"""Listed words by the script they are in, and which words of other scripts they meet.

A word of a script with a learned table (`across_scripts`) meets Latin words by how its letters are usually
written in Latin ones; the table takes the place of what ICU's transliteration alone would say. It meets two
Latin words written as one ("Jong Un", 정은) where the consonants are those of one of its likeliest spellings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np

from screening.names.across_scripts import latin_spellings, script_of, similarity_across
from screening.names.meeting_across import LatinTree, meets, pairs_across
from screening.names.name_table import BoolArray, FloatArray, IntArray, Vocabulary
from screening.names.spelling import consonants

__all__ = ["ALPHABETS", "ScriptIndex", "is_syllable", "readings_by_consonants"]

# Rows of a word, listed numbers, similarities.
_Found: TypeAlias = tuple[IntArray, IntArray, FloatArray]

# Fewer consonants are shared by too many words to look each of them up.
_LEAST_CONSONANTS = 2
# Scripts that write all their sounds, for languages more than a table was learned from.
ALPHABETS = ("cyrillic", "greek")
# Scripts of names that nobody writes as one word in another order.
_UNJOINED = ("han", "hangul")
# Scripts whose signs are syllables.
_SYLLABLES = ("han", "hangul", "kana")
# Less alike words are no readings of each other.
_LEAST = 0.8


class ScriptIndex:
    """The listed texts of a vocabulary, to be met across scripts."""

    def __init__(self, vocabulary: Vocabulary, written: Sequence[str], bare: Sequence[str]) -> None:
        """written: each listed code in its own script, "" where that is Latin or the code a span's. bare:
        the consonants of each text."""
        texts, words = vocabulary.texts, vocabulary.word_count
        self._texts = texts
        self._word_count = words
        self._written = written
        self._bare = bare
        self._latin = np.array([not word for word in written], dtype=np.bool_)
        self._learned = np.array([_is_learned(word) for word in written], dtype=np.bool_)
        self._judged_by_table_alone = np.array([_is_no_alphabet(word) for word in written], dtype=np.bool_)
        self._latin_words = [
            number for number in range(words) if not written[number] and _is_word(texts[number])
        ]
        self._learned_words = np.flatnonzero(self._learned[:words]).tolist()
        self._learned_by_consonants: dict[str, list[int]] = defaultdict(list)
        for number in np.flatnonzero(self._learned).tolist():
            for key in readings_by_consonants(self._written[number]):
                self._learned_by_consonants[key].append(number)

    def judged_by_table_alone(self, written: Sequence[str], row: IntArray, listed: IntArray) -> BoolArray:
        """Whether only a learned table compares the words of each pair, and their letters say nothing: all
        those across scripts but alphabets. row: the place of a word."""
        alone = np.array([_is_no_alphabet(word) for word in written], dtype=np.bool_)
        return self._across(written, alone, self._judged_by_table_alone, row, listed)

    def _across(
        self, written: Sequence[str], mine: BoolArray, theirs: BoolArray, row: IntArray, listed: IntArray
    ) -> BoolArray:
        """Whether one word of each pair is one of `mine` or `theirs`, and the other is Latin."""
        latin = np.array([not word for word in written], dtype=np.bool_)
        pairs: BoolArray = (mine[row] & self._latin[listed]) | (latin[row] & theirs[listed])
        return pairs

    def in_the_same(self, written: str, listed: Sequence[int]) -> list[int]:
        """Those of the listed words that share a name with a word by more than one sign. written: the word in
        its own script."""
        if written:
            return [number for number in listed if not (is_syllable(written) and self._latin[number])]
        return [number for number in listed if not is_syllable(self._written[number])]

    def judged(self, texts: Sequence[str], written: Sequence[str], found: _Found) -> _Found:
        """Matches found by less, those across scripts as alike as the tables say."""
        row, listed, similarity = found
        learned = np.array([_is_learned(word) for word in written], dtype=np.bool_)
        places = np.nonzero(self._across(written, learned, self._learned, row, listed))[0]
        if not len(places):
            return found
        pairs = list(zip(row[places].tolist(), listed[places].tolist(), strict=True))
        similarity = similarity.copy()
        similarity[places] = similarity_across(
            [written[at] or self._written[other] for at, other in pairs],
            [self._texts[other] if written[at] else texts[at] for at, other in pairs],
        )
        # Less than that is no reading of the word, whatever else brought the two together.
        similarity[places] = np.where(similarity[places] >= _LEAST, similarity[places], 0.0)
        return row, listed, similarity

    def met_by(self, texts: Sequence[str], written: Sequence[str]) -> _Found:
        """What words meet across scripts."""
        learned = [row for row, word in enumerate(written) if _is_learned(word)]
        blocks = [self._looked_up(texts, written, joined=True)]
        if learned:
            row, other, similarity = pairs_across([written[row] for row in learned], self._tree, _LEAST)
            blocks.append((_at(learned, row), _at(self._latin_words, other), similarity))
        if self._learned_words:
            latin = [row for row, word in enumerate(written) if not word and _is_word(texts[row])]
            listed = [self._written[number] for number in self._learned_words]
            other, row, similarity = meets(listed, [texts[row] for row in latin], _LEAST)
            blocks.append((_at(latin, row), _at(self._learned_words, other), similarity))
        row, other, similarity = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return row, other, similarity

    def met_by_joined(self, texts: Sequence[str], written: Sequence[str]) -> _Found:
        """What adjacent words written as one meet across scripts."""
        return self._looked_up(texts, written, joined=False)

    def _looked_up(self, texts: Sequence[str], written: Sequence[str], *, joined: bool) -> _Found:
        """The listed texts, written as one or not, that have the consonants of one of the likeliest spellings
        of a word of another script."""
        pairs: dict[tuple[int, int], None] = {}
        for row, word in enumerate(written):
            if not joined and script_of(word) in _UNJOINED:
                # Family and given name of a person, or two given names: nobody writes those as one.
                continue
            if word:
                keys, known = readings_by_consonants(word), self._latin_by_consonants
            elif self._learned_by_consonants:
                keys, known = (consonants(texts[row]),), self._learned_by_consonants
            else:
                continue
            for key in keys:
                for number in known.get(key, ()):
                    if joined == (number >= self._word_count):
                        pairs[row, number] = None
        both = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        return self.judged(texts, written, (both[:, 0], both[:, 1], np.zeros(len(both))))

    @cached_property
    def _tree(self) -> LatinTree:
        # Made where it is asked for, as what is below: most customers are Latin.
        return LatinTree([self._texts[number] for number in self._latin_words])

    @cached_property
    def _latin_by_consonants(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, bare in enumerate(self._bare):
            if not self._written[number]:
                found[bare].append(number)
        return found


@lru_cache(maxsize=65_536)
def readings_by_consonants(written: str) -> tuple[str, ...]:
    """The consonants of the likeliest Latin spellings of a word of syllables, where they are enough to tell
    words apart. Other scripts write apart what Latin letters do."""
    if script_of(written) not in _UNJOINED:
        return ()
    found = (consonants(spelling) for spelling in latin_spellings(written))
    return tuple(dict.fromkeys(key for key in found if len(key) >= _LEAST_CONSONANTS))


def is_syllable(written: str) -> bool:
    """Whether a word is one sign of a script whose signs are syllables: no initial, though it may be read as
    one letter (오 is no initial of Omon)."""
    return len(written) == 1 and script_of(written) in _SYLLABLES


def _is_learned(written: str) -> bool:
    return script_of(written) is not None


def _is_no_alphabet(written: str) -> bool:
    return script_of(written) not in (None, *ALPHABETS)


def _is_word(text: str) -> bool:
    return len(text) > 1 and not text.isdigit()


def _at(places: Sequence[int], chosen: IntArray) -> IntArray:
    return np.array(places, dtype=np.int64)[chosen]
