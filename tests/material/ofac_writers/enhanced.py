"""Parties → SDN_ENHANCED.XML, in OFAC's newest form: each party with all that is said of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from ofac_writers.parties import Party, Row
from ofac_writers.statements import Feature, document_number, documents, features, free_text, related

__all__ = ["write_enhanced"]

_NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
_TYPES = {
    "person": ("600", "Individual"),
    "organization": ("601", "Entity"),
    "vessel": ("602", "Vessel"),
    "aircraft": ("91120", "Aircraft"),
}
_ALIAS_TYPES = {"aka": "A.K.A.", "fka": "F.K.A.", "nka": "N.K.A."}
_WHOLE_NAME = {"vessel": "Vessel Name", "aircraft": "Aircraft Name", "organization": "Entity Name"}
_REGION = "Region: "


def write_enhanced(
    parties: Sequence[Party], path: Path, *, published: date, list_name: str = "SDN List"
) -> Path:
    """Days of documents are written 2019-06-30 or as they stand. Left out: remarks on addresses."""
    names = {party.entity_id: party.entity["name"] for party in parties}
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="utf-8"?>\n<sanctionsData xmlns="{_NAMESPACE}">\n'
            f"  <publicationInfo>\n    <dataAsOf>{published.isoformat()}T00:00:00</dataAsOf>\n"
            f'    <filters>\n      <sanctionsLists>\n        <sanctionsList refId="1550">{list_name}'
            "</sanctionsList>\n      </sanctionsLists>\n    </filters>\n  </publicationInfo>\n"
            "  <referenceValues />\n  <featureTypes />\n  <entities>\n"
        )
        for party in parties:
            file.writelines(f"{line}\n" for line in _entity(party, names, list_name, published))
        file.write("  </entities>\n</sanctionsData>\n")
    return path


def _entity(party: Party, names: Mapping[str, str], list_name: str, published: date) -> Iterator[str]:
    reference, kind = _TYPES[party.entity_type]
    remarks = "; ".join(free_text(party))
    yield f'    <entity id="{party.entity_id}">'
    yield "      <generalInfo>"
    yield f"        <identityId>{party.entity_id}</identityId>"
    yield f'        <entityType refId="{reference}">{kind}</entityType>'
    yield from _element("remarks", remarks, 8)
    yield "      </generalInfo>"
    yield "      <sanctionsLists>"
    listed = min((row["listed_on"] for row in party.rows("programs") if row["listed_on"]), default=published)
    yield f'        <sanctionsList refId="1550" id="1" datePublished="{listed}">{list_name}</sanctionsList>'
    yield "      </sanctionsLists>"
    for name, row_name, texts in (
        ("sanctionsPrograms", "sanctionsProgram", [row["program"] for row in party.rows("programs")]),
        ("sanctionsTypes", "sanctionsType", [row["text"] for row in party.rows("measures")] or ["Block"]),
        (
            "legalAuthorities",
            "legalAuthority",
            [row["authority"] for row in party.rows("programs") if row["authority"]],
        ),
    ):
        yield f"      <{name}>"
        yield from (
            f'        <{row_name} refId="1" id="1">{escape(text)}</{row_name}>' for text in texts if text
        )
        yield f"      </{name}>"
    yield "      <names>"
    for number, row in enumerate((party.primary, *party.aliases)):
        yield from _name(party, row, number)
    yield "      </names>"
    yield from _addresses(party)
    yield "      <features>"
    for number, each in enumerate(features(party)):
        yield from _feature(each, number)
    yield "      </features>"
    if documents(party):
        yield "      <identityDocuments>"
        for row in documents(party):
            yield from _document(row)
        yield "      </identityDocuments>"
    yield "      <relationships>"
    for row in related(party):
        other = row["other_entity_id"]
        yield '        <relationship id="1">'
        yield f'          <type refId="1">{escape(row["relation"])}</type>'
        yield f'          <relatedEntity entityId="{other}">{escape(names[other])}</relatedEntity>'
        yield "        </relationship>"
    yield "      </relationships>"
    yield "    </entity>"


def _name(party: Party, row: Row, number: int) -> Iterator[str]:
    is_primary = row["quality"] == "primary"
    has_parts = row["family_name"] and row["given_name"]
    family = row["family_name"] if has_parts else row["name"]
    parts = [("Last Name" if party.entity_type == "person" else _WHOLE_NAME[party.entity_type], family)]
    parts += [("First Name", row["given_name"])] if has_parts else []
    yield f'        <name id="{number}">'
    yield f"          <isPrimary>{str(is_primary).lower()}</isPrimary>"
    if not is_primary:
        yield f'          <aliasType refId="1400">{_ALIAS_TYPES[row["kind"]]}</aliasType>'
    yield f"          <isLowQuality>{str(row['quality'] == 'weak').lower()}</isLowQuality>"
    yield "          <translations>"
    yield f'            <translation id="{number}">'
    yield "              <isPrimary>true</isPrimary>"
    yield f'              <script refId="20122">{row["script"] or "Latin"}</script>'
    yield from _element("formattedFirstName", row["given_name"] if has_parts else None, 14)
    yield from _element("formattedLastName", family, 14)
    yield from _element("formattedFullName", row["name"], 14)
    yield "              <nameParts>"
    for kind, text in parts:
        yield '                <namePart id="1">'
        yield f'                  <type refId="1520">{kind}</type>'
        yield from _element("value", text, 18)
        yield "                </namePart>"
    yield "              </nameParts>"
    yield "            </translation>"
    yield "          </translations>"
    yield "        </name>"


def _addresses(party: Party) -> Iterator[str]:
    yield "      <addresses>"
    for row in party.rows("addresses"):
        country, parts = row["country_text"], [("ADDRESS1", row["address"]), ("CITY", row["city"])]
        if country and country.startswith(_REGION):
            parts.append(("REGION", country.removeprefix(_REGION)))
            country = None
        yield f'        <address id="{row["address_id"]}">'
        if country:
            yield f'          <country refId="1">{escape(country)}</country>'
        yield "          <translations>"
        yield '            <translation id="1">'
        yield "              <isPrimary>true</isPrimary>"
        yield '              <script refId="20122">Latin</script>'
        yield "              <addressParts>"
        for kind, text in parts:
            if text:
                yield '                <addressPart id="1">'
                yield f'                  <type refId="1451">{kind}</type>'
                yield from _element("value", text, 18)
                yield "                </addressPart>"
        yield "              </addressParts>"
        yield "            </translation>"
        yield "          </translations>"
        yield "        </address>"
    yield "      </addresses>"


def _feature(each: Feature, number: int) -> Iterator[str]:
    yield f'        <feature id="{number}">'
    yield f'          <type featureTypeId="1">{escape(each.label)}</type>'
    yield f"          <versionId>{number}</versionId>"
    yield from _element("value", each.text, 10)
    if each.first and each.last:
        yield f'          <valueDate id="{number}">'
        for name, moment in (
            ("fromDateBegin", each.first),
            ("fromDateEnd", each.first),
            ("toDateBegin", each.last),
            ("toDateEnd", each.last),
        ):
            yield f"            <{name}>{moment.isoformat()}</{name}>"
        yield f"            <isApproximate>{str(each.circa).lower()}</isApproximate>"
        yield "            <isDateRange>false</isDateRange>"
        yield "          </valueDate>"
    yield f"          <isPrimary>{str(each.is_main).lower()}</isPrimary>"
    yield "        </feature>"


def _document(row: Row) -> Iterator[str]:
    kind, number = document_number(row)
    yield '        <identityDocument id="1">'
    yield f'          <type refId="1">{escape(kind)}</type>'
    yield from _element("documentNumber", number, 10)
    yield "          <isValid>true</isValid>"
    yield from _element("issueDate", row["issued"], 10)
    yield from _element("expirationDate", row["expires"], 10)
    yield from _element("comments", row["note"], 10)
    yield from _element("issuingCountry", row["country_text"], 10)
    yield "        </identityDocument>"


def _element(tag: str, value: str | None, indent: int) -> Iterator[str]:
    if value:
        yield f"{' ' * indent}<{tag}>{escape(value)}</{tag}>"
