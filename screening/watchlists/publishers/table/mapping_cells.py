"""What a mapping says of a party's cells: which hold values, what a party is known by, and its names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from screening.config_files import Section
from screening.model.vocabulary import EntityType

__all__ = ["Column", "Names", "OneOf", "PartyId", "PartyType", "Pattern", "Values"]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is no regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Column = Annotated[str, Field(min_length=1)]


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
