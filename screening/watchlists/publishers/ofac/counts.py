"""How many parties and names OFAC's raw files hold, by type of party, counted without their readers.

Names are the party's own, its aliases, and in the CSV files the weak aliases that stand in the remarks.
What the readers are checked by goes another way than they do: `csv` and a pattern over the remarks as a
whole, or the tags of the XML alone. A type that is not known is counted as an organization, so that its party
is missed, and told, if the reader takes it for less.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.raw_elements import raw_elements

__all__ = ["count_advanced", "count_csv", "count_enhanced", "count_xml"]

_CSV_TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_XML_TYPES = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft"}
# The numbers of the sub-types are the same in all advanced files: 3 and 4 are both called "Unknown".
_ADVANCED_TYPES = {"1": "vessel", "2": "aircraft", "3": "organization", "4": "person"}
# OFAC's numbers of the types in enhanced files.
_ENHANCED_TYPES = {"600": "person", "601": "organization", "602": "vessel", "91120": "aircraft"}
_UNKNOWN = "organization"
# A weak alias begins a statement and stands in quotes. One whose quote never closes was cut off with the
# remark: it is no whole name.
_OPENS = r"(?:^|;)\s*(?:alt\. )?(?:[afn]\.k\.a\.|d\.b\.a\.) '"
_WEAK = re.compile(rf"{_OPENS}(?:(?!{_OPENS}).)+?'(?=\s*(?:;|\.?\s*$))", re.IGNORECASE | re.DOTALL)


def count_csv(parties: Path, aliases: Path, comments: Path | None) -> Sequence[PartyCount]:
    """Of the files of one list. A row whose number another one has already counts as a name of that party, as
    the reader takes it; aliases of nobody count nothing.

    Raises InputError for a file that cannot be read.
    """
    types: dict[str, str] = {}
    names: Counter[str] = Counter()
    remarks: dict[str, str] = {}
    for row in _rows(parties, 12):
        number = row[0].strip()
        names[number] += 1
        if number not in types:
            types[number] = _CSV_TYPES.get(row[2].strip().lower(), "organization")
            remarks[number] = "" if row[11].strip() == "-0-" else row[11]
    for row in _rows(comments, 2) if comments else ():
        if row[0].strip() in remarks:
            remarks[row[0].strip()] += row[1]
    for row in _rows(aliases, 5):
        if row[0].strip() in types:
            names[row[0].strip()] += 1
    for number, text in remarks.items():
        names[number] += len(_WEAK.findall(text))
    return party_counts((types[number], names[number]) for number in types)


def count_xml(path: Path) -> Sequence[PartyCount]:
    """Of SDN.XML or CONSOLIDATED.XML: every sdnEntry is a party, every aka one more name of it."""

    def parties() -> Iterator[tuple[str, int]]:
        kind, names = "", 1
        for element in raw_elements(path, ("sdnType", "aka", "sdnEntry")):
            if element.name == "sdnType":
                kind = element.text.lower()
            elif element.name == "aka":
                names += 1
            else:
                yield _XML_TYPES.get(kind, _UNKNOWN), names
                kind, names = "", 1

    return party_counts(parties())


def count_advanced(path: Path) -> Sequence[PartyCount]:
    """Of an advanced file: every Profile is a party, every DocumentedName a name of it."""

    def parties() -> Iterator[tuple[str, int]]:
        names = 0
        for element in raw_elements(path, ("DocumentedName", "Profile")):
            if element.name == "DocumentedName":
                names += 1
            else:
                yield _ADVANCED_TYPES.get(element.attributes.get("PartySubTypeID", ""), _UNKNOWN), names
                names = 0

    return party_counts(parties())


def count_enhanced(path: Path) -> Sequence[PartyCount]:
    """Of an enhanced file: every entity is a party, every writing of a name a name of it."""

    def parties() -> Iterator[tuple[str, int]]:
        kind, writings, names = "", 0, 0
        for element in raw_elements(path, ("entityType", "translation", "names", "entity")):
            if element.name == "entityType":
                kind = element.attributes.get("refId", "")
            elif element.name == "translation":
                writings += 1
            elif element.name == "names":
                # Those that come after it are of addresses.
                names = writings
            else:
                yield _ENHANCED_TYPES.get(kind, _UNKNOWN), names
                kind, writings, names = "", 0, 0

    return party_counts(parties())


def _rows(path: Path, fields: int) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        yield from (row for row in csv.reader(io.StringIO(text, newline="")) if len(row) == fields)
    except (OSError, csv.Error) as error:
        raise InputError(f"{path}: its rows cannot be counted: {error}.") from error
