"""Which entries of several lists are taken for one party: the settings under `linking`.

What a person says (`together`, `apart`) stands above all that the program finds. Every value is explained in
configs/screening.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from screening.config_files import Section
from screening.settings.documents import DocumentKinds, default_document_kinds

__all__ = ["IdentifierLinks", "LinkKind", "LinkingSettings", "NameLinks", "SaidPair"]

# What may tell that two entries are one party, the surest first. Links that a person made are always there.
LinkKind = Literal["reference", "identifier", "name"]

Points = Field(ge=0, le=10)


def _entry(text: Any) -> tuple[str, str]:
    """(list_id, entity_id) of "UN QDi.430"."""
    if isinstance(text, tuple):
        return text
    list_id, _, entity_id = text.strip().partition(" ") if isinstance(text, str) else ("", "", "")
    if not list_id or not entity_id.strip():
        raise ValueError(
            f"{text!r} names no entry: write the list and the party's number, such as UN QDi.430"
        )
    return list_id, entity_id.strip()


SaidEntry: TypeAlias = Annotated[
    tuple[str, str], BeforeValidator(_entry), PlainSerializer(lambda entry: " ".join(entry))
]
# Two entries that a person joins or keeps apart.
SaidPair: TypeAlias = tuple[SaidEntry, SaidEntry]


class IdentifierLinks(Section):
    """Which numbers tell that two parties are one."""

    least_signs: int = Field(ge=4, le=20)
    worldwide: tuple[str, ...]  # kinds of configs/document_kinds.yaml
    of_a_country: tuple[str, ...]
    untrusted_notes: tuple[str, ...]
    document_kinds: DocumentKinds = Field(default_factory=default_document_kinds, exclude=True)


class NameLinks(Section):
    """Points for names that agree, and for what else agrees; from `enough` on two parties are one."""

    enough: float = Field(gt=0, le=20)
    ahead: float = Points
    least_weight: float = Field(gt=0, le=10)
    most_weight: float = Field(gt=0, le=10)
    primary_agrees: float = Points
    further_name: float = Points
    most_further_names: int = Field(ge=0, le=20)
    original_script: float = Points
    all_names_agree: float = Points
    few_names_agree: float = Points
    borne_by_others: float = Points
    birth_day_agrees: float = Points
    birth_year_agrees: float = Points
    same_day_listed: float = Points
    same_regime: float = Points
    other_regime: float = Points
    same_country: float = Points
    other_country: float = Points
    near_name_score: float = Field(gt=0, le=100)


class LinkingSettings(Section):
    """The same party on several lists. See configs/screening.yaml."""

    enabled: bool
    kinds: frozenset[LinkKind]
    apart: tuple[SaidPair, ...]
    together: tuple[SaidPair, ...]
    identifiers: IdentifierLinks
    names: NameLinks
    regimes: Mapping[str, tuple[str, ...]]

    @field_validator("apart", "together")
    @classmethod
    def _two_entries(cls, pairs: tuple[SaidPair, ...]) -> tuple[SaidPair, ...]:
        for one, other in pairs:
            if one == other:
                raise ValueError(f"{' '.join(one)} is named twice in one pair: name two entries")
        return pairs

    @model_validator(mode="after")
    def _no_pair_joined_and_kept_apart(self) -> Self:
        joined: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for one, other in self.together:
            group = joined.get(one, {one}) | joined.get(other, {other})
            joined.update(dict.fromkeys(group, group))
        for one, other in self.apart:
            if other in joined.get(one, ()):
                raise ValueError(
                    f"{' '.join(one)} and {' '.join(other)} are kept apart, but 'together' joins them, also "
                    "through others. Take out one of the two"
                )
        return self
