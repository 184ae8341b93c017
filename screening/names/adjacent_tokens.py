"""Adjacent tokens of names that may be written as one, and what they sound like.

Two adjacent tokens written as one meet a listed word where their folded spellings are the same, or their
consonants (`similarity` says when). Nearly all of a customer table meet nothing, and folding each of them
would cost more than anything else a batch does. So each bears two numbers, made from its folded spelling and
from its consonants: those that meet a listed word have a number of the list's, and only they are looked at
letter by letter. The numbers depend on no list, so they are kept with a batch.

The spelling of both together is put together from the folded spellings of each. That holds unless letters of
the two make a group across the gap ("s" and "h"), so where they could, where a word is short, or holds more
than letters, the two are folded as one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from screening.names.by_text import ByText
from screening.names.name_table import BoolArray, IntArray, NameWords, joined_key, written_of
from screening.names.spelling import (
    MARK,
    consonants,
    fold,
    fold_open,
    join,
    silent_h_from,
    sounds_across,
    without_vowels,
)

__all__ = [
    "AdjacentTokens",
    "PhoneticHashes",
    "adjacent_tokens_of",
    "number_of",
    "phonetic_hashes_of",
    "with_runs",
]

_LETTERS = 128
# A prime, so that spellings spread evenly; small, so that a product of two numbers fits 64 bits.
_PRIME = 2**31 - 1
_BYTE = 256
# Not known yet.
_OPEN = -1


@dataclass(frozen=True)
class AdjacentTokens:
    """Words that stand side by side in a name. first: the place of the first in `NameWords.word_text`;
    size: how many: two, three around a particle ("abd al rahman"), or a longer run (`with_runs`)."""

    first: IntArray
    size: IntArray

    def __len__(self) -> int:
        return len(self.first)

    def take(self, chosen: IntArray) -> AdjacentTokens:
        return AdjacentTokens(self.first[chosen], self.size[chosen])

    def texts(self, words: NameWords) -> list[str]:
        """Each written as one."""
        texts, numbers = words.vocabulary.texts, words.word_text
        return [
            join([texts[number] for number in numbers[at : at + size]])
            for at, size in zip(self.first.tolist(), self.size.tolist(), strict=True)
        ]

    def keys(self, words: NameWords, texts: Sequence[str]) -> list[str]:
        """The key in a vocabulary of each, whose `texts` are known."""
        keys, numbers = words.vocabulary.keys, words.word_text
        in_script = _IN_SCRIPT.of(keys)[:, 0] == 1
        if not in_script.any():
            return list(texts)
        return [
            joined_key([keys[number] for number in numbers[at : at + size]], text)
            for at, size, text in zip(self.first.tolist(), self.size.tolist(), texts, strict=True)
        ]


@dataclass(frozen=True)
class PhoneticHashes:
    """What adjacent tokens sound like: the numbers of their folded spelling and of their consonants. marked:
    whether a script without vowels wrote one of the words."""

    fold: IntArray
    consonants: IntArray
    marked: BoolArray


def adjacent_tokens_of(words: NameWords, particles: Collection[str], letters: int) -> AdjacentTokens:
    """All adjacent tokens of the names that have at most so many letters together: pairs, then threes."""
    texts = words.vocabulary.texts
    text = words.word_text
    length = np.array([len(word) for word in texts], dtype=np.int64)
    pairs = _within(words, 2)
    pairs = pairs[length[text[pairs]] + length[text[pairs + 1]] <= letters]
    particle = np.array([word.removeprefix(MARK) in particles for word in texts], dtype=np.bool_)
    threes = _within(words, 3)
    threes = threes[particle[text[threes + 1]]]
    threes = threes[length[text[threes]] + length[text[threes + 1]] + length[text[threes + 2]] <= letters]
    size = np.repeat(np.array([2, 3], dtype=np.int64), [len(pairs), len(threes)])
    return AdjacentTokens(np.concatenate((pairs, threes)), size)


def with_runs(adjacent: AdjacentTokens, words: NameWords, letters: int, most_words: int) -> AdjacentTokens:
    """The adjacent tokens, and each run of three words and whole name of at most so many letters and words.

    For listed names: a customer's long word may be one of these. Names of customers, of which there are many
    more, are spared them.
    """
    length = np.array([len(word) for word in words.vocabulary.texts], dtype=np.int64)[words.word_text]
    ends = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(length)))
    threes = _within(words, 3)
    counts = np.diff(words.first_word)
    whole = np.nonzero((counts >= 2) & (counts <= most_words))[0]
    first = np.concatenate((adjacent.first, threes, words.first_word[whole]))
    size = np.concatenate((adjacent.size, np.full(len(threes), 3, dtype=np.int64), counts[whole]))
    fits = ends[first + size] - ends[first] <= letters
    fits[: len(adjacent)] = True
    both = np.unique(np.stack((first[fits], size[fits])), axis=1)
    return AdjacentTokens(both[0], both[1])


def number_of(spelling: str) -> int:
    """The number of a folded spelling (ASCII). Other spellings seldom have the same."""
    return int.from_bytes(spelling.encode(), "big") % _PRIME


def phonetic_hashes_of(words: NameWords, adjacent: AdjacentTokens) -> PhoneticHashes:
    """What each of the adjacent tokens sounds like."""
    texts = words.vocabulary.texts
    pairs = adjacent.size == 2
    first = words.word_text[adjacent.first[pairs]]
    second = words.word_text[adjacent.first[pairs] + 1]
    found = np.full((len(adjacent), 2), _OPEN, dtype=np.int64)
    # `consonants` drops each w before anything else.
    for which, ends in enumerate((_ENDS, _ENDS_OF_CONSONANTS)):
        found[pairs, which] = _put_together(ends.of(texts), first, second)
    open_ = np.nonzero((found == _OPEN).any(axis=1))[0]
    spelled = _SPELLED.of(adjacent.take(open_).texts(words))
    found[open_] = np.where(found[open_] == _OPEN, spelled, found[open_])
    bears_mark = (_MARKED.of(texts)[:, 0] == 1)[words.word_text]
    marked = bears_mark[adjacent.first] | bears_mark[adjacent.first + 1]
    marked |= bears_mark[adjacent.first + adjacent.size - 1]
    return PhoneticHashes(found[:, 0].copy(), found[:, 1].copy(), marked)


# Of a word that another follows or precedes: whether its spelling can be put together with another's, its
# last and first letter, the same folded, folded length; then the number and length of its spelling before
# another word, behind one, and behind one that ends in its first letter.
_Ends = tuple[int, int, int, int, int, int, int, int, int, int]
_NO_ENDS: _Ends = (0,) * 10


def _ends(word: str) -> _Ends:
    return _ends_spelled(word, str)


def _ends_of_consonants(word: str) -> _Ends:
    return _ends_spelled(word.replace("w", ""), without_vowels)


_IN_SCRIPT = ByText(lambda key: (int(bool(written_of(key))),), 1)
_MARKED = ByText(lambda text: (int(text.startswith(MARK)),), 1)
_SPELLED = ByText(lambda text: (number_of(fold(text)), number_of(consonants(text))), 2)
_ENDS = ByText(_ends, len(_NO_ENDS))
_ENDS_OF_CONSONANTS = ByText(_ends_of_consonants, len(_NO_ENDS))


def _ends_spelled(word: str, spell: Callable[[str], str]) -> _Ends:
    folded = fold_open(word)
    if not (word.isascii() and word.isalpha() and len(folded) > 1):
        return _NO_ENDS
    closing = folded.removesuffix("h")
    behind, behind_the_same = spell(closing), spell(closing[1:])
    return (
        1,
        ord(word[-1]),
        ord(word[0]),
        ord(folded[-1]),
        ord(folded[0]),
        len(folded),
        number_of(spell(folded)),
        number_of(behind),
        number_of(behind_the_same),
        len(behind) + _LETTERS * len(behind_the_same),
    )


def _put_together(ends: IntArray, first: IntArray, second: IntArray) -> IntArray:
    """The numbers of words[first] and words[second] spelled as one, or _OPEN where only folding tells."""
    plain, last, start, folded_last, folded_start, length, before, behind, behind_same, lengths = ends.T
    across = np.zeros((_LETTERS, _LETTERS), dtype=np.bool_)
    for ending, beginning in sounds_across():
        across[ord(ending), ord(beginning)] = True
    # The same letter on both sides of the gap is written once.
    once = folded_last[first] == folded_start[second]
    shift = np.where(once, lengths[second] // _LETTERS, lengths[second] % _LETTERS)
    powers = np.ones(_LETTERS, dtype=np.int64)
    for place in range(1, _LETTERS):
        powers[place] = powers[place - 1] * _BYTE % _PRIME
    rest = np.where(once, behind_same[second], behind[second])
    number: IntArray = (before[first] * powers[shift] + rest) % _PRIME
    known = (plain[first] & plain[second]) == 1
    known &= ~across[last[first], start[second]]
    # Shorter joined words keep a final h.
    known &= length[first] + length[second] > silent_h_from()
    return np.where(known, number, _OPEN)


def _within(words: NameWords, size: int) -> IntArray:
    """The first words of all windows of `size` words of one name.

    Legal forms are words like others here: what a hand has cut off a word may look like one ("SE RENA").
    """
    name = words.word_name
    windows = max(len(name) - size + 1, 0)
    return np.nonzero(name[:windows] == name[size - 1 :][:windows])[0]
