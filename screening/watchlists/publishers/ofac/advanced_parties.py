"""A party of an advanced file → rows: its names, features, and the documents and places that it points to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.ofac.advanced_references import Document, Place, References, period_of
from screening.watchlists.publishers.ofac.features import document_facts
from screening.watchlists.publishers.ofac.period_text import period_text
from screening.watchlists.publishers.ofac.remarks import parse_remarks
from screening.watchlists.publishers.ofac.stated_party import (
    StatedFeature,
    StatedName,
    alias_kind,
    titles_of,
    write_features,
    write_names,
)
from screening.watchlists.publishers.ofac.written import written_name
from screening.watchlists.publishers.xml_events import Element

__all__ = ["PartyReader"]

_PRIMARY_LATIN = "1"
_ADDRESS = "Location"


class PartyReader:
    """Reads parties in the order of the file.

    names: entity_id → primary name of those read. missing: how many references pointed to nothing.
    """

    def __init__(
        self,
        path: Path,
        writer: PartyWriter,
        references: References,
        places: Mapping[str, Place],
        documents: dict[str, list[Document]],
    ) -> None:
        self.path, self.writer, self.references = path, writer, references
        self.places, self.documents = places, documents
        self.names: dict[str, str] = {}
        self.missing = 0

    def read(self, party: Element) -> None:
        """Write a party with all that the file has said of it so far, and let go of its documents.

        Raises InputError for one without number, type or name, and for a number that two have.
        """
        comments = party.texts("Comment")
        for profile in party.children("Profile"):
            self._read_profile(profile, [*comments, *profile.texts("Comment")])

    def _read_profile(self, profile: Element, comments: list[str]) -> None:
        entity_id = profile.attribute("ID")
        entity_type = self.references.entity_types.get(profile.attribute("PartySubTypeID") or "")
        identities = list(profile.children("Identity"))
        names = [name for identity in identities for name in self._names(identity)]
        if entity_id is None or entity_type is None or not names:
            raise InputError(
                f"{self.path}: the party at line {profile.line} ({entity_id or 'without a number'}) has no "
                "ID, no name, or a PartySubTypeID that is in none of the file's tables. "
                "Fetch the file again from OFAC's list service."
            )
        if entity_id in self.writer:
            raise InputError(f"{self.path}: line {profile.line}: profile {entity_id} stands for two parties.")
        addresses: list[tuple[str, Place, str | None]] = []
        features = list(self._features(profile, addresses))
        title, remarks = titles_of(features), "; ".join(dict.fromkeys(comments)) or None
        self.names[entity_id] = write_names(
            self.writer, entity_id, entity_type, names, title=title, remarks=remarks
        )
        for number, place, note in addresses:
            self._write_address(entity_id, number, place, note=note)
        write_features(self.writer, entity_id, entity_type, features)
        documents = [
            document
            for identity in identities
            for document in self.documents.pop(identity.attribute("ID") or "", ())
        ]
        parsed = parse_remarks(remarks or "", title=title)
        self.writer.builder.remark_segments += len(documents) + parsed.segments
        for document in documents:
            self.writer.facts(entity_id, _facts_of(document))
        self.writer.facts(entity_id, parsed.facts)

    def _names(self, identity: Element) -> Iterator[StatedName]:
        is_main = identity.attribute("Primary") != "false"
        types = {
            group.attribute("ID"): self.references.text("NamePartType", group.attribute("NamePartTypeID"))
            for group in identity.children("NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        for alias in identity.children("Alias"):
            is_primary = alias.attribute("Primary") == "true"
            words = self.references.text("AliasType", alias.attribute("AliasTypeID"))
            kind = alias_kind(None if is_primary else words)
            quality = "weak" if alias.attribute("LowQuality") == "true" and not is_primary else "strong"
            for name in alias.children("DocumentedName"):
                parts = [
                    (types.get(value.attribute("NamePartGroupID")) or "", text)
                    for value in name.children("DocumentedNamePart", "NamePartValue")
                    if (text := value.own_text)
                ]
                written = written_name(parts)
                if written is not None:
                    number = name.attribute("ID") or f"line-{name.line}"
                    is_latin = name.attribute("DocNameStatusID") == _PRIMARY_LATIN
                    is_first = is_main and is_primary and is_latin
                    yield StatedName(number, written, kind, quality, is_first)

    def _features(
        self, profile: Element, addresses: list[tuple[str, Place, str | None]]
    ) -> Iterator[StatedFeature]:
        """All features but addresses, which are added to `addresses`: (number, place, comment). The file does
        not say which one of a label is the main one; the first is taken."""
        seen: set[str] = set()
        for feature in profile.children("Feature"):
            number = feature.attribute("FeatureTypeID")
            label = self.references.text("FeatureType", number) or f"Feature {number or ''}".strip()
            for version in feature.children("FeatureVersion"):
                comment = version.text("Comment")
                missing = self.missing
                values: list[str | None] = [*self._details(version)]
                for place_number, place in self._places(version):
                    if label == _ADDRESS:
                        addresses.append((place_number, place, comment))
                    else:
                        values.append(_in_words(place))
                if not values and label != _ADDRESS and missing == self.missing:
                    values.append(None)
                for text in values:
                    yield StatedFeature(label, text, label not in seen, comment)
                    seen.add(label)

    def _details(self, version: Element) -> Iterator[str]:
        for detail in version.children("VersionDetail"):
            number = detail.attribute("DetailReferenceID")
            text = detail.own_text or self.references.text("DetailReference", number)
            if text:
                yield text
            elif number is not None:
                self.missing += 1
        for period in version.children("DatePeriod"):
            span = period_of(period)
            if span is not None:
                first, last, circa = span
                yield period_text(first, last, circa=circa)

    def _places(self, version: Element) -> Iterator[tuple[str, Place]]:
        for pointer in version.children("VersionLocation"):
            number = pointer.attribute("LocationID") or ""
            place = self.places.get(number)
            if place is None:
                self.missing += 1
            else:
                yield number, place

    def _write_address(self, entity_id: str, number: str, place: Place, *, note: str | None) -> None:
        for position, (address, city) in enumerate(place.writings):
            address_id = f"{number}-{position}" if position else number
            self.writer.address(
                entity_id, address_id, address=address, city=city, country=place.country, note=note
            )


def _facts_of(document: Document) -> tuple[Fact, ...]:
    return document_facts(
        document.kind,
        document.number,
        country=document.country,
        issued=document.issued,
        expires=document.expires,
        notes=document.notes,
    )


def _in_words(place: Place) -> str | None:
    """A place that stands for a country or for a place of birth, in one line."""
    return ", ".join(part for part in (*place.writings[0], place.country) if part) or None
