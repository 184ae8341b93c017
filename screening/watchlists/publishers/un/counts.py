"""Parties and names of the UN's XML, counted by its tags alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.raw_elements import raw_elements

__all__ = ["count_un"]

_PARTIES = {"INDIVIDUAL": "person", "ENTITY": "organization"}
_NAMES = ("ALIAS_NAME", "NAME_ORIGINAL_SCRIPT")


def count_un(path: Path) -> Sequence[PartyCount]:
    """A party's names: its own, each alias that is not empty, and the name in its own script."""

    def parties() -> Iterator[tuple[str, int]]:
        names = 1
        for element in raw_elements(path, (*_PARTIES, *_NAMES)):
            if element.name in _PARTIES:
                yield _PARTIES[element.name], names
                names = 1
            elif element.text:
                names += 1

    return party_counts(parties())
