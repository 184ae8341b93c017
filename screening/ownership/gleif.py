"""GLEIF's files in XML: who consolidates whom (RR-CDF), and who bears which LEI (LEI-CDF).

A parent takes a company into its accounts because it controls it; how much of it the parent owns stands there
at times only, as a percentage. Without one the share is not known. Managers of funds, funds that a fund is
part of or feeds own nothing by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from screening.model.countries import country_code
from screening.model.errors import InputError
from screening.ownership.holdings import Holdings, HoldingsBuilder
from screening.ownership.numbers import is_lei
from screening.watchlists.publishers.xml_events import Element, read_records

__all__ = ["ENTITIES", "RELATIONSHIPS", "read_entities", "read_relationships"]

# Local names of the root elements.
RELATIONSHIPS, ENTITIES = "RelationshipData", "LEIData"

_CONSOLIDATED = {"IS_DIRECTLY_CONSOLIDATED_BY": False, "IS_ULTIMATELY_CONSOLIDATED_BY": True}
_BRANCH = "IS_INTERNATIONAL_BRANCH_OF"
# Of a registration. A lapsed one was not renewed, which ends no relationship.
_GONE = {"ANNULLED", "DUPLICATE", "RETIRED", "TRANSFERRED"}
_TYPES = {"SOLE_PROPRIETOR": None}


def _lei_key(lei: str) -> str:
    return f"lei:{lei.strip().upper()}"


def read_relationships(path: Path) -> Holdings:
    """Raises InputError, with the line, for XML that is broken and records that cannot be read."""
    builder = HoldingsBuilder(path.name)
    for record in read_records(path, "RelationshipRecord"):
        place = f"line {record.line}"
        relationship = next(record.children("Relationship"), None)
        if relationship is None:
            raise InputError(f"{path}, {place}: a record without a Relationship. Fetch the file again.")
        _take(builder, relationship, record, f"{path}, {place}", place)
    return builder.build()


def read_entities(path: Path, wanted: frozenset[str] | None = None) -> Holdings:
    """The names, countries and numbers of holders. wanted: only these LEIs; the whole file has millions."""
    builder = HoldingsBuilder(path.name)
    for record in read_records(path, "LEIRecord"):
        lei = (record.text("LEI") or "").upper()
        if not is_lei(lei):
            raise InputError(f"{path}, line {record.line}: '{lei[:40]}' is no LEI. Fetch the file again.")
        if wanted is not None and lei not in wanted:
            continue
        entity = next(record.children("Entity"), None)
        if entity is None:
            raise InputError(f"{path}, line {record.line}: {lei} has no Entity. Fetch the file again.")
        names = [entity.text("LegalName"), *entity.texts("OtherEntityNames", "OtherEntityName")]
        names += entity.texts("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName")
        countries = [
            country_code(text.partition("-")[0])
            for text in (entity.text("LegalJurisdiction"), *entity.texts("LegalAddress", "Country"))
            if text
        ]
        registered = entity.texts("RegistrationAuthority", "RegistrationAuthorityEntityID")
        country = countries[0] if countries else None
        category = entity.text("EntityCategory") or ""
        builder.holder(
            _lei_key(lei),
            names,
            entity_type=_TYPES.get(category, "organization"),
            countries=countries,
            numbers=[("LEI", lei), *((country, number) for number in registered)],
        )
    return builder.build()


def _take(builder: HoldingsBuilder, relationship: Element, record: Element, where: str, place: str) -> None:
    kind = relationship.text("RelationshipType") or ""
    if kind not in _CONSOLIDATED and kind != _BRANCH:
        builder.leave_out(f"a relationship that is no ownership ({kind.lower()})")
        return
    ended = relationship.text("RelationshipStatus") != "ACTIVE"
    if ended or set(record.texts("Registration", "RegistrationStatus")) & _GONE:
        builder.leave_out("a relationship that is no longer active")
        return
    owned, owner = (
        next(iter(relationship.texts(node, "NodeID")), "").upper() for node in ("StartNode", "EndNode")
    )
    for lei in (owned, owner):
        if not is_lei(lei):
            raise InputError(f"{where}: '{lei[:40]}' is no LEI. Fetch the file again.")
        builder.holder(_lei_key(lei), numbers=[("LEI", lei)], entity_type="organization")
    begins, ends = _period(relationship, where)
    share = 100.0 if kind == _BRANCH else _percentage(relationship, where)
    builder.holding(
        _lei_key(owner),
        _lei_key(owned),
        "branch" if kind == _BRANCH else "consolidated",
        share,
        share,
        place=place,
        indirect=_CONSOLIDATED.get(kind, False),
        stated_on=_day(next(iter(record.texts("Registration", "LastUpdateDate")), None), where),
        begins=begins,
        ends=ends,
    )


def _percentage(relationship: Element, where: str) -> float | None:
    for quantifier in relationship.children("RelationshipQuantifiers", "RelationshipQuantifier"):
        amount, units = quantifier.text("QuantifierAmount"), quantifier.text("QuantifierUnits")
        if amount is None or units != "PERCENTAGE":
            continue
        try:
            percent = float(amount)
        except ValueError:
            percent = -1.0
        if not 0 <= percent <= 100:
            raise InputError(f"{where}: '{amount[:40]}' is no percentage. Fetch the file again.")
        return percent
    return None


def _period(relationship: Element, where: str) -> tuple[date | None, date | None]:
    """That of the relationship; others are of accounts and of documents."""
    for period in _periods(relationship):
        return _day(period.text("StartDate"), where), _day(period.text("EndDate"), where)
    return None, None


def _periods(relationship: Element) -> Iterator[Element]:
    for period in relationship.children("RelationshipPeriods", "RelationshipPeriod"):
        if period.text("PeriodType") == "RELATIONSHIP_PERIOD":
            yield period


def _day(text: str | None, where: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(f"{where}: '{text[:40]}' is no date. Fetch the file again.") from error
