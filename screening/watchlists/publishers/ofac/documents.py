"""Passports, tax numbers, company registers: the kinds OFAC names, and how one reads.

A document is written `KIND NUMBER (Country) issued DATE expires DATE`, everything after the number being
optional; the kind is OFAC's own word. The table says where a known kind ends. A kind that it does not hold
is taken where its words end like those of a document ("... Number", "... ID Card"); others may still have a
shape (`remark_shapes`).
"""

from __future__ import annotations

import re

from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact, identifier

__all__ = ["DOCUMENT_KINDS", "parse_document", "read_document"]

# As OFAC writes them, by what they are. Order does not matter: the longest that fits is taken.
DOCUMENT_KINDS: tuple[str, ...] = (
    # travel
    "Passport", "Passport No.", "Passport Booklet", "Diplomatic Passport", "Stateless Person Passport",
    "British National Overseas Passport", "Travel Document Number", "VisaNumberID", "Visa Number",
    "Immigration No.", "Temporary suspension of deportation No.", "Seafarer's Identification Document",
    "Diplomatic Passport Laissez-Passer",
    # national identity
    "National ID No.", "Cedula No.", "C.U.R.P.", "D.N.I.", "N.I.E.", "I.F.E.", "C.U.I.", "C.U.I.P.", "CNP",
    "CNP (Personal Numerical Code)", "Personal ID Card", "Personal ID No.", "Identification Number",
    "National Foreign ID Number", "Foreign ID No.", "Residency Number", "Citizen's Card Number",
    "Numero de Identidad", "Electoral Registry No.", "Credencial electoral", "LE Number",
    "Tazkira National ID Card", "Turkish Identification Number", "Kenyan ID No.", "Bosnian Personal ID No.",
    "Moroccan Personal ID No.", "UAE Identification", "Stateless Person ID Card", "Refugee ID Card",
    "Romanian Permanent Resident CAN", "Public Security and Immigration No.", "Driver's License No.",
    "Pilot License Number", "Cartilla de Servicio Militar Nacional", "Military Registration Number",
    "Birth Certificate Number", "Tarjeta Profesional", "SSN", "SSN No.", "Social Security No.",
    # tax
    "Tax ID No.", "R.F.C.", "RFC", "NIT #", "NIT", "RUC #", "RUC", "RIF #", "RTN", "C.U.I.T.", "C.I.F.",
    "US FEIN", "V.A.T. Number", "V.A.T. No.", "Fiscal Code", "Italian Fiscal Code",
    "Romanian Tax Registration", "Numero Unico de Identificacao Tributaria (NUIT)",
    "Paraguayan tax identification number", "RSIN",
    # companies
    "Company Number", "Company ID", "Company ID: No.", "UK Company Number", "Registration Number",
    "Registration ID", "Business Registration Number", "Business Registration Document #",
    "Business Number", "Enterprise Number", "Branch Unit Number", "File Number",
    "Commercial Registry Number", "Public Registration Number", "Chamber of Commerce Number",
    "Istanbul Chamber of Comm. No.", "Dubai Chamber of Commerce Membership No.",
    "Certificate of Incorporation Number", "Registered Charity No.", "Central Registration System Number",
    "Folio Mercantil No.", "Matricula Mercantil No", "C.R. No.", "Romanian C.R.", "Trade License No.",
    "Tourism License No.", "License", "Afghan Money Service Provider License Number",
    "MSB Registration Number", "Government Gazette Number", "Unified Social Credit Code (USCC)",
    "Economic Register Number (CBLS)", "United Social Credit Code Certificate (USCCC)",
    "Legal Entity Number", "D-U-N-S Number", "Global Legal Entity Identifier", "SRE Permit No.",
    "Permit Number", "Serial No.", "C.I.N.", "N.I.F.", "Organization Code", "Trademark number",
    "Registration Certificate Number (Dubai)", "Romanian Permanent Resident",
    "Russian State Individual Business Registration Number Pattern (OGRNIP)",
    "Global Intermediary Identification Number",
    # banks and securities
    "SWIFT/BIC", "BIK (RU)", "BIC", "ISIN", "Equity Ticker", "Issuer Name", "MICEX Code",
    # vessels and places
    "Vessel Registration Identification", "International Maritime Organization No.", "MMSI",
    "Other Vessel Call Sign", "UN/LOCODE",
    # how a Chinese name is written as numbers
    "Chinese Commercial Code",
)  # fmt: skip

# Their "number" need hold no digit.
_LETTERS_ONLY_KINDS = frozenset(
    {"SWIFT/BIC", "BIC", "Equity Ticker", "Issuer Name", "MICEX Code", "UN/LOCODE", "Other Vessel Call Sign"}
)

_BY_LENGTH = sorted(DOCUMENT_KINDS, key=len, reverse=True)
_KNOWN_KIND = re.compile(
    rf"(?P<kind>{'|'.join(re.escape(kind) for kind in _BY_LENGTH)})(?=[\s:#])[\s:#]*(?P<body>\S.*)"
)
_DOCUMENT_LIKE_KIND = re.compile(
    r"(?P<kind>[A-Z][^\d;:()]*?(?:No\.|Number|Code|ID|ID Card|Card|Passport|License|Certificate|Identifier))"
    r"[\s:#]+(?P<body>[^\s(]*\d.*)"
)
# Numbers that are no document's: of telephones, and of what aircraft are made of.
_NO_DOCUMENT = re.compile(
    r"(?:[A-Z][a-z]+ )?(?:(?:Tele)?(?:phone|fax|telex)|Mobile|Aircraft)\b", re.IGNORECASE
)
_DATE = r"(?:(?:\d{1,2} )?[A-Z][a-z]{2} )?\d{4}"
_DATES = rf"{_DATE}(?: to {_DATE})?"
_DATED = re.compile(
    rf"(?P<rest>.*?)(?:,? issued (?P<issued>{_DATES}))?(?:,? expire[sd] (?P<expires>{_DATES}))?"
)
_BRACKET = re.compile(r"(?P<rest>.*\S) \((?P<inside>[^()]*)\)")
# What explains a number: a label before it ("CNIC: 35202-5400413-9"), words behind it ("405885 Bogota",
# "467323, Doc. 694710", "4117921 issued under the name ...").
_LABEL = re.compile(r"(?P<note>[A-Z][A-Za-z.]*): (?P<number>\S.*)")
_NOTE = re.compile(
    r"(?P<number>[^,]*?\d[^\s,]*)"
    r"(?:, (?P<more>.+)| (?P<note>(?:and|at|issued|expired) .+|[^\d]*[a-z]{3,}[^\d]*))"
)


def parse_document(segment: str) -> Fact | None:
    """The identifier that a statement gives, or None where it gives none. Never raises."""
    known = _KNOWN_KIND.fullmatch(segment)
    if known is not None:
        return read_document(known["kind"], known["body"])
    similar = None if _NO_DOCUMENT.match(segment) else _DOCUMENT_LIKE_KIND.fullmatch(segment)
    return read_document(similar["kind"], similar["body"]) if similar else None


def read_document(kind: str, body: str) -> Fact | None:
    """The identifier in what follows its kind, or None where there is no number. Never raises."""
    dated = _DATED.fullmatch(body)
    rest = dated["rest"] if dated else body
    country_text: str | None = None
    notes: list[str] = []
    # From the right: the last bracket is the country, those before it say more of the number.
    while kind not in _LETTERS_ONLY_KINDS and (bracket := _BRACKET.fullmatch(rest)) is not None:
        inside = bracket["inside"].strip()
        if country_text is None and not notes and listed_country(inside) is not None:
            country_text = inside
        else:
            notes.insert(0, inside)
        rest = bracket["rest"]
    number = " ".join(rest.split())
    if kind not in _LETTERS_ONLY_KINDS:
        number, explained = _explained(number)
        for words in explained:
            if country_text is None and listed_country(words) is not None:
                country_text = words
            else:
                notes.insert(0, words)
    if not number or (kind not in _LETTERS_ONLY_KINDS and not any(map(str.isdigit, number))):
        return None
    return identifier(
        kind,
        number,
        country_text=country_text,
        issued=dated["issued"] if dated else None,
        expires=dated["expires"] if dated else None,
        note="; ".join(notes) or None,
    )


def _explained(number: str) -> tuple[str, list[str]]:
    """A number by itself, and the words that explain it."""
    notes = []
    label = _LABEL.fullmatch(number)
    if label is not None:
        notes.append(label["note"])
        number = label["number"]
    found = _NOTE.fullmatch(number)
    if found is not None:
        notes.append(found["more"] or found["note"])
        number = found["number"]
    if number.startswith("(") and number.endswith(")") and "(" not in number[1:]:
        number = number[1:-1].strip()
    return number, notes
