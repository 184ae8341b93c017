"""Births, addresses and documents of the EU's XML, as facts."""

from __future__ import annotations

from collections.abc import Iterator

from screening.model.date_spans import DateSpan, parse_date_span
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.eu.countries import iso_code
from screening.watchlists.publishers.eu.fields import said
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.xml_events import Element

__all__ = ["address_facts", "birth_facts", "document_fact", "remarks_of"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# What stands in a remark that says nothing.
_NOTHING = ("", "-", ".", "none")

# Kinds of documents where the file gives their code alone.
_DOCUMENTS = {
    "passport": "National passport",
    "id": "National identification card",
    "regnumber": "Registration number",
    "fiscalcode": "Fiscal code",
    "taxid": "Tax identification number",
    "imo": "IMO number",
    "swiftbic": "SWIFT/BIC",
    "birthcert": "Birth certificate",
    "drivinglicence": "Driving licence",
    "nationcert": "Nationality certificate",
    "ssn": "Social security number",
    "travelcardid": "Travel document",
    "residentperm": "Resident permit",
    "euvat": "EU VAT number",
    "unssn": "UN social security number",
    "tradelic": "Trade licence",
    "electionid": "Election identity card",
    "other": "Other identification number",
}
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to have expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}
_CONTACTS = {
    "email": "email",
    "phone": "phone",
    "fax": "phone",
    "mobile": "phone",
    "web": "website",
    "website": "website",
}


def remarks_of(element: Element) -> list[str]:
    """The remarks directly in an element, without those that say nothing."""
    texts = (one_line(each.node.text) for each in element.children("remark"))
    return [text for text in texts if text.lower() not in _NOTHING]


def birth_facts(birth: Element, *, is_main: bool) -> Iterator[Fact]:
    """Date and place of a birth; either may be missing. A date of another calendar is a statement, unless
    the file gives its day in ours, too."""
    yield from _birth_date(birth, is_main=is_main)
    place = _joined(said(birth, key) for key in ("place", "city", "region", "zipCode"))
    country, code = _country(birth)
    if whole := _joined((place, country)):
        yield Fact("places", {"place": whole, "country": code, "is_main": is_main})
    for remark in sorted(remarks_of(birth)):
        yield facts.statement("Birth", remark)


def _birth_date(birth: Element, *, is_main: bool) -> Iterator[Fact]:
    calendar, day = said(birth, "calendarType").upper() or "GREGORIAN", said(birth, "birthdate")
    first, last = _number(birth, "yearRangeFrom"), _number(birth, "yearRangeTo")
    parts = _number(birth, "dayOfMonth"), _number(birth, "monthOfYear"), _number(birth, "year")
    circa = "circa " if said(birth, "circa").lower() in ("true", "1") else ""
    if calendar != "GREGORIAN":
        own = "/".join(str(part) for part in parts if part) or "-".join(
            str(year) for year in (first, last) if year
        )
        span = parse_date_span(day) if day[:4] != str(parts[2]) else None
        if span is not None:
            yield facts.birth_span(f"{day} ({own} {calendar.lower()} calendar)", span, is_main=is_main)
        elif own or day:
            yield facts.statement(f"Date of birth ({calendar.lower()} calendar)", own or day)
        return
    text = day[:10] or _date_text(*parts)
    if not text and (first or last):
        text = f"{first} to {last}" if first and last and first != last else str(first or last)
    if not text:
        return
    span = parse_date_span(text)
    if span is None:
        yield facts.unparsed(f"birthdate {text}")
    else:
        yield facts.birth_span(
            f"{circa}{text}", DateSpan(span.earliest, span.latest, circa=bool(circa)), is_main=is_main
        )


def _date_text(day: int | None, month: int | None, year: int | None) -> str:
    if not year:
        return ""
    if not month or month > 12:
        return f"{year:04d}"
    return f"{day} {_MONTHS[month - 1]} {year:04d}" if day else f"{_MONTHS[month - 1]} {year:04d}"


def address_facts(address: Element) -> Iterator[Fact]:
    country, code = _country(address)
    box = said(address, "poBox")
    notes = ["at the time of listing"] if said(address, "asAtListingTime").lower() in ("true", "1") else []
    row = {
        "address_id": said(address, "logicalId"),
        "address": _joined((said(address, "street"), box and f"P.O. Box {box}", said(address, "place")))
        or None,
        "city": _joined((said(address, "city"), said(address, "region"), said(address, "zipCode"))) or None,
        "country_text": country or None,
        "country": code,
        "note": "; ".join((*notes, *sorted(remarks_of(address)))) or None,
    }
    if any(value for key, value in row.items() if key not in ("address_id", "country")):
        yield Fact("addresses", row)
    contacts = ((said(each, "key"), said(each, "value")) for each in address.children("contactInfo"))
    for key, value in sorted(contacts):
        kind = _CONTACTS.get(key.lower())
        if value:
            yield facts.contact(kind, value) if kind else facts.statement(key, value)


def document_fact(item: Element) -> Fact:
    """One identification; a statement where no number is told."""
    code = said(item, "identificationTypeCode")
    kind = said(item, "identificationTypeDescription") or _DOCUMENTS.get(code, code) or "Document"
    # By this word the number compares with those of other lists.
    if code == "imo" and "IMO" not in kind:
        kind = f"{kind} (IMO)"
    number, latin = said(item, "number").strip("-"), said(item, "latinNumber").strip("-")
    notes = [words for flag, words in _FLAGS.items() if said(item, flag).lower() in ("true", "1")]
    if latin and latin != number:
        # The number in Latin letters is the one that customers have.
        number, other = (number, latin) if number.isascii() and number else (latin, number)
        notes += [f"also written {other}"] if other else []
    for key, words in (("nameOnDocument", "under the name"), ("issuedBy", "issued by"), ("region", "region")):
        if text := said(item, key):
            notes.append(f"{words} {text}")
    notes += sorted(remarks_of(item))
    country, country_code = _country(item)
    if not number:
        return facts.statement(
            kind, "; ".join(part for part in (country, *notes) if part) or "number not told"
        )
    row = {
        "kind": kind,
        "number": number,
        "country_text": country or None,
        "country": country_code,
        "issued": said(item, "issueDate") or said(item, "validFrom") or None,
        "expires": said(item, "validTo") or None,
        "note": "; ".join(notes) or None,
    }
    return Fact("identifiers", row)


def _country(element: Element) -> tuple[str, str | None]:
    """(as published, code); ("", None) for the placeholder."""
    words, code = said(element, "countryDescription"), iso_code(said(element, "countryIso2Code"))
    if code is None and (not words or words.upper() == "UNKNOWN"):
        return "", None
    return words, code or listed_country(words)


def _number(element: Element, attribute: str) -> int | None:
    text = said(element, attribute)
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _joined(parts: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))
