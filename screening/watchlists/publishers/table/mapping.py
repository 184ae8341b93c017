"""The mapping of a list that comes as a table: which column says what. `docs/add-a-publisher.md` tells it.

read_mapping_file(Path("configs/lists/au_dfat.yaml")).list_id      # "AU-DFAT"
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from screening.config_files import CONFIG_DIR, Section, read_yaml
from screening.model.errors import InputError
from screening.model.vocabulary import EntityType, Gender, Measure, RelationKind

__all__ = [
    "Address",
    "BirthDates",
    "Countries",
    "FileForm",
    "Identifiers",
    "ListMapping",
    "MeasureOf",
    "Names",
    "ProgramWords",
    "Programs",
    "References",
    "Relations",
    "Statements",
    "TypeRule",
    "Values",
    "known_mappings",
    "read_mapping_file",
]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is no regular expression: {error}") from error
    return text


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(f"no encoding is called '{name}'") from error
    # Lines are found by their bytes.
    if name.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32")):
        raise ValueError("UTF-16 and UTF-32 cannot be read. Save the table as UTF-8")
    return name


Pattern = Annotated[str, AfterValidator(_pattern)]
Column = Annotated[str, Field(min_length=1)]


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


class Values(Section):
    """Which cell holds values, and how they stand in it.

    remove: what is taken out of the cell first. split: what stands between values; find: what a value looks
    like, its group `value` or the whole; neither: the cell is one value. strip: what is taken off the values.
    """

    column: Column
    remove: Pattern | None = None
    split: Pattern | None = None
    find: Pattern | None = None
    strip: Pattern | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Values:
        if self.split is not None and self.find is not None:
            raise ValueError("give split or find, not both")
        return self

    def columns(self) -> Iterator[str]:
        """Every column it reads."""
        yield self.column


class OneOf(Section):
    """A word of ours by the cell's word. otherwise: for a word that is not there and for an empty cell."""

    column: Column
    words: dict[str, str]
    otherwise: str | None = None


class TypeRule(Section):
    """Tells the type of a party: by the cell's word, or by what is in the cell.

    words: the cell's word → type. pattern: what the cell must have in it to be of `type`.
    """

    column: Column
    words: dict[str, EntityType] = Field(default_factory=dict)
    pattern: Pattern | None = None
    type: EntityType | None = None

    @model_validator(mode="after")
    def _one_way(self) -> TypeRule:
        if bool(self.words) == (self.pattern is not None) or (self.pattern is None) != (self.type is None):
            raise ValueError("give words, or pattern and type")
        return self


class PartyType(Section):
    """Rules in their order; the first that tells it wins. otherwise: where none does."""

    rules: list[TypeRule] = Field(default_factory=list)
    otherwise: EntityType | None = None


class PartyId(Section):
    """The cell that the party is known by, and what of it, group 1 or the whole, names the party."""

    column: Column
    pattern: Pattern | None = None


NameRole = Literal["primary", "aka", "fka", "nka"]


class Names(Section):
    """Names in one column, or one name made of several.

    columns: parts in their order, joined by a space. kind: what the names are; of several entries the first
    is the primary name. quality: of an alias. kind_by, quality_by: by another cell's word. family, given:
    columns that hold these alone.
    """

    column: Column | None = None
    columns: list[Column] = Field(default_factory=list)
    remove: Pattern | None = None
    split: Pattern | None = None
    strip: Pattern | None = None
    kind: NameRole = "aka"
    quality: Literal["strong", "weak"] = "strong"
    kind_by: OneOf | None = None
    quality_by: OneOf | None = None
    family: Column | None = None
    given: list[Column] = Field(default_factory=list)

    @model_validator(mode="after")
    def _sound(self) -> Names:
        if (self.column is None) == (not self.columns):
            raise ValueError("give column, or columns for a name made of parts")
        for by, known in (
            (self.kind_by, {"primary", "aka", "fka", "nka"}),
            (self.quality_by, {"strong", "weak"}),
        ):
            said = (
                set(by.words.values()) | ({by.otherwise} if by and by.otherwise else set()) if by else set()
            )
            if said - known:
                raise ValueError(
                    f"{', '.join(sorted(said - known))}: must be one of {', '.join(sorted(known))}"
                )
        return self


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


def read_mapping_file(path: Path) -> ListMapping:
    """The mapping in a file. Raises InputError that names the file, the key, and what is wrong with it."""
    content = read_yaml(path, "mapping of a list")
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected the mapping of a list as 'key: value' lines at the top level.")
    try:
        return ListMapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the mapping"
        more = error.error_count() - 1
        raise InputError(
            f"{path}, {place}: {_wrong(first['type'], first['msg'])}"
            f"{f' ({more} more after it)' if more else ''}. docs/add-a-publisher.md has every key."
        ) from error


def _wrong(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "no such key. Look for a misspelling"
    if kind == "missing":
        return "is missing. Add it"
    return message.removeprefix("Value error, ").rstrip(".")


@lru_cache(maxsize=1)
def known_mappings() -> Mapping[Path, ListMapping]:
    """The mappings of configs/lists by their files, in the order of their names. Raises InputError."""
    return {path: read_mapping_file(path) for path in sorted((CONFIG_DIR / "lists").glob("*.yaml"))}
