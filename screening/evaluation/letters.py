"""Errors in single letters: typing, look-alike letters, letters without width.

Reach for it to see or add a way a letter goes wrong. Each function takes a listed name and a source of
chance, and gives a variation or None where the name offers none.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import variation_tables

__all__ = [
    "doubled_letter",
    "dropped_letter",
    "look_alike_letters",
    "substituted_letter",
    "swapped_letters",
    "zero_width_letter",
]

# Shorter words change into another word with one letter.
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def substituted_letter(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word is another one: KHAZALI, KHAZOLI."""
    text = name.written

    def other(place: int) -> str | None:
        letter = text[place]
        if letter.isascii():
            choice = draw.choice([one for one in string.ascii_lowercase if one != letter.lower()])
            return choice.upper() if letter.isupper() else choice
        # Of other scripts the name itself has the letters.
        rest = sorted({one for one in text if one.isalpha() and not one.isascii() and one != letter})
        return draw.choice(rest) if rest else None

    return _changed(text, draw, lambda word: range(*word.span()), 1, other)


def doubled_letter(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word stands twice: KHAZALI, KHAZZALI."""
    text = name.written
    return _changed(text, draw, lambda word: range(*word.span()), 1, lambda place: text[place] * 2)


def dropped_letter(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word is missing: KHAZALI, KHZALI."""
    return _changed(name.written, draw, lambda word: range(*word.span()), 1, lambda place: "")


def swapped_letters(name: ListedName, draw: random.Random) -> str | None:
    """Two neighboring letters of a word change places: KHAZALI, KHZAALI."""
    text = name.written

    def unlike(word: re.Match[str]) -> list[int]:
        return [place for place in range(word.start(), word.end() - 1) if text[place] != text[place + 1]]

    return _changed(text, draw, unlike, 2, lambda place: text[place + 1] + text[place])


def look_alike_letters(name: ListedName, draw: random.Random) -> str | None:
    """Some letters, at least one, are of another alphabet and look the same: a Cyrillic а for a Latin a."""
    table = variation_tables().look_alikes
    text = name.written
    places = [place for place, letter in enumerate(text) if letter in table]
    if not places:
        return None
    chosen = set(draw.sample(places, draw.randint(1, max(1, len(places) // 2))))
    return "".join(table[letter] if place in chosen else letter for place, letter in enumerate(text))


def zero_width_letter(name: ListedName, draw: random.Random) -> str | None:
    """A character without width stands inside a word."""
    invisible = variation_tables().zero_width

    def inside(word: re.Match[str]) -> range:
        return range(word.start() + 1, word.end())

    return _changed(name.written, draw, inside, 0, lambda place: draw.choice(invisible))


def _changed(
    text: str,
    draw: random.Random,
    places: Callable[[re.Match[str]], range | list[int]],
    length: int,
    change: Callable[[int], str | None],
) -> str | None:
    """The text with `length` letters at one place of one long word replaced by what `change` gives for it."""
    words = [list(places(word)) for word in _LONG_WORD.finditer(text)]
    words = [found for found in words if found]
    if not words:
        return None
    place = draw.choice(draw.choice(words))
    new = change(place)
    return None if new is None else text[:place] + new + text[place + length :]
