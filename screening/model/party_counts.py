"""How many parties and names of each type there are: in a publisher's files, in tables, in an index.

The same list counted at each of these places must give the same counts; where it does not, listed parties
went missing on the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.model.vocabulary import ENTITY_TYPES, EntityType

__all__ = ["PartyCount", "party_counts"]


@dataclass(frozen=True, slots=True)
class PartyCount:
    """Of one type of parties: how many there are, and how many names they bear, aliases among them."""

    entity_type: EntityType
    parties: int
    names: int


def party_counts(parties: Iterable[tuple[str, int]]) -> tuple[PartyCount, ...]:
    """(entity type, number of names) of each party → a count for each type there is, in the order of
    ENTITY_TYPES. Raises KeyError for a type that is none of them."""
    found = {entity_type: [0, 0] for entity_type in ENTITY_TYPES}
    for entity_type, names in parties:
        count = found[entity_type]  # type: ignore[index]
        count[0] += 1
        count[1] += names
    return tuple(PartyCount(kind, *count) for kind, count in found.items() if count[0])
