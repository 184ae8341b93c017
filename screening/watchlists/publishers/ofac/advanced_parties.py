"""A party of an advanced file → rows: its names, features, and the documents and places that it points to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.ofac.advanced_references import Document, Place, References, period_of
from screening.watchlists.publishers.ofac.features import VESSEL_FIELDS, document_facts, feature_facts
from screening.watchlists.publishers.ofac.period_text import period_text
from screening.watchlists.publishers.ofac.remarks import parse_remarks
from screening.watchlists.publishers.ofac.written import WrittenName, written_name
from screening.watchlists.publishers.xml_events import Element

__all__ = ["PartyReader"]

_ALIAS_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_PRIMARY_LATIN = "1"
_ADDRESS = "Location"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as a row of names. is_first: whether the file calls it the primary one, in Latin letters."""

    number: str
    written: WrittenName
    kind: str
    quality: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class _Feature:
    """text: the value, None where the file gives none that can be read. address: number and place of one."""

    label: str
    text: str | None
    comment: str | None
    address: tuple[str, Place] | None = None


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
        features = [feature for each in profile.children("Feature") for feature in self._features(each)]
        titles = [each.text for each in features if each.label.lower() == "title" and each.text]
        title, remarks = "; ".join(titles) or None, "; ".join(dict.fromkeys(comments)) or None
        self._start(entity_id, entity_type, names, title, remarks)
        self._write_features(entity_id, entity_type, features)
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

    def _start(
        self, entity_id: str, entity_type: str, names: list[_Name], title: str | None, remarks: str | None
    ) -> None:
        primary = next((name for name in names if name.is_first), names[0])
        text, family, given = primary.written
        self.writer.start(
            entity_id, entity_type, text, title=title, remarks=remarks, family_name=family, given_name=given
        )
        self.names[entity_id] = text
        for name in names:
            if name is not primary:
                text, family, given = name.written
                self.writer.alias(
                    entity_id,
                    name.number,
                    name.kind,
                    text,
                    name.quality,
                    family_name=family,
                    given_name=given,
                )

    def _names(self, identity: Element) -> Iterator[_Name]:
        is_main = identity.attribute("Primary") != "false"
        types = {
            group.attribute("ID"): self.references.text("NamePartType", group.attribute("NamePartTypeID"))
            for group in identity.children("NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        for alias in identity.children("Alias"):
            is_primary = alias.attribute("Primary") == "true"
            alias_type = self.references.text("AliasType", alias.attribute("AliasTypeID")) or ""
            # The primary name in another script is an alias of its own.
            kind = "aka" if is_primary else _ALIAS_KINDS.get(alias_type.lower(), "aka")
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
                    yield _Name(number, written, kind, quality, is_main and is_primary and is_latin)

    def _features(self, feature: Element) -> Iterator[_Feature]:
        number = feature.attribute("FeatureTypeID")
        label = self.references.text("FeatureType", number) or f"Feature {number or ''}".strip()
        for version in feature.children("FeatureVersion"):
            comment = version.text("Comment")
            missing = self.missing
            for place_number, place in self._places(version):
                if label == _ADDRESS:
                    yield _Feature(label, None, comment, (place_number, place))
                else:
                    yield _Feature(label, _in_words(place), comment)
            texts = [text for detail in version.children("VersionDetail") if (text := self._detail(detail))]
            texts += [
                period_text(first, last, circa=circa)
                for period in version.children("DatePeriod")
                if (span := period_of(period)) is not None
                for first, last, circa in (span,)
            ]
            yield from (_Feature(label, text, comment) for text in texts)
            if (
                not texts
                and missing == self.missing
                and next(version.children("VersionLocation"), None) is None
            ):
                yield _Feature(label, None, comment)

    def _places(self, version: Element) -> Iterator[tuple[str, Place]]:
        for pointer in version.children("VersionLocation"):
            number = pointer.attribute("LocationID") or ""
            place = self.places.get(number)
            if place is None:
                self.missing += 1
            else:
                yield number, place

    def _detail(self, detail: Element) -> str | None:
        number = detail.attribute("DetailReferenceID")
        text = detail.own_text or self.references.text("DetailReference", number)
        if text is None and number is not None:
            self.missing += 1
        return text

    def _write_features(self, entity_id: str, entity_type: str, features: list[_Feature]) -> None:
        vessel: dict[str, str | None] = {}
        seen: set[str] = set()
        found: list[Fact] = []
        for each in features:
            if each.address is not None:
                self._write_address(entity_id, *each.address, note=each.comment)
                continue
            if each.label.lower() == "title":
                continue
            self.writer.builder.remark_segments += 1
            column = VESSEL_FIELDS.get(each.label.lower())
            if each.text is None:
                found.append(facts.unparsed(each.label))
            elif column is not None and column not in vessel:
                vessel[column] = each.text
            elif column == "flag":
                found.append(facts.country("flag", each.text, is_main=False))
            else:
                is_main = each.label not in seen
                found.extend(feature_facts(each.label, each.text, is_main=is_main, comment=each.comment))
            seen.add(each.label)
        if vessel or entity_type == "vessel":
            self.writer.vessel(entity_id, vessel)
        self.writer.facts(entity_id, found)

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
