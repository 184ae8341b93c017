"""The UN's consolidated XML → a Watchlist.

A party's number is its permanent reference number (QDi.430), which other lists cite and which stays when its
record is made anew; the number of the record (DATAID) is kept as a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from screening.model.date_spans import single_day
from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country, place_country
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.labeled_text import read_text
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.un.dates import alias_birth_date, birth_dates
from screening.watchlists.publishers.un.documents import documents
from screening.watchlists.publishers.un.fields import KNOWN_FIELDS, NAME_PARTS
from screening.watchlists.publishers.un.measures import stated_measures
from screening.watchlists.publishers.unknown_fields import unknown_fields
from screening.watchlists.publishers.xml_events import Element, read_elements
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["read_un"]

_TYPES = {"INDIVIDUAL": "person", "ENTITY": "organization"}
# QUALITY: of an alias of a person how good it is, of one of an entity whether it is a former name.
_QUALITIES = {
    "": ("aka", "strong"),
    "good": ("aka", "strong"),
    "low": ("aka", "weak"),
    "a.k.a.": ("aka", "strong"),
    "f.k.a.": ("fka", "strong"),
}
_FORMER = re.compile(r"(?:formerly|previously) listed as", re.IGNORECASE)
# An alias with what identifies its bearer behind it.
_BORN = re.compile(r"(?P<name>[^,]+), (?P<rest>born .+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?P<list>[A-Z]{2})(?P<kind>[ieIE])\.(?P<number>\d{3})\b")
_OLD_REFERENCE = re.compile(r"\[Old Reference # ?(?P<reference>[^\]]{1,60})\]")
# Of an address or a place of birth, from the smallest to the country.
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")


def read_un(path: Path, list_id: str | None = None) -> Watchlist:
    """The list in one XML file; it may hold no party. `list_id` is "UN" unless given.

    Raises InputError naming the file, and the line where it can, for XML that is cut or broken, and for a
    party without a reference number, a name or a committee's list, or with another party's number.
    """
    builder = WatchlistBuilder(list_id=list_id or "UN", source=str(path))
    writer = PartyWriter(builder)
    for section in read_elements(path, ("INDIVIDUALS", "ENTITIES")):
        root = section.node.getparent()
        if root is not None and builder.published is None:
            builder.published = single_day(str(root.get("dateGenerated") or ""))
        for entry in section.children("*"):
            if entry.name not in _TYPES:
                raise InputError(f"{path}: line {entry.line}: <{entry.name}> is no kind of party known here.")
            _read_party(entry, writer, path)
    _name_the_related(builder)
    resolve_relations(builder)
    return builder.build()


def _read_party(entry: Element, writer: PartyWriter, path: Path) -> None:
    entity_id, name, program = (
        one_line(entry.text("REFERENCE_NUMBER")),
        _full_name(entry),
        entry.text("UN_LIST_TYPE"),
    )
    if not entity_id or not name or program is None:
        raise InputError(
            f"{path}: the party at line {entry.line} has no REFERENCE_NUMBER, no FIRST_NAME or no "
            "UN_LIST_TYPE. Fetch the file again from the UN."
        )
    if entity_id in writer:
        raise InputError(f"{path}: line {entry.line}: REFERENCE_NUMBER {entity_id} stands for two parties.")
    comments = one_line(entry.text("COMMENTS1"))
    roles = [one_line(text) for tag in ("TITLE", "DESIGNATION") for text in entry.texts(tag, "VALUE")]
    writer.start(
        entity_id, _TYPES[entry.name], name, title="; ".join(roles) or None, remarks=comments or None,
        gender=_gender(entry),
    )  # fmt: skip
    writer.program(entity_id, program, listed_on=single_day(entry.text("LISTED_ON")))
    for measure, text in stated_measures(comments):
        writer.measure(entity_id, measure, text, program=program)
    if original := one_line(entry.text("NAME_ORIGINAL_SCRIPT")):
        writer.alias(entity_id, f"{entity_id}-original", "aka", original)
    for number, alias in enumerate(entry.children(f"{entry.name}_ALIAS"), 1):
        _read_alias(alias, f"{entity_id}-alias-{number}", entity_id, writer)
    for number, address in enumerate(entry.children(f"{entry.name}_ADDRESS"), 1):
        writer.address(
            entity_id,
            f"{entity_id}-address-{number}",
            address=one_line(address.text("STREET")) or None,
            city=_joined(address, "CITY", "STATE_PROVINCE", "ZIP_CODE"),
            country=one_line(address.text("COUNTRY")) or None,
            note=one_line(address.text("NOTE")) or None,
        )
    for found in _OLD_REFERENCE.finditer(comments):
        writer.reference(entity_id, "UN", found["reference"].strip())
    found_facts = list(_stated(entry, entity_id, comments))
    writer.builder.remark_segments += len(found_facts)
    writer.facts(entity_id, found_facts)


def _read_alias(alias: Element, name_id: str, entity_id: str, writer: PartyWriter) -> None:
    name, note = one_line(alias.text("ALIAS_NAME")), one_line(alias.text("NOTE"))
    if not name:
        return
    kind, quality = _QUALITIES.get((alias.text("QUALITY") or "").lower(), ("aka", "strong"))
    if born := _BORN.fullmatch(name):
        name = born["name"]
    writer.alias(entity_id, name_id, "fka" if _FORMER.match(note) else kind, name, quality)


def _stated(entry: Element, entity_id: str, comments: str) -> Iterator[Fact]:
    """Everything of a party but its names, programs and addresses."""
    yield facts.statement("DATAID", entry.text("DATAID") or "")
    yield from birth_dates(entry)
    for number, place in enumerate(entry.children("INDIVIDUAL_PLACE_OF_BIRTH")):
        words, country = _joined(place, *_PLACE), one_line(place.text("COUNTRY"))
        note = one_line(place.text("NOTE"))
        if words or note:
            said = f"{words} [{note}]" if words and note else words or note
            yield _place(said, country, is_main=number == 0)
    for number, nation in enumerate(entry.texts("NATIONALITY", "VALUE")):
        # "Bahrain (citizenship revoked in Jan. 2015)"
        code = listed_country(nation) or listed_country(re.split(r"[(.]", nation)[0].strip())
        row = {"kind": "nationality", "text": one_line(nation), "country": code, "is_main": number == 0}
        yield Fact("countries", row)
    yield from documents(entry)
    for alias in entry.children(f"{entry.name}_ALIAS"):
        yield from _of_alias(alias)
    for tag, kind in (("SUBMITTED_BY", "Submitted by"), ("SUBMITTED_ON", "Submitted on")):
        if text := one_line(entry.text(tag)):
            yield facts.statement(kind, text)
    yield from read_text(comments, "Comments")
    own = _REFERENCE.fullmatch(entity_id)
    mentioned = dict.fromkeys(_reference(found) for found in _REFERENCE.finditer(comments))
    for reference in mentioned:
        if own is None or reference != _reference(own):
            yield facts.relation("named in comments", reference)
    yield from unknown_fields(entry, KNOWN_FIELDS)


def _of_alias(alias: Element) -> Iterator[Fact]:
    """What an alias says besides the name: under it a birth date or place was given, too."""
    name, note, quality = (
        one_line(alias.text("ALIAS_NAME")),
        one_line(alias.text("NOTE")),
        alias.text("QUALITY") or "",
    )
    if name and quality.lower() not in _QUALITIES:
        yield facts.unparsed(f"{alias.name}/QUALITY: {quality}")
    if born := _BORN.fullmatch(name):
        name = born["name"]
        yield facts.statement("Alias", f"{name}: {born['rest']}")
    if note:
        yield facts.statement("Alias", f"{name}: {note}" if name else note)
    if text := alias.text("DATE_OF_BIRTH"):
        yield alias_birth_date(text)
    country = one_line(alias.text("COUNTRY_OF_BIRTH"))
    if words := ", ".join(part for part in (one_line(alias.text("CITY_OF_BIRTH")), country) if part):
        yield _place(words, country, is_main=False)


def _place(words: str, country: str, *, is_main: bool) -> Fact:
    code = listed_country(country) if country else place_country(words)
    return Fact("places", {"place": words, "country": code, "is_main": is_main})


def _name_the_related(builder: WatchlistBuilder) -> None:
    """Parties that are mentioned by their reference get their name; those no longer listed keep it as one."""
    names = {row["entity_id"]: row["name"] for row in builder.rows("entities")}
    for row in builder.rows("relations"):
        reference = row["other_name"]
        if reference in names:
            row["other_entity_id"], row["other_name"] = reference, names[reference]


def _reference(found: re.Match[str]) -> str:
    """A reference as the UN writes it; in comments it stands as Qde.014, too."""
    return f"{found['list']}{found['kind'].lower()}.{found['number']}"


def _full_name(entry: Element) -> str:
    return " ".join(part for tag in NAME_PARTS if (part := one_line(entry.text(tag))))


def _gender(entry: Element) -> str | None:
    gender = (entry.text("GENDER") or "").lower()
    return gender if gender in ("male", "female") else None


def _joined(element: Element, *tags: str) -> str | None:
    return ", ".join(part for tag in tags if (part := one_line(element.text(tag)))) or None
