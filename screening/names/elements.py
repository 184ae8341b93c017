"""What a name can meet others by. Reach for it to make analyzed names ready for comparison.

Besides its words, a name may meet another by adjacent written as one ("al khazali" meets "alkhazali") and
by spans of words that rigour knows by one symbol.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from screening.names.adjacent_tokens import AdjacentTokens, adjacent_tokens_of
from screening.names.analysis import analyze
from screening.names.analyzed import analyze_names
from screening.names.joined_words import JoinedWords
from screening.names.name_table import Elements, FloatArray, IntArray, NameTable, NameWords
from screening.names.policy import Kind, NamePolicy

__all__ = ["read_names", "with_elements"]

# Name, first word, words, weight, text, symbol.
_Block: TypeAlias = tuple[IntArray, IntArray, IntArray, FloatArray, IntArray, IntArray]


def read_names(
    names: Sequence[str], kind: Kind, policy: NamePolicy, joinable: JoinedWords | None = None
) -> NameTable:
    """Names as given, ready for comparison: analyzed, `with_elements`.

    joinable: leaves out joined adjacent that can meet nothing there, which changes no comparison with that
    side; without it all are kept.
    """
    if joinable is None:
        words = analyze(names, kind, policy)
        adjacent = adjacent_tokens_of(words, policy.particles)
        return with_elements(words, adjacent, adjacent.texts(words))
    analyzed = analyze_names(names, kind, policy)
    return with_elements(analyzed.words, *joinable.among(analyzed))


def with_elements(words: NameWords, adjacent: AdjacentTokens, joined: Sequence[str]) -> NameTable:
    """Names with everything they can meet by. adjacent: those to meet as one word, `joined`."""
    numbers: dict[str, int] = {}
    blocks = [_words(words), _joined(words, adjacent, joined, numbers), _stretches(words)]
    columns = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    elements = Elements(*(column[order] for column in columns))
    per_name = np.bincount(elements.name, minlength=len(words))
    return NameTable(
        **(vars(words) | {"vocabulary": words.vocabulary.followed_by(list(numbers))}),
        elements=elements,
        first_element=np.concatenate(([0], np.cumsum(per_name))),
    )


def _words(words: NameWords) -> _Block:
    count = len(words.word_text)
    one = np.ones(count, dtype=np.int64)
    return words.word_name, words.word_position, one, words.word_weight, words.word_text, _none(count)


def _stretches(words: NameWords) -> _Block:
    name, start, length, symbol = words.spans.T
    sums = np.concatenate(([0.0], np.cumsum(words.word_weight)))
    begin = words.first_word[name] + start
    return name, start, length, sums[begin + length] - sums[begin], _none(len(name)), symbol


def _joined(
    words: NameWords, adjacent: AdjacentTokens, joined: Sequence[str], numbers: dict[str, int]
) -> _Block:
    """numbers: text → its number among the joined ones, filled here."""
    known = len(words.vocabulary)
    number = [known + numbers.setdefault(text, len(numbers)) for text in joined]
    # Added up from the left, so that the same words always weigh the same.
    third = np.where(adjacent.size == 3, adjacent.first + 2, -1)
    weights = np.concatenate((words.word_weight, [0.0]))
    weight = weights[adjacent.first] + weights[adjacent.first + 1] + weights[third]
    return (
        words.word_name[adjacent.first],
        words.word_position[adjacent.first],
        adjacent.size,
        weight,
        np.array(number, dtype=np.int64),
        _none(len(adjacent)),
    )


def _none(count: int) -> IntArray:
    return np.full(count, -1, dtype=np.int64)
