"""Which adjacent, written as one word, could meet a listed word. Reach for it to spare the others.

`adjacent` gives what adjacent sound like; here stand the listed words they can sound like.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from screening.names.adjacent_tokens import AdjacentTokens, number_of
from screening.names.analyzed import AnalyzedNames
from screening.names.name_table import BoolArray, IntArray, Vocabulary
from screening.names.spelling import MARK, consonants, fold

__all__ = ["JOINED_CONSONANTS", "JoinedWords"]

# Consonants that a joined word must share with a single one where the vowels differ.
JOINED_CONSONANTS = 4


class JoinedWords:
    """The listed words that joined adjacent can meet."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        texts = vocabulary.texts
        words = texts[: vocabulary.word_count]
        self._folds = {fold(word) for word in words} | {text for text in texts if text.isdigit()}
        every = {consonants(word) for word in words}
        # Of what a script without vowels wrote, the consonants alone tell.
        self._of_marked = every
        self._of_others = {key for key in every if len(key) >= JOINED_CONSONANTS}
        self._of_others |= {consonants(text) for text in texts if text.startswith(MARK)}
        self._fold_numbers = _numbers(self._folds)
        self._numbers_of_marked = _numbers(self._of_marked)
        self._numbers_of_others = _numbers(self._of_others)

    def can_meet_text(self, joined: str) -> bool:
        """Whether a joined word can meet anything."""
        known = self._of_marked if joined.startswith(MARK) else self._of_others
        return fold(joined) in self._folds or consonants(joined) in known

    def among(self, names: AnalyzedNames) -> tuple[AdjacentTokens, list[str]]:
        """The adjacent of names that can meet a listed word, and their texts."""
        words, adjacent, phonetic = names.words, names.adjacent, names.phonetic
        survives = _is_in(phonetic.fold, self._fold_numbers)
        for marked, known in ((True, self._numbers_of_marked), (False, self._numbers_of_others)):
            which = np.nonzero(phonetic.marked == marked)[0]
            survives[which] |= _is_in(phonetic.consonants[which], known)
        chosen = np.nonzero(survives)[0]
        texts = adjacent.take(chosen).texts(words)
        # Other spellings may have the same number.
        kept = [place for place, text in enumerate(texts) if self.can_meet_text(text)]
        return adjacent.take(chosen[kept]), [texts[place] for place in kept]


def _numbers(spellings: Collection[str]) -> IntArray:
    return np.unique(np.array([number_of(spelling) for spelling in spellings], dtype=np.int64))


def _is_in(values: IntArray, ordered: IntArray) -> BoolArray:
    """Whether each value is one of those given in rising order."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.searchsorted(ordered, values)
    place[place == len(ordered)] = 0
    found: BoolArray = ordered[place] == values
    return found
