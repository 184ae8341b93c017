"""How distinctive a word is. Reach for it to weigh the words of a name.

Counts come from `configs/token_frequencies.csv` (names of public lists and made-up customers of many
cultures), not from the list at hand: the same two names score the same whatever else is listed, on every
night. The weight is the word's information, -log of its share of names, against that of a word never seen
(inverse document frequency, K. Sparck Jones, 1972), so it runs from near 0 to 1.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import lru_cache

from screening.config_files import CONFIG_DIR
from screening.names.policy import Kind

__all__ = ["rarity"]

_TABLE = CONFIG_DIR / "token_frequencies.csv"


@lru_cache(maxsize=2)
def rarity(kind: Kind) -> Mapping[str, float]:
    """Word (lower-case ASCII) → weight above 0 and below 1 for common ones; a word not in it weighs 1."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        counts = {row["token"]: int(row[kind]) for row in csv.DictReader(lines)}
    names = counts.pop("")
    scale = math.log(names + 1)
    return {word: 1 - math.log(count + 1) / scale for word, count in counts.items() if count}
