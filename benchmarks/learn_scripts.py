"""Learns how letters of other scripts are written in Latin ones, and writes the tables of configs/scripts.

    python benchmarks/learn_scripts.py [arabic cyrillic ...]

Learned from the pairs of one name in two scripts in ../shared/data/names (Wikidata, CC0): a word is cut into
groups of letters, each written as a group of Latin ones, so that the groups that come again and again explain
most (expectation maximization over all ways to cut a pair). Pairs that fit far worse than the rest, such as
names that are not the same, are thrown out, and the table is learned again.

Two thirds of the pairs are learned from, for measuring and for the tables that ship alike: a pair whose Latin
side has a checksum that divides by three (`held_out`) is only measured (`benchmarks/scripts.py`). The file of
Japanese words has katakana words as well; they are in it and in the file of katakana by the same rule.
"""

from __future__ import annotations

import argparse
import re
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screening.config_files import CONFIG_DIR
from screening.names.name_table import FloatArray
from screening.names.script_tables import letters_of, script_of
from screening.names.spelling import latin

NAMES = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "names"
PROGRAM = "python benchmarks/learn_scripts.py"


@dataclass(frozen=True)
class Learned:
    """How one table is learned. script: what its words are written in; file: where pairs are; full_names:
    whether the file has names of several words; most: the most letters of a group, and of a Latin one;
    discount: what is taken off how often a pair of groups was seen, by the length of the group: what was seen
    once is not believed; longest: the most letters of a word; readings: whether the reading of each character
    that ICU knows is learned from as well, as if one bore it as a name."""

    script: str
    file: str
    full_names: bool = False
    most: tuple[int, int] = (2, 4)
    discount: tuple[float, ...] = (0.3, 1.0, 2.0)
    longest: int = 14
    readings: bool = False


TABLES = {
    "arabic": Learned("arabic", "arabic_words.tsv"),
    "cyrillic": Learned("cyrillic", "russian_words.tsv"),
    "han": Learned("han", "chinese_words.tsv", most=(2, 6), discount=(0.2, 1.0), readings=True),
    "hangul": Learned("hangul", "korean_full_names.tsv", True, most=(3, 4), longest=20),
    "hebrew": Learned("hebrew", "hebrew_full_names.tsv", True),
    "kana": Learned("kana", "katakana_words.tsv"),
}

# Longer words are few, and mostly names written as one.
_MOST_LATIN = 16
# Rounds over all pairs before bad ones are thrown out, and after.
_ROUNDS = (5, 6)
# Fewer bits a Latin letter gained over chance: not the same name.
_LEAST_GAIN = 0.6
_FLOOR = 1e-7
_WORDS = re.compile(r"[\s\-\u00b7\u30fb\u05be=,.]+")


def held_out(name: str) -> bool:
    """Whether a pair is kept for measuring, by its Latin side as the file has it."""
    return zlib.crc32(name.lower().encode()) % 3 == 0


def pairs_in(file: str) -> Iterator[tuple[str, str, int]]:
    """The pairs of a file: Latin, other script, how many bear the name."""
    with (NAMES / file).open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= 2 and columns[1]:
                yield columns[0], columns[1], int(columns[2]) if len(columns) > 2 else 1


def word_pairs(
    table: str, learned: Learned, held: bool = False
) -> list[tuple[list[list[tuple[str, str]]], int]]:
    """Letters and Latin letters of words, in every way that the words of one name may belong together (name,
    way, pair of words), and how many bear the name. The first way is the order that both are in.

    held: the pairs kept for measuring.
    """
    found = []
    for name, other, bearers in pairs_in(learned.file):
        if held_out(name) != held:
            continue
        words, others = _words(name), [word for word in _WORDS.split(other) if word]
        if any(script_of(letters) != learned.script for letters in others):
            continue
        prepared = [letters_of(letters, table) for letters in others]
        ways = [list(zip(prepared, order, strict=True)) for order in _orders(words, len(others))]
        if ways:
            found.append((ways, bearers))
    if learned.readings and not held:
        found += [([[(letter, latin(letter))]], 1) for letter in _characters()]
    return found


def _characters() -> Iterator[str]:
    """The characters of GB 2312, those that Chinese is mostly written with."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", "ignore")


def _orders(words: Sequence[str], count: int) -> list[list[str]]:
    """The orders in which so many words of another script may name these."""
    if count == 1:
        # Family name first, or last.
        return [["".join(words)], ["".join(words[-1:] + words[:-1])]][: len(words)]
    if len(words) != count:
        return []
    return [list(words), [words[-1], *words[:-1]], [*words[1:], words[0]]][: 2 if count == 2 else 3]


def _words(name: str) -> list[str]:
    words = (re.sub("[^a-z]", "", latin(word)) for word in _WORDS.split(name))
    return [word for word in words if word]


class Aligner:
    """All ways to cut pairs into groups, and how often each pair of groups is used, by expectation."""

    def __init__(self, pairs: Sequence[tuple[str, str]], learned: Learned) -> None:
        self.learned = learned
        self.groups: dict[str, int] = {}
        self.latin: dict[str, int] = {}
        by_size: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, (letters, word) in enumerate(pairs):
            by_size[len(letters), len(word)].append(place)
        self.blocks = []
        keys = []
        for (rows, columns), places in sorted(by_size.items()):
            arcs = self._arcs(rows, columns)
            group = {
                (end - length, end): [
                    self._number(self.groups, pairs[p][0][end - length : end]) for p in places
                ]
                for end in range(1, rows + 1)
                for length in range(1, min(learned.most[0], end) + 1)
            }
            written = {
                (end - length, end): [
                    self._number(self.latin, pairs[p][1][end - length : end]) for p in places
                ]
                for end in range(columns + 1)
                for length in range(min(learned.most[1], end) + 1)
            }
            group_ids = {key: np.array(value, dtype=np.int64) for key, value in group.items()}
            latin_ids = {key: np.array(value, dtype=np.int64) for key, value in written.items()}
            key = np.array([(group_ids[i, k] << 24) | latin_ids[j, m] for i, j, k, m in arcs])
            self.blocks.append((rows, columns, np.array(places), arcs, group_ids))
            keys.append(key)
        self.keys, index = np.unique(np.concatenate([key.ravel() for key in keys]), return_inverse=True)
        index = index.astype(np.int32)
        ends = np.cumsum([key.size for key in keys])
        self.index = [
            index[end - key.size : end].reshape(key.shape) for key, end in zip(keys, ends, strict=True)
        ]
        self.group_names, self.latin_names = list(self.groups), list(self.latin)
        self.key_group, self.key_latin = self.keys >> 24, self.keys & 0xFFFFFF
        self.group_length = np.array([len(group) for group in self.group_names])
        self.latin_length = np.array([len(group) for group in self.latin_names])

    @staticmethod
    def _number(numbers: dict[str, int], group: str) -> int:
        return numbers.setdefault(group, len(numbers))

    def _arcs(self, rows: int, columns: int) -> list[tuple[int, int, int, int]]:
        """Begin and end of each group and of its Latin one, those near the diagonal, in order of the ends."""
        most, most_latin = self.learned.most
        wide = 0.4 * columns + 1.5
        return [
            (i, j, k, m)
            for k in range(1, rows + 1)
            for m in range(columns + 1)
            for i in range(max(0, k - most), k)
            for j in range(max(0, m - most_latin), m + 1)
            if abs(k / rows * columns - m) <= wide and abs(i / rows * columns - j) <= wide
            if m - j <= most_latin - 1 or k - i == 1 or most_latin > 4
        ]

    def first_guess(self) -> FloatArray:
        length, latin_length = self.group_length[self.key_group], self.latin_length[self.key_latin]
        by_latin = np.array([0.03, 0.5, 0.25, 0.08, 0.03, 0.01, 0.005])
        return np.asarray(
            by_latin[latin_length] * 0.1 ** (length - 1.0) * 20.0 ** -latin_length.astype(float)
        )

    def expect(self, chance: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """How often each pair of groups is used, each group is met, and how likely each pair of words is."""
        used, met = np.zeros(len(self.keys)), np.zeros(len(self.groups))
        total = np.zeros(len(weight))
        for (rows, columns, places, arcs, group_ids), index in zip(self.blocks, self.index, strict=True):
            kept = np.flatnonzero(weight[places])
            if not len(kept):
                continue
            step = chance[index[:, kept]]
            forward = np.zeros((rows + 1, columns + 1, len(kept)))
            backward = np.zeros_like(forward)
            forward[0, 0] = backward[rows, columns] = 1
            for (i, j, k, m), value in zip(arcs, step, strict=True):
                forward[k, m] += forward[i, j] * value
            for (i, j, k, m), value in zip(reversed(arcs), step[::-1], strict=True):
                backward[i, j] += backward[k, m] * value
            whole = forward[rows, columns]
            total[places[kept]] = whole
            sure = np.maximum(whole, 1e-300)
            share = np.array(
                [
                    forward[i, j] * value * backward[k, m] / sure
                    for (i, j, k, m), value in zip(arcs, step, strict=True)
                ]
            )
            share *= weight[places[kept]]
            used += np.bincount(index[:, kept].ravel(), share.ravel(), len(self.keys))
            boundary = (forward * backward).sum(axis=1) / sure * weight[places[kept]]
            for (i, _), ids in group_ids.items():
                met += np.bincount(ids[kept], boundary[i], len(met))
        return used, met, total

    def maximize(self, used: FloatArray, met: FloatArray) -> FloatArray:
        discount = np.array((0, *self.learned.discount))[self.group_length[self.key_group]]
        believed = np.maximum(used - discount, 0)
        chance = believed / (met[self.key_group] + 0.5)
        length, latin_length = self.group_length[self.key_group], self.latin_length[self.key_latin]
        floor = np.where((length == 1) & (latin_length <= 2), _FLOOR * 10.0**-latin_length, 0)
        return np.asarray(np.maximum(chance, floor))


def learn(table: str, learned: Learned, letters: dict[str, float]) -> list[tuple[str, str, float, int]]:
    """The lines of a table: letters, Latin letters, bits, how often seen."""
    names = word_pairs(table, learned)
    numbers: dict[tuple[str, str], int] = {}
    borne: dict[tuple[str, str], int] = defaultdict(int)
    for ways, bearers in names:
        for pair in {pair: None for way in ways for pair in way}:
            if 0 < len(pair[0]) <= learned.longest and 0 < len(pair[1]) <= _MOST_LATIN:
                numbers.setdefault(pair, len(numbers))
                borne[pair] += bearers
    pairs = list(numbers)
    weight = 1 + np.log2([borne[pair] for pair in pairs])
    aligner = Aligner(pairs, learned)
    chance = aligner.first_guess()
    expected = np.array([chance_bits(word, letters) for _, word in pairs])
    lengths = np.array([len(word) for _, word in pairs])
    gain = np.zeros(len(pairs))
    for least, rounds in enumerate(_ROUNDS):
        chosen = {
            numbers[pair]
            for ways, _ in names
            for pair in max(ways, key=lambda way: sum(gain[numbers[pair]] for pair in way if pair in numbers))
            if pair in numbers
        }
        keep = np.zeros(len(pairs), dtype=np.bool_)
        keep[sorted(chosen)] = True
        if least:
            print(f"{table}: {keep.sum()} pairs", end=", ")
            keep &= gain >= _LEAST_GAIN
            print(f"{keep.sum()} kept", flush=True)
        for _ in range(rounds):
            used, met, _ = aligner.expect(chance, weight * keep)
            chance = aligner.maximize(used, met)
        total = aligner.expect(chance, np.ones(len(pairs)))[2]
        gain = (expected + np.log2(np.maximum(total, 1e-300))) / lengths
    lines = []
    least = 0.8
    for place in np.flatnonzero((used >= least) & (chance >= 2.0**-11)):
        group = aligner.group_names[aligner.key_group[place]]
        written = aligner.latin_names[aligner.key_latin[place]]
        lines.append((group, written, float(-np.log2(chance[place])), round(float(used[place]))))
    return sorted(lines)


def letter_pairs() -> dict[str, int]:
    """How often each Latin letter stands behind another; - is the beginning or the end of a word."""
    found: dict[str, int] = {
        one + other: 1 for one in "-abcdefghijklmnopqrstuvwxyz" for other in "-abcdefghijklmnopqrstuvwxyz"
    }
    del found["--"]
    seen: set[str] = set()
    for learned in TABLES.values():
        for name, *_ in pairs_in(learned.file):
            if not held_out(name):
                seen.update(_words(name))
    for word in sorted(seen):
        for one, other in zip(f"-{word}", f"{word}-", strict=True):
            found[one + other] += 1
    return found


def letter_costs(counts: dict[str, int]) -> dict[str, float]:
    after: dict[str, int] = defaultdict(int)
    for pair, count in counts.items():
        after[pair[0]] += count
    return {pair: float(-np.log2(count / after[pair[0]])) for pair, count in counts.items()}


def chance_bits(word: str, costs: dict[str, float]) -> float:
    return sum(costs[one + other] for one, other in zip(f"-{word}", f"{word}-", strict=True))


def write(table: str, file: str, lines: Sequence[tuple[str, str, float, int]]) -> None:
    path = CONFIG_DIR / "scripts" / f"{table}.tsv"
    source = f"# Learned from {file} (names of Wikidata, CC0), two thirds of it. License: CC0."
    head = f"{source} Made by: {PROGRAM} {table}\n"
    body = "".join(f"{one}\t{other}\t{bits:.2f}\t{count}\n" for one, other, bits, count in lines)
    path.write_text(f"{head}letters\tlatin\tbits\tseen\n{body}", encoding="utf-8")
    print(f"{path.name}: {len(lines)} lines, {path.stat().st_size / 1000:.0f} kB", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Learn the tables of configs/scripts.")
    parser.add_argument("tables", nargs="*", default=["latin", *TABLES])
    given = parser.parse_args(arguments)
    counts = letter_pairs()
    costs = letter_costs(counts)
    for table in given.tables:
        begin = time.time()
        if table == "latin":
            letters = [(pair, "", costs[pair], counts[pair]) for pair in sorted(counts)]
            write("latin", "all files, Latin letters behind each other", letters)
        else:
            lines = learn(table, TABLES[table], costs)
            write(table, TABLES[table].file, lines)
        print(f"  {time.time() - begin:.0f} s")


if __name__ == "__main__":
    main()
