"""The UK Sanctions List's XML → a Watchlist.

A party's number is its UniqueID (RUS0166); the number of its group at OFSI and the UN's reference are what
other lists call it. Of two primary names the first that is not empty is the primary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.labeled_text import read_text
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.uk.dates import uk_day
from screening.watchlists.publishers.uk.details import entity_facts, person_facts, ship_facts, ship_fields
from screening.watchlists.publishers.uk.fields import KNOWN_FIELDS
from screening.watchlists.publishers.uk.measures import imposed_measures
from screening.watchlists.publishers.uk.names import PRIMARY, UkName, read_name
from screening.watchlists.publishers.unknown_fields import unknown_fields
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["read_uk"]

_TYPES = {"individual": "person", "entity": "organization", "ship": "vessel"}
_LANGUAGES = {
    "arabic": "ar", "persian": "fa", "farsi": "fa", "russian": "ru", "ukrainian": "uk", "belarusian": "be",
    "belarussian": "be", "chinese": "zh", "korean": "ko", "burmese": "my", "serbian": "sr", "pashto": "ps",
    "dari": "fa", "urdu": "ur", "hebrew": "he",
}  # fmt: skip
_REFERENCE = re.compile(r"(?P<list>[A-Z]{2})(?P<kind>[IE])\.(?P<number>\d{3})", re.IGNORECASE)
_NAMED_BY_IMO = re.compile(r"(?:IMO)?[ :]*(?P<number>\d{7})", re.IGNORECASE)
# In "other information": whose a ship is, with the owner's numbers behind it.
_ASSET_OF = re.compile(
    r"(?P<words>Listed as asset of) (?P<owner>.{1,200}?),? (?:\(|- ?)OFSI ID:.*$", re.DOTALL
)
# Sentences that stand behind anything, without a full stop before them.
_STANDING = re.compile(r"(?<=[^.|])\s+(?=The Director Disqualification Sanction was imposed)")


def read_uk(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one XML file; it may hold no party. `list_id` is "UK" unless given.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, and for a
    party without a number, a name, a regime or a known type, or with another party's number.
    """
    builder = WatchlistBuilder(list_id=list_id or "UK", source=str(path))
    writer = PartyWriter(builder)
    for element in read_elements(path, ("DateGenerated", "Designation")):
        if element.name == "DateGenerated":
            builder.published = uk_day((element.node.text or "").strip())
        else:
            _read_party(element, writer, path)
    resolve_relations(builder)
    return builder.build()


def _read_party(entry: Element, writer: PartyWriter, path: Path) -> None:
    entity_id, regime = one_line(entry.text("UniqueID")), one_line(entry.text("RegimeName"))
    kind = _TYPES.get((entry.text("IndividualEntityShip") or "").lower())
    names = [name for element in entry.children("Names", "Name") if (name := read_name(element)).whole]
    if not entity_id or not regime or not names or kind is None:
        raise InputError(
            f"{path}: the party at line {entry.line} has no UniqueID, no name, no RegimeName, or an unknown "
            "IndividualEntityShip. Fetch the file again from gov.uk."
        )
    if entity_id in writer:
        raise InputError(f"{path}: line {entry.line}: UniqueID {entity_id} stands for two parties.")
    primary = next((name for name in names if name.kind == PRIMARY), names[0])
    positions = [
        one_line(text) for text in entry.texts("IndividualDetails", "Individual", "Positions", "Position")
    ]
    roles = [*(one_line(text) for text in entry.texts("Titles", "Title")), *positions]
    texts = [one_line(entry.text(tag)) for tag in ("UKStatementofReasons", "OtherInformation")]
    writer.start(
        entity_id,
        kind,
        primary.whole,
        title="; ".join(roles) or None,
        remarks=" ".join(text for text in texts if text) or None,
        **primary.parts(kind),
    )
    for number, alias in enumerate(names, 1):
        if alias is not primary:
            name_id = f"{entity_id}-name-{number}"
            writer.alias(
                entity_id, name_id, alias.alias_kind, alias.whole, alias.quality, **alias.parts(kind)
            )
    for number, other in enumerate(entry.children("NonLatinNames", "NonLatinName"), 1):
        if text := one_line(other.text("NameNonLatinScript")):
            language = _LANGUAGES.get(one_line(other.text("NonLatinScriptLanguage")).lower())
            writer.alias(entity_id, f"{entity_id}-script-{number}", "aka", text, language=language)
    authority = regime if "Regulations" in regime else None
    writer.program(entity_id, regime, authority=authority, listed_on=uk_day(entry.text("DateDesignated")))
    for measure, words in imposed_measures(one_line(entry.text("SanctionsImposed"))):
        writer.measure(entity_id, measure or "other", words, program=regime)
    _write_references(entry, entity_id, writer)
    for number, address in enumerate(entry.children("Addresses", "Address"), 1):
        _write_address(address, f"{entity_id}-address-{number}", entity_id, writer)
    if kind == "vessel":
        writer.vessel(entity_id, ship_fields(entry))
    found = list(_stated(entry, names))
    writer.builder.remark_segments += len(found)
    writer.facts(entity_id, found)


def _write_references(entry: Element, entity_id: str, writer: PartyWriter) -> None:
    if group := one_line(entry.text("OFSIGroupID")):
        writer.reference(entity_id, "OFSI", group)
    # The UN writes QDe.145, the UK at times QDE.145; "N/A" is none.
    for found in _REFERENCE.finditer(one_line(entry.text("UNReferenceNumber"))):
        reference = f"{found['list'].upper()}{found['kind'].lower()}.{found['number']}"
        writer.reference(entity_id, "UN", reference)


def _write_address(address: Element, address_id: str, entity_id: str, writer: PartyWriter) -> None:
    lines = [one_line(address.text(f"AddressLine{number}")) for number in range(1, 6)]
    # The sixth line is the city.
    city = [one_line(address.text("AddressLine6")), one_line(address.text("AddressPostalCode"))]
    writer.address(
        entity_id,
        address_id,
        address=", ".join(line for line in lines if line) or None,
        city=", ".join(part for part in city if part) or None,
        country=one_line(address.text("AddressCountry")) or None,
    )


def _stated(entry: Element, names: list[UkName]) -> Iterator[Fact]:
    """Everything of a party but its names, programs and addresses."""
    yield from person_facts(entry)
    yield from entity_facts(entry)
    yield from ship_facts(entry)
    for name in names:
        imo = _NAMED_BY_IMO.fullmatch(name.whole)
        if imo is not None and entry.text("IndividualEntityShip") == "Ship":
            yield facts.identifier("IMO number", imo["number"])
        if not name.is_understood:
            yield facts.unparsed(f"Name: {name.whole} ({name.kind}, {name.strength})")
    for measure, words in imposed_measures(one_line(entry.text("SanctionsImposed"))):
        if measure is None:
            yield facts.unparsed(f"SanctionsImposed: {words}")
    for tag, kind in (("PhoneNumber", "phone"), ("EmailAddress", "email"), ("Website", "website")):
        for group in (f"{tag}s", f"{tag}es"):
            yield from (facts.contact(kind, one_line(text)) for text in entry.texts(group, tag))
    if source := one_line(entry.text("DesignationSource")):
        yield facts.statement("Designation source", source)
    if reasons := one_line(entry.text("UKStatementofReasons")):
        yield facts.statement("UK statement of reasons", reasons)
    yield from _other_information(one_line(entry.text("OtherInformation")))
    yield from unknown_fields(entry, KNOWN_FIELDS)


def _other_information(text: str) -> Iterator[Fact]:
    text = _STANDING.sub(". ", text)
    asset = _ASSET_OF.search(text)
    if asset is not None:
        yield facts.relation(asset["words"], asset["owner"], kind="owned by")
        yield facts.statement("Other information", text)
    else:
        yield from read_text(text, "Other information")
