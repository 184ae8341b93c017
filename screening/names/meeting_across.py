"""Which words of other scripts and which Latin words are alike, among many of both.

To align every pair would take hours. The Latin words stand in a tree by their letters, and each word of
another script is spelled down the tree, all its spellings at once, as long as they cost little enough:
what two words that begin alike have in common is aligned once. Whether a pair is found depends on the two
words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from screening.names.across_scripts import (
    ADDED,
    MOST_LETTERS,
    SKIPPED,
    similarity_across,
    without_article,
)
from screening.names.name_table import FloatArray, IntArray, ranges
from screening.names.script_tables import (
    NO_COST,
    ScriptTable,
    background,
    letters_of,
    script_of,
    table_of,
)

__all__ = ["LatinTree", "meets", "pairs_across"]

# Places in the tree that a spelling has come to: word, node, cost in hundredths of a bit.
_Reached: TypeAlias = tuple[IntArray, IntArray, NDArray[np.float32]]

# A spelling is given up where it costs more than this share of what chance would give for the letters so far,
# and so many hundredths of a bit besides: the rest of the word may make up for them.
_SHARE: Final = 0.75
_AHEAD: Final = 450
# Words spelled at once: bounds the memory.
_AT_ONCE: Final = 1_000
_LETTERS: Final = 26
_STAY: Final = 26


def pairs_across(
    words: Sequence[str], tree: LatinTree, least: float
) -> tuple[IntArray, IntArray, FloatArray]:
    """The pairs of at least that similarity: place of the word, place of the Latin word, similarity.

    words: any; those of a script without a table meet nothing. least: not under 0.8, as some that are less
    alike are not found.
    """
    by_table: dict[str, list[tuple[int, str]]] = {}
    for place, word in enumerate(words):
        script = script_of(word)
        if script is not None:
            by_table.setdefault(script, []).append((place, word))
            if bare := without_article(word):
                by_table[script].append((place, bare))
    none = np.zeros(0, dtype=np.int64)
    rows, columns = [none], [none]
    for name, places in by_table.items():
        table = table_of(name)
        for begin in range(0, len(places), _AT_ONCE):
            some = places[begin : begin + _AT_ONCE]
            row, column = tree.spelled([letters_of(word, name) for _, word in some], table)
            rows.append(np.array([place for place, _ in some])[row])
            columns.append(column)
    # A word with an article is spelled with and without it.
    key = np.unique(np.concatenate(rows) * len(tree.words) + np.concatenate(columns))
    row, column = np.divmod(key, max(len(tree.words), 1))
    similarity = similarity_across(
        [words[place] for place in row.tolist()], [tree.words[place] for place in column.tolist()]
    )
    good = similarity >= least
    return row[good], column[good], similarity[good]


def meets(
    words: Sequence[str], latin_words: Sequence[str], least: float = 0.8
) -> tuple[IntArray, IntArray, FloatArray]:
    """`pairs_across` for Latin words that are asked for once."""
    return pairs_across(words, LatinTree(latin_words), least)


class LatinTree:
    """Latin words by their letters. Words that are not all of a to z are in it and meet nothing."""

    def __init__(self, words: Sequence[str]) -> None:
        """words: lower-case ASCII; one that stands twice is found at both places."""
        self.words = words
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            if word.isalpha() and word.isascii() and word.islower():
                places.setdefault(word, []).append(place)
        nodes: dict[str, int] = {"": 0}
        for word in sorted(places):
            for end in range(1, len(word) + 1):
                nodes.setdefault(word[:end], len(nodes))
        self.dead = len(nodes)
        self.child = np.full((len(nodes) + 1, _LETTERS + 1), self.dead, dtype=np.int64)
        self.chance = np.zeros(len(nodes) + 1, dtype=np.float32)
        bits = background()
        for prefix, node in nodes.items():
            if prefix:
                parent, code = nodes[prefix[:-1]], ord(prefix[-1]) - ord("a")
                before = ord(prefix[-2]) - ord("a") if len(prefix) > 1 else 26
                self.child[parent, code] = node
                self.chance[node] = self.chance[parent] + bits[before, code]
        self.child[:, _STAY] = np.arange(len(nodes) + 1)
        self._limit = np.float32(_SHARE) * self.chance + np.float32(_AHEAD)
        self._limit[self.dead] = -1
        ends = [(nodes[word], found) for word, found in places.items()]
        counts = np.zeros(len(nodes) + 2, dtype=np.int64)
        for end_node, found in ends:
            counts[end_node + 1] = len(found)
        self._first_word = np.cumsum(counts)
        ends.sort()
        self._word = np.array([place for _, found in ends for place in found], dtype=np.int64)
        above, letter = np.nonzero(self.child[:-1, :_LETTERS] != self.dead)
        self._next = self.child[above, letter]
        self._added = self.chance[self._next] - self.chance[above] + np.float32(ADDED)
        self._first_next = np.concatenate(([0], np.cumsum(np.bincount(above, minlength=self.dead + 1))))

    def spelled(self, words: Sequence[str], table: ScriptTable) -> tuple[IntArray, IntArray]:
        """Words in the letters of the table, and the Latin words some way to spell them leads to: places."""
        words = [word[:MOST_LETTERS] for word in words]
        lengths = np.array([len(word) for word in words], dtype=np.int64)
        spellings = _spellings_of(table.name)
        groups = {
            length: np.array(
                [
                    [
                        table.groups.get(word[i : i + length], -1) if i + length <= len(word) else -1
                        for i in range(int(lengths.max(initial=0)))
                    ]
                    for word in words
                ],
                dtype=np.int64,
            ).reshape(len(words), -1)
            for length in range(1, table.longest_group + 1)
        }
        every = np.arange(len(words))
        start: _Reached = (every, np.zeros_like(every), np.zeros(len(words), dtype=np.float32))
        reached = [self._with_added(start)]
        found: list[tuple[IntArray, IntArray]] = [self._ending(reached[0], lengths, 0)]
        for end in range(1, int(lengths.max(initial=0)) + 1):
            word, node, cost = reached[end - 1]
            parts = [self.within(word, node, cost + np.float32(SKIPPED), end <= lengths[word])]
            for length in range(1, min(end, table.longest_group) + 1):
                word, node, cost = reached[end - length]
                group = groups[length][word, end - length]
                known = np.flatnonzero(group >= 0)
                parts.append(spellings.follow(self, (word[known], node[known], cost[known]), group[known]))
            reached.append(self._with_added(self._cheapest(parts)))
            found.append(self._ending(reached[end], lengths, end))
        rows, columns = zip(*found, strict=True)
        return np.concatenate(rows), np.concatenate(columns)

    def within(
        self, word: IntArray, node: IntArray, cost: NDArray[np.float32], good: NDArray[np.bool_] | None = None
    ) -> _Reached:
        near = cost <= self._limit[node]
        kept = np.flatnonzero(near if good is None else near & good)
        return word[kept], node[kept], cost[kept]

    def _with_added(self, reached: _Reached) -> _Reached:
        """These, and the nodes one Latin letter on that nothing stands for."""
        word, node, cost = reached
        counts = self._first_next[node + 1] - self._first_next[node]
        edge = ranges(self._first_next[node], counts)
        further = self.within(
            np.repeat(word, counts), self._next[edge], np.repeat(cost, counts) + self._added[edge]
        )
        return self._cheapest([reached, further])

    def _cheapest(self, parts: Sequence[_Reached]) -> _Reached:
        """Each word and node once, at its least cost."""
        word, node, cost = (np.concatenate(column) for column in zip(*parts, strict=True))
        key = word * (self.dead + 1) + node
        order = np.argsort(key)
        key = key[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        if not len(first):
            return word, node, cost
        return (*np.divmod(key[first], self.dead + 1), np.minimum.reduceat(cost[order], first))

    def _ending(self, reached: _Reached, lengths: IntArray, end: int) -> tuple[IntArray, IntArray]:
        """Those words that end here, and the Latin words that end at their nodes."""
        word, node, _ = reached
        here = np.flatnonzero(lengths[word] == end)
        word, node = word[here], node[here]
        counts = self._first_word[node + 1] - self._first_word[node]
        return np.repeat(word, counts), self._word[ranges(self._first_word[node], counts)]


class _Spellings:
    """What each group of a table is written as, one after the other: letters by place in the alphabet."""

    def __init__(self, table: ScriptTable) -> None:
        group, latin = np.nonzero(table.costs[:-1, :-1] < NO_COST)
        texts = list(table.latin_groups)
        longest = max(map(len, texts))
        letters = np.array(
            [[ord(letter) - ord("a") for letter in text] + [_STAY] * (longest - len(text)) for text in texts]
        )
        self._letters = letters[latin].T
        self._cost = table.costs[group, latin].astype(np.float32)
        self._first = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=len(table.groups)))))

    def follow(self, tree: LatinTree, reached: _Reached, group: IntArray) -> _Reached:
        """Where the spellings of a group lead from where each word has come to."""
        word, node, cost = reached
        counts = self._first[group + 1] - self._first[group]
        spelling = ranges(self._first[group], counts)
        source = np.repeat(np.arange(len(word)), counts)
        now = tree.child[node[source], self._letters[0][spelling]]
        for letters in self._letters[1:]:
            alive = np.flatnonzero(now != tree.dead)
            source, spelling, now = source[alive], spelling[alive], now[alive]
            now = tree.child[now, letters[spelling]]
        return tree.within(word[source], now, cost[source] + self._cost[spelling])


@lru_cache(maxsize=16)
def _spellings_of(name: str) -> _Spellings:
    return _Spellings(table_of(name))
