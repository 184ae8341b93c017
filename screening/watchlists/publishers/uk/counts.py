"""Parties and names of the UK's XML, counted by its tags alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.raw_elements import raw_elements

__all__ = ["count_uk"]

_TYPES = {"individual": "person", "entity": "organization", "ship": "vessel"}
_PARTS = tuple(f"Name{number}" for number in range(1, 7))
_COUNTED = (*_PARTS, "Name", "NameNonLatinScript", "IndividualEntityShip", "Designation")


def count_uk(path: Path) -> Sequence[PartyCount]:
    """A party's names: each Name with any of its six parts filled, and each in another script."""

    def parties() -> Iterator[tuple[str, int]]:
        kind, names, parts = "", 0, 0
        for element in raw_elements(path, _COUNTED):
            if element.name in _PARTS:
                parts += bool(element.text)
            elif element.name == "Name":
                names += parts > 0
                parts = 0
            elif element.name == "NameNonLatinScript":
                names += bool(element.text)
            elif element.name == "IndividualEntityShip":
                kind = _TYPES.get(element.text.lower(), "")
            else:
                if kind and names:
                    yield kind, names
                kind, names = "", 0

    return party_counts(parties())
