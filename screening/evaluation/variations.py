"""The kinds of variation, one line each.

A kind's function takes a listed name and a source of chance. It gives the name as somebody else might have
written it, or None where the name offers no such variation.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from screening.evaluation import scripts, spellings, words
from screening.evaluation.listed_names import VARIED_TYPES, ListedName
from screening.evaluation.tables import Degree, variation_tables

__all__ = ["CONTROL", "KINDS", "Variation", "VariationKind", "degree_of", "vary"]

_PEOPLE = frozenset({"person"})
_COMPANIES = frozenset({"organization"})
# Companies' names are translated rather than put letter by letter into another script.
_LETTER_BY_LETTER = frozenset({"person", "vessel"})
_ALL = frozenset(VARIED_TYPES)


@dataclass(frozen=True)
class VariationKind:
    """name: what reports call it; what: a line that explains it; parties: the entity types it suits."""

    name: str
    what: str
    parties: frozenset[str]
    vary: Callable[[ListedName, random.Random], str | None]


@dataclass(frozen=True)
class Variation:
    """A listed name in another writing."""

    listed: ListedName
    kind: str
    text: str


def _as_published(name: ListedName, draw: random.Random) -> str | None:
    return name.name


# Not a variation: what is not found here is not found at all.
CONTROL = "exact name"

KINDS: tuple[VariationKind, ...] = (
    VariationKind(CONTROL, "as the list has it, for control", _ALL, _as_published),
    VariationKind(
        "other order",
        "people: family name first, no comma; others: words turned around",
        _ALL,
        words.other_order,
    ),
    VariationKind("missing part", "a middle name, or one of several words", _ALL, words.missing_part),
    VariationKind("initials", "every given name as its initial", _PEOPLE, words.initials),
    VariationKind(
        "middle initials", "given names after the first as initials", _PEOPLE, words.middle_initials
    ),
    VariationKind("words joined", "two neighboring words as one", _ALL, words.joined_words),
    VariationKind("one word", "all words as one", _ALL, words.one_word),
    VariationKind("word split", "a long word as two", _ALL, words.split_word),
    VariationKind("title added", "a title before the name", _PEOPLE, words.titled),
    VariationKind("abbreviated", "a word that is mostly abbreviated", _ALL, words.abbreviated),
    VariationKind("over-long", "a field with more than the name", _ALL, words.over_long),
    VariationKind(
        "punctuation gone", "no hyphens, apostrophes, periods, commas", _ALL, words.punctuation_gone
    ),
    VariationKind("substituted letter", "one letter is another", _ALL, spellings.substituted_letter),
    VariationKind("doubled letter", "one letter stands twice", _ALL, spellings.doubled_letter),
    VariationKind("dropped letter", "one letter is missing", _ALL, spellings.dropped_letter),
    VariationKind(
        "swapped letters", "two neighboring letters change places", _ALL, spellings.swapped_letters
    ),
    VariationKind("digits for letters", "one letter is a digit", _ALL, spellings.digits_for_letters),
    VariationKind("other spelling", "one sound in another transcription", _PEOPLE, spellings.other_spelling),
    VariationKind(
        "other spelling throughout",
        "one sound of every word in another transcription",
        _PEOPLE,
        spellings.other_spelling_throughout,
    ),
    VariationKind(
        "Cyrillic script",
        "in Cyrillic letters, by sound",
        _LETTER_BY_LETTER,
        scripts.script_variation("Cyrillic"),
    ),
    VariationKind(
        "Greek script", "in Greek letters, by sound", _LETTER_BY_LETTER, scripts.script_variation("Greek")
    ),
    VariationKind(
        "Arabic script", "Arabic names in Arabic letters", _PEOPLE, scripts.script_variation("Arabic")
    ),
    VariationKind(
        "company form exchanged",
        "in another writing or language (PAO, PJSC)",
        _COMPANIES,
        words.exchanged_form,
    ),
    VariationKind("company form dropped", "the name without it", _COMPANIES, words.dropped_form),
    VariationKind("company form added", "to a name that has none", _COMPANIES, words.added_form),
    VariationKind(
        "look-alike letters", "some letters of another alphabet", _ALL, spellings.look_alike_letters
    ),
    VariationKind(
        "zero-width character", "an invisible character in a word", _ALL, spellings.zero_width_letter
    ),
)


def degree_of(kind: str) -> Degree | None:
    """How far a kind of variation goes from the name, as configs/variations.yaml says."""
    degrees = variation_tables().degrees
    return next((degree for degree, kinds in degrees.items() if kind in kinds), None)


def vary(names: Iterable[ListedName], seed: int) -> list[Variation]:
    """Each name in each kind that suits it.

    The same seed, name and kind give the same variation, whatever else is varied. A variation that differs
    from the name in nothing but case and spaces is left out, except the control.
    """
    found = []
    for name in names:
        known = {_plain(name.name), _plain(name.written)}
        for kind in KINDS:
            if name.entity_type not in kind.parties:
                continue
            draw = random.Random(f"{seed}|{name.list_id}|{name.entity_id}|{name.name_id}|{kind.name}")
            text = kind.vary(name, draw)
            if text is not None and text.strip() and (kind.name == CONTROL or _plain(text) not in known):
                found.append(Variation(name, kind.name, text))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
