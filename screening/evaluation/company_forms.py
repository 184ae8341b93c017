"""Forms of company at the beginning or end of a name. Reach for it to exchange, drop or add one.

The forms stand in configs/variations.yaml.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import variation_tables

__all__ = ["FoundForm", "added_form", "dropped_form", "exchanged_form", "find_form"]

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
