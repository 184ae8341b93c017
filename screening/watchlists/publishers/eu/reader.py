"""The EU's XML 1.1 → a Watchlist.

The order of parties, and of what is said of each, changes from publication to publication: it is read in the
order of the publisher's logical ids, so that the same content is the same Watchlist. No name is marked as
primary: it is the oldest one (by its id) of the best kind, strong before weak, Latin before other scripts,
English or of no language before the translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.model.date_spans import single_day
from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, main_script, resolve_relations
from screening.watchlists.publishers.eu.countries import iso_code
from screening.watchlists.publishers.eu.details import address_facts, birth_facts, document_fact, remarks_of
from screening.watchlists.publishers.eu.fields import KNOWN_FIELDS, said
from screening.watchlists.publishers.eu.ships import is_ship
from screening.watchlists.publishers.labeled_text import read_text
from screening.watchlists.publishers.unknown_fields import unknown_fields
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import SCHEMAS, Watchlist, WatchlistBuilder

__all__ = ["read_eu"]

_TYPES = {"person": "person", "enterprise": "organization"}
_GENDERS = {"M": "male", "F": "female"}


def read_eu(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one XML file; it may hold no party. `list_id` is "EU" unless given.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, and for a
    party without a number, a name or a known type, or with another party's number.
    """
    builder = WatchlistBuilder(list_id=list_id or "EU", source=str(path))
    writer = PartyWriter(builder)
    order: dict[str, tuple[int, str]] = {}
    for entry in read_elements(path, ("sanctionEntity",)):
        root = entry.node.getparent()
        if root is not None and builder.published is None:
            builder.published = single_day(str(root.get("generationDate") or ""))
        entity_id = _read_party(entry, writer, path)
        order[entity_id] = (_logical_id(entry), entity_id)
    for table in SCHEMAS:
        builder.rows(table).sort(key=lambda row: order[row["entity_id"]])
    resolve_relations(builder)
    return builder.build()


def _read_party(entry: Element, writer: PartyWriter, path: Path) -> str:
    entity_id = said(entry, "euReferenceNumber") or said(entry, "logicalId")
    subject = next(entry.children("subjectType"), None)
    kind = _TYPES.get(said(subject, "code").lower()) if subject else None
    names = _names(entry)
    if not entity_id or not names or kind is None:
        raise InputError(
            f"{path}: the party at line {entry.line} has no euReferenceNumber or logicalId, no nameAlias, or "
            "an unknown subjectType. Fetch the file again from the EU."
        )
    if entity_id in writer:
        raise InputError(f"{path}: line {entry.line}: number {entity_id} stands for two parties.")
    identifications = _children(entry, "identification")
    imo_numbers = [
        said(each, "number") for each in identifications if said(each, "identificationTypeCode") == "imo"
    ]
    if kind == "organization" and is_ship([_whole_name(each) for each in names], imo_numbers):
        kind = "vessel"
    genders = {gender for each in names if (gender := _GENDERS.get(said(each, "gender")))}
    roles = dict.fromkeys(
        text for each in names for key in ("title", "function") if (text := said(each, key))
    )
    primary = min(names, key=_rank)
    remarks = sorted(remarks_of(entry))
    writer.start(
        entity_id,
        kind,
        _whole_name(primary),
        title="; ".join(roles) or None,
        remarks=" ".join(remarks) or None,
        gender=genders.pop() if len(genders) == 1 else None,
        **_parts(primary),
    )
    for alias in names:
        if alias is not primary:
            quality = "weak" if said(alias, "strong").lower() in ("false", "0") else "strong"
            name_id = f"{entity_id}-{said(alias, 'logicalId')}"
            writer.alias(entity_id, name_id, "aka", _whole_name(alias), quality, **_parts(alias))
    for regulation in _children(entry, "regulation"):
        day = single_day(said(entry, "designationDate")) or single_day(said(regulation, "publicationDate"))
        authority = said(regulation, "numberTitle") or None
        writer.program(entity_id, said(regulation, "programme"), authority=authority, listed_on=day)
    for reference in re.split(r"[;,\s]+", said(entry, "unitedNationId")):
        if reference:
            writer.reference(entity_id, "UN", reference)
    if kind == "vessel":
        writer.vessel(entity_id, {})
    found = list(_stated(entry, names, identifications, remarks))
    writer.builder.remark_segments += len(found)
    writer.facts(entity_id, found)
    return entity_id


def _stated(
    entry: Element, names: Sequence[Element], identifications: Sequence[Element], remarks: Sequence[str]
) -> Iterator[Fact]:
    """Everything of a party but its names and programs."""
    yield facts.statement("logicalId", said(entry, "logicalId"))
    for key, kind in (("delistingDate", "Delisting date"), ("designationDate", "Designation date")):
        if text := said(entry, key):
            yield facts.statement(kind, text)
    yield from read_text(said(entry, "designationDetails"), "Designation details")
    for number, birth in enumerate(_children(entry, "birthdate")):
        yield from birth_facts(birth, is_main=number == 0)
    for number, citizenship in enumerate(_children(entry, "citizenship")):
        yield from _citizenship(citizenship, is_main=number == 0)
    for identification in identifications:
        yield document_fact(identification)
    for address in _children(entry, "address"):
        yield from address_facts(address)
    for remark in remarks:
        yield from read_text(remark, "Remark")
    for each in (*names, *_children(entry, "regulation")):
        for remark in sorted(remarks_of(each)):
            yield facts.statement("Remark", remark)
    for node in entry.node.iter("{*}additionalInformation"):
        yield facts.statement(
            said(Element(node), "key") or "Additional information", said(Element(node), "value")
        )
    yield from sorted(unknown_fields(entry, KNOWN_FIELDS), key=lambda fact: str(fact.row["text"]))


def _citizenship(item: Element, *, is_main: bool) -> Iterator[Fact]:
    country, region = said(item, "countryDescription"), said(item, "region")
    code = iso_code(said(item, "countryIso2Code"))
    if code:
        yield Fact("countries", {"kind": "citizenship", "text": country, "country": code, "is_main": is_main})
    elif country and country.upper() != "UNKNOWN":
        yield facts.country("citizenship", country, is_main=is_main)
    for text in (region, *sorted(remarks_of(item))):
        if text:
            yield facts.statement("Citizenship", text)


def _names(entry: Element) -> list[Element]:
    return [each for each in _children(entry, "nameAlias") if _whole_name(each)]


def _whole_name(alias: Element) -> str:
    whole = said(alias, "wholeName")
    return whole or " ".join(
        part for key in ("firstName", "middleName", "lastName") if (part := said(alias, key))
    )


def _parts(alias: Element) -> dict[str, str | None]:
    given = " ".join(part for key in ("firstName", "middleName") if (part := said(alias, key)))
    return {
        "family_name": said(alias, "lastName") or None,
        "given_name": given or None,
        "language": said(alias, "nameLanguage").lower() or None,
    }


def _rank(alias: Element) -> tuple[bool, bool, bool, int]:
    return (
        said(alias, "strong").lower() in ("false", "0"),
        main_script(_whole_name(alias)) != "Latin",
        said(alias, "nameLanguage").upper() not in ("", "EN"),
        _logical_id(alias),
    )


def _children(entry: Element, name: str) -> list[Element]:
    """By logical id; by all attributes where it is missing or the same."""
    found = list(entry.children(name))
    if len(found) > 1:
        found.sort(key=lambda each: (_logical_id(each), sorted(each.node.items())))
    return found


def _logical_id(element: Element) -> int:
    text = said(element, "logicalId")
    # As many digits as xs:long has; one without is the last.
    return int(text) if re.fullmatch(r"\d{1,19}", text) else 10**19
