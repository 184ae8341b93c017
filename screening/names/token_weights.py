"""How much a token tells of who is meant: its weight, by its rarity and by what kind of word it is.

Counts come from `configs/token_frequencies.csv` (names of public lists and made-up customers of many
cultures), not from the list at hand: the same two names score the same whatever else is listed, on every
night. The weight is the word's information, -log of its share of names, against that of a word never seen
(inverse document frequency, K. Sparck Jones, 1972), so it runs from near 0 to 1. `weights` and `particles` of
`configs/names.yaml` say what rarity alone would put wrong.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import lru_cache

from screening.config_files import CONFIG_DIR
from screening.names.equivalents import equivalents
from screening.names.spelling import MARK
from screening.settings.names import Kind, NamePolicy

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


class TokenWeights:
    """The weights of tokens of one kind of names, each found once."""

    def __init__(self, kind: Kind, policy: NamePolicy) -> None:
        self._rarity = rarity(kind)
        self._policy = policy
        self._known: dict[tuple[str, str], float] = {}
        self._equivalents = equivalents(policy.particles) if kind == "non_person" else None
        self._common = _common_meanings(policy.particles)

    def of(self, word: str, tag: str) -> float:
        """The weight of a word (Latin letters). tag: what rigour takes it for, such as "LEGAL"."""
        key = (word, tag)
        weight = self._known.get(key)
        if weight is None:
            weight = self._known[key] = self._weigh(word, tag)
        return weight

    def _weigh(self, word: str, tag: str) -> float:
        weights = self._policy.weights
        unseen = weights.short if len(word) <= weights.short_letters else 1.0
        weight = max(self._rarity.get(word, unseen), weights.least)
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
