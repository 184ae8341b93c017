"""Parties that lists themselves call one: an entry that names another list's number, or the same third one.

Lists write each other's numbers with other capitals and spaces ("QDE.145" for QDe.145), so that only letters
and digits count. A number that was cut short ("QDi.43") is another number, and names nobody. Lists also give
wrong numbers, those of the entry above or below: one counts where the names have a word in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screening.linking.birth_dates import compare_births
from screening.linking.evidence import Evidence
from screening.linking.parties import Party, share_a_word

__all__ = ["SharedReferences", "publisher_of"]

_SIGN = re.compile(r"[^A-Z0-9]")
_STRENGTH = 1.0


def publisher_of(list_id: str) -> str:
    """Whose numbers a list's entity_ids are: OFAC-SDN and OFAC-CONS share one row of numbers."""
    return list_id.partition("-")[0].upper()


@dataclass(frozen=True)
class SharedReferences:
    """The numbers that parties bear or are called by. bearers: (publisher, number) → the places of parties
    that bear it or are called so; own: of those that bear it."""

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
                    first, second = self.parties[one], self.parties[other]
                    if first.entry[0] != second.entry[0] and share_a_word(first, second):
                        yield Evidence(one, other, "reference", _STRENGTH, f"same reference {text}")

    def contradict(self, one: int, other: int) -> bool:
        """Whether one of two parties is said to be another party of the other's list."""
        return self._names_another(one, other) or self._names_another(other, one)

    def _names_another(self, one: int, other: int) -> bool:
        party, list_id = self.parties[one], self.parties[other].entry[0]
        publisher = publisher_of(list_id)
        named = {
            place
            for reference in _named(party)
            if reference[0] == publisher
            for place in self.own.get(reference, ())
            if self.parties[place].entry[0] == list_id and _may_be_one(party, self.parties[place])
        }
        return bool(named) and other not in named

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


def _may_be_one(one: Party, other: Party) -> bool:
    """Whether a number that calls two parties one can be believed."""
    return (
        one.entity_type == other.entity_type
        and share_a_word(one, other)
        and compare_births(one.births, other.births) != "contradict"
    )


def _own(party: Party) -> tuple[str, str]:
    return _key(publisher_of(party.entry[0]), party.entry[1])


def _named(party: Party) -> Iterator[tuple[str, str]]:
    # "N/A" stands where there is none.
    return (key for key in (_key(*each) for each in party.references) if any(map(str.isdigit, key[1])))


def _key(publisher: str, reference: str) -> tuple[str, str]:
    return publisher.upper(), _SIGN.sub("", reference.upper())
