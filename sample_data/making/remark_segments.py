"""The remarks of the sample's parties, cut into segments for the XML.

Written for these parties only, and apart from the program's own grammar of remarks, so that a test that
compares both formats compares two independent readings. A segment it does not know is an error.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

# Segments with an XML element of their own, by the words they start with.
FACTS = ("DOB", "POB", "nationality", "citizen", "a.k.a.", "f.k.a.", "Linked To:")

# Everything else becomes a row of idList; its type is one of these, its number what follows.
DOCUMENT_KINDS = (
    "Additional Sanctions Information -",
    "Aircraft Construction Number (also called L/N or S/N or F/N)",
    "Aircraft Manufacture Date",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Model",
    "Aircraft Operator",
    "Aircraft Tail Number",
    "Company Number",
    "Driver's License No.",
    "Email Address",
    "Gender",
    "Government Gazette Number",
    "Identification Number",
    "MICEX Code",
    "National ID No.",
    "Passport",
    "Phone Number",
    "R.F.C.",
    "Registration ID",
    "Registration Number",
    "Secondary sanctions risk:",
    "Tax ID No.",
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:",
    "Vessel Registration Identification",
    "Website",
)
DIGITAL_CURRENCY = re.compile(r"(Digital Currency Address - [A-Z]+) (\S+)")
NUMBER = re.compile(
    r"(?P<number>.+?)(?: \((?P<country>[^)]+)\))?"
    r"(?: issued (?P<issued>\d\d \w{3} \d{4}))?(?: expires (?P<expires>\d\d \w{3} \d{4}))?"
)


@dataclass(frozen=True)
class Document:
    kind: str
    number: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None


@dataclass(frozen=True)
class Segment:
    """One segment: `kind` is its leading words, or "document"."""

    kind: str
    value: str
    is_alternative: bool

    @property
    def document(self) -> Document:
        currency = DIGITAL_CURRENCY.fullmatch(self.value)
        if currency:
            return Document(currency[1], currency[2])
        if self.value.startswith("www."):
            return Document("Website", self.value)
        for kind in DOCUMENT_KINDS:
            if self.value.startswith(kind + " "):
                match = NUMBER.fullmatch(self.value.removeprefix(kind + " "))
                if match:
                    return Document(kind, **match.groupdict())
        raise ValueError(f"not a known segment of remarks: {self.value}")


def split_remarks(remarks: str, title: str) -> defaultdict[str, list[Segment]]:
    """Segments by kind. The title, which OFAC repeats in the remarks, is left out."""
    segments: defaultdict[str, list[Segment]] = defaultdict(list)
    for text in filter(None, remarks.split("; ")):
        if text == title:
            continue
        is_alternative = text.startswith("alt. ")
        text = text.removeprefix("alt. ")
        kind = next((word for word in FACTS if text.startswith(word + " ")), "document")
        segments[kind].append(Segment(kind, text.removeprefix(kind + " "), is_alternative))
    return segments
