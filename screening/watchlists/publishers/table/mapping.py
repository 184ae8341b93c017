"""The mapping of a list that comes as a table: which column says what. `docs/add-a-publisher.md` tells it.

`mapping_cells` and `mapping_facts` are the keys of single columns, `mapping_files` reads and finds mappings.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from screening.config_files import Section
from screening.watchlists.publishers.table.mapping_cells import Column, Names, PartyId, PartyType, Values
from screening.watchlists.publishers.table.mapping_facts import (
    Address,
    BirthDates,
    Contacts,
    Countries,
    GenderOf,
    Identifiers,
    MeasureOf,
    Programs,
    References,
    Relations,
    Statements,
)

__all__ = ["FileForm", "ListMapping"]


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(f"no encoding is called '{name}'") from error
    # Lines are found by their bytes.
    if name.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32")):
        raise ValueError("UTF-16 and UTF-32 cannot be read. Save the table as UTF-8")
    return name


class FileForm(Section):
    """How the file is written. sheet: of a workbook, its first unless named. header_row: the row of the
    column names, counted from 1. records: the key under which a JSON file has its list of records."""

    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    header_row: int = Field(default=1, ge=1, le=100)
    sheet: str | None = None
    records: str | None = None
    # Of CSV: a file whose last line does not end is cut, unless the publisher never ends it.
    last_line_ends: bool = True


class Published(Section):
    """Where the list's date stands: the latest day in a column, or the day (or month) in the file's name."""

    column: Column | None = None
    file_name: bool = False
    day_first: bool | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Published:
        if (self.column is not None) == self.file_name:
            raise ValueError("give column, or file_name: true")
        return self


class ListMapping(Section):
    """A list that comes as a table.

    recognize: columns that all must be there for a table to be this list. rows: what a row is: a party; one
    more name of a party; or one more listing of a party, which says its names again. nothing: words that say
    nothing, such as "na". ignore: columns that are left out; one that nothing else names becomes a statement.
    """

    list_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: str
    recognize: list[Column] = Field(min_length=2)
    file: FileForm = FileForm()
    published: Published | None = None
    details: str | None = None
    nothing: list[str] = Field(default_factory=list)
    rows: Literal["party", "name", "listing"] = "party"
    id: PartyId
    type: PartyType
    names: list[Names] = Field(min_length=1)
    title_of_party: Column | None = None
    gender: GenderOf | None = None
    birth_dates: list[BirthDates] = Field(default_factory=list)
    birth_places: list[Values] = Field(default_factory=list)
    countries: list[Countries] = Field(default_factory=list)
    identifiers: list[Identifiers] = Field(default_factory=list)
    addresses: list[Address] = Field(default_factory=list)
    programs: list[Programs] = Field(default_factory=list)
    measures: list[MeasureOf] = Field(default_factory=list)
    references: list[References] = Field(default_factory=list)
    relations: list[Relations] = Field(default_factory=list)
    contacts: list[Contacts] = Field(default_factory=list)
    statements: list[Statements] = Field(default_factory=list)
    vessel: dict[
        Literal["call_sign", "vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner"], Column
    ] = Field(default_factory=dict)
    remarks: list[Column] = Field(default_factory=list)
    ignore: list[Column] = Field(default_factory=list)

    @model_validator(mode="after")
    def _tells_types(self) -> ListMapping:
        if not self.type.rules and self.type.otherwise is None:
            raise ValueError("type: give rules, or otherwise for a list of one type")
        return self

    @cached_property
    def says_nothing(self) -> frozenset[str]:
        """The words of `nothing` in any case."""
        return frozenset(word.casefold() for word in self.nothing)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Every column that it reads → the key that names it first."""
        named: dict[str, str] = {}

        def name(key: str, *columns: str | None) -> None:
            for column in columns:
                if column:
                    named.setdefault(column, key)

        name("id", self.id.column)
        name("recognize", *self.recognize)
        name("type", *(rule.column for rule in self.type.rules))
        for each in self.names:
            by = [rule.column for rule in (each.kind_by, each.quality_by) if rule]
            name("names", each.column, *each.columns, *by, each.family, *each.given)
        name("title_of_party", self.title_of_party)
        name("gender", self.gender.column if self.gender else None)
        for key, values in self._values().items():
            for value in values:
                name(key, *value.columns())
        name("measures", *(each.column for each in self.measures))
        name("vessel", *self.vessel.values())
        name("remarks", *self.remarks)
        name("published", self.published.column if self.published else None)
        return named

    def _values(self) -> Mapping[str, list[Values]]:
        return {
            "birth_dates": [*self.birth_dates],
            "birth_places": [*self.birth_places],
            "countries": [*self.countries],
            "identifiers": [*self.identifiers],
            "addresses": [*self.addresses],
            "programs": [*self.programs],
            "references": [*self.references],
            "relations": [*self.relations],
            "contacts": [*self.contacts],
            "statements": [*self.statements],
        }
