"""Words in customer tables → ours: entity types, genders, countries. Reach for it to add a spelling.

Each table of words is looked up once for every distinct value of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from screening.countries import country_code

__all__ = ["ENTITY_TYPE_WORDS", "GENDER_WORDS", "countries", "entity_types", "genders"]

ENTITY_TYPE_WORDS: Mapping[str, str] = {
    "person": "person",
    "individual": "person",
    "natural person": "person",
    "organization": "organization",
    "organisation": "organization",
    "company": "organization",
    "entity": "organization",
    "business": "organization",
    "legal entity": "organization",
    "corporate": "organization",
    "corporation": "organization",
    "vessel": "vessel",
    "ship": "vessel",
    "aircraft": "aircraft",
}

GENDER_WORDS: Mapping[str, str] = {
    "male": "male",
    "m": "male",
    "man": "male",
    "female": "female",
    "f": "female",
    "woman": "female",
}


def entity_types(column: pa.StringArray) -> pa.StringArray:
    """Words for kinds of parties → one of ENTITY_TYPES; null where missing or not known."""
    return _each_distinct(column, lambda text: ENTITY_TYPE_WORDS.get(" ".join(text.casefold().split())))


def genders(column: pa.StringArray) -> pa.StringArray:
    """male or female; null for everything else, which then neither agrees nor conflicts."""
    return _each_distinct(column, lambda text: GENDER_WORDS.get(text.casefold().strip(" .")))


def countries(column: pa.StringArray) -> pa.StringArray:
    """ISO 3166 alpha-2 codes; null for a text no country goes by, since unknown is not a conflict."""
    return _each_distinct(column, country_code)


def _each_distinct(column: pa.StringArray, look_up: Callable[[str], str | None]) -> pa.StringArray:
    coded = column.dictionary_encode()
    found = pa.array([look_up(str(text)) for text in coded.dictionary.to_pylist()], pa.string())
    return found.take(coded.indices)
