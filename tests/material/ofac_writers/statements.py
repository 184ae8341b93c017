"""What is said of a party in labelled values, and as segments of remarks: the inverse of their grammar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ofac_writers.parties import Party, Row

__all__ = [
    "ALIAS_WORDS",
    "VESSEL_LABELS",
    "Feature",
    "document_number",
    "documents",
    "features",
    "free_text",
    "related",
    "remark_segments",
]

ALIAS_WORDS = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
VESSEL_LABELS = {
    "call_sign": "Vessel Call Sign",
    "vessel_type": "VESSEL TYPE",
    "tonnage": "Vessel Tonnage",
    "gross_registered_tonnage": "Vessel Gross Registered Tonnage",
    "flag": "Vessel Flag",
    "owner": "Vessel Owner",
}
_COUNTRY_LABELS = {
    "nationality": "Nationality Country",
    "citizenship": "Citizenship Country",
    "registration": "Nationality of Registration",
}
_COUNTRY_WORDS = {
    "nationality": "nationality",
    "citizenship": "citizen",
    "registration": "Nationality of Registration",
}
_CONTACTS = {"website": "Website", "email": "Email Address", "phone": "Phone Number"}
# Statements that have a label of their own, as OFAC writes it.
_LABELS = {
    "Additional Sanctions Information": "Additional Sanctions Information -",
    "Secondary sanctions risk": "Secondary sanctions risk:",
    "Organization Established Date": "Organization Established Date",
    "Organization Type": "Organization Type:",
    "Target Type": "Target Type",
    "Other Vessel Type": "Other Vessel Type",
}
# What only the reader of the CSV files writes.
_READERS_OWN = ("Alias remark", "Second row with this number")


@dataclass(frozen=True, slots=True)
class Feature:
    """A labelled value. kind: text, country or date; the last has its days."""

    label: str
    text: str
    kind: str = "text"
    is_main: bool = True
    first: date | None = None
    last: date | None = None
    circa: bool = False


def features(party: Party) -> Iterator[Feature]:
    """Everything that has a label and is no document, in a fixed order; the title and the vessel's columns
    among it."""
    if party.entity["title"]:
        yield Feature("Title", party.entity["title"])
    for row in party.rows("birth_dates"):
        yield Feature(
            "Birthdate", row["text"], "date", row["is_main"], row["earliest"], row["latest"], row["circa"]
        )
    for row in party.rows("places"):
        yield Feature("Place of Birth", row["place"], is_main=row["is_main"])
    for row in party.rows("countries"):
        if row["kind"] in _COUNTRY_LABELS:
            yield Feature(_COUNTRY_LABELS[row["kind"]], row["text"], "country", row["is_main"])
        elif not row["is_main"]:
            yield Feature("Former Vessel Flag", row["text"])
    if party.entity["gender"]:
        yield Feature("Gender", party.entity["gender"].capitalize())
    for column, label in VESSEL_LABELS.items():
        if party.vessel and party.vessel[column]:
            yield Feature(label, party.vessel[column])
    yield from _others(party)


def documents(party: Party) -> list[Row]:
    """Its identifiers, but for tail numbers, which are features of aircraft."""
    return [row for row in party.rows("identifiers") if not row["kind"].endswith("Tail Number")]


def document_number(row: Row) -> tuple[str, str]:
    """(kind, number) as OFAC writes them: the IMO of a ship's number stands at the number."""
    kind = str(row["kind"])
    return (
        (kind.removesuffix(" IMO"), f"IMO {row['number']}")
        if kind.endswith(" IMO")
        else (kind, row["number"])
    )


def related(party: Party) -> list[Row]:
    """Relations that name a party of the list by its number."""
    return [row for row in party.rows("relations") if row["other_entity_id"]]


def free_text(party: Party) -> list[str]:
    """What has no label, as segments of remarks."""
    unlabelled = [
        row["text"] for row in party.rows("statements") if row["kind"] not in (*_LABELS, *_READERS_OWN)
    ]
    unrelated = [_relation(row) for row in party.rows("relations") if not row["other_entity_id"]]
    return [*unlabelled, *unrelated, *(row["text"] for row in party.rows("unparsed_remarks"))]


def remark_segments(party: Party) -> list[str]:
    """Everything that the CSV files say in remarks."""
    found = [f"{_alt(row)}DOB {row['text']}" for row in party.rows("birth_dates")]
    found += [f"{_alt(row)}POB {row['place']}" for row in party.rows("places")]
    found += [
        f"{ALIAS_WORDS[row['kind']]} '{row['name']}'" for row in party.aliases if row["quality"] == "weak"
    ]
    for row in party.rows("countries"):
        if row["kind"] in _COUNTRY_WORDS:
            found.append(f"{_alt(row)}{_COUNTRY_WORDS[row['kind']]} {row['text']}")
        elif not row["is_main"]:
            found.append(f"Former Vessel Flag {row['text']}")
    if party.entity["gender"]:
        found.append(f"Gender {party.entity['gender'].capitalize()}")
    found += [f"{each.label} {each.text}" for each in _others(party)]
    found += [_document(row) for row in documents(party)]
    found += free_text(party)
    return found + [_relation(row) for row in related(party)]


def _others(party: Party) -> Iterator[Feature]:
    """Features that the CSV files write with the same label."""
    for row in party.rows("contacts"):
        yield Feature(_CONTACTS[row["kind"]], row["value"])
    for row in party.rows("digital_currency"):
        yield Feature(f"Digital Currency Address - {row['currency']}", row["address"])
    for row in party.rows("aircraft"):
        yield Feature(row["field"], row["value"])
    for row in party.rows("statements"):
        if row["kind"] in _LABELS:
            yield Feature(_LABELS[row["kind"]], row["text"])


def _document(row: Row) -> str:
    kind, number = document_number(row)
    parts: list[Any] = [kind, number]
    parts += [f"({row[column]})" for column in ("note", "country_text") if row[column]]
    parts += [f"{word} {row[word]}" for word in ("issued", "expires") if row[word]]
    return " ".join(parts)


def _relation(row: Row) -> str:
    words = str(row["relation"])
    separator = ": " if words in ("Linked To", "Organization") else " "
    return f"{words}{separator}{row['other_name']}"


def _alt(row: Row) -> str:
    return "" if row["is_main"] else "alt. "
