"""Parties of different lists that bear the same number: a ship's IMO number, a passport, a register's number.

Numbers of one kind are compared, whatever each publisher calls the kind (configs/document_kinds.yaml);
`linking.identifiers` names those that count.
Those of a country count where both sides state the same one. Numbers that say nothing: short ones, those
that the list itself doubts, and those that several parties of one list bear.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from screening.linking.evidence import Evidence
from screening.linking.parties import Identifier, Party, share_a_word
from screening.settings.linking import IdentifierLinks

__all__ = ["Number", "identifier_evidence", "numbers_contradict", "numbers_of"]

_SIGN = re.compile(r"[^A-Z0-9]")
_WORLDWIDE, _OF_A_COUNTRY = 2.0, 1.0


class Number(NamedTuple):
    """kind: of configs/document_kinds.yaml; country: null for worldwide numbers."""

    kind: str
    number: str
    country: str | None


def identifier_evidence(parties: Sequence[Party], settings: IdentifierLinks) -> Iterator[Evidence]:
    """Each two parties of one type that share a number, and a word of their names where it is a country's."""
    bearers: dict[Number, list[int]] = defaultdict(list)
    for place, party in enumerate(parties):
        for number in numbers_of(party, settings):
            bearers[number].append(place)
    for number, places in bearers.items():
        a_list = Counter(parties[place].entry[0] for place in places)
        if len(a_list) < 2:
            continue
        sole = [place for place in places if a_list[parties[place].entry[0]] == 1]
        for at, one in enumerate(sole):
            for other in sole[at + 1 :]:
                if number.country is None or share_a_word(parties[one], parties[other]):
                    strength = _WORLDWIDE if number.country is None else _OF_A_COUNTRY
                    yield Evidence(one, other, "identifier", strength, _because(number))


def numbers_of(party: Party, settings: IdentifierLinks) -> Mapping[Number, None]:
    """The numbers of a party that can tell who it is, each once."""
    found = (_number(identifier, settings) for identifier in party.identifiers)
    return dict.fromkeys(number for number in found if number is not None)


def numbers_contradict(one: Mapping[Number, None], other: Mapping[Number, None]) -> bool:
    """Whether two parties bear a worldwide number of one kind, and none of them the same."""
    mine = {number for number in one if number.country is None}
    theirs = {number for number in other if number.country is None}
    of_both = {number.kind for number in mine} & {number.kind for number in theirs}
    return bool(of_both) and not mine & theirs


def _number(identifier: Identifier, settings: IdentifierLinks) -> Number | None:
    note = (identifier.note or "").casefold()
    if any(word.casefold() in note for word in settings.untrusted_notes):
        return None
    text = _SIGN.sub("", unicodedata.normalize("NFKC", identifier.number).upper())
    if len(text) < settings.least_signs or not any(sign.isdigit() for sign in text) or len(set(text)) < 3:
        return None
    read = settings.document_kinds.read(identifier.kind)
    if read is None:
        return None
    if read.kind in settings.worldwide:
        return Number(read.kind, text, None)
    counts = read.kind in settings.of_a_country and identifier.country
    return Number(read.kind, text, identifier.country) if counts else None


def _because(number: Number) -> str:
    where = f" of {number.country}" if number.country else ""
    return f"same {number.kind}{where} {number.number}"
