"""Variations of the words of a name: their order, their gaps, words left out, and forms of company.

Each function takes a listed name and a source of chance, and returns the name varied, or None where it has
nothing to vary in that way. The forms of company stand in configs/variations.yaml.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import variation_tables
from screening.evaluation.telling import names_somebody, telling_words_of

__all__ = [
    "FoundForm",
    "abbreviated",
    "added_form",
    "dropped_form",
    "exchanged_form",
    "find_form",
    "initials",
    "joined_words",
    "middle_initials",
    "missing_part",
    "one_word",
    "other_order",
    "over_long",
    "punctuation_gone",
    "split_word",
    "titled",
]

_GAP = re.compile(r"(?<=[^\W\d_])[\s-]+(?=[^\W\d_])")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_DISTINCTIVE_LETTERS = 4
_LONGEST_AS_ONE = 40


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
    """A part is missing: a middle name, a family name of several, one of three or more distinctive words.

    None for a person where a lone name or "Abd" and a name would be left.
    """
    given, family = (name.given_name or "").split(), (name.family_name or "").split()
    if given and family:
        several = _distinctive(family)
        if len(given) > 1:
            left = " ".join(_without(given, draw.randrange(1, len(given))) + family)
        elif len(several) > 1:
            left = " ".join(given + _without(family, draw.choice(several)))
        else:
            return None
        return left if len(telling_words_of(left)) > 1 else None
    words = name.written.split()
    form = find_form(words)
    several = [place for place in _distinctive(words) if form is None or place not in form.places]
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
    """Every given name is an initial (Qais AL-KHAZALI, Q. AL-KHAZALI).

    None where that names nobody: T. KIM.
    """
    if not (name.given_name and name.family_name):
        return None
    left = " ".join([*map(_initial, name.given_name.split()), name.family_name])
    return left if names_somebody(left) else None


def middle_initials(name: ListedName, draw: random.Random) -> str | None:
    """Given names after the first are initials: Khamis Farhan AL-ISSAWI, Khamis F. AL-ISSAWI."""
    if not (name.given_name and name.family_name):
        return None
    first, *middle = name.given_name.split() or [""]
    left = " ".join([first, *map(_initial, middle), name.family_name])
    return left if middle and len(telling_words_of(left)) > 1 else None


def punctuation_gone(name: ListedName, draw: random.Random) -> str | None:
    """Hyphens become spaces; apostrophes, periods and commas are gone: AL-KA'ABI, AL KAABI."""
    text = re.sub(r"[-‐‑–/]", " ", name.written)
    return " ".join(re.sub(r"['’‘ʿʾ`.,\"()]", "", text).split()) or None


def one_word(name: ListedName, draw: random.Random) -> str | None:
    """All words are written as one: QAISALKHAZALI; names of two words or more that have up to 40 letters."""
    text = "".join(letter for letter in name.written if letter.isalnum()).upper()
    return text if len(name.written.split()) > 1 and len(text) <= _LONGEST_AS_ONE else None


def titled(name: ListedName, draw: random.Random) -> str | None:
    """A title stands before the name."""
    return f"{draw.choice(variation_tables().titles)} {name.written}"


def over_long(name: ListedName, draw: random.Random) -> str | None:
    """The field holds more than the name; names of two words or more."""
    if len(name.written.split()) < 2:
        return None
    return draw.choice(variation_tables().over_long).replace("{}", name.written)


def abbreviated(name: ListedName, draw: random.Random) -> str | None:
    """One word that is mostly abbreviated is: MOHAMMED, Mohd."""
    table = variation_tables().abbreviations
    words = name.written.split()
    places = [place for place, word in enumerate(words) if word.lower() in table]
    if not places or len(words) < 2:
        return None
    place = draw.choice(places)
    return " ".join([*words[:place], draw.choice(table[words[place].lower()]), *words[place + 1 :]])


def _initial(word: str) -> str:
    return f"{word[0].upper()}." if len(word.strip(".")) > 1 and word[0].isalpha() else word


def _without(words: list[str], place: int) -> list[str]:
    return words[:place] + words[place + 1 :]


def _distinctive(words: list[str]) -> list[int]:
    """Places of words long enough to say something."""
    return [place for place, word in enumerate(words) if sum(map(str.isalpha, word)) >= _DISTINCTIVE_LETTERS]


_MOST_WORDS = 7


@dataclass(frozen=True)
class FoundForm:
    """places: which words of the name are the form; group: the line of the table it stands in."""

    places: range
    group: int


def find_form(words: list[str]) -> FoundForm | None:
    """The longest form that ends the name, else the longest that begins it; never the whole name."""
    known = _forms()
    for length in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        for places in (range(len(words) - length, len(words)), range(length)):
            group = known.get(_key(" ".join(words[place] for place in places)))
            if group is not None:
                return FoundForm(places, group)
    return None


def exchanged_form(name: ListedName, draw: random.Random) -> str | None:
    """The form in another writing or language: PAO, PJSC; LLC, GmbH."""
    words = name.written.split()
    form = find_form(words)
    if form is None:
        return None
    now = _key(" ".join(words[place] for place in form.places))
    others = [one for one in variation_tables().company_forms[form.group] if _key(one) != now]
    return _replaced(words, form, draw.choice(others)) if others else None


def dropped_form(name: ListedName, draw: random.Random) -> str | None:
    """The name without its form."""
    words = name.written.split()
    form = find_form(words)
    return _replaced(words, form, "") if form else None


def added_form(name: ListedName, draw: random.Random) -> str | None:
    """A form at the end of a name that has none."""
    if find_form(name.written.split()) is not None:
        return None
    return f"{name.written} {draw.choice(variation_tables().added_forms)}"


def _replaced(words: list[str], form: FoundForm, new: str) -> str:
    before, after = words[: form.places.start], words[form.places.stop :]
    if not new and before:
        before = [*before[:-1], before[-1].rstrip(",")]
    return " ".join([*before, *([new] if new else []), *after])


def _key(form: str) -> str:
    return "".join(letter for letter in form.casefold() if letter.isalnum())


@lru_cache(maxsize=1)
def _forms() -> dict[str, int]:
    groups = variation_tables().company_forms
    return {_key(form): place for place, group in enumerate(groups) for form in group}
