"""What a name can meet others by. Reach for it to make analyzed names ready for comparison.

Besides its words, a name may meet another by neighbors written as one ("al khazali" meets "alkhazali") and
by stretches of words that rigour knows by one symbol.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np

from screening.names.analysis import analyze
from screening.names.joined_words import JoinedWords
from screening.names.name_table import Elements, FloatArray, IntArray, NameTable, NameWords
from screening.names.policy import Kind, NamePolicy
from screening.names.spelling import join

__all__ = ["read_names", "with_elements"]

# Words joined beyond this length are nobody's single word.
_LONGEST_JOINED = 24

# Name, first word, words, weight, text, symbol.
_Block: TypeAlias = tuple[IntArray, IntArray, IntArray, FloatArray, IntArray, IntArray]


def read_names(
    names: Sequence[str], kind: Kind, policy: NamePolicy, joinable: JoinedWords | None = None
) -> NameTable:
    """Names as given, ready for comparison: `analyze`, then `with_elements`."""
    return with_elements(analyze(names, kind, policy), policy.particles, joinable)


def with_elements(
    words: NameWords, particles: Collection[str], joinable: JoinedWords | None = None
) -> NameTable:
    """Names with everything they can meet by.

    joinable: leaves out joined neighbors that can meet nothing there, which changes no comparison with that
    side and spares most of the work; without it all are kept. particles: around these, three words join.
    """
    joined = _Joined(words, joinable)
    blocks = [_words(words), joined.pairs(), joined.threes(particles), _stretches(words)]
    columns = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    elements = Elements(*(column[order] for column in columns))
    per_name = np.bincount(elements.name, minlength=len(words))
    return NameTable(
        **(vars(words) | {"vocabulary": words.vocabulary.followed_by(list(joined.numbers))}),
        elements=elements,
        first_element=np.concatenate(([0], np.cumsum(per_name))),
    )


def _words(words: NameWords) -> _Block:
    count = len(words.word_text)
    one = np.ones(count, dtype=np.int64)
    return words.word_name, words.word_position, one, words.word_weight, words.word_text, _none(count)


def _stretches(words: NameWords) -> _Block:
    name, start, length, symbol = words.stretches.T
    sums = np.concatenate(([0.0], np.cumsum(words.word_weight)))
    begin = words.first_word[name] + start
    return name, start, length, sums[begin + length] - sums[begin], _none(len(name)), symbol


class _Joined:
    """Neighbors written as one word, none with a legal form. numbers: text → its number."""

    def __init__(self, words: NameWords, joinable: JoinedWords | None) -> None:
        self._words = words
        self._joinable = joinable
        self._texts = words.vocabulary.texts
        self._lengths = np.array([len(text) for text in self._texts], dtype=np.int64)
        self.numbers: dict[str, int] = {}

    def pairs(self) -> _Block:
        text = self._words.word_text
        chosen = self._within(2)
        chosen = chosen[self._lengths[text[chosen]] + self._lengths[text[chosen + 1]] <= _LONGEST_JOINED]
        if self._joinable is not None:
            chosen = chosen[self._joinable.can_meet(self._texts, text[chosen], text[chosen + 1])]
        pairs = zip(text[chosen].tolist(), text[chosen + 1].tolist(), strict=True)
        return self._block(chosen, [join((self._texts[a], self._texts[b])) for a, b in pairs], 2)

    def threes(self, particles: Collection[str]) -> _Block:
        """Around a particle only: "abd al rahman"."""
        text = self._words.word_text
        particle = np.array([word in particles for word in self._texts], dtype=np.bool_)
        chosen = self._within(3)
        chosen = chosen[particle[text[chosen + 1]]]
        wholes = [join([self._texts[number] for number in text[at : at + 3]]) for at in chosen.tolist()]
        keep = [
            place
            for place, whole in enumerate(wholes)
            if len(whole) <= _LONGEST_JOINED
            and (self._joinable is None or self._joinable.can_meet_text(whole))
        ]
        return self._block(chosen[keep], [wholes[place] for place in keep], 3)

    def _within(self, size: int) -> IntArray:
        """The first words of all windows of `size` words of one name, free of legal forms."""
        name, legal = self._words.word_name, self._words.word_is_legal_form
        windows = max(len(name) - size + 1, 0)
        within = name[:windows] == name[size - 1 :][:windows]
        for offset in range(size):
            within &= ~legal[offset:][:windows]
        return np.nonzero(within)[0]

    def _block(self, first: IntArray, wholes: list[str], size: int) -> _Block:
        words = self._words
        known = len(self._texts)
        number = [known + self.numbers.setdefault(whole, len(self.numbers)) for whole in wholes]
        weight = np.zeros(len(first))
        for offset in range(size):
            weight += words.word_weight[first + offset]
        return (
            words.word_name[first],
            words.word_position[first],
            np.full(len(first), size, dtype=np.int64),
            weight,
            np.array(number, dtype=np.int64),
            _none(len(first)),
        )


def _none(count: int) -> IntArray:
    return np.full(count, -1, dtype=np.int64)
