"""OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML) → a Watchlist, in one pass.

A party stands between what it points to (tables of codes, places, documents) and what points to it
(relations, entries on lists), all by number. What comes before is kept until its party comes, what comes
after until all parties are known. A number that points to nothing is an orphan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from sys import intern

from lxml import etree

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.ofac.advanced_parties import PartyReader
from screening.watchlists.publishers.ofac.advanced_references import (
    Document,
    Place,
    References,
    read_document,
    read_place,
)
from screening.watchlists.publishers.ofac.designations import Act, Entry, write_designations
from screening.watchlists.publishers.ofac.period_text import day
from screening.watchlists.publishers.ofac.relation_words import relation_kind
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["is_advanced_xml", "list_of", "read_advanced_xml"]

_OLD_NAMESPACE = "http://www.un.org/sanctions/1.0"
_NEW_NAMESPACE_END = "/exports/ADVANCED_XML"
_SECTIONS = {
    "Locations": "Location",
    "IDRegDocuments": "IDRegDocument",
    "DistinctParties": "DistinctParty",
    "ProfileRelationships": "ProfileRelationship",
    "SanctionsEntries": "SanctionsEntry",
    "SanctionsEntryLinks": "SanctionsEntryLink",
}
_NEEDED = ("ReferenceValueSets", "DistinctParties", "SanctionsEntries")
_PROGRAM = "program"
_SDN, _CONSOLIDATED = "sdn list", "consolidated list"


def is_advanced_xml(root: etree.QName) -> bool:
    """Whether a root element is that of an advanced file, in one of its two namespaces."""
    namespace = root.namespace or ""
    return root.localname == "Sanctions" and (
        namespace == _OLD_NAMESPACE or namespace.endswith(_NEW_NAMESPACE_END)
    )


def read_advanced_xml(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one advanced file; it may hold no party. list_id: unless given, OFAC-SDN or OFAC-CONS, by
    the list that most parties of the file have an entry on.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, holds a
    document type or entities, is a delta file, lacks a section, or has a party without number, type or name.
    References that point to nothing are counted as orphans, with what stands at them left out.
    """
    builder = WatchlistBuilder(list_id="", source=str(path))
    file = _File(path, PartyWriter(builder))
    for element in read_elements(
        path, ("DateOfIssue", "ReferenceValueSets", *_SECTIONS, *_SECTIONS.values()), sections=_SECTIONS
    ):
        file.take(element)
    file.finish()
    builder.list_id = list_id or list_of(file.parties_on)
    return builder.build()


def list_of(parties_on: Counter[str]) -> str:
    """What a file's list is called, by the number of parties on each of OFAC's lists: parties of the
    consolidated list may stand on the SDN list as well, and the other way round."""
    found = Counter({name.lower(): number for name, number in parties_on.items()})
    return "OFAC-CONS" if found[_CONSOLIDATED] > found[_SDN] else "OFAC-SDN"


@dataclass
class _File:
    """What has been read of a file so far."""

    path: Path
    writer: PartyWriter
    references: References = field(default_factory=References)
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, list[Document]] = field(default_factory=dict)
    relations: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    parties_on: Counter[str] = field(default_factory=Counter)
    read: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.parties = PartyReader(self.path, self.writer, self.references, self.places, self.documents)

    def take(self, element: Element) -> None:
        """Read a row of a section, or another child of the root."""
        name = element.name
        self.read.add(name)
        if name == "DateOfIssue":
            self._refuse_delta(element)
            self.writer.builder.published = _date(element)
        elif name == "ReferenceValueSets":
            self.references.read(element)
        elif name == "Location":
            self._keep_place(element)
        elif name == "IDRegDocument":
            self._keep_document(element)
        elif name == "DistinctParty":
            self.parties.read(element)
        elif name == "ProfileRelationship":
            self._keep_relation(element)
        elif name == "SanctionsEntry":
            self._keep_entry(element)

    def finish(self) -> None:
        """Write what needs all parties."""
        for section in _NEEDED:
            if section not in self.read:
                raise InputError(
                    f"{self.path}: has no {section}, so it was cut or put together from parts. "
                    "Fetch the file again from OFAC's list service."
                )
        for entity_id, other_id, words, comment in self.relations:
            self._write_relation(entity_id, other_id, words, comment)
        known = {
            entity_id: own for entity_id in self.parties.names if (own := self.entries.pop(entity_id, None))
        }
        write_designations(known, self.writer)
        # Those that a comment tells in words.
        resolve_relations(self.writer.builder)
        left = sum(map(len, self.entries.values())) + sum(map(len, self.documents.values()))
        self.writer.builder.orphans += left + self.parties.missing

    def _refuse_delta(self, element: Element) -> None:
        root = Element(element.node.getroottree().getroot())
        if (root.attribute("DeltaBaseVersion") or "0") != "0":
            raise InputError(
                f"{self.path}: is a delta file, which holds only what has changed. "
                "Fetch the whole list from OFAC's list service."
            )

    def _keep_place(self, element: Element) -> None:
        number = element.attribute("ID")
        if number is not None:
            self.places[number] = read_place(element, self.references)

    def _keep_document(self, element: Element) -> None:
        document = read_document(element, self.references, self.places)
        if document is not None:
            self.documents.setdefault(element.attribute("IdentityID") or "", []).append(document)

    def _keep_relation(self, element: Element) -> None:
        words = self.references.text("RelationType", element.attribute("RelationTypeID")) or "Related to"
        if element.attribute("Former") == "true":
            words = f"Former: {words}"
        one, other = element.attribute("From-ProfileID"), element.attribute("To-ProfileID")
        self.relations.append((one or "", other or "", words, element.text("Comment")))

    def _write_relation(self, entity_id: str, other_id: str, words: str, comment: str | None) -> None:
        if entity_id not in self.writer or other_id not in self.writer:
            self.writer.builder.orphans += 1
            return
        other_name = self.parties.names[other_id]
        found = [facts.relation(words, other_name, kind=relation_kind(words), other_entity_id=other_id)]
        if comment:
            found.append(facts.statement("Relation remark", f"{words} {other_name}: {comment}"))
        self.writer.builder.remark_segments += len(found)
        self.writer.facts(entity_id, found)

    def _keep_entry(self, element: Element) -> None:
        entity_id = element.attribute("ProfileID") or ""
        self.parties_on[self.references.text("List", element.attribute("ListID")) or ""] += 1
        entry = self._entry(element)
        own = self.entries.setdefault(entity_id, [])
        # The same programs again, from another list.
        if entry not in own or entity_id not in self.writer:
            own.append(entry)

    def _entry(self, element: Element) -> Entry:
        acts = []
        for event in element.children("EntryEvent"):
            authority = self.references.text("LegalBasis", event.attribute("LegalBasisID"))
            when = next(event.children("Date"), None)
            acts.append(Act(_known(authority), _date(when) if when is not None else None))
        programs, types = [], []
        for measure in element.children("SanctionsMeasure"):
            kind = self.references.text("SanctionsType", measure.attribute("SanctionsTypeID"))
            comment = measure.text("Comment")
            if (kind or "").lower() == _PROGRAM:
                programs += [intern(comment)] if comment else []
            else:
                types.append(intern(kind or "Unknown type of sanctions"))
        return Entry(tuple(programs), tuple(acts), tuple(types))


def _known(authority: str | None) -> str | None:
    return authority if authority and authority.lower() != "unknown" else None


def _date(element: Element) -> date | None:
    return day(element.text("Year"), element.text("Month"), element.text("Day"))
