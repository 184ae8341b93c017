"""Parties and names of the EU's XML, counted by its tags alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.eu.ships import is_ship
from screening.watchlists.publishers.raw_elements import raw_elements

__all__ = ["count_eu"]

_NAME = ("wholeName", "firstName", "middleName", "lastName")


def count_eu(path: Path) -> Sequence[PartyCount]:
    """A party's names are its nameAlias elements with any name in them."""

    def parties() -> Iterator[tuple[str, int]]:
        code, names, imo_numbers = "", list[str](), list[str]()
        for element in raw_elements(path, ("sanctionEntity", "subjectType", "nameAlias", "identification")):
            said = element.attributes
            if element.name == "subjectType":
                code = said.get("code", "")
            elif element.name == "nameAlias":
                names += (
                    [" ".join(parts)]
                    if (parts := [said[key] for key in _NAME if said.get(key, "").strip()])
                    else []
                )
            elif element.name == "identification":
                imo_numbers += [said.get("number", "")] if said.get("identificationTypeCode") == "imo" else []
            else:
                ship = code != "person" and is_ship(names, imo_numbers)
                yield "vessel" if ship else "person" if code == "person" else "organization", len(names)
                code, names, imo_numbers = "", [], []

    return party_counts(parties())
