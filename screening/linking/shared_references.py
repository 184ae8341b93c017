"""Parties that lists themselves call one: an entry that names another list's number, or the same third one.

Lists write each other's numbers with other capitals and spaces ("QDE.145" for QDe.145), so that only letters
and digits count. A number that was cut short ("QDi.43") is another number, and names nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screening.linking.evidence import Evidence
from screening.linking.parties import Party

__all__ = ["SharedReferences", "publisher_of"]

_SIGN = re.compile(r"[^A-Z0-9]")
_STRENGTH = 1.0


def publisher_of(list_id: str) -> str:
    """Whose numbers a list's entity_ids are: OFAC-SDN and OFAC-CONS share one row of numbers."""
    return list_id.partition("-")[0].upper()


@dataclass(frozen=True)
class SharedReferences:
    """The numbers that parties bear or are called by. bearers: (publisher, number) → the parties, by place."""

    parties: Sequence[Party]
    bearers: Mapping[tuple[str, str], Sequence[int]]
    own: Mapping[tuple[str, str], Sequence[int]]

    @classmethod
    def of(cls, parties: Sequence[Party]) -> SharedReferences:
        bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
        own: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, party in enumerate(parties):
            itself = _own(party)
            own[itself].append(place)
            for reference in dict.fromkeys((itself, *_named(party))):
                bearers[reference].append(place)
        return cls(parties, bearers, own)

    def evidence(self) -> Iterator[Evidence]:
        """Each two parties of different lists that share a number."""
        for reference, places in self.bearers.items():
            text = self._text(reference)
            for at, one in enumerate(places):
                for other in places[at + 1 :]:
                    if self.parties[one].entry[0] != self.parties[other].entry[0]:
                        yield Evidence(one, other, "reference", _STRENGTH, f"same reference {text}")

    def contradict(self, one: int, other: int) -> bool:
        """Whether one of two parties is said to be another party of the other's list."""
        return self._names_another(one, other) or self._names_another(other, one)

    def _names_another(self, one: int, other: int) -> bool:
        publisher = publisher_of(self.parties[other].entry[0])
        named = [
            reference
            for reference in _named(self.parties[one])
            if reference[0] == publisher
            and any(self.parties[p].entry[0] == self.parties[other].entry[0] for p in self.own.get(reference, ()))
        ]
        return bool(named) and _own(self.parties[other]) not in named

    def _text(self, reference: tuple[str, str]) -> str:
        """The number as its own list writes it, else as the first does that names it."""
        publisher, number = reference
        for place in self.own.get(reference, ()):
            return f"{publisher} {self.parties[place].entry[1]}"
        written = [
            text.strip()
            for place in self.bearers[reference]
            for whose, text in self.parties[place].references
            if _key(whose, text) == reference
        ]
        return f"{publisher} {min(written, default=number)}"


def _own(party: Party) -> tuple[str, str]:
    return _key(publisher_of(party.entry[0]), party.entry[1])


def _named(party: Party) -> Iterator[tuple[str, str]]:
    return (key for key in (_key(*reference) for reference in party.references) if key[1])


def _key(publisher: str, reference: str) -> tuple[str, str]:
    return publisher.upper(), _SIGN.sub("", reference.upper())
