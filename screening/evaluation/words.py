"""Whole words moved, left out, joined, split or shortened.

Reach for it to see or add a way words of a name come in. Each function takes a listed name and a source of
chance, and gives a variation or None where the name offers none.
"""

from __future__ import annotations

import random
import re

from screening.evaluation.company_forms import find_form
from screening.evaluation.listed_names import ListedName

__all__ = [
    "initials",
    "joined_words",
    "middle_initials",
    "missing_part",
    "other_order",
    "punctuation_gone",
    "split_word",
]

_GAP = re.compile(r"(?<=[^\W\d_])[\s-]+(?=[^\W\d_])")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_TELLING_LETTERS = 4


def other_order(name: ListedName, draw: random.Random) -> str | None:
    """The words in another order: for people the family name in front, for others the words shuffled."""
    if name.given_name and name.family_name:
        return f"{name.family_name} {name.given_name}"
    words = name.written.split()
    if len(words) < 2:
        return None
    turn = draw.randrange(1, len(words))
    return " ".join(words[turn:] + words[:turn])


def missing_part(name: ListedName, draw: random.Random) -> str | None:
    """A part is missing: a middle name, one of several family names, one of three or more telling words."""
    given, family = (name.given_name or "").split(), (name.family_name or "").split()
    if len(given) > 1 and family:
        return " ".join(_without(given, draw.randrange(1, len(given))) + family)
    if given and family:
        several = _telling(family)
        return " ".join(given + _without(family, draw.choice(several))) if len(several) > 1 else None
    words = name.written.split()
    form = find_form(words)
    several = [place for place in _telling(words) if form is None or place not in form.places]
    return " ".join(_without(words, draw.choice(several[1:]))) if len(several) > 2 else None


def joined_words(name: ListedName, draw: random.Random) -> str | None:
    """Two neighboring words are written as one: AL-KHAZALI, ALKHAZALI."""
    gaps = list(_GAP.finditer(name.written))
    if not gaps:
        return None
    gap = draw.choice(gaps)
    return name.written[: gap.start()] + name.written[gap.end() :]


def split_word(name: ListedName, draw: random.Random) -> str | None:
    """A word of six letters or more is written as two, each of two letters or more."""
    words = list(_LONG_WORD.finditer(name.written))
    if not words:
        return None
    word = draw.choice(words)
    place = draw.randint(word.start() + 2, word.end() - 2)
    return f"{name.written[:place]} {name.written[place:]}"


def initials(name: ListedName, draw: random.Random) -> str | None:
    """Every given name is an initial: Qais AL-KHAZALI, Q. AL-KHAZALI."""
    if not (name.given_name and name.family_name):
        return None
    return " ".join([*map(_initial, name.given_name.split()), name.family_name])


def middle_initials(name: ListedName, draw: random.Random) -> str | None:
    """Given names after the first are initials: Khamis Farhan AL-ISSAWI, Khamis F. AL-ISSAWI."""
    if not (name.given_name and name.family_name):
        return None
    first, *middle = name.given_name.split() or [""]
    return " ".join([first, *map(_initial, middle), name.family_name]) if middle else None


def punctuation_gone(name: ListedName, draw: random.Random) -> str | None:
    """Hyphens become spaces; apostrophes, periods and commas are gone: AL-KA'ABI, AL KAABI."""
    text = re.sub(r"[-‐‑–/]", " ", name.written)
    return " ".join(re.sub(r"['’‘ʿʾ`.,\"()]", "", text).split()) or None


def _initial(word: str) -> str:
    return f"{word[0].upper()}." if len(word.strip(".")) > 1 and word[0].isalpha() else word


def _without(words: list[str], place: int) -> list[str]:
    return words[:place] + words[place + 1 :]


def _telling(words: list[str]) -> list[int]:
    """Places of words long enough to say something."""
    return [place for place, word in enumerate(words) if sum(map(str.isalpha, word)) >= _TELLING_LETTERS]
