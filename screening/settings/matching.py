"""How customers are matched with parties: the settings under `matching`, and what a Screener needs of all."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pydantic import Field, field_validator, model_validator

from screening.config_files import Section
from screening.model.vocabulary import EntityType
from screening.settings.customers import CustomerSettings
from screening.settings.documents import DocumentKinds, default_document_kinds
from screening.settings.linking import LinkingSettings
from screening.settings.names import NamePolicy
from screening.settings.probability import ProbabilityModel

__all__ = ["IdentifierPolicy", "MatchingSettings", "NumberStep", "ScreeningSettings", "WeakAliasPolicy"]


class NumberStep(Section):
    """What the same number is worth, from so many digits on, where its kind or country is not known on both
    sides: points added to the name score, and the least score whatever the names."""

    digits: float = Field(ge=0)
    points: float = Field(ge=0, le=100)
    least: float = Field(ge=0, le=100)


class IdentifierPolicy(Section):
    """Points that secondary identifiers add to or take from a name score, 0 to 100 each."""

    birth_date_agrees: float = Field(ge=0, le=100)
    birth_year_agrees: float = Field(ge=0, le=100)
    birth_date_turned_round: float = Field(ge=0, le=100)
    birth_date_conflicts: float = Field(ge=0, le=100)
    birth_date_near: float = Field(ge=0, le=100)
    birth_year_tolerance: int = Field(ge=0, le=10)
    nationality_agrees: float = Field(ge=0, le=100)
    country_agrees: float = Field(ge=0, le=100)
    country_conflicts: float = Field(ge=0, le=100)
    gender_agrees: float = Field(ge=0, le=100)
    gender_conflicts: float = Field(ge=0, le=100)
    person_conflicts: float = Field(ge=0, le=100)
    birth_date_and_nationality_agree: float = Field(ge=0, le=100)
    birth_date_and_nationality_floor: float = Field(ge=0, le=100)
    id_agrees_floor: float = Field(ge=0, le=100)
    id_agrees: float = Field(ge=0, le=100)
    untyped_numbers: tuple[NumberStep, ...]
    letter_counts_as: float = Field(ge=1, le=2)
    same_kind_counts_as: float = Field(ge=0, le=5)
    id_min_length: int = Field(ge=3)
    document_labels: tuple[str, ...]
    document_kinds: DocumentKinds = Field(default_factory=default_document_kinds, exclude=True)

    @field_validator("untyped_numbers")
    @classmethod
    def _longer_numbers_say_more(cls, steps: tuple[NumberStep, ...]) -> tuple[NumberStep, ...]:
        for one, other in pairwise(steps):
            if one.digits >= other.digits or one.points > other.points or one.least > other.least:
                raise ValueError(
                    f"numbers of {other.digits:g} digits stand after those of {one.digits:g}: they must be "
                    "longer, and give at least as much"
                )
        return steps


class WeakAliasPolicy(Section):
    """When a weak alias may make a hit (OFAC FAQ 122 and 123)."""

    require_exact: bool
    require_identifier: bool


class MatchingSettings(Section):
    screened_against: dict[EntityType, list[EntityType]]
    across_types_from: float | None = Field(default=None, gt=0, le=100)
    identifiers: IdentifierPolicy
    weak_aliases: WeakAliasPolicy


class ScreeningSettings(Section):
    """All that a Screener needs to know."""

    threshold: float = Field(le=100)
    workers: int = Field(ge=1)
    customers: CustomerSettings
    matching: MatchingSettings
    linking: LinkingSettings
    names: NamePolicy
    match_probability: ProbabilityModel
    document_kinds: DocumentKinds = Field(default_factory=default_document_kinds)

    @model_validator(mode="before")
    @classmethod
    def _kinds_are_those_of_every_section(cls, said: Any) -> Any:
        """Customers, lists and links read kinds of documents alike: each section has them from one place."""
        if not isinstance(said, dict) or said.get("document_kinds") is None:
            return said
        kinds = DocumentKinds.model_validate(said["document_kinds"])
        for path in (("customers",), ("matching", "identifiers"), ("linking", "identifiers")):
            said = _with_kinds(said, path, kinds)
        return said | {"document_kinds": kinds}

    @field_validator("threshold")
    @classmethod
    def _asks_for_something_in_common(cls, threshold: float) -> float:
        if not threshold > 0:
            raise ValueError(
                f"a threshold of {threshold:g} asks for every pair, also for those with nothing in common, "
                "which score 0 and are never looked at. Set it above 0, to 100 at most"
            )
        return threshold


def _with_kinds(section: Any, path: tuple[str, ...], kinds: DocumentKinds) -> Any:
    """The section with `kinds` put in at the end of the path; as it is where it is none."""
    if not isinstance(section, dict):
        return section
    if not path:
        return section | {"document_kinds": kinds}
    return section | {path[0]: _with_kinds(section.get(path[0]), path[1:], kinds)}
