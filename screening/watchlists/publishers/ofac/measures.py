"""What OFAC's types of sanctions prohibit, and what its kinds of relations make of two parties.

The advanced and the enhanced file name both in tables of their own; the other formats do not have them.
"""

from __future__ import annotations

import re

from screening.model.vocabulary import Measure, RelationKind

__all__ = ["prohibited", "relation_kind"]

# The first that is found in a type's name counts. Directive 4 under E.O. 13662 is about goods, services and
# technology for oil projects, Directive 4 under E.O. 14024 about any transaction with Russia's central bank.
_NAMED: tuple[tuple[str, Measure], ...] = (
    (r"non-blocking", "other"),
    (r"\bblock", "asset freeze"),
    (r"\breject\b", "payments"),
    (r"561|NDAA|CAPTA|correspondent", "correspondent accounts"),
    (r"CMIC|13959|14032", "securities dealings"),
    (r"14024.*directive 2\b", "correspondent accounts"),
    (r"14024.*directive 4\b", "payments"),
    (r"14014.*directive", "payments"),
    (r"directive 4\b", "trade restrictions"),
    (r"directive [123]", "debt and equity dealings"),
    (r"visa", "visa restrictions"),
)
_MEASURES = tuple((re.compile(pattern, re.IGNORECASE), measure) for pattern, measure in _NAMED)

# "Owned or Controlled By" does not tell which of the two; it is taken for ownership of a share not told,
# since that is what a party must be looked at for.
_RELATIONS: dict[str, RelationKind] = {
    "owned or controlled by": "owned by",
    "property in the interest of": "owned by",
    "owns, controls, or operates": "owner of",
    "family member of": "family",
    "associate of": "associate",
    "acting for or on behalf of": "associate",
    "providing support to": "associate",
    "leader or official of": "associate",
    "principal executive officer": "associate",
    "playing a significant role in": "associate",
}


def prohibited(sanctions_type: str) -> Measure:
    """What a type of sanctions ("Block", "13662 Sectoral Directive 1") prohibits; "other" for one that nobody
    here knows."""
    return next((measure for pattern, measure in _MEASURES if pattern.search(sanctions_type)), "other")


def relation_kind(words: str) -> RelationKind | None:
    """What a relation's words say that the party is to the other one; None for words not known here."""
    return _RELATIONS.get(words.strip().lower())
