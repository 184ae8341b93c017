"""What the advanced and the enhanced file say of a party in labeled values → rows, as from the CSV files.

A feature has a label ("Birthdate", "Website", "Secondary sanctions risk:") and a value. What the CSV files
hold in a remark under the same label is read by the same grammar. A label that nobody knows is a statement
with its label: the file says which is which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.ofac.remarks import parse_field
from screening.watchlists.publishers.ofac.written import NO_COUNTRY

__all__ = ["VESSEL_FIELDS", "document_facts", "feature_facts"]

# Columns of the table "vessels" by the labels of their features, in small letters.
VESSEL_FIELDS = {
    "vessel call sign": "call_sign",
    "vessel type": "vessel_type",
    "vessel tonnage": "tonnage",
    "vessel gross registered tonnage": "gross_registered_tonnage",
    "vessel flag": "flag",
    "vessel owner": "owner",
}

_Read = Callable[[str, bool], Fact | None]


def _country(kind: str) -> _Read:
    return lambda text, is_main: facts.country(kind, text, is_main=is_main)


def _contact(kind: str) -> _Read:
    return lambda text, _is_main: facts.contact(kind, text)


def _gender(text: str, _is_main: bool) -> Fact | None:
    return Fact("entities", {"gender": text.lower()}) if text.lower() in ("male", "female") else None


_READ: dict[str, _Read] = {
    "birthdate": lambda text, is_main: facts.birth_date(text, is_main=is_main),
    "place of birth": lambda text, is_main: facts.birth_place(text, is_main=is_main),
    "nationality country": _country("nationality"),
    "citizenship country": _country("citizenship"),
    "nationality of registration": _country("registration"),
    "registration country": _country("registration"),
    "gender": _gender,
    "website": _contact("website"),
    "email address": _contact("email"),
    "phone number": _contact("phone"),
}  # fmt: skip


def feature_facts(label: str, text: str, *, is_main: bool, comment: str | None = None) -> tuple[Fact, ...]:
    """The rows of one feature. is_main: whether it is the main one of its kind. comment: what the file adds.

    A birth date or gender that cannot be one is a row of `unparsed_remarks`. Never raises.
    """
    read = _READ.get(label.lower())
    if read is not None:
        fact = read(text, is_main)
        found: tuple[Fact, ...] = (fact or facts.unparsed(f"{label} {text}"),)
    else:
        # OFAC's files of 2024 have the typographic apostrophe in "Manufacturer's Serial Number".
        found = parse_field(label.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), text)
    if comment and not any(fact.table == "identifiers" for fact in found):
        return (*found, facts.statement("Feature remark", f"{label} {text}: {comment}"))
    return _with_notes(found, [comment.removeprefix("(").removesuffix(")")] if comment else [])


def document_facts(
    kind: str,
    number: str,
    *,
    country: str | None,
    issued: str | None,
    expires: str | None,
    notes: Sequence[str] = (),
) -> tuple[Fact, ...]:
    """The rows of a document, read as the CSV files would write it; always an identifier. Never raises."""
    if country is not None and country.lower() == NO_COUNTRY:
        country = None
    found = parse_field(kind, number, country=country, issued=issued, expires=expires)
    if not any(fact.table == "identifiers" for fact in found):
        found = (facts.identifier(kind, number, country_text=country, issued=issued, expires=expires),)
    return _with_notes(found, notes)


def _with_notes(found: tuple[Fact, ...], notes: Sequence[str]) -> tuple[Fact, ...]:
    """The same rows, with what the file adds in the note of identifiers."""
    return tuple(_noted(fact, notes) if fact.table == "identifiers" else fact for fact in found)


def _noted(fact: Fact, notes: Sequence[str]) -> Fact:
    note = "; ".join(part for part in (fact.row["note"], *notes) if part) or None
    return replace(fact, row={**fact.row, "note": note})
