"""The facts of one listed entity, by the properties of its FollowTheMoney schema.

Every property has a name, so nothing is lost: what has no table of its own is a typed statement. Not
understood are only birth dates that no calendar holds and countries that no table of countries knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.opensanctions.entities import Entity
from screening.watchlists.publishers.opensanctions.words import IDENTIFIERS, NAME_PROPERTIES, entity_type

__all__ = ["country_facts", "date_facts", "write_target"]

_GENDERS = {"male": "male", "female": "female"}
_COUNTRIES = {
    "nationality": "nationality",
    "citizenship": "citizenship",
    "jurisdiction": "registration",
    "flag": "flag",
    "pastFlags": "former flag",
    "mainCountry": "main country",
    "birthCountry": "birth country",
}
_CONTACTS = {"website": "website", "email": "email", "phone": "phone"}
# Of sources, of the record itself, and what others have in a better form.
_SAYS_NOTHING = {
    "sourceUrl", "createdAt", "modifiedAt", "retrievedAt", "publisher", "publisherUrl", "proof", "alephUrl",
    "indexText", "firstName", "lastName", "secondName", "middleName", "givenName",
}  # fmt: skip
_AIRCRAFT = {"model", "type", "manufacturer", "operator", "registrationNumber", "serialNumber", "buildDate"}
# Ids of entities that hold the facts: written from there.
_HELD_ELSEWHERE = {"addressEntity", "parent", "owner", "operator", "sanctions", "holder"}


def write_target(writer: PartyWriter, entity: Entity) -> int:
    """Write a target's own facts and names; gives how many values had to be understood. What other entities
    say of it comes from them."""
    given = entity.properties
    names = [(name, *NAME_PROPERTIES[key]) for key in NAME_PROPERTIES for name in given.get(key, ())]
    at = next((place for place, (name, *_) in enumerate(names) if name == entity.caption), 0)
    # A wallet or an asset may have no name; its caption is what it is known by.
    primary = names.pop(at)[0] if names else entity.caption or entity.id
    kind = entity_type(entity.schema)
    writer.start(
        entity.id,
        kind,
        primary,
        title=_joined(given.get("title")),
        gender=_gender(given.get("gender", ())),
        remarks=_joined(given.get("notes"), "\n"),
        **_parts(primary, given),
    )
    for number, (name, name_kind, quality) in enumerate(names, start=1):
        writer.alias(entity.id, f"{entity.id}-alias-{number}", name_kind, name, quality)
    writer.facts(entity.id, [fact for key, values in given.items() for fact in _facts(entity, key, values)])
    if entity.schema == "CryptoWallet":
        for address in given.get("publicKey", ()):
            currency = _joined(given.get("currency"), " ") or "unknown"
            writer.facts(entity.id, [Fact("digital_currency", {"currency": currency, "address": address})])
    if kind == "vessel":
        _write_vessel(writer, entity)
    _write_addresses(writer, entity)
    return sum(len(values) for values in given.values())


def _facts(entity: Entity, key: str, values: Sequence[str]) -> Iterator[Fact]:
    if key in NAME_PROPERTIES or key in _SAYS_NOTHING or key in _HELD_ELSEWHERE:
        return
    if key in ("title", "notes", "address", "full") or (key == "gender" and _gender(values)):
        return
    if key == "birthDate":
        yield from date_facts(values)
    elif key == "birthPlace":
        for number, value in enumerate(values):
            yield facts.birth_place(value, is_main=number == 0)
    elif key == "country" and entity_type(entity.schema) == "organization":
        yield from country_facts("country", values)
    elif key in _COUNTRIES or key == "country":
        yield from country_facts(_COUNTRIES.get(key, "country"), values)
    elif key in IDENTIFIERS:
        for value in values:
            yield _identifier_fact(IDENTIFIERS[key], value)
    elif key in _CONTACTS:
        for value in values:
            yield facts.contact(_CONTACTS[key], value)
    elif key == "publicKey" and entity.schema == "CryptoWallet":
        return
    elif entity.schema == "Airplane" and key in _AIRCRAFT:
        for value in values:
            yield Fact("aircraft", {"field": key, "value": value})
    else:
        for value in values:
            yield facts.statement(key, value)


def date_facts(values: Sequence[str]) -> Iterator[Fact]:
    """Birth dates, the first one the main one; what is none is not understood."""
    for number, value in enumerate(values):
        fact = facts.birth_date(value, is_main=number == 0)
        yield fact or facts.unparsed(f"birth date: {value}")


def country_facts(kind: str, codes: Sequence[str]) -> Iterator[Fact]:
    """Countries by FollowTheMoney's codes (ISO codes in small letters, regions as "ge-ab")."""
    for number, code in enumerate(codes):
        yield facts.country(kind, code, is_main=number == 0)
        # The European Union and the like are no countries; a code that nobody knows is not understood.
        if listed_country(code) is None and code not in ("eu", "zz", "xx", "un", "global"):
            yield facts.unparsed(f"{kind}: {code}")


def _identifier_fact(kind: str, number: str) -> Fact:
    """An identifier; the letters IMO before a number that is known to be one are not part of it."""
    if "IMO" in kind:
        number = number.upper().removeprefix("IMO").strip(" :.")
    return facts.identifier(kind, number)


def _gender(values: Sequence[str]) -> str | None:
    # Both words together say neither.
    known = {_GENDERS[value.lower()] for value in values if value.lower() in _GENDERS}
    return known.pop() if len(known) == 1 and len(values) == 1 else None


def _parts(primary: str, given: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    """Family and given name of the primary name, where the entity has one of each and both stand in it."""
    family, first = given.get("lastName", ()), given.get("firstName", ())
    if len(family) != 1 or len(first) != 1:
        return {}
    words = primary.casefold().split()
    if not {*family[0].casefold().split(), *first[0].casefold().split()} <= set(words):
        return {}
    rest = [word for word in primary.split() if word.casefold() not in family[0].casefold().split()]
    return {"family_name": family[0], "given_name": " ".join(rest) or first[0]}


def _write_vessel(writer: PartyWriter, entity: Entity) -> None:
    given = entity.properties
    fields = {
        "call_sign": _joined(given.get("callSign")),
        "vessel_type": _joined(given.get("type")),
        "tonnage": _joined(given.get("deadweightTonnage") or given.get("tonnage")),
        "gross_registered_tonnage": _joined(given.get("grossRegisteredTonnage")),
    }
    if any(fields.values()):
        writer.vessel(entity.id, fields)


def _write_addresses(writer: PartyWriter, entity: Entity) -> None:
    """Addresses that are text at the entity itself."""
    for number, text in enumerate(entity.properties.get("address", ()), start=1):
        writer.address(entity.id, f"{entity.id}-address-{number}", address=text, city=None, country=None)


def _joined(values: Sequence[str] | None, between: str = "; ") -> str | None:
    return between.join(values) if values else None
