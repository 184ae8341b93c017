"""How alike a word in its own script and a Latin word are, by what the letters are usually written as.

The letters are aligned in groups at the least cost (`script_tables`), and the cost is set against what the
Latin word would cost by chance: a pair is alike where the letters of the other script explain nearly all
of the Latin ones. All depends on the two words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import chain
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from screening.names.name_table import FloatArray, IntArray
from screening.names.script_tables import (
    SCRIPTS,
    ScriptTable,
    background,
    letters_of,
    script_of,
    table_of,
)

__all__ = [
    "costs_across",
    "latin_spellings",
    "script_of",
    "similarity_across",
    "without_article",
]

_Numbers: TypeAlias = NDArray[np.int32]

# Hundredths of a bit: a letter that is written as nothing though the table never saw it; a Latin letter that
# nothing stands for, beyond what it costs by chance.
SKIPPED: Final = 900
ADDED: Final = 350
_NEVER: Final = np.float32(1e6)
# Longer words are compared by their beginnings.
MOST_LETTERS, _MOST_LATIN = 20, 28
# Pairs aligned at once, so that what is worked on stays near the processor.
_AT_ONCE = 2_000
# What share of chance's cost the best of 100, of 1,000 and of 10,000 unlike pairs save, by how many letters
# the word has: a short one is met by chance more easily. About what benchmarks/scripts.py --unlike says of
# words of all scripts and those of a list. A Chinese sign stands for several letters. 1 and -1: two syllables
# and one of a name of East Asia, nearly every one of which sounds like another.
_UNLIKE: Final = {
    -1: (0.2, 0.5, 0.8),
    1: (0.10, 0.42, 0.72),
    2: (0.00, 0.30, 0.62),
    3: (-0.05, 0.27, 0.56),
    4: (-0.10, 0.20, 0.50),
    5: (-0.20, 0.08, 0.40),
    6: (-0.25, 0.05, 0.36),
    7: (-0.40, -0.10, 0.18),
}
_OF_SYLLABLES: Final = (-1, 1)
_ARTICLE: Final = "\u0627\u0644"
_WITH_ARTICLE: Final = 5
_WITHOUT_ARTICLE: Final = 0.98
# What those are worth, what a pair is that saves so much more than the last, and one that costs nothing.
_SIMILARITIES: Final = (0.0, 0.6, 0.85, 0.94, 0.96, 1.0)
_MORE: Final = 0.15
# The number of what is no Latin letter, behind those that are.
_NO_LETTER: Final = 26


def similarity_across(words: Sequence[str], latin_words: Sequence[str]) -> FloatArray:
    """Pairwise similarity, 0 to 1, of words in their own script and Latin ones (lower-case ASCII).

    0 where there is no table for the script of a word. At 0.94 two words count as the same. An Arabic word
    may stand without its article, which Latin letters often leave out or write apart.
    """
    result = _similarity(words, latin_words)
    bare = [without_article(word) for word in words]
    shorter = np.array([at for at, word in enumerate(bare) if word], dtype=np.int64)
    if len(shorter):
        without = _similarity([bare[at] for at in shorter], [latin_words[at] for at in shorter])
        result[shorter] = np.maximum(result[shorter], _WITHOUT_ARTICLE * without)
    return result


def without_article(word: str) -> str:
    """An Arabic word without the article that it begins with; "" without one, or where little is left."""
    return word[2:] if word.startswith(_ARTICLE) and len(word) >= _WITH_ARTICLE else ""


def _similarity(words: Sequence[str], latin_words: Sequence[str]) -> FloatArray:
    cost, chance = costs_across(words, latin_words)
    saved = 1 - cost / np.maximum(chance, 1)
    result = np.zeros(len(saved))
    letters = np.array([_letters(word) for word in words], dtype=np.int64)
    for count, unlike in _UNLIKE.items():
        here = np.flatnonzero(letters == count)
        result[here] = np.interp(saved[here], (-1.0, *unlike, unlike[-1] + _MORE, 1.0), _SIMILARITIES)
    return result


@lru_cache(maxsize=65_536)
def _letters(word: str) -> int:
    """Which row of `_UNLIKE` a word belongs to; 0 where there is no table for its script."""
    script = script_of(word)
    if script is None:
        return 0
    if script == "han" and len(word) == 1:
        # One sign has the readings that `romanization` knows.
        return 0
    if script in ("han", "hangul") and len(word) <= len(_OF_SYLLABLES):
        return _OF_SYLLABLES[len(word) - 1]
    count = len(letters_of(word, script)) + (1 if script == "han" else 0)
    return min(max(count, 2), max(_UNLIKE))


def costs_across(words: Sequence[str], latin_words: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Bits of the best alignment of each pair, and bits of the Latin word by chance.

    The cost is as good as endless where there is no table, or either has no letters.
    """
    latin = _Distinct(latin_words)
    other = _Distinct(words)
    spelled = _LatinWords(latin.texts)
    cost = np.full(len(words), _NEVER, dtype=np.float32)
    scripts = np.array([_place_of(word) for word in other.texts], dtype=np.int64)
    for script in sorted(set(scripts.tolist()) - {-1}):
        table = table_of(SCRIPTS[script])
        numbers = np.flatnonzero(scripts == script)
        place = np.full(len(other.texts), -1, dtype=np.int64)
        place[numbers] = np.arange(len(numbers))
        here = np.flatnonzero(place[other.number] >= 0)
        prepared = _Words([letters_of(other.texts[number], table.name) for number in numbers], table)
        cost[here] = _align(table, prepared, place[other.number[here]], spelled, latin.number[here])
    chance = spelled.chance[latin.number]
    return cost.astype(np.float64) / 100, chance.astype(np.float64) / 100


def _place_of(word: str) -> int:
    script = script_of(word)
    return -1 if script is None else SCRIPTS.index(script)


class _Distinct:
    """texts: each text once. number: which of them stands at each place."""

    def __init__(self, texts: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        self.number = np.fromiter(
            (numbers.setdefault(text, len(numbers)) for text in texts), np.int64, len(texts)
        )
        self.texts = list(numbers)


class _Words:
    """Words of one script. groups: by a group's length, its number in the table by word and first letter."""

    def __init__(self, words: Sequence[str], table: ScriptTable) -> None:
        words = [word[:MOST_LETTERS] for word in words]
        self.lengths = np.array([len(word) for word in words], dtype=np.int64)
        self.groups = {
            length: _numbered(words, table, length, int(self.lengths.max(initial=0)))
            for length in range(1, table.longest_group + 1)
        }


class _LatinWords:
    """Latin words. chance: hundredths of bits of the whole; added: of each letter, behind all before it."""

    def __init__(self, words: Sequence[str]) -> None:
        cut = [word[:_MOST_LATIN] for word in words]
        self.lengths = np.array([len(word) for word in cut], dtype=np.int64)
        most = int(self.lengths.max(initial=0))
        letters = np.full((len(words), most + 2), _NO_LETTER, dtype=np.int64)
        codes = np.frombuffer("".join(cut).encode("ascii", "replace"), dtype=np.uint8).astype(np.int64) - 97
        within = np.arange(most) < self.lengths[:, None]
        letters[:, 1 : most + 1][within] = np.where((codes >= 0) & (codes < _NO_LETTER), codes, _NO_LETTER)
        self._letters = letters[:, 1 : most + 1]
        bits = background()[letters[:, :-1], letters[:, 1:]]
        within = np.arange(most + 1) <= self.lengths[:, None]
        self.chance = (bits * within).sum(axis=1)
        self.added = np.zeros((len(words), most + 1), dtype=np.float32)
        np.cumsum(bits[:, :-1] + ADDED, axis=1, out=self.added[:, 1:])
        self._groups: dict[str, dict[int, NDArray[np.int32]]] = {}

    def groups(self, table: ScriptTable) -> dict[int, NDArray[np.int32]]:
        """By the length of a group, its number in the table by word and first letter."""
        if table.name not in self._groups:
            self._groups[table.name] = {
                length: self._numbered(table.name, length) for length in {latin for _, latin in table.shapes}
            }
        return self._groups[table.name]

    def _numbered(self, name: str, length: int) -> _Numbers:
        places = max(self._letters.shape[1] - length + 1, 0)
        group = np.zeros((len(self._letters), places), dtype=np.int64)
        for further in range(length):
            group = group * (_NO_LETTER + 1) + self._letters[:, further : further + places]
        known, numbers = _latin_groups(name, length)
        at = np.searchsorted(known, group)
        return np.where(known[at] == group, numbers[at], numbers[-1])


@lru_cache(maxsize=64)
def _latin_groups(name: str, length: int) -> tuple[IntArray, _Numbers]:
    """The groups of so many Latin letters in a table, each read as a number of as many digits, in rising
    order, and the number that each has in the table; at the end that of none."""
    known = table_of(name).latin_groups
    groups = []
    for group, number in known.items():
        if len(group) == length:
            digits = (ord(letter) - ord("a") for letter in group)
            groups.append((reduce(lambda value, digit: value * (_NO_LETTER + 1) + digit, digits, 0), number))
    groups.append(((_NO_LETTER + 1) ** length, len(known)))
    read, numbers = zip(*sorted(groups), strict=True)
    return np.array(read, dtype=np.int64), np.array(numbers, dtype=np.int32)


def _numbered(words: Sequence[str], table: ScriptTable, length: int, most: int) -> _Numbers:
    """The number in a table of each group of so many letters, by word and first letter; that of none where
    the table does not know it."""
    found = np.full((len(words), max(most - length + 1, 0)), len(table.groups), dtype=np.int32)
    rows = [_groups_in(word, table.name, length) for word in words]
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    found[np.arange(found.shape[1]) < counts[:, None]] = list(chain.from_iterable(rows))
    return found


@lru_cache(maxsize=262_144)
def _groups_in(word: str, name: str, length: int) -> tuple[int, ...]:
    numbers = table_of(name).groups
    return tuple(
        numbers.get(word[place : place + length], len(numbers)) for place in range(len(word) - length + 1)
    )


def _align(
    table: ScriptTable, words: _Words, word: IntArray, latin_words: _LatinWords, latin: IntArray
) -> NDArray[np.float32]:
    """The least cost of each pair: word, Latin word by number."""
    result = np.full(len(word), _NEVER, dtype=np.float32)
    rows, columns = words.lengths[word], latin_words.lengths[latin]
    size = rows * (_MOST_LATIN + 1) + columns
    order = np.argsort(size, kind="stable")
    starts = np.flatnonzero(np.diff(size[order], prepend=-1))
    for begin, end in zip(starts, [*starts[1:], len(order)], strict=True):
        row, column = int(rows[order[begin]]), int(columns[order[begin]])
        if row == 0 or column == 0:
            continue
        for first in range(begin, end, _AT_ONCE):
            some = order[first : min(first + _AT_ONCE, end)]
            result[some] = _align_same_size(table, words, word[some], row, latin_words, latin[some], column)
    return result


def _align_same_size(
    table: ScriptTable,
    words: _Words,
    word: IntArray,
    rows: int,
    latin_words: _LatinWords,
    latin: IntArray,
    columns: int,
) -> NDArray[np.float32]:
    costs = table.flat_costs
    wide = table.costs.shape[1]
    groups = {length: numbers[word].T * wide for length, numbers in words.groups.items()}
    written = {
        length: numbers[latin, : columns - length + 1].T
        for length, numbers in latin_words.groups(table).items()
        if length <= columns
    }
    added = latin_words.added[latin, : columns + 1].T
    # best[letters read][Latin letters written]: the least cost so far, without added Latin letters.
    best = [added]
    for row in range(1, rows + 1):
        now = best[row - 1] + np.float32(SKIPPED)
        for length, latin_length in table.shapes:
            if length > row or latin_length not in written:
                continue
            number = groups[length][row - length] + written[latin_length]
            reached = costs.take(number, mode="clip")
            reached += best[row - length][: columns + 1 - latin_length]
            np.minimum(now[latin_length:], reached, out=now[latin_length:])
        now -= added
        np.minimum.accumulate(now, axis=0, out=now)
        now += added
        best.append(now)
    return np.asarray(best[rows][columns], dtype=np.float32)


@lru_cache(maxsize=65_536)
def latin_spellings(word: str, most: int = 3) -> tuple[str, ...]:
    """The likeliest Latin spellings of a word in its own script, the likeliest first."""
    script = script_of(word)
    if script is None:
        return ()
    return tuple(_spellings(table_of(script), letters_of(word, script)[:MOST_LETTERS], most))


def _spellings(table: ScriptTable, letters: str, most: int) -> list[str]:
    # Several ways to one spelling would crowd out others.
    kept: list[dict[str, int]] = [{"": 0}]
    for end in range(1, len(letters) + 1):
        now: dict[str, int] = {text: cost + SKIPPED for text, cost in kept[end - 1].items()}
        for length in range(1, min(table.longest_group, end) + 1):
            for cost, written in table.likeliest(letters[end - length : end])[: 2 * most]:
                for text, before in kept[end - length].items():
                    whole = text + written
                    now[whole] = min(now.get(whole, before + cost), before + cost)
        best = sorted(now.items(), key=lambda item: (item[1], item[0]))[: 3 * most]
        kept.append(dict(best))
    return [text for text in kept[-1] if text][:most]
