"""Words that differ in few letters, found among many.

A word is compared only with those of a length that so few edits can lead to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.name_table import FloatArray, IntArray

__all__ = ["WordsByLength", "near_words"]

# Words compared at once: bounds the memory of one call.
_MEMORY_ROWS = 2_000
# Fewer pairs are compared sooner than threads start.
_PAIRS_FOR_THREADS = 100_000
# A limit that is met to the letter is not lost to the way fractions are kept.
_ROUNDING = 1e-6


class WordsByLength:
    """Words by their length: a pair of two lengths may differ in a known number of letters at most."""

    def __init__(self, numbers: Sequence[int], words: Sequence[str]) -> None:
        self.words: dict[int, list[str]] = defaultdict(list)
        places: dict[int, list[int]] = defaultdict(list)
        for number, word in zip(numbers, words, strict=True):
            self.words[len(word)].append(word)
            places[len(word)].append(number)
        self.numbers = {length: np.array(found, dtype=np.int64) for length, found in places.items()}


def near_words(
    words: Sequence[str], listed: WordsByLength, limit: float, threads: int
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pairs of words with at most `limit` edits (optimal string alignment) a letter of the longer: place,
    listed number, that share. threads: how many compare at once."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        if word and not word.isdigit():
            by_length[len(word)].append(place)
    none = np.zeros(0, dtype=np.int64)
    found = [(none, none, np.zeros(0))]
    for length, places in by_length.items():
        for other, others in listed.words.items():
            longer = max(length, other)
            most = int(limit * longer + _ROUNDING)
            if abs(length - other) > most:
                continue
            for begin in range(0, len(places), _MEMORY_ROWS):
                some = np.array(places[begin : begin + _MEMORY_ROWS])
                # rapidfuzz gives one more than the cutoff for whatever is past it.
                distance = process.cdist(
                    [words[place] for place in some],
                    others,
                    scorer=OSA.distance,
                    score_cutoff=most,
                    dtype=np.uint8,
                    workers=threads if len(some) * len(others) >= _PAIRS_FOR_THREADS else 1,
                )
                # Few of millions: found in one dimension far sooner than in two.
                row, column = np.divmod(np.flatnonzero(distance <= most), len(others))
                share = distance[row, column] / longer
                found.append((some[row], listed.numbers[other][column], share))
    rows, columns, shares = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, columns, shares
