"""The policy of name comparison, as `configs/names.yaml` states it with the reason for each value.

Nothing here computes: `analysis`, `token_weights`, `similarity` and `deductions` read these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from screening.config_files import CONFIG_DIR, Section, read_yaml

__all__ = [
    "Acronyms",
    "Deductions",
    "Kind",
    "NamePolicy",
    "Patronymics",
    "Similarity",
    "Weights",
    "default_name_policy",
    "kind_of",
]

# People are compared one way; organizations, vessels and aircraft another.
Kind = Literal["person", "non_person"]

Share = Field(ge=0, le=1)
Points = Field(ge=0)


class Weights(Section):
    """Weights of words (0 to 1) that rarity alone would put wrong."""

    # Above 0 all of them: candidates are found by products of weights, where a 0 would be no entry.
    least: float = Field(gt=0, le=1)
    particle: float = Field(gt=0, le=1)
    legal_form: float = Field(gt=0, le=1)
    initial: float = Field(gt=0, le=1)
    short: float = Field(gt=0, le=1)
    short_letters: int = Field(ge=0, le=10)
    misspelled: float = Field(gt=0, le=1)
    misspelled_letters: int = Field(ge=3, le=10)
    legal_forms: frozenset[str]


class Acronyms(Section):
    """How many initials make a word that the spelled-out name meets."""

    shortest: int = Field(ge=2)
    longest: int = Field(ge=2)
    shortest_inner: int = Field(ge=2)
    longest_inner: int = Field(ge=2)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.shortest > self.longest or self.shortest_inner > self.longest_inner:
            raise ValueError("the shortest acronym must not be longer than the longest")
        return self


class Similarity(Section):
    """How alike two words are (0 to 1) by the way they meet."""

    consonant_edit: float = Field(gt=0)
    vowel_edit: float = Field(gt=0)
    most_edits: float = Field(gt=0, lt=0.5)
    folded: float = Share
    consonants_long: float = Share
    consonants: float = Share
    consonants_short: float = Share
    name: float = Share
    nickname: float = Share
    romanized: float = Share
    number: float = Share
    legal_form: float = Share
    place: float = Share
    trade_word: float = Share
    equivalent: float = Share
    initial: float = Share
    acronym: float = Share
    blend: float = Share
    long_from: int = Field(ge=1)
    short_below: int = Field(ge=1)
    # Words joined have a number by their letters, which holds for less than 128 of them.
    joined_letters: int = Field(ge=2, le=64)
    joined_consonants: int = Field(ge=1)
    common_beginnings: frozenset[str]
    common_endings: frozenset[str]
    run_letters: int = Field(ge=2, le=64)
    run_words: int = Field(ge=2, le=12)
    least: float = Field(gt=0, le=1)


class Patronymics(Section):
    """Words that say whose son or daughter somebody is: those before a father's name, those after one."""

    before: frozenset[str]
    after: frozenset[str]


class Deductions(Section):
    """Points off a name score of 100."""

    uncovered_worse: float = Field(gt=0)
    uncovered_better: float = Points
    thin_evidence: float = Points
    weakest_word: float = Points
    one_word: float = Points
    two_words: float = Points
    no_same_word: float = Points
    one_same_word: float = Points
    initials_alone: float = Points
    other_order: float = Points
    number: float = Points
    other_number: float = Points
    other_place: float = Points
    changed_word: float = Points
    other_trade: float = Points
    conflict: float = Points
    conflict_first: float = Points
    conflict_floor: float = Field(ge=0, le=100)
    line_crossed: float = Points
    fathers_apart: float = Points
    # None where names have no fathers, and their order says nothing.
    patronymics: Patronymics | None = None
    same_word_from: float = Share
    slip_from: float = Share
    rare_slip_from: float = Share
    rare_from: float = Share
    distinctive_from: float = Field(ge=0, lt=1)
    doubt_from: float = Field(gt=0, le=1)
    thin_offset: float = Field(gt=0)
    common_below: float = Field(ge=0, lt=1)


class ByKind(Section):
    person: Deductions
    non_person: Deductions


class NamePolicy(Section):
    particles: frozenset[str]
    abbreviations: Mapping[str, str] = Field(default_factory=dict)
    weights: Weights
    acronyms: Acronyms
    similarity: Similarity
    deductions: ByKind

    def deductions_for(self, kind: Kind) -> Deductions:
        return self.deductions.person if kind == "person" else self.deductions.non_person


def kind_of(entity_type: str | None) -> Kind:
    """The kind of comparison for an entity type (person, organization, vessel, aircraft)."""
    return "person" if entity_type == "person" else "non_person"


@lru_cache(maxsize=1)
def default_name_policy() -> NamePolicy:
    """The policy of configs/names.yaml."""
    return NamePolicy.model_validate(read_yaml(CONFIG_DIR / "names.yaml"))
