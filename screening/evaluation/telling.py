"""Whether what a variation leaves of a name still tells somebody apart.

`T. KIM` of KIM, Tong-ho is the name of a great many people: no matcher of names may find one of them by
it. How common words are stands in configs/token_frequencies.csv, which knows no list and no score.
"""

from __future__ import annotations

import re

from screening.evaluation.tables import variation_tables
from screening.names.token_weights import rarity
from screening.settings.names import default_name_policy

__all__ = ["names_somebody", "telling_words_of"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_APOSTROPHES = re.compile("['’‘`]")
# A rarity (0 to 1) that half of all family names exceed: Kim, Hasan and Ahmad do not.
_COMMON = 0.75


def telling_words_of(text: str) -> list[str]:
    """The words of a person's name that are no initials, no particles ("al", "bin", "abd") and no titles."""
    particles = default_name_policy().particles
    titles = {title.lower().strip(".") for title in variation_tables().titles}
    words = _WORD.findall(_APOSTROPHES.sub("", text.lower()))
    return [word for word in words if word not in particles and word not in titles]


def names_somebody(text: str) -> bool:
    """Whether the telling words of a person's name are together rarer than one common name."""
    known = rarity("person")
    return sum(known.get(word, 1.0) for word in telling_words_of(text)) > _COMMON
