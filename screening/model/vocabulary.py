"""Words of one meaning everywhere: the types of parties, the qualities of names, genders."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ENTITY_TYPES", "GENDERS", "NAME_QUALITIES", "EntityType", "Gender", "NameQuality"]

EntityType = Literal["person", "organization", "vessel", "aircraft"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

# How much a name of a listed party is worth: its primary name, or an alias as its publisher rates it.
NameQuality = Literal["primary", "strong", "weak"]
NAME_QUALITIES: tuple[NameQuality, ...] = get_args(NameQuality)

Gender = Literal["male", "female"]
GENDERS: tuple[Gender, ...] = get_args(Gender)
