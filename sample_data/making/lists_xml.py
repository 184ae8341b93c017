"""Writes the sample list as SDN.XML, from the same rows as the CSV files.

What the CSV files keep in their remarks has places of its own in the XML: dates and places of birth,
nationalities, weak aliases, and rows of idList for documents, gender, websites and statements. The CSV files
give no numbers for these; here they count from FIRST_INVENTED_UID.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from making.parties import Party, is_null
from making.remark_segments import Document, Segment, split_remarks

NAMESPACE = "http://tempuri.org/sdnList.xsd"
# The day of the newest designation in the snapshot.
PUBLISHED = "01/05/2022"
FIRST_INVENTED_UID = 9_000_001
TYPES = {"individual": "Individual", "vessel": "Vessel", "aircraft": "Aircraft"}
ALIAS_TYPES = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
VESSEL_FIELDS = ("callSign", "vesselType", "tonnage", "grossRegisteredTonnage", "vesselFlag", "vesselOwner")
VESSEL_ORDER = ("callSign", "vesselType", "vesselFlag", "vesselOwner", "tonnage", "grossRegisteredTonnage")


def write_xml_list(parties: list[Party], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    root = etree.Element("sdnList", nsmap={None: NAMESPACE})
    information = _add(root, "publshInformation")
    _add(information, "Publish_Date", PUBLISHED)
    _add(information, "Record_Count", str(len(parties)))
    uids = itertools.count(FIRST_INVENTED_UID)
    for party in parties:
        _add_entry(root, party, uids)
    etree.indent(root)
    body = etree.tostring(root, encoding="unicode").replace("\n", "\r\n")
    path.write_bytes(('<?xml version="1.0" standalone="yes"?>\r\n' + body + "\r\n").encode("utf-8"))


def _add_entry(root: etree._Element, party: Party, uids: Iterator[int]) -> None:
    number, name, kind, programs, title = party.main[:5]
    remarks = split_remarks(party.remarks, title)
    entry = _add(root, "sdnEntry")
    _add(entry, "uid", number)
    _add_name(entry, name, is_person=kind == "individual")
    if not is_null(title):
        _add(entry, "title", title)
    _add(entry, "sdnType", TYPES.get(kind, "Entity"))
    if remarks["Linked To:"]:
        links = "; ".join(f"Linked To: {segment.value}" for segment in remarks["Linked To:"])
        _add(entry, "remarks", f"({links})")
    program_list = _add(entry, "programList")
    for program in programs.split("] ["):
        _add(program_list, "program", program)
    _add_documents(entry, [segment.document for segment in remarks["document"]], uids)
    _add_aliases(entry, party, remarks["a.k.a."] + remarks["f.k.a."], uids)
    _add_addresses(entry, party)
    _add_facts(entry, "nationality", "country", remarks["nationality"], uids)
    _add_facts(entry, "citizenship", "country", remarks["citizen"], uids)
    _add_facts(entry, "dateOfBirth", "dateOfBirth", remarks["DOB"], uids, item="dateOfBirthItem")
    _add_facts(entry, "placeOfBirth", "placeOfBirth", remarks["POB"], uids, item="placeOfBirthItem")
    if kind == "vessel":
        values = dict(zip(VESSEL_FIELDS, party.main[5:11], strict=True))
        vessel = _add(entry, "vesselInfo")
        for field in VESSEL_ORDER:
            if not is_null(values[field]):
                _add(vessel, field, values[field])


def _add_documents(entry: etree._Element, documents: list[Document], uids: Iterator[int]) -> None:
    id_list = _add(entry, "idList") if documents else entry
    for document in documents:
        row = _add(id_list, "id")
        _add(row, "uid", str(next(uids)))
        _add(row, "idType", document.kind)
        fields = ("idNumber", "idCountry", "issueDate", "expirationDate")
        values = (document.number, document.country, document.issued, document.expires)
        for tag, value in zip(fields, values, strict=True):
            if value:
                _add(row, tag, value)


def _add_aliases(entry: etree._Element, party: Party, weak: list[Segment], uids: Iterator[int]) -> None:
    rows = [(row[1], ALIAS_TYPES[row[2]], "strong", row[3]) for row in party.aliases]
    rows += [(str(next(uids)), segment.kind, "weak", segment.value[1:-1]) for segment in weak]
    aka_list = _add(entry, "akaList") if rows else entry
    for uid, kind, category, name in rows:
        aka = _add(aka_list, "aka")
        _add(aka, "uid", uid)
        _add(aka, "type", kind)
        _add(aka, "category", category)
        _add_name(aka, name, is_person=party.main[2] == "individual")


def _add_addresses(entry: etree._Element, party: Party) -> None:
    # A row without any address only says that none is known.
    rows = [row for row in party.addresses if not all(is_null(field) for field in row[2:5])]
    address_list = _add(entry, "addressList") if rows else entry
    for row in rows:
        address = _add(address_list, "address")
        _add(address, "uid", row[1])
        for tag, value in zip(("address1", "city", "country"), row[2:5], strict=True):
            if not is_null(value):
                _add(address, tag, value)


def _add_facts(
    entry: etree._Element,
    stem: str,
    tag: str,
    segments: list[Segment],
    uids: Iterator[int],
    item: str | None = None,
) -> None:
    fact_list = _add(entry, f"{stem}List") if segments else entry
    for segment in segments:
        fact = _add(fact_list, item or stem)
        _add(fact, "uid", str(next(uids)))
        _add(fact, tag, segment.value)
        _add(fact, "mainEntry", "false" if segment.is_alternative else "true")


def _add_name(parent: etree._Element, name: str, is_person: bool) -> None:
    family, comma, given = name.partition(", ") if is_person else (name, "", "")
    _add(parent, "lastName", family)
    if comma:
        # OFAC puts the first name before the last name.
        first = etree.Element(f"{{{NAMESPACE}}}firstName")
        first.text = given
        parent.insert(len(parent) - 1, first)


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    element.text = text
    return element
