"""What the words of FollowTheMoney and of OpenSanctions' files mean here.

Schemata and properties are those of followthemoney.tech; the beginnings of referents are those that
OpenSanctions' crawlers give to the ids of the lists they read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from screening.model.vocabulary import EntityType, Measure, RelationKind

__all__ = [
    "IDENTIFIERS",
    "LINKS",
    "NAME_PROPERTIES",
    "Link",
    "dataset_list_id",
    "entity_type",
    "measure_of",
    "reference_of",
]

# Everything else that is listed is a body of some kind: LegalEntity, Company, Organization, PublicBody,
# Asset, Security, CryptoWallet.
_TYPES: Mapping[str, EntityType] = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}

# Property → (kind, quality) of the names in it. The first name of all is the primary one.
NAME_PROPERTIES: Mapping[str, tuple[str, str]] = {
    "name": ("aka", "strong"),
    "alias": ("aka", "strong"),
    "previousName": ("fka", "strong"),
    "weakAlias": ("aka", "weak"),
    "abbreviation": ("aka", "weak"),
}

# Property → kind of identifier. An IMO number's kind must have IMO in it, so that it compares across lists.
IDENTIFIERS: Mapping[str, str] = {
    "imoNumber": "IMO number",
    "mmsi": "MMSI",
    "callSign": "Call sign",
    "leiCode": "LEI code",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "okpoCode": "OKPO",
    "kppCode": "KPP",
    "bikCode": "BIK",
    "npiCode": "NPI",
    "swiftBic": "SWIFT/BIC",
    "dunsCode": "DUNS",
    "uniqueEntityId": "Unique Entity ID",
    "uscCode": "Unified Social Credit Code",
    "cageCode": "CAGE code",
    "giiNumber": "GIIN",
    "ricCode": "RIC",
    "isinCode": "ISIN",
    "isin": "ISIN",
    "registrationNumber": "Registration number",
    "taxNumber": "Tax number",
    "vatCode": "VAT number",
    "idNumber": "ID number",
    "passportNumber": "Passport",
    "socialSecurityNumber": "Social security number",
    "voenCode": "VOEN",
    "coatoCode": "COATO",
    "jibCode": "JIB",
    "irsCode": "IRS number",
    "ipoCode": "IPO code",
    "cikCode": "CIK",
    "wikidataId": "Wikidata",
    "opencorporatesUrl": "OpenCorporates",
    "icijId": "ICIJ",
    "serialNumber": "Serial number",
    "licenseNumber": "License number",
    "crsNumber": "CRS number",
}


@dataclass(frozen=True, slots=True)
class Link:
    """How an entity that links two others is read.

    first, second: the properties that hold their ids. of_first: what the first is to the second, of_second
    the other way round. words: the property that says it in words, beside the schema's name.
    """

    first: str
    second: str
    of_first: RelationKind
    of_second: RelationKind
    words: str = "role"


LINKS: Mapping[str, Link] = {
    "Ownership": Link("owner", "asset", "owner of", "owned by"),
    "Directorship": Link("director", "organization", "other", "other"),
    "Membership": Link("member", "organization", "other", "other"),
    "Employment": Link("employee", "employer", "other", "other"),
    "Representation": Link("agent", "client", "associate", "associate"),
    "Family": Link("person", "relative", "family", "family", "relationship"),
    "Associate": Link("person", "associate", "associate", "associate", "relationship"),
    "Succession": Link("predecessor", "successor", "other", "other"),
    "UnknownLink": Link("subject", "object", "associate", "associate"),
    "Similar": Link("match", "candidate", "other", "other"),
}

_MEASURES: tuple[tuple[re.Pattern[str], Measure], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), measure)  # type: ignore[misc]
    for pattern, measure in (
        (
            r"asset.?freez|freez\w* (?:of )?(?:assets|funds)|block(?:ing|ed)|financial sanction",
            "asset freeze",
        ),
        (r"travel|entry ban|immigration|admission", "travel ban"),
        (r"visa", "visa restrictions"),
        (r"arms|weapon", "arms embargo"),
        (r"director", "director disqualification"),
        (r"trust services", "trust services"),
        (r"correspondent|payable.through", "correspondent accounts"),
        (r"\bdebt|\bequity", "debt and equity dealings"),
        (r"securities", "securities dealings"),
        (r"export|licen[cs]e", "export license"),
        (r"debar|procurement", "debarment"),
        (r"ship|port (?:ban|entry)|vessel|maritime", "ship restrictions"),
        (r"aircraft|flight|landing", "aircraft restrictions"),
        (r"loan|credit", "loans and credit"),
        (r"trade|import", "trade restrictions"),
        (r"technical assistance", "technical assistance"),
    )
)

# Beginnings of referents → whose reference the rest is, and how that publisher writes it.
_REFERENTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), publisher, form)
    for pattern, publisher, form in (
        (r"ofac-(?P<number>\d+)", "OFAC", "{number}"),
        (r"eu-fsf-eu-(?P<number>\d+)-(?P<check>\d+)", "EU", "EU.{number}.{check}"),
        (r"gb-fcdo-(?P<regime>[a-z]{3})(?P<number>\d{4})", "UK", "{regime}{number}"),
        # The number of a group on the older British list, which the newer one tells as well.
        (r"gb-hmt-(?P<number>\d+)", "UK OFSI", "{number}"),
        # The number of the record, not the reference that other lists go by.
        (r"unsc-(?P<number>\d+)", "UN DATAID", "{number}"),
        (r"au-dfat-(?P<number>\d+)-.+", "AU-DFAT", "{number}"),
    )
)


def entity_type(schema: str) -> EntityType:
    """What kind of party an entity of this schema is."""
    return _TYPES.get(schema, "organization")


def measure_of(provision: str) -> Measure:
    """What a provision prohibits, by its words; "other" for words that say nothing known."""
    return next((measure for pattern, measure in _MEASURES if pattern.search(provision)), "other")


def reference_of(referent: str) -> tuple[str, str]:
    """(publisher, reference) of an id that was merged into an entity: "ofac-32733" is OFAC's 32733. Ids that
    OpenSanctions itself made, and those of lists that are not known here, are its own references."""
    for pattern, publisher, form in _REFERENTS:
        found = pattern.fullmatch(referent)
        if found is not None:
            return publisher, form.format(**found.groupdict()).upper()
    return "OPENSANCTIONS", referent


def dataset_list_id(datasets: set[str]) -> str:
    """What the list is called: OPENSANCTIONS, with the data set's name where it is of one only."""
    if len(datasets) != 1:
        return "OPENSANCTIONS"
    name = re.sub(r"[^A-Z0-9]+", "-", next(iter(datasets)).upper()).strip("-")
    return f"OPENSANCTIONS-{name}" if name else "OPENSANCTIONS"
