"""What a mapping says of all that a table tells of a party beside its names: dates, numbers, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from screening.config_files import Section
from screening.model.vocabulary import Gender, Measure, RelationKind
from screening.watchlists.publishers.table.mapping_cells import Column, Pattern, Values

__all__ = [
    "Address",
    "BirthDates",
    "Contacts",
    "Countries",
    "GenderOf",
    "Identifiers",
    "MeasureOf",
    "Programs",
    "References",
    "Relations",
    "Statements",
]


class GenderOf(Section):
    column: Column
    words: dict[str, Gender]


class BirthDates(Values):
    """day_first: how dates of three numbers are meant (3/4/1970), null where there are none."""

    day_first: bool | None = None


class Countries(Values):
    """kind: nationality, citizenship, registration or flag. words: the publisher's word for a country → one
    that is known, or its ISO code."""

    kind: str = "nationality"
    words: dict[str, str] = Field(default_factory=dict)


class Identifiers(Values):
    """kind: the publisher's word for the numbers; for IMO numbers it must have IMO in it. country: column.

    pattern: a value's parts, by groups called kind, number, country, issued and expires; a value that it does
    not fit is not understood. means: what is no identifier, by the kind's word: statement, gender, website,
    email, phone, currency (of a wallet), aircraft, or registration (a country) → words, as regular
    expressions.
    """

    kind: str | None = None
    country: Column | None = None
    pattern: Pattern | None = None
    means: dict[
        Literal["statement", "gender", "website", "email", "phone", "currency", "aircraft", "registration"],
        list[Pattern],
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_kind(self) -> Identifiers:
        groups = re.compile(self.pattern).groupindex if self.pattern else {}
        if self.pattern is not None and "number" not in groups:
            raise ValueError("pattern needs a group called number, as in (?P<number>.+)")
        if self.kind is None and "kind" not in groups:
            raise ValueError("give kind, or a pattern with a group called kind")
        return self

    def columns(self) -> Iterator[str]:
        yield self.column
        if self.country:
            yield self.country


class Address(Values):
    """city, country: columns. country_last: the address ends in its country, after a comma."""

    city: Column | None = None
    country: Column | None = None
    country_last: bool = False

    def columns(self) -> Iterator[str]:
        yield from (each for each in (self.column, self.city, self.country) if each)


class ProgramWords(Section):
    """What a cell's word means: the program's code (null where it is none of its own), the authority behind
    it, and what it prohibits."""

    program: str | None = None
    authority: str | None = None
    measures: list[Measure] = Field(default_factory=list)


class Programs(Values):
    """words: cell's word → what it means. authority, listed_on: columns. listed_pattern: what of the cell is
    the day. codes: a file of configs that knows the authority of codes, such as programs/ofac.yaml.

    Where words are given and no codes, a word that is not among them is not understood."""

    words: dict[str, ProgramWords] = Field(default_factory=dict)
    authority: Column | None = None
    listed_on: Column | None = None
    listed_pattern: Pattern | None = None
    codes: str | None = None

    def columns(self) -> Iterator[str]:
        yield from (each for each in (self.column, self.authority, self.listed_on) if each)


class MeasureOf(Section):
    """What the list prohibits where a cell has one of these words."""

    column: Column
    when: list[str]
    measure: Measure


class References(Values):
    """publisher: short name of whose references these are, such as UN."""

    publisher: str


class Relations(Values):
    """Values are names of related parties. words: what they are to the party."""

    words: str
    kind: RelationKind | None = None


class Statements(Values):
    """kind: what they are about; unless given, the column's name."""

    kind: str | None = None


class Contacts(Values):
    kind: Literal["website", "email", "phone"]
