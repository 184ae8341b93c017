"""Variations of the letters of a name: slips of the hand, letters that look alike or have no width, and
other transcriptions of the same sounds (Qais, Kais; Youssef, Yussef).

Each function takes a listed name and a source of chance, and returns the name varied, or None where it has
nothing to vary in that way. The tables stand in configs/variations.yaml.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from functools import lru_cache

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import variation_tables
from screening.evaluation.words import find_form

__all__ = [
    "digits_for_letters",
    "doubled_letter",
    "dropped_letter",
    "look_alike_letters",
    "other_spelling",
    "other_spelling_throughout",
    "substituted_letter",
    "swapped_letters",
    "zero_width_letter",
]

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
# With one letter of four gone wrong a word is mostly another one: Azam, Azal; bank, bark.
_LONGER_WORD = re.compile(r"[^\W\d_]{5,}")
# Where nothing else of the name tells whose it is, five are too few: ALERT, ALEPT; TABAN 1, TABAY 1.
_LONE_WORD = re.compile(r"[^\W\d_]{6,}")
_TELLING_WORD = re.compile(r"[^\W\d_]{3,}")


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

    return _changed(text, draw, lambda word: range(*word.span()), 1, other, _misspellable(name))


def doubled_letter(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word stands twice: KHAZALI, KHAZZALI."""
    text = name.written
    return _changed(text, draw, lambda word: range(*word.span()), 1, lambda place: text[place] * 2)


def dropped_letter(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word is missing: KHAZALI, KHZALI."""
    text = name.written
    return _changed(text, draw, lambda word: range(*word.span()), 1, lambda place: "", _misspellable(name))


def swapped_letters(name: ListedName, draw: random.Random) -> str | None:
    """Two neighboring letters of a word change places: KHAZALI, KHZAALI."""
    text = name.written

    def unlike(word: re.Match[str]) -> list[int]:
        return [place for place in range(word.start(), word.end() - 1) if text[place] != text[place + 1]]

    return _changed(text, draw, unlike, 2, lambda place: text[place + 1] + text[place], _misspellable(name))


def digits_for_letters(name: ListedName, draw: random.Random) -> str | None:
    """One letter of a word is the digit that looks like it: KHAZALI, KHAZ4LI."""
    table, text = variation_tables().digits, name.written

    def alike(word: re.Match[str]) -> list[int]:
        return [place for place in range(*word.span()) if text[place] in table]

    return _changed(text, draw, alike, 1, lambda place: table[text[place]])


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


def _misspellable(name: ListedName) -> re.Pattern[str]:
    """The words in which one letter may go wrong and the name is still the same one to a reader."""
    words = name.written.split()
    form = find_form(words)
    content = " ".join(word for place, word in enumerate(words) if form is None or place not in form.places)
    return _LONGER_WORD if len(_TELLING_WORD.findall(content)) > 1 else _LONE_WORD


def _changed(
    text: str,
    draw: random.Random,
    places: Callable[[re.Match[str]], range | list[int]],
    length: int,
    change: Callable[[int], str | None],
    long_word: re.Pattern[str] = _LONG_WORD,
) -> str | None:
    """The text with `length` letters at one place of one long word replaced by what `change` gives for it."""
    words = [list(places(word)) for word in long_word.finditer(text)]
    words = [found for found in words if found]
    if not words:
        return None
    place = draw.choice(draw.choice(words))
    new = change(place)
    return None if new is None else text[:place] + new + text[place + length :]


_WORD = re.compile(r"[^\W\d_]{3,}")


def other_spelling(name: ListedName, draw: random.Random) -> str | None:
    """One sound of one word is written otherwise."""
    return _respelled(name.written, draw, everywhere=False)


def other_spelling_throughout(name: ListedName, draw: random.Random) -> str | None:
    """One sound of every word that has one is written otherwise; names of two such words or more."""
    return _respelled(name.written, draw, everywhere=True)


def _respelled(text: str, draw: random.Random, everywhere: bool) -> str | None:
    words = [list(_sounds().finditer(text, word.start(), word.end())) for word in _WORD.finditer(text)]
    words = [sounds for sounds in words if sounds]
    if not words or (everywhere and len(words) < 2):
        return None
    table = variation_tables().spellings
    # From the back, so that places further in front still hold.
    for sounds in reversed(words if everywhere else [draw.choice(words)]):
        sound = draw.choice(sounds)
        new = draw.choice(table[sound[0].lower()])
        text = (
            text[: sound.start()]
            + _cased(new, sound[0], text[sound.end() : sound.end() + 1])
            + text[sound.end() :]
        )
    return text


def _cased(new: str, old: str, follows: str) -> str:
    """`new` in the case of `old`; where one capital alone does not tell, what follows does."""
    if old.isupper() and (len(old) > 1 or not follows.islower()):
        return new.upper()
    return new.capitalize() if old[0].isupper() else new


@lru_cache(maxsize=1)
def _sounds() -> re.Pattern[str]:
    longest_first = sorted(variation_tables().spellings, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE | re.ASCII)
