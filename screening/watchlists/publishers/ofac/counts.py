"""How many parties and names OFAC's raw files hold, by type of party, counted without their readers.

Names are the party's own, its aliases, and in the CSV files the weak aliases that stand in the remarks.
What the readers are checked by goes another way than they do: `csv` and a pattern over the remarks as a
whole, or plain events of `lxml`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount, party_counts

__all__ = ["count_csv", "count_xml"]

_CSV_TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_XML_TYPES = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft"}
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
    """Of SDN.XML or CONSOLIDATED.XML. Raises InputError for a file that cannot be read."""
    return party_counts(_xml_parties(path))


def _xml_parties(path: Path) -> Iterator[tuple[str, int]]:
    try:
        for _, entry in etree.iterparse(
            str(path), tag="{*}sdnEntry", resolve_entities=False, no_network=True
        ):
            kind = (entry.findtext("{*}sdnType") or "").strip().lower()
            aliases = entry.findall("{*}akaList/{*}aka")
            yield _XML_TYPES[kind], 1 + len(aliases)
            entry.clear()
    except (etree.XMLSyntaxError, OSError, KeyError) as error:
        raise InputError(f"{path}: its parties cannot be counted: {error}.") from error


def _rows(path: Path, fields: int) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        yield from (row for row in csv.reader(io.StringIO(text, newline="")) if len(row) == fields)
    except (OSError, csv.Error) as error:
        raise InputError(f"{path}: its rows cannot be counted: {error}.") from error
