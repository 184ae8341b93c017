"""Parties → SDN.XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from ofac_writers.parties import Party, Row
from ofac_writers.statements import (
    ALIAS_WORDS,
    VESSEL_LABELS,
    Feature,
    document_number,
    documents,
    features,
    free_text,
    related,
)

__all__ = ["write_sdn_xml"]

_NAMESPACE = "http://tempuri.org/sdnList.xsd"
_TYPES = {"person": "Individual", "organization": "Entity", "vessel": "Vessel", "aircraft": "Aircraft"}
_VESSEL_TAGS = {
    "call_sign": "callSign",
    "vessel_type": "vesselType",
    "flag": "vesselFlag",
    "owner": "vesselOwner",
    "tonnage": "tonnage",
    "gross_registered_tonnage": "grossRegisteredTonnage",
}
# Features with elements of their own; the others stand among the documents.
_OWN_ELEMENTS = {"Title", "Birthdate", "Place of Birth", "Nationality Country", "Citizenship Country"}


def write_sdn_xml(parties: Sequence[Party], path: Path, *, published: date) -> Path:
    """Left out: measures, authorities, days of listing, remarks on addresses, notes on documents."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns="{_NAMESPACE}">\n  <publshInformation>\n'
            f"    <Publish_Date>{published:%m/%d/%Y}</Publish_Date>\n"
            f"    <Record_Count>{len(parties)}</Record_Count>\n  </publshInformation>\n"
        )
        for party in parties:
            file.writelines(f"{line}\n" for line in _entry(party))
        file.write("</sdnList>\n")
    return path


def _entry(party: Party) -> Iterator[str]:
    found = list(features(party))
    yield "  <sdnEntry>"
    yield f"    <uid>{party.entity_id}</uid>"
    yield from _name(party.primary, "    ")
    yield from _element("title", party.entity["title"], "    ")
    yield f"    <sdnType>{_TYPES[party.entity_type]}</sdnType>"
    yield from _element("remarks", "; ".join(_remarks(party)), "    ")
    yield from _list("programList", [[("program", row["program"])] for row in party.rows("programs")], None)
    yield from _list("idList", [*map(_document, documents(party)), *_labelled(found)], "id")
    if party.aliases:
        yield "    <akaList>"
        for number, alias in enumerate(party.aliases):
            yield "      <aka>"
            yield f"        <uid>{number}</uid>"
            yield f"        <type>{ALIAS_WORDS[alias['kind']]}</type>"
            yield f"        <category>{alias['quality']}</category>"
            yield from _name(alias, "        ")
            yield "      </aka>"
        yield "    </akaList>"
    yield from _list("addressList", [_address(row) for row in party.rows("addresses")], "address")
    for label, tag in (("Nationality Country", "nationality"), ("Citizenship Country", "citizenship")):
        yield from _list(f"{tag}List", _items(found, label, "country"), tag)
    yield from _list("dateOfBirthList", _items(found, "Birthdate", "dateOfBirth"), "dateOfBirthItem")
    yield from _list("placeOfBirthList", _items(found, "Place of Birth", "placeOfBirth"), "placeOfBirthItem")
    if party.vessel:
        yield "    <vesselInfo>"
        for column, tag in _VESSEL_TAGS.items():
            yield from _element(tag, party.vessel[column], "      ")
        yield "    </vesselInfo>"
    yield "  </sdnEntry>"


_Fields = list[tuple[str, str | None]]


def _name(row: Row, indent: str) -> Iterator[str]:
    has_parts = row["family_name"] and row["given_name"]
    yield from _element("firstName", row["given_name"] if has_parts else None, indent)
    yield from _element("lastName", row["family_name"] if has_parts else row["name"], indent)


def _remarks(party: Party) -> list[str]:
    links = [
        f"{row['relation']}: {row['other_name']}" for row in related(party) if row["relation"] == "Linked To"
    ]
    others = [
        f"{row['relation']} {row['other_name']}" for row in related(party) if row["relation"] != "Linked To"
    ]
    return [*free_text(party), *others, *([f"({'; '.join(links)})"] if links else [])]


def _document(row: Row) -> _Fields:
    kind, number = document_number(row)
    return [
        ("uid", "0"),
        ("idType", kind),
        ("idNumber", number),
        ("idCountry", row["country_text"]),
        ("issueDate", row["issued"]),
        ("expirationDate", row["expires"]),
    ]


def _labelled(found: list[Feature]) -> list[_Fields]:
    left_out = {*_OWN_ELEMENTS, *VESSEL_LABELS.values()}
    return [
        [("uid", "0"), ("idType", each.label), ("idNumber", each.text)]
        for each in found
        if each.label not in left_out
    ]


def _address(row: Row) -> _Fields:
    return [
        ("uid", "0"),
        ("address1", row["address"]),
        ("city", row["city"]),
        ("country", row["country_text"]),
    ]


def _items(found: list[Feature], label: str, tag: str) -> list[_Fields]:
    return [
        [("uid", "0"), (tag, each.text), ("mainEntry", str(each.is_main).lower())]
        for each in found
        if each.label == label
    ]


def _list(name: str, rows: Sequence[_Fields], item: str | None) -> Iterator[str]:
    if not rows:
        return
    yield f"    <{name}>"
    for fields in rows:
        if item is not None:
            yield f"      <{item}>"
        for tag, value in fields:
            yield from _element(tag, value, "        ")
        if item is not None:
            yield f"      </{item}>"
    yield f"    </{name}>"


def _element(tag: str, value: str | None, indent: str) -> Iterator[str]:
    if value:
        yield f"{indent}<{tag}>{escape(value)}</{tag}>"
