"""How customers are matched with parties: the settings under `matching`, and what a Screener needs of all."""

from __future__ import annotations

from pydantic import Field, field_validator

from screening.config_files import Section
from screening.model.vocabulary import EntityType
from screening.settings.customers import CustomerSettings
from screening.settings.linking import LinkingSettings
from screening.settings.names import NamePolicy
from screening.settings.probability import ProbabilityModel

__all__ = ["IdentifierPolicy", "MatchingSettings", "ScreeningSettings", "WeakAliasPolicy"]


class IdentifierPolicy(Section):
    """Points that secondary identifiers add to or take from a name score, 0 to 100 each."""

    birth_date_agrees: float = Field(ge=0, le=100)
    birth_year_agrees: float = Field(ge=0, le=100)
    birth_date_conflicts: float = Field(ge=0, le=100)
    birth_date_near: float = Field(ge=0, le=100)
    birth_year_tolerance: int = Field(ge=0, le=10)
    nationality_agrees: float = Field(ge=0, le=100)
    country_agrees: float = Field(ge=0, le=100)
    country_conflicts: float = Field(ge=0, le=100)
    gender_agrees: float = Field(ge=0, le=100)
    gender_conflicts: float = Field(ge=0, le=100)
    person_conflicts: float = Field(ge=0, le=100)
    birth_date_and_nationality_floor: float = Field(ge=0, le=100)
    id_agrees_floor: float = Field(ge=0, le=100)
    id_min_length: int = Field(ge=3)
    document_labels: tuple[str, ...]


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

    @field_validator("threshold")
    @classmethod
    def _asks_for_something_in_common(cls, threshold: float) -> float:
        if not threshold > 0:
            raise ValueError(
                f"a threshold of {threshold:g} asks for every pair, also for those with nothing in common, "
                "which score 0 and are never looked at. Set it above 0, to 100 at most"
            )
        return threshold
