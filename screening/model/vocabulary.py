"""Words of one meaning everywhere: types of parties, qualities of names, genders, measures, relations."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "BLOCKING",
    "ENTITY_TYPES",
    "GENDERS",
    "MEASURES",
    "NAME_QUALITIES",
    "RELATION_KINDS",
    "EntityType",
    "Gender",
    "Measure",
    "NameQuality",
    "RelationKind",
]

EntityType = Literal["person", "organization", "vessel", "aircraft"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

# How much a name of a listed party is worth: its primary name, or an alias as its publisher rates it.
NameQuality = Literal["primary", "strong", "weak"]
NAME_QUALITIES: tuple[NameQuality, ...] = get_args(NameQuality)

Gender = Literal["male", "female"]
GENDERS: tuple[Gender, ...] = get_args(Gender)

# What a designation prohibits or asks for.
Measure = Literal[
    "asset freeze",
    "travel ban",
    "arms embargo",
    "trade restrictions",
    "debt and equity dealings",
    "securities dealings",
    "correspondent accounts",
    "payments",
    "loans and credit",
    "trust services",
    "director disqualification",
    "ship restrictions",
    "aircraft restrictions",
    "technical assistance",
    "export license",
    "debarment",
    "visa restrictions",
    "other",
]
MEASURES: tuple[Measure, ...] = get_args(Measure)
# What OFAC calls blocking: only that makes a party blocked, and what it owns by half (its 50 percent rule).
BLOCKING: Measure = "asset freeze"

# What one party is to the other party of a relation: "owned by" is said of the owned one.
RelationKind = Literal["owned by", "owner of", "controlled by", "controls", "family", "associate", "other"]
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
