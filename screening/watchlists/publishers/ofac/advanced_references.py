"""What an advanced file says before its parties: the tables of its codes, places, documents.

Parties point to all of them by number. A number that stands in no table gives None, and the reader counts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from sys import intern

from screening.model.vocabulary import EntityType
from screening.watchlists.publishers.ofac.period_text import day, period_text
from screening.watchlists.publishers.ofac.written import NO_COUNTRY, written_address
from screening.watchlists.publishers.xml_events import Element

__all__ = ["Document", "Place", "References", "period_of", "read_document", "read_place"]

_FRAUDULENT = "fraudulent"
_PARTY_TYPES: dict[str, EntityType] = {
    "individual": "person",
    "entity": "organization",
    "other entity": "organization",
}
# (type, text, whether it is of the main writing)
_Part = tuple[str, str, bool]
_TRANSPORT: dict[str, EntityType] = {"vessel": "vessel", "aircraft": "aircraft"}


@dataclass(slots=True)
class References:
    """The tables of codes: name of the table ("FeatureType") → number → text."""

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    entity_types: dict[str, EntityType] = field(default_factory=dict)

    def text(self, table: str, number: str | None) -> str | None:
        return self.tables.get(table, {}).get(number or "")

    def read(self, sets: Element) -> None:
        """Take in the tables of a file."""
        sub_types: dict[str, tuple[str, str]] = {}
        for value in _values(sets):
            number = value.attribute("ID")
            if number is None:
                continue
            text = value.own_text or ""
            if value.name == "AreaCode":
                # Its own text is the ISO code.
                text = value.attribute("Description") or text
            self.tables.setdefault(value.name, {})[number] = intern(text)
            if value.name == "PartySubType":
                sub_types[number] = (text.lower(), value.attribute("PartyTypeID") or "")
        for number, (text, party_type) in sub_types.items():
            # Two sub-types are called "Unknown"; the type above them tells which is a person.
            above = (self.text("PartyType", party_type) or "").lower()
            entity_type = _TRANSPORT.get(text) or _PARTY_TYPES.get(above)
            if entity_type is not None:
                self.entity_types[number] = entity_type


@dataclass(frozen=True, slots=True)
class Place:
    """A location: its writings (address lines, city), the first the main one, and the country's words."""

    writings: tuple[tuple[str | None, str | None], ...]
    country: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an identity, in the words of the file."""

    kind: str
    number: str
    country: str | None
    issued: str | None
    expires: str | None
    notes: tuple[str, ...]


def read_place(location: Element, references: References) -> Place:
    """A location as the CSV files would write it: state and postal code at the city, a region as country."""
    parts = list(_parts(location, references))
    country = _country(location, references)
    if country is None:
        country, parts = _country_of_parts(parts)
    writings = [written_address([(kind, text) for kind, text, is_main in parts if is_main])]
    if any(not is_main for _, _, is_main in parts):
        writings.append(written_address([(kind, text) for kind, text, is_main in parts if not is_main]))
    return Place(tuple(writings), country)


def read_document(element: Element, references: References, places: dict[str, Place]) -> Document | None:
    """None for a document without a number."""
    number = element.text("IDRegistrationNo")
    if number is None:
        return None
    notes = [
        f"issued by {authority}" if (authority := element.text("IssuingAuthority")) else None,
        element.text("Comment"),
    ]
    country = references.text("Country", element.attribute("IssuedBy-CountryID"))
    place = places.get(element.attribute("IssuedIn-LocationID") or "")
    if place is not None:
        issued_in = ", ".join(part for part in (*place.writings[0], place.country) if part)
        if issued_in != country:
            notes.append(f"issued in {issued_in}" if issued_in else None)
    if (references.text("Validity", element.attribute("ValidityID")) or "").lower() == _FRAUDULENT:
        notes.append(_FRAUDULENT)
    dates: dict[str, str] = {}
    for item in element.children("DocumentDate"):
        kind = references.text("IDRegDocDateType", item.attribute("IDRegDocDateTypeID")) or ""
        period = next(item.children("DatePeriod"), None)
        span = period_of(period) if period is not None else None
        if span is not None:
            dates.setdefault(kind.lower(), period_text(span[0], span[1]))
    return Document(
        kind=references.text("IDRegDocType", element.attribute("IDRegDocTypeID")) or "Document",
        number=number,
        country=country,
        issued=dates.get("issue date"),
        expires=dates.get("expiration date"),
        notes=tuple(note for note in notes if note),
    )


def period_of(period: Element) -> tuple[date, date, bool] | None:
    """(first day, last day, whether it is unsure) of a period; None where it has none that can be."""
    days, circa = [], False
    for edge in (*period.children("Start"), *period.children("End")):
        circa = circa or edge.attribute("Approximate") == "true"
        for moment in (*edge.children("From"), *edge.children("To")):
            found = day(moment.text("Year"), moment.text("Month"), moment.text("Day"))
            if found is None:
                return None
            days.append(found)
    return (min(days), max(days), circa) if days else None


def _values(sets: Element) -> Iterator[Element]:
    for table in sets.node:
        yield from (Element(node) for node in table)


def _parts(location: Element, references: References) -> Iterator[_Part]:
    for part in location.children("LocationPart"):
        kind = references.text("LocPartType", part.attribute("LocPartTypeID")) or "Unknown"
        for value in part.children("LocationPartValue"):
            text = value.text("Value")
            if text is not None:
                yield kind, text, value.attribute("Primary") != "false"


def _country(location: Element, references: References) -> str | None:
    named = next(location.children("LocationCountry"), None)
    country = references.text("Country", named.attribute("CountryID")) if named is not None else None
    if country is None:
        area = next(location.children("LocationAreaCode"), None)
        country = references.text("AreaCode", area.attribute("AreaCodeID")) if area is not None else None
    return None if country is None or country.lower() == NO_COUNTRY else country or None


def _country_of_parts(parts: list[_Part]) -> tuple[str | None, list[_Part]]:
    """The country's words where it has no number of its own, and the other parts: a region that is none's, as
    the CSV files write it, or the one part of an unknown type."""
    for part in parts:
        kind, text, is_main = part
        if is_main and kind in ("REGION", "Unknown"):
            others = [other for other in parts if other is not part]
            return (f"Region: {text}" if kind == "REGION" else text), others
    return None, parts
