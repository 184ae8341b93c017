"""Parties → SDN_ADVANCED.XML, valid against OFAC's schema, written section by section as OFAC lays it out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from ofac_writers.advanced_tables import Tables
from ofac_writers.parties import Party, Row
from ofac_writers.statements import Feature, document_number, documents, features, free_text, related
from screening.model.date_spans import parse_date_span

__all__ = ["write_advanced"]

_NAMESPACE = "http://www.un.org/sanctions/1.0"
_SUB_TYPES = {"vessel": "1", "aircraft": "2", "organization": "3", "person": "4"}
_WHOLE_NAME = {"vessel": "Vessel Name", "aircraft": "Aircraft Name", "organization": "Entity Name"}
_ALIAS_TYPES = {"aka": "A.K.A.", "fka": "F.K.A.", "nka": "N.K.A."}
_LOOKUPS = ("Gender", "VESSEL TYPE")
_REGION = "Region: "
# Numbers within a party: its n-th place, feature, document, name part and so on.
_ROOM = 1000


def write_advanced(
    parties: Sequence[Party],
    path: Path,
    *,
    published: date,
    list_name: str = "SDN List",
    namespace: str = _NAMESPACE,
) -> Path:
    """A program without a day of its own was listed when the file was published. Left out: relations to a
    party without a number are free text, other writings of an address do not exist."""
    tables = Tables()
    body = path.with_name(f"{path.name}.body")
    with body.open("w", encoding="utf-8") as file:
        for section, rows in (
            ("Locations", _locations),
            ("IDRegDocuments", _documents),
            ("DistinctParties", _parties),
            ("ProfileRelationships", _relations),
            ("SanctionsEntries", lambda *known: _entries(*known, list_name, published)),
        ):
            file.write(f"  <{section}>\n")
            for index, party in enumerate(parties, start=1):
                file.writelines(f"{line}\n" for line in rows(party, index * _ROOM, tables))
            file.write(f"  </{section}>\n")
        file.write("  <SanctionsEntryLinks />\n</Sanctions>\n")
    with path.open("wb") as whole:
        whole.write(
            f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Sanctions xmlns="{namespace}" '
            f'Version="3">\n  <DateOfIssue CalendarTypeID="1">\n{_ymd(published, "    ")}\n'
            "  </DateOfIssue>\n".encode()
        )
        whole.writelines(f"{line}\n".encode() for line in tables.lines())
        with body.open("rb") as rest:
            shutil.copyfileobj(rest, whole)
    body.unlink()
    return path


_Place = tuple[list[tuple[str, str]], str | None]


def _places(party: Party) -> list[tuple[_Place, Feature]]:
    """Places with the features that point to them, in the order of the features."""
    found: list[tuple[_Place, Feature]] = []
    for row in party.rows("addresses"):
        country, parts = row["country_text"], []
        if row["address"]:
            parts.append(("ADDRESS1", row["address"]))
        if row["city"]:
            parts.append(("CITY", row["city"]))
        if country and country.startswith(_REGION):
            parts.append(("REGION", country.removeprefix(_REGION)))
            country = None
        found.append(((parts, country), Feature("Location", row["note"] or "", "address")))
    found += [(([], each.text), each) for each in features(party) if each.kind == "country"]
    return found


def _locations(party: Party, base: int, tables: Tables) -> Iterator[str]:
    for place, ((parts, country), _) in enumerate(_places(party)):
        yield f'    <Location ID="{base + place}">'
        if country:
            yield f'      <LocationAreaCode AreaCodeID="{tables.number("AreaCode", country)}" />'
            number = tables.number("Country", country)
            yield f'      <LocationCountry CountryID="{number}" CountryRelevanceID="1413" />'
        for kind, text in parts:
            yield f'      <LocationPart LocPartTypeID="{tables.number("LocPartType", kind)}">'
            yield '        <LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1">'
            yield "          <Comment />"
            yield f"          <Value>{escape(text)}</Value>"
            yield "        </LocationPartValue>"
            yield "      </LocationPart>"
        yield f'      <FeatureVersionReference FeatureVersionID="{base + place}" />'
        yield "    </Location>"


def _documents(party: Party, base: int, tables: Tables) -> Iterator[str]:
    for place, row in enumerate(documents(party)):
        kind, number = document_number(row)
        country = row["country_text"]
        issued_by = f' IssuedBy-CountryID="{tables.number("Country", country)}"' if country else ""
        yield (
            f'    <IDRegDocument ID="{base + place}" IDRegDocTypeID="{tables.number("IDRegDocType", kind)}" '
            f'IdentityID="{party.entity_id}"{issued_by} ValidityID="1">'
        )
        yield f"      <Comment>{escape(row['note'] or '')}</Comment>"
        yield f"      <IDRegistrationNo>{escape(number)}</IDRegistrationNo>"
        yield "      <IssuingAuthority />"
        for column, words in (("issued", "Issue Date"), ("expires", "Expiration Date")):
            span = parse_date_span(row[column]) if row[column] else None
            if span is not None:
                number_of_kind = tables.number("IDRegDocDateType", words)
                yield f'      <DocumentDate IDRegDocDateTypeID="{number_of_kind}">'
                yield from _period(span.earliest, span.latest, False, "        ")
                yield "      </DocumentDate>"
        yield f'      <DocumentedNameReference DocumentedNameID="{base}" />'
        yield "    </IDRegDocument>"


def _parties(party: Party, base: int, tables: Tables) -> Iterator[str]:
    number = party.entity_id
    yield f'    <DistinctParty FixedRef="{number}">'
    for text in free_text(party) or [""]:
        yield f"      <Comment>{escape(text)}</Comment>"
    yield f'      <Profile ID="{number}" PartySubTypeID="{_SUB_TYPES[party.entity_type]}">'
    yield f'        <Identity ID="{number}" FixedRef="{number}" Primary="true" False="false">'
    groups: list[str] = []
    for place, row in enumerate((party.primary, *party.aliases)):
        yield from _alias(party, row, base, place, groups, tables)
    yield "          <NamePartGroups>"
    for group, kind in enumerate(groups):
        yield "            <MasterNamePartGroup>"
        type_number = tables.number("NamePartType", kind)
        yield f'              <NamePartGroup ID="{base + group}" NamePartTypeID="{type_number}" />'
        yield "            </MasterNamePartGroup>"
    yield "          </NamePartGroups>"
    yield "        </Identity>"
    places = _places(party)
    others = [each for each in features(party) if each.kind != "country"]
    for place, each in enumerate([*(feature for _, feature in places), *others]):
        yield from _feature(party, each, base + place, place < len(places), tables)
    yield "      </Profile>"
    yield "    </DistinctParty>"


def _alias(party: Party, row: Row, base: int, place: int, groups: list[str], tables: Tables) -> Iterator[str]:
    is_primary = row["quality"] == "primary"
    alias_type = tables.number("AliasType", "Name" if is_primary else _ALIAS_TYPES[row["kind"]])
    yield (
        f'          <Alias FixedRef="{party.entity_id}" AliasTypeID="{alias_type}" '
        f'Primary="{str(is_primary).lower()}" LowQuality="{str(row["quality"] == "weak").lower()}">'
    )
    yield (
        f'            <DocumentedName ID="{base + place}" FixedRef="{party.entity_id}" '
        f'DocNameStatusID="{1 if is_primary else 2}">'
    )
    script = tables.number("Script", row["script"] or "Latin")
    for kind, text in _name_parts(party, row):
        yield "              <DocumentedNamePart>"
        yield (
            f'                <NamePartValue NamePartGroupID="{base + len(groups)}" ScriptID="{script}" '
            f'ScriptStatusID="1" Acronym="false">{escape(text)}</NamePartValue>'
        )
        yield "              </DocumentedNamePart>"
        groups.append(kind)
    yield "            </DocumentedName>"
    yield "          </Alias>"


def _name_parts(party: Party, row: Row) -> list[tuple[str, str]]:
    name = str(row["name"])
    if party.entity_type != "person":
        return [(_WHOLE_NAME[party.entity_type], name)]
    if row["family_name"] and row["given_name"]:
        return [("Last Name", row["family_name"]), ("First Name", row["given_name"])]
    # A name of one part in small letters is a given name: the family name is written in capitals.
    return [("Last Name" if name == name.upper() else "First Name", name)]


def _feature(party: Party, each: Feature, number: int, has_place: bool, tables: Tables) -> Iterator[str]:
    yield f'        <Feature ID="{number}" FeatureTypeID="{tables.number("FeatureType", each.label)}">'
    yield f'          <FeatureVersion ID="{number}" ReliabilityID="1">'
    if each.kind == "address":
        yield f"            <Comment>{escape(each.text)}</Comment>"
    else:
        yield "            <Comment />"
    if each.kind == "date" and each.first and each.last:
        yield from _period(each.first, each.last, each.circa, "            ")
        yield '            <VersionDetail DetailTypeID="1430" />'
    elif each.kind == "country":
        yield '            <VersionDetail DetailTypeID="1433" />'
    elif each.label in _LOOKUPS:
        reference = tables.number("DetailReference", each.text)
        yield f'            <VersionDetail DetailTypeID="1431" DetailReferenceID="{reference}" />'
    elif each.kind == "text":
        yield f'            <VersionDetail DetailTypeID="1432">{escape(each.text)}</VersionDetail>'
    if has_place:
        yield f'            <VersionLocation LocationID="{number}" />'
    yield "          </FeatureVersion>"
    yield f'          <IdentityReference IdentityID="{party.entity_id}" IdentityFeatureLinkTypeID="1" />'
    yield "        </Feature>"


def _relations(party: Party, base: int, tables: Tables) -> Iterator[str]:
    for place, row in enumerate(related(party)):
        yield (
            f'    <ProfileRelationship ID="{base + place}" From-ProfileID="{party.entity_id}" '
            f'To-ProfileID="{row["other_entity_id"]}" '
            f'RelationTypeID="{tables.number("RelationType", row["relation"])}" RelationQualityID="1" '
            f'Former="false" SanctionsEntryID="{party.entity_id}">'
        )
        yield "      <Comment />"
        yield "    </ProfileRelationship>"


def _entries(party: Party, base: int, tables: Tables, list_name: str, published: date) -> Iterator[str]:
    number, programs = party.entity_id, party.rows("programs")
    list_number = tables.number("List", list_name)
    yield f'    <SanctionsEntry ID="{number}" ProfileID="{number}" ListID="{list_number}">'
    for place, row in enumerate(programs or [{"authority": None, "listed_on": None}]):
        basis = tables.number("LegalBasis", row["authority"] or "Unknown")
        yield f'      <EntryEvent ID="{base + place}" EntryEventTypeID="1" LegalBasisID="{basis}">'
        yield "        <Comment />"
        yield '        <Date CalendarTypeID="1">'
        yield _ymd(row["listed_on"] or published, "          ")
        yield "        </Date>"
        yield "      </EntryEvent>"
    types = [(row["text"] or row["measure"], None) for row in party.rows("measures")] or [("Block", None)]
    measures: list[tuple[str, str | None]] = [*types, *(("Program", row["program"]) for row in programs)]
    for place, (kind, comment) in enumerate(measures):
        type_number = tables.number("SanctionsType", kind)
        yield f'      <SanctionsMeasure ID="{base + place}" SanctionsTypeID="{type_number}">'
        if comment:
            yield f"        <Comment>{escape(comment)}</Comment>"
        yield '        <DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true" />'
        yield "      </SanctionsMeasure>"
    yield "    </SanctionsEntry>"


def _period(first: date, last: date, circa: bool, indent: str) -> Iterator[str]:
    """First and last day, each as a span of one day, as OFAC writes a year."""
    fixed = 'YearFixed="false" MonthFixed="false" DayFixed="false"'
    yield f'{indent}<DatePeriod CalendarTypeID="1" {fixed}>'
    for edge, moment in (("Start", first), ("End", last)):
        yield f'{indent}  <{edge} Approximate="{str(circa).lower()}" {fixed}>'
        for side in ("From", "To"):
            yield f"{indent}    <{side}>"
            yield _ymd(moment, f"{indent}      ")
            yield f"{indent}    </{side}>"
        yield f"{indent}  </{edge}>"
    yield f"{indent}</DatePeriod>"


def _ymd(moment: date, indent: str) -> str:
    return (
        f"{indent}<Year>{moment.year}</Year>\n{indent}<Month>{moment.month}</Month>\n"
        f"{indent}<Day>{moment.day}</Day>"
    )
