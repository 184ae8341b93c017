"""What one statement about a listed party says, as a row of a table.

Remarks in the CSV files and fields of the XML say the same things; both make their rows here, so that a
party comes out the same whichever file it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.model.date_spans import DateSpan, parse_date_span
from screening.model.vocabulary import RelationKind
from screening.watchlists.country_words import listed_country, place_country
from screening.watchlists.ship_numbers import is_ship_number

__all__ = [
    "Fact",
    "alias",
    "birth_date",
    "birth_place",
    "birth_span",
    "contact",
    "country",
    "identifier",
    "relation",
    "statement",
    "unparsed",
]

_IMO = re.compile(r"IMO[ :]*(?P<number>\d+)", re.IGNORECASE)
# What OFAC calls a ship's registration is its IMO number where it has the form of one.
_SHIP_REGISTRATION = "Vessel Registration Identification"


@dataclass(frozen=True, slots=True)
class Fact:
    """A row (without entity_id) for one of the tables of `SCHEMAS`.

    For the table "entities" the row holds what completes the party's own row (gender, title); for "names"
    it holds kind, quality and name only, the rest follows from the party.
    """

    table: str
    row: Mapping[str, Any]


def birth_date(text: str, *, is_main: bool) -> Fact | None:
    """None where `text` is no possible date."""
    span = parse_date_span(text)
    return None if span is None else birth_span(text, span, is_main=is_main)


def birth_span(text: str, span: DateSpan, *, is_main: bool) -> Fact:
    """text: as published; span: the days that its publisher means by it."""
    row = {
        "text": text,
        "earliest": span.earliest,
        "latest": span.latest,
        "year": span.year,
        "month": span.month,
        "day": span.day,
        "circa": span.circa,
        "is_main": is_main,
    }
    return Fact("birth_dates", row)


def birth_place(place: str, *, is_main: bool) -> Fact:
    return Fact("places", {"place": place, "country": place_country(place), "is_main": is_main})


def country(kind: str, text: str, *, is_main: bool) -> Fact:
    """kind: nationality, citizenship, registration or flag."""
    row = {"kind": kind, "text": text, "country": listed_country(text), "is_main": is_main}
    return Fact("countries", row)


def alias(kind: str, name: str, quality: str) -> Fact:
    """kind: aka, fka or nka; quality: strong or weak."""
    return Fact("names", {"kind": kind, "name": name, "quality": quality})


def identifier(
    kind: str,
    number: str,
    *,
    country_text: str | None = None,
    issued: str | None = None,
    expires: str | None = None,
    note: str | None = None,
) -> Fact:
    """A document or registration number. The IMO of "IMO 9187629" goes to the kind, so that the number
    compares with the bare number other files hold; a ship's registration that is one bare gets it too."""
    imo = _IMO.fullmatch(number)
    if imo is not None:
        kind, number = f"{kind} IMO", imo["number"]
    elif kind == _SHIP_REGISTRATION and is_ship_number(number):
        kind = f"{kind} IMO"
    row = {
        "kind": kind,
        "number": number,
        "country_text": country_text,
        "country": listed_country(country_text),
        "issued": issued,
        "expires": expires,
        "note": note,
    }
    return Fact("identifiers", row)


def relation(
    words: str,
    other_name: str,
    *,
    kind: RelationKind | None = None,
    other_entity_id: str | None = None,
    share: float | None = None,
) -> Fact:
    """words: the publisher's. share: percent (0 to 100) that the owner holds, where told."""
    row = {
        "relation": words,
        "kind": kind,
        "other_name": other_name,
        "other_entity_id": other_entity_id,
        "share": share,
    }
    return Fact("relations", row)


def contact(kind: str, value: str) -> Fact:
    """kind: website, email or phone (fax and telex numbers among them)."""
    return Fact("contacts", {"kind": kind, "value": value})


def statement(kind: str, text: str) -> Fact:
    return Fact("statements", {"kind": kind, "text": text})


def unparsed(text: str) -> Fact:
    """A segment of remarks that no rule knows."""
    return Fact("unparsed_remarks", {"text": text})
