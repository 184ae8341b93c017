"""Which neighbors, written as one word, could meet a listed word. Reach for it to spare the others.

Two neighbors written as one meet a listed word where their folded spellings are the same, or their
consonants (`likeness` says when). Nearly all neighbors of a customer table meet nothing, and folding each
of them would cost more than anything else a batch does. So the folded spelling of both together is put
together from the folded spellings of each. That holds unless letters of the two make a group across the
gap ("s" and "h"), so where they could, where a word is short, or holds more than letters, the two are
folded as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from screening.names.name_table import BoolArray, IntArray, Vocabulary
from screening.names.spelling import MARK, consonants, fold, fold_open, join, without_vowels

__all__ = ["JOINED_CONSONANTS", "JoinedWords"]

# Consonants that a joined word must share with a single one where the vowels differ.
JOINED_CONSONANTS = 4
# A last and a first letter that may become one sound, at once or after their own groups did ("dhj": "dj").
_ACROSS = re.findall("..", "shchkhghphthdhzhdjdztstcscckcicecyaiayijhshjhzidyjydejeddktkzkpkgkhh")
# Shorter joined words keep a final h.
_SHORT = 4
_LETTERS = 128
# Longer spellings count as this long.
_LENGTHS = 32


class JoinedWords:
    """The listed words that joined neighbors can meet."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        texts = vocabulary.texts
        words = texts[: vocabulary.word_count]
        self._folds = _Keys({fold(word) for word in words} | {text for text in texts if text.isdigit()})
        long = {key for key in map(consonants, words) if len(key) >= JOINED_CONSONANTS}
        self._consonants = _Keys(long | {consonants(text) for text in texts if text.startswith(MARK)})
        self._across = np.zeros((_LETTERS, _LETTERS), dtype=np.bool_)
        for last, first in _ACROSS:
            self._across[ord(last), ord(first)] = True

    def can_meet_text(self, joined: str) -> bool:
        """Whether a joined word can meet anything; what a script without vowels wrote always may."""
        return (
            joined.startswith(MARK)
            or fold(joined) in self._folds.texts
            or consonants(joined) in self._consonants.texts
        )

    def can_meet(self, words: Sequence[str], first: IntArray, second: IntArray) -> BoolArray:
        """`can_meet_text` of words[first] and words[second] written as one, pair by pair."""
        found = self._among(words, self._folds, False, first, second)
        # `consonants` drops each w before anything else.
        no_w = [word.replace("w", "") for word in words]
        found |= self._among(no_w, self._consonants, True, first, second)
        for place in np.nonzero(found)[0].tolist():
            found[place] = self.can_meet_text(join((words[first[place]], words[second[place]])))
        return found

    def _among(
        self, words: Sequence[str], keys: _Keys, vowels_off: bool, first: IntArray, second: IntArray
    ) -> BoolArray:
        """Where the folded spelling of a pair, with its vowels or not, is among the keys or not known."""
        ends = [_ends(word) for word in words]
        plain, last, start, folded_last, folded_start, length = (
            np.array([end[:6] for end in ends], dtype=np.int64).reshape(-1, 6).T
        )
        unknown = (plain[first] & plain[second]) == 0
        unknown |= self._across[last[first], start[second]]
        unknown |= length[first] + length[second] <= _SHORT
        # The same letter on both sides of the gap is written once.
        once = folded_last[first] == folded_start[second]
        openings = [end[6] for end in ends]
        closings = [end[7] for end in ends]
        shortened = [closing[1:] for closing in closings]
        if vowels_off:
            openings, closings, shortened = (
                [without_vowels(text) for text in texts] for texts in (openings, closings, shortened)
            )
        closings += shortened
        other = second + once * len(words)
        same = np.zeros(len(first), dtype=np.bool_)
        hopeful = np.nonzero(keys.may_hold(openings, closings, first, other))[0]
        pairs = zip(first[hopeful].tolist(), other[hopeful].tolist(), strict=True)
        same[hopeful] = [openings[one] + closings[two] in keys.texts for one, two in pairs]
        found: BoolArray = unknown | same
        return found


class _Keys:
    """Folded spellings to look for. Most pairs begin or end with other letters, or have another length."""

    def __init__(self, texts: set[str]) -> None:
        self.texts = texts
        self._shapes = np.zeros((_LETTERS, _LETTERS, _LENGTHS), dtype=np.bool_)
        for text in texts:
            # Words of other letters meet through `can_meet_text` alone.
            if text and text.isascii():
                self._shapes[ord(text[0]), ord(text[-1]), min(len(text), _LENGTHS - 1)] = True

    def may_hold(
        self, openings: Sequence[str], closings: Sequence[str], first: IntArray, second: IntArray
    ) -> BoolArray:
        """False where openings[first] + closings[second] is none of the texts; True where it may be."""
        start, length = _shape(openings, 0)
        end, rest = _shape(closings, -1)
        total = np.minimum(length[first] + rest[second], _LENGTHS - 1)
        # Where one of the two has no letter left, the other alone begins and ends the word.
        empty = (start[first] == 0) | (end[second] == 0)
        found: BoolArray = empty | self._shapes[start[first], end[second], total]
        return found


def _shape(texts: Sequence[str], letter: int) -> tuple[IntArray, IntArray]:
    """The first or last letter of each text, 0 where it has none, and its length."""
    letters = np.array([ord(text[letter]) if text else 0 for text in texts], dtype=np.int64)
    return letters, np.array([len(text) for text in texts], dtype=np.int64)


@lru_cache(maxsize=262_144)
def _ends(word: str) -> tuple[int, int, int, int, int, int, str, str]:
    """Whether the word is plain, its last and first letter, both folded, folded length, opening, closing."""
    folded = fold_open(word)
    if not (word.isascii() and word.isalpha() and len(folded) > 1):
        return 0, 0, 0, 0, 0, 0, "", ""
    closing = folded.removesuffix("h")
    return 1, ord(word[-1]), ord(word[0]), ord(folded[-1]), ord(folded[0]), len(folded), folded, closing
