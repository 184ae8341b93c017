"""What the UK's XML knows of persons, entities and ships alone, as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from screening.model.vocabulary import Gender
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.uk.dates import is_blank_date, uk_span
from screening.watchlists.publishers.xml_events import Element

__all__ = ["entity_facts", "person_facts", "ship_facts", "ship_fields"]

_IMO = re.compile(r"(?:IMO)?[ :.]*(?P<number>\d{7})(?!\d)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# Beside the number of a document, in words: whose it is.
_ISSUER = re.compile(
    r"(?P<country>[^\W\d][^,;.:()]*?)(?: (?:diplomatic|national|service))? (?:passport|number|issued)\b"
)


def person_facts(party: Element) -> Iterator[Fact]:
    for person in party.children("IndividualDetails", "Individual"):
        for number, text in enumerate(_texts(person, "DOBs", "DOB")):
            yield from _birth_date(text, is_main=number == 0)
        for number, place in enumerate(person.children("BirthDetails", "Location")):
            town, country = one_line(place.text("TownOfBirth")), one_line(place.text("CountryOfBirth"))
            if words := ", ".join(part for part in (town, country) if part):
                row = {"place": words, "country": listed_country(country), "is_main": number == 0}
                yield Fact("places", row)
        for number, text in enumerate(_texts(person, "Nationalities", "Nationality")):
            yield facts.country("nationality", text, is_main=number == 0)
        genders = set(_texts(person, "Genders", "Gender"))
        for gender in sorted(genders):
            if len(genders) == 1 and gender.lower() in get_args(Gender):
                yield Fact("entities", {"gender": gender.lower()})
            else:
                yield facts.statement("Gender", gender)
        yield from _documents(person, "PassportDetails", "Passport", "Passport")
        yield from _documents(
            person, "NationalIdentifierDetails", "NationalIdentifier", "National identifier"
        )


def entity_facts(party: Element) -> Iterator[Fact]:
    for entity in party.children("EntityDetails", "Entity"):
        for text in _texts(entity, "TypeOfEntities", "TypeOfEntity"):
            yield facts.statement("Type of entity", text)
        for text in _texts(entity, "BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
            yield facts.identifier("Business registration number", text)
        for text in _texts(entity, "ParentCompanies", "ParentCompany"):
            yield facts.relation("Parent company", text, kind="owned by")
        for text in _texts(entity, "Subsidiaries", "Subsidiary"):
            yield facts.relation("Subsidiary", text, kind="owner of")


def ship_facts(party: Element) -> Iterator[Fact]:
    for ship in party.children("ShipDetails", "Ship"):
        for text in _texts(ship, "IMONumbers", "IMONumber"):
            imo = _IMO.fullmatch(text)
            if imo is not None:
                yield facts.identifier("IMO number", imo["number"], note=imo["rest"] or None)
            else:
                yield facts.unparsed(f"IMONumber: {text}")
        for text in _texts(ship, "HullIdentificationNumbers", "HullIdentificationNumber"):
            yield facts.identifier("Hull identification number", text)
        for text in _texts(ship, "CurrentOwnerOperators", "CurrentOwnerOperator"):
            # One word for both: that they own it is not said.
            yield facts.relation("Current owner/operator", text, kind="controlled by")
        for text in _texts(ship, "PreviousOwnerOperators", "PreviousOwnerOperator"):
            yield facts.relation("Previous owner/operator", text, kind="other")
        # Those after the first; it is a column of the ship.
        for text in _texts(ship, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip")[1:]:
            yield facts.country("flag", text, is_main=False)
        for text in _texts(ship, "PreviousFlags", "PreviousFlag"):
            yield facts.statement("Previous flag", text)
        for text in _texts(ship, "LengthOfShipDetails", "LengthOfShip"):
            yield facts.statement("Length of ship", text)
        for text in _texts(ship, "YearsBuilt", "YearBuilt"):
            yield facts.statement("Year built", text)


def ship_fields(party: Element) -> dict[str, str | None]:
    """The columns of the table "vessels"."""
    said = {
        "vessel_type": ("TypeOfShipDetails", "TypeOfShip"),
        "tonnage": ("TonnageOfShipDetails", "TonnageOfShip"),
        "flag": ("CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
        "owner": ("CurrentOwnerOperators", "CurrentOwnerOperator"),
    }
    ship = next(party.children("ShipDetails", "Ship"), None)
    found = {column: _texts(ship, *names) if ship else [] for column, names in said.items()}
    # A flag is one country: the first that is believed.
    first = {column: texts[0] if texts else None for column, texts in found.items()}
    return {
        column: text if column == "flag" else "; ".join(found[column]) or None
        for column, text in first.items()
    }


def _birth_date(text: str, *, is_main: bool) -> Iterator[Fact]:
    span = uk_span(text)
    if span is not None:
        yield facts.birth_span(text, span, is_main=is_main)
    elif not is_blank_date(text):
        yield facts.unparsed(f"DOB {text}")


def _documents(person: Element, group: str, tag: str, kind: str) -> Iterator[Fact]:
    for document in person.children(group, tag):
        number, note = (
            one_line(document.text(f"{tag}Number")),
            one_line(document.text(f"{tag}AdditionalInformation")),
        )
        issuer = _ISSUER.match(note)
        country = issuer["country"] if issuer and listed_country(issuer["country"]) else None
        if number:
            yield facts.identifier(kind, number, country_text=country, note=note or None)
        elif note:
            yield facts.statement(kind, note)


def _texts(element: Element, *names: str) -> list[str]:
    return [one_line(text) for text in element.texts(*names)]
