"""OFAC's SDN.XML → a Watchlist.

The XML says in fields of their own what the CSV files put into remarks. Its `idList` holds documents and
also gender, websites, directives and the like; each is written out as the CSV files would write it and read
by the same grammar. A file of any size is read party by party.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.ofac.directives import blocked_as_well
from screening.watchlists.publishers.ofac.list_of_programs import list_of_programs
from screening.watchlists.publishers.ofac.remarks import parse_field, parse_remarks
from screening.watchlists.publishers.ofac.stated_party import alias_kind
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["is_sdn_xml", "read_ofac_xml"]

_TYPES = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft"}
_VESSEL_FIELDS = {
    "call_sign": "callSign",
    "vessel_type": "vesselType",
    "tonnage": "tonnage",
    "gross_registered_tonnage": "grossRegisteredTonnage",
    "flag": "vesselFlag",
    "owner": "vesselOwner",
}
_OLD_NAMESPACE = "http://tempuri.org/sdnList.xsd"
_NEW_NAMESPACE_END = "/exports/XML"


def is_sdn_xml(root: etree.QName) -> bool:
    """Whether a root element is that of SDN.XML, in one of its two namespaces."""
    namespace = root.namespace or ""
    return root.localname == "sdnList" and (
        namespace == _OLD_NAMESPACE or namespace.endswith(_NEW_NAMESPACE_END)
    )


def read_ofac_xml(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one XML file; it may hold no party. Unless list_id is given, the list is called "OFAC-SDN",
    or "OFAC-CONS" where a party can only be on the consolidated list, which has the same form.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, holds a
    document type or entities, holds another number of parties than it announces, or lacks what a party must
    have.
    """
    builder = WatchlistBuilder(list_id=list_id or "OFAC-SDN", source=str(path))
    writer = PartyWriter(builder)
    entries, announced = 0, None
    for element in read_elements(path, ("publshInformation", "sdnEntry")):
        if element.name == "publshInformation":
            builder.published = _published(element, path)
            announced = element.text("Record_Count")
        else:
            entries += 1
            _read_party(element, writer, path)
    if entries and announced is not None and announced.replace(",", "") != str(entries):
        raise InputError(
            f"{path}: its Record_Count announces {announced} parties, but it holds {entries:,}. It is cut or "
            "was put together from parts: fetch the file again from OFAC's list service."
        )
    resolve_relations(builder)
    if list_id is None:
        builder.list_id = list_of_programs(
            (row["entity_id"], row["program"]) for row in builder.rows("programs")
        )
    if builder.list_id == "OFAC-SDN":
        blocked_as_well(writer)
    return builder.build()


def _read_party(entry: Element, writer: PartyWriter, path: Path) -> None:
    entity_id = entry.text("uid")
    name = _full_name(entry)
    kind = (entry.text("sdnType") or "").lower()
    if entity_id is None or name is None or kind not in _TYPES:
        raise InputError(
            f"{path}: the party at line {entry.line} has no uid, no lastName, or an unknown sdnType "
            f"('{kind}'). Fetch the file again from OFAC's list service."
        )
    if entity_id in writer:
        raise InputError(f"{path}: line {entry.line}: uid {entity_id} stands for two parties.")
    title, remarks = entry.text("title"), entry.text("remarks")
    writer.start(entity_id, _TYPES[kind], name, title=title, remarks=remarks)
    for program in entry.texts("programList", "program"):
        writer.program(entity_id, program)
    for aka in entry.children("akaList", "aka"):
        _read_alias(aka, entity_id, writer)
    for address in entry.children("addressList", "address"):
        _read_address(address, entity_id, writer)
    vessel = next(entry.children("vesselInfo"), None)
    if vessel is not None or kind == "vessel":
        writer.vessel(
            entity_id, {key: vessel.text(tag) if vessel else None for key, tag in _VESSEL_FIELDS.items()}
        )
    parsed = parse_remarks(remarks or "", title=title)
    stated = list(_stated(entry))
    writer.builder.remark_segments += parsed.segments + len(stated)
    writer.facts(entity_id, [fact for found in stated for fact in found])
    writer.facts(entity_id, parsed.facts)


def _read_alias(aka: Element, entity_id: str, writer: PartyWriter) -> None:
    name = _full_name(aka)
    if name is None:
        return
    quality = "weak" if (aka.text("category") or "").lower() == "weak" else "strong"
    name_id = aka.text("uid") or f"{entity_id}-line-{aka.line}"
    writer.alias(entity_id, name_id, alias_kind(aka.text("type")), name, quality)


def _read_address(address: Element, entity_id: str, writer: PartyWriter) -> None:
    lines = [address.text(tag) for tag in ("address1", "address2", "address3")]
    region = [address.text("city"), address.text("stateOrProvince")]
    # The CSV files hold city, state and postal code in one column, written like this.
    city = " ".join(part for part in (_joined(region), address.text("postalCode")) if part)
    writer.address(
        entity_id,
        address.text("uid") or f"{entity_id}-line-{address.line}",
        address=_joined(lines),
        city=city or None,
        country=address.text("country"),
    )


def _stated(entry: Element) -> Iterator[tuple[Fact, ...]]:
    """The facts of every field that the CSV files hold as a statement in the remarks, field by field."""
    for item in entry.children("dateOfBirthList", "dateOfBirthItem"):
        text = item.text("dateOfBirth") or ""
        fact = facts.birth_date(text, is_main=_is_main(item))
        yield (fact or facts.unparsed(f"DOB {text}"),)
    for item in entry.children("placeOfBirthList", "placeOfBirthItem"):
        if place := item.text("placeOfBirth"):
            yield (facts.birth_place(place, is_main=_is_main(item)),)
    for tag, kind in (("nationality", "nationality"), ("citizenship", "citizenship")):
        for item in entry.children(f"{tag}List", tag):
            if country := item.text("country"):
                yield (facts.country(kind, country, is_main=_is_main(item)),)
    for item in entry.children("idList", "id"):
        yield _identifier(item)


def _identifier(item: Element) -> tuple[Fact, ...]:
    """An idList row, read as the statement it would be in the CSV files."""
    kind, number = item.text("idType") or "", item.text("idNumber") or ""
    country, issued, expires = item.text("idCountry"), item.text("issueDate"), item.text("expirationDate")
    return parse_field(kind, number, country=country, issued=issued, expires=expires)


def _full_name(element: Element) -> str | None:
    family, given = element.text("lastName"), element.text("firstName")
    return f"{family}, {given}" if family and given else family or given


def _joined(parts: list[str | None]) -> str | None:
    return ", ".join(part for part in parts if part) or None


def _is_main(item: Element) -> bool:
    return (item.text("mainEntry") or "true").lower() != "false"


def _published(element: Element, path: Path) -> date | None:
    text = element.text("Publish_Date")
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError as error:
        raise InputError(
            f"{path}: line {element.line}: Publish_Date '{text}' is no date like 01/31/2022."
        ) from error
