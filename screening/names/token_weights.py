"""How much a token tells of who is meant: its weight, by its rarity and by what kind of word it is.

Counts come from `configs/token_frequencies.csv` (names of public lists and made-up customers of many
cultures), not from the list at hand: the same two names score the same whatever else is listed, on every
night. The weight is the word's information, -log of its share of names, against that of a word never seen
(inverse document frequency, K. Sparck Jones, 1972), so it runs from near 0 to 1. A word never seen that is
one edit from a common one is that word misspelled. `weights` and `particles` of `configs/names.yaml` say what
rarity alone would put wrong.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from screening.config_files import CONFIG_DIR
from screening.names.equivalents import equivalents
from screening.names.spelling import MARK
from screening.settings.names import Kind, NamePolicy, Weights

__all__ = ["TokenWeights", "rarity"]

_TABLE = CONFIG_DIR / "token_frequencies.csv"


@lru_cache(maxsize=2)
def rarity(kind: Kind) -> Mapping[str, float]:
    """Word (lower-case ASCII) → weight above 0 and below 1 for common ones; a word not in it weighs 1."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        counts = {row["token"]: int(row[kind]) for row in csv.DictReader(lines)}
    names = counts.pop("")
    scale = math.log(names + 1)
    return {word: 1 - math.log(count + 1) / scale for word, count in counts.items() if count}


@lru_cache(maxsize=2)
def _common_meanings(particles: frozenset[str]) -> Mapping[str, float]:
    """Symbol → the weight of the most common word that bears it: IZTOK, never seen, is as common as EAST."""
    known = equivalents(particles)
    found: dict[str, float] = {}
    for word, weight in rarity("non_person").items():
        for symbol in known.of_word(word):
            found[symbol] = min(weight, found.get(symbol, 1.0))
    return found


class CommonWords:
    """Common words, to be found with one letter wrong.

    Words one edit apart are the same with at most one letter left out of each: so each word is kept under all
    of these spellings, and only those that share one are compared.
    """

    def __init__(self, weights: Mapping[str, float], letters: int) -> None:
        """weights: of the common words. letters: shorter words are near none."""
        self._weights = weights
        self._letters = letters
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in weights:
            for spelling in _letter_left_out(word) if len(word) >= letters else ():
                self._near[spelling].append(word)

    def weight_near(self, word: str) -> float:
        """The least weight of the common words one edit from this one; 1 where there are none."""
        if len(word) < self._letters or not word.isalpha():
            return 1.0
        near = {other for spelling in _letter_left_out(word) for other in self._near.get(spelling, ())}
        return min((self._weights[other] for other in near if OSA.distance(word, other) <= 1), default=1.0)


def _letter_left_out(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


@lru_cache(maxsize=8)
def _common_words(kind: Kind, weights: Weights) -> CommonWords:
    # Common names of people have rare ones beside them that are names of their own.
    if kind == "person":
        return CommonWords({}, weights.misspelled_letters)
    common = {word: weight for word, weight in rarity(kind).items() if weight <= weights.misspelled}
    common |= dict.fromkeys(weights.legal_forms, weights.legal_form)
    return CommonWords(common, weights.misspelled_letters)


class TokenWeights:
    """The weights of tokens of one kind of names, each found once."""

    def __init__(self, kind: Kind, policy: NamePolicy) -> None:
        self._rarity = rarity(kind)
        self._policy = policy
        self._kind = kind
        self._misspelled = _common_words(kind, policy.weights)
        self._known: dict[tuple[str, str], float] = {}
        # Names of people have no meanings, and need none of the tables.
        self._equivalents = equivalents(policy.particles) if kind == "non_person" else None
        self._common = _common_meanings(policy.particles) if self._equivalents is not None else {}

    def of(self, word: str, tag: str) -> float:
        """The weight of a word (Latin letters). tag: what rigour takes it for, such as "LEGAL"."""
        key = (word, tag)
        weight = self._known.get(key)
        if weight is None:
            weight = self._known[key] = self._weigh(word, tag)
        return weight

    def _weigh(self, word: str, tag: str) -> float:
        weights = self._policy.weights
        full = self._policy.abbreviations.get(word, word) if self._kind == "person" else word
        weight = self._rarity.get(full)
        if weight is None:
            weight = (
                weights.short if len(word) <= weights.short_letters else self._misspelled.weight_near(word)
            )
        weight = max(weight, weights.least)
        if tag == "LEGAL":
            return min(weight, weights.legal_form)
        if word.removeprefix(MARK) in self._policy.particles:
            return min(weight, weights.particle)
        if len(word) == 1:
            return min(weight, weights.initial)
        if self._equivalents is not None:
            # A word of several meanings is as rare as the rarest of them.
            common = [
                self._common[symbol] for symbol in self._equivalents.of_word(word) if symbol in self._common
            ]
            return max(min([weight, max(common, default=weight)]), weights.least)
        return weight
