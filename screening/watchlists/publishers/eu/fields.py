"""The attributes of the EU's XML: how one is read, and which there are."""

from __future__ import annotations

from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.xml_events import Element

__all__ = ["KNOWN_FIELDS", "said"]

_ANY = ("@logicalId", "remark", "additionalInformation")
_DETAIL = (*_ANY, "@regulationLanguage", "regulationSummary")
_COUNTRY = ("@countryIso2Code", "@countryDescription")
_SUMMARY = ("@regulationType", "@publicationDate", "@numberTitle", "@publicationUrl")

# Element → its attributes (@) and children, as in the publisher's schema (fsf_1_1.xsd).
KNOWN_FIELDS = {
    "sanctionEntity": (
        *_ANY, "@delistingDate", "@designationDate", "@designationDetails", "@unitedNationId",
        "@euReferenceNumber",
        "regulation", "subjectType", "nameAlias", "citizenship", "birthdate", "address", "identification",
    ),
    "regulation": (
        *_ANY, "@regulationType", "@organisationType", "@publicationDate", "@entryIntoForceDate",
        "@numberTitle",
        "@programme", "publicationUrl", "corrigendum",
    ),
    "corrigendum": _SUMMARY,
    "regulationSummary": _SUMMARY,
    "subjectType": ("@code", "@classificationCode"),
    "additionalInformation": ("@key", "@value"),
    "contactInfo": ("@key", "@value"),
    "nameAlias": (
        *_DETAIL, "@firstName", "@middleName", "@lastName", "@wholeName", "@function", "@gender", "@title",
        "@nameLanguage", "@strong",
    ),
    "citizenship": (*_DETAIL, *_COUNTRY, "@acquisitionDate", "@disenfranchisementDate", "@region"),
    "birthdate": (
        *_DETAIL, *_COUNTRY, "@circa", "@calendarType", "@city", "@zipCode", "@birthdate", "@dayOfMonth",
        "@monthOfYear", "@year", "@yearRangeFrom", "@yearRangeTo", "@region", "@place",
    ),
    "address": (
        *_DETAIL, *_COUNTRY, "contactInfo", "@city", "@street", "@poBox", "@zipCode", "@region", "@place",
        "@asAtListingTime",
    ),
    "identification": (
        *_DETAIL, *_COUNTRY, "@diplomatic", "@knownExpired", "@knownFalse", "@reportedLost",
        "@revokedByIssuer",
        "@issueDate", "@issuedBy", "@latinNumber", "@nameOnDocument", "@number", "@validFrom", "@validTo",
        "@identificationTypeCode", "@identificationTypeDescription", "@region",
    ),
}  # fmt: skip


def said(element: Element, attribute: str) -> str:
    """An attribute's text with one blank between words; "" for none."""
    value = element.node.get(attribute)
    return one_line(str(value)) if value else ""
