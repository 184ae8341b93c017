"""OFAC's enhanced XML (SDN_ENHANCED.XML, CONS_ENHANCED.XML) → a Watchlist.

The newest of OFAC's formats: each party stands with all that is said of it, in words. Relations name the
other party and its number, which may come later in the file or be on another list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from screening.model.date_spans import single_day
from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.ofac.advanced import list_of
from screening.watchlists.publishers.ofac.designations import Act, Entry, write_designations
from screening.watchlists.publishers.ofac.features import document_facts
from screening.watchlists.publishers.ofac.period_text import period_text
from screening.watchlists.publishers.ofac.relation_words import relation_kind
from screening.watchlists.publishers.ofac.remarks import parse_remarks
from screening.watchlists.publishers.ofac.stated_party import (
    StatedFeature,
    StatedName,
    alias_kind,
    titles_of,
    write_features,
    write_names,
)
from screening.watchlists.publishers.ofac.written import (
    NO_COUNTRY,
    WrittenName,
    written_address,
    written_name,
)
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["is_enhanced_xml", "read_enhanced_xml"]

_NAMESPACE_END = "/exports/ENHANCED_XML"
_TYPES = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft"}
_ROOT_CHILDREN = ("referenceValues", "featureTypes", "entities")
_AGAIN = "Fetch the file again from OFAC's list service."
# How the number of parties might be announced; files of 2025 do not.
_COUNT_NAMES = ("recordCount", "Record_Count", "entityCount")
_ISSUED, _EXPIRES = ("issueDate", "issuedDate"), ("expirationDate", "expiryDate")


def is_enhanced_xml(root: etree.QName) -> bool:
    """Whether a root element is that of an enhanced file."""
    return root.localname == "sanctionsData" and (root.namespace or "").endswith(_NAMESPACE_END)


def read_enhanced_xml(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one enhanced file; it may hold no party. list_id: unless given, that of the list the file
    says it was made for, else OFAC-SDN or OFAC-CONS by the list that most parties are on.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, holds a
    document type or entities, holds another number of parties than it announces, has no date, or has a party
    without number, type or name. A relation to a party that is not in the file keeps that party's name.
    """
    builder = WatchlistBuilder(list_id="", source=str(path))
    file = _File(path, PartyWriter(builder))
    for element in read_elements(
        path, ("publicationInfo", *_ROOT_CHILDREN, "entity"), sections=("entities",)
    ):
        if element.name == "publicationInfo":
            file.take_info(element)
        elif element.name == "entity":
            file.take_party(element)
        elif element.name == "entities":
            file.is_whole = True
    file.finish()
    builder.list_id = list_id or list_of(file.made_for or file.parties_on)
    return builder.build()


@dataclass
class _File:
    """What has been read of a file so far."""

    path: Path
    writer: PartyWriter
    made_for: Counter[str] = field(default_factory=Counter)
    parties_on: Counter[str] = field(default_factory=Counter)
    announced: str | None = None
    parties: int = 0
    is_whole: bool = False
    # (entity_id, words, name of the other party, its number)
    relations: list[tuple[str, str, str, str]] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def take_info(self, element: Element) -> None:
        """What the file says of itself."""
        self.writer.builder.published = _published(element, self.path)
        self.made_for.update(element.texts("filters", "sanctionsLists", "sanctionsList"))
        self.announced = next((text for name in _COUNT_NAMES if (text := element.text(name))), None)

    def take_party(self, entity: Element) -> None:
        """Write a party, but for what needs the others."""
        self.parties += 1
        entity_id = entity.attribute("id")
        general = next(entity.children("generalInfo"), entity)
        entity_type = _TYPES.get((general.text("entityType") or "").lower())
        names = list(_names(entity))
        if entity_id is None or entity_type is None or not names:
            raise InputError(
                f"{self.path}: the party at line {entity.line} ({entity_id or 'without a number'}) has no "
                f"id, no name, or an unknown entityType. {_AGAIN}"
            )
        if entity_id in self.writer:
            raise InputError(f"{self.path}: line {entity.line}: entity {entity_id} stands for two parties.")
        features = [_feature(each) for each in entity.children("features", "feature")]
        title, remarks = titles_of(features) or general.text("title"), general.text("remarks")
        write_names(self.writer, entity_id, entity_type, names, title=title, remarks=remarks)
        self._write_addresses(entity_id, entity)
        write_features(self.writer, entity_id, entity_type, features)
        stated = [_document(each) for each in entity.children("identityDocuments", "identityDocument")]
        parsed = parse_remarks(remarks or "", title=title)
        self.writer.builder.remark_segments += len(stated) + parsed.segments
        self.writer.facts(entity_id, [fact for found in stated for fact in found])
        self.writer.facts(entity_id, parsed.facts)
        self._keep_designations(entity_id, entity)
        self._keep_relations(entity_id, entity)

    def finish(self) -> None:
        """Write what needs all parties."""
        if not self.is_whole:
            raise InputError(f"{self.path}: has no entities, so it was cut. {_AGAIN}")
        if self.announced is not None and self.announced.replace(",", "") != str(self.parties):
            raise InputError(
                f"{self.path}: it announces {self.announced} parties, but holds {self.parties:,}. It is cut "
                f"or was put together from parts. {_AGAIN}"
            )
        for entity_id, words, name, other_id in self.relations:
            found = facts.relation(
                words,
                name,
                kind=relation_kind(words),
                other_entity_id=other_id if other_id in self.writer else None,
            )
            self.writer.builder.remark_segments += 1
            self.writer.facts(entity_id, [found])
        write_designations(self.entries, self.writer)
        # Those that remarks tell in words.
        resolve_relations(self.writer.builder)

    def _write_addresses(self, entity_id: str, entity: Element) -> None:
        for item in entity.children("addresses", "address"):
            number = item.attribute("id") or f"line-{item.line}"
            for position, writing in enumerate(item.children("translations", "translation")):
                parts = list(_parts(writing.children("addressParts", "addressPart")))
                country = item.text("country")
                if country is None or country.lower() == NO_COUNTRY:
                    region = next((part for part in parts if part[0] == "REGION"), None)
                    country = f"Region: {region[1]}" if region else None
                    parts = [part for part in parts if part is not region]
                address, city = written_address(parts)
                if position and not (address or city):
                    continue
                address_id = f"{number}-{position}" if position else number
                self.writer.address(entity_id, address_id, address=address, city=city, country=country)

    def _keep_designations(self, entity_id: str, entity: Element) -> None:
        lists = list(entity.children("sanctionsLists", "sanctionsList"))
        self.parties_on.update(each.own_text or "" for each in lists)
        programs = entity.texts("sanctionsPrograms", "sanctionsProgram")
        days = [found for each in lists if (found := single_day(each.attribute("datePublished"))) is not None]
        # The days are those of lists; which of several programs came on which day is not told.
        listed_on = min(days, default=None) if len(programs) == 1 else None
        acts = [Act(text, listed_on) for text in entity.texts("legalAuthorities", "legalAuthority")]
        types = entity.texts("sanctionsTypes", "sanctionsType")
        self.entries[entity_id] = [Entry(tuple(programs), tuple(acts), tuple(types))]

    def _keep_relations(self, entity_id: str, entity: Element) -> None:
        for item in entity.children("relationships", "relationship"):
            other = next(item.children("relatedEntity"), None)
            if other is None or other.own_text is None:
                self.writer.builder.orphans += 1
                continue
            words = item.text("type") or "Related to"
            self.relations.append((entity_id, words, other.own_text, other.attribute("entityId") or ""))


def _names(entity: Element) -> Iterator[StatedName]:
    for name in entity.children("names", "name"):
        is_primary = name.text("isPrimary") == "true"
        kind = alias_kind(None if is_primary else name.text("aliasType"))
        quality = "weak" if name.text("isLowQuality") == "true" and not is_primary else "strong"
        for writing in name.children("translations", "translation"):
            written = _written(writing)
            if written is None:
                continue
            is_main = writing.text("isPrimary") != "false"
            # The number of the name is that of the CSV files; its other writings have only their own.
            number = name.attribute("id") or f"line-{name.line}"
            if not is_main:
                number = f"{number}-{writing.attribute('id') or writing.line}"
            yield StatedName(number, written, kind, quality, is_primary and is_main)


def _written(writing: Element) -> WrittenName | None:
    """The name as the file has it formatted, else from its parts."""
    full = writing.text("formattedFullName")
    if full is None:
        return written_name(list(_parts(writing.children("nameParts", "namePart"))))
    family, given = writing.text("formattedLastName"), writing.text("formattedFirstName")
    return (full, family, given) if family and given else (full, None, None)


def _parts(elements: Iterator[Element]) -> Iterator[tuple[str, str]]:
    for part in elements:
        text = part.text("value")
        if text is not None:
            yield part.text("type") or "", text


def _feature(item: Element) -> StatedFeature:
    is_main = item.text("isPrimary") != "false"
    return StatedFeature(item.text("type") or "Feature", _value(item), is_main, item.text("comments"))


def _value(feature: Element) -> str | None:
    """The value as written, else the days that it means."""
    text = feature.text("value")
    period = next(feature.children("valueDate"), None)
    if text is not None or period is None:
        return text
    ends = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
    days = [found for name in ends if (found := single_day(period.text(name))) is not None]
    if not days:
        return None
    return period_text(min(days), max(days), circa=period.text("isApproximate") == "true")


def _document(item: Element) -> tuple[Fact, ...]:
    number = item.text("documentNumber")
    kind = item.text("type") or "Document"
    if number is None:
        return (facts.unparsed(kind),)
    country, issued_in = item.text("issuingCountry"), item.text("issuingLocation")
    notes = [
        f"issued by {authority}" if (authority := item.text("issuingAuthority")) else None,
        f"issued in {issued_in}" if issued_in and issued_in != country else None,
        item.text("comments"),
        "fraudulent" if item.text("isValid") == "false" else None,
    ]
    return document_facts(
        kind,
        number,
        country=country,
        issued=_written_day(item, _ISSUED),
        expires=_written_day(item, _EXPIRES),
        notes=[note for note in notes if note],
    )


def _written_day(item: Element, names: tuple[str, ...]) -> str | None:
    """A day as the CSV files write it, where the file gives it as 2019-06-30; else as it stands."""
    text = next((text for name in names if (text := item.text(name))), None)
    found = single_day(text)
    return period_text(found, found) if found is not None else text


def _published(element: Element, path: Path) -> date:
    text = element.text("dataAsOf")
    found = single_day(text)
    if found is None:
        raise InputError(
            f"{path}: line {element.line}: dataAsOf '{text or ''}' is no date like 2025-01-10. {_AGAIN}"
        )
    return found
