"""Records made of statements of the Data Standard, as Open Ownership's register is passed on.

One record a holder, with `RELATIONSHIPS` from a company to its owners ("shareholding 25% 50%").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from screening.ownership.bods_values import CONTROL, birth_date, country_of, day, interest_of, numbers_in
from screening.ownership.holdings import HoldingsBuilder
from screening.ownership.shares import read_share

__all__ = ["is_record", "take_record"]

_ROLE = re.compile(r"([a-z_-]+)(?:\s+(\d[\d.]*)\s*%)?(?:\s+(\d[\d.]*)\s*%)?", re.IGNORECASE)

Statement = Mapping[str, Any]


def is_record(statement: Statement) -> bool:
    """Whether it is such a record, and no statement by itself."""
    return "RECORD_ID" in statement and "RECORD_TYPE" in statement


def take_record(builder: HoldingsBuilder, record: Statement, place: str) -> None:
    """Take in a record: a holder, and who owns it. Raises what Python raises for one of another shape."""
    key = f"bods:{record['RECORD_ID']}"
    named = record.get("NAMES") or ()
    names = [name.get("PRIMARY_NAME_ORG") for name in named]
    names += [record.get("PRIMARY_NAME_FULL"), *(name.get("ALTERNATE_NAME_FULL") for name in named)]
    nationalities = [each.get("NATIONALITY") for each in record.get("ATTRIBUTES") or ()]
    builder.holder(
        key,
        names,
        entity_type="person" if record["RECORD_TYPE"] == "PERSON" else "organization",
        birth_date=birth_date(record.get("DATE_OF_BIRTH")),
        countries=map(country_of, (record.get("REGISTRATION_COUNTRY"), *nationalities)),
        numbers=numbers_in(
            (each.get("NATIONAL_ID_TYPE"), each.get("NATIONAL_ID_NUMBER"))
            for each in record.get("IDENTIFIERS") or ()
        ),
    )
    for older in record.get("replaces_statements") or ():
        builder.same(key, f"bods:{older['statementID']}")
        builder.holder(f"bods:{older['statementID']}")
    for relation in record.get("RELATIONSHIPS") or ():
        role = relation.get("REL_POINTER_ROLE")
        if role is not None:
            _take_role(builder, key, relation, str(role), place, day(record.get("statementDate")))


def _take_role(
    builder: HoldingsBuilder, owned: str, relation: Statement, role: str, place: str, stated_on: date | None
) -> None:
    found = _ROLE.fullmatch(role.strip())
    kind = interest_of(found[1]) if found else None
    if found is None or kind is None:
        builder.leave_out(CONTROL)
        return
    owner = f"bods:{relation['REL_POINTER_KEY']}"
    builder.holder(owner)
    share: tuple[float | None, float | None] = (None, None)
    if found[2]:
        share = read_share(f"{found[2]}-{found[3]}" if found[3] else found[2])
    builder.holding(
        owner,
        owned,
        kind,
        *share,
        place=place,
        stated_on=stated_on,
        begins=day(relation.get("REL_POINTER_FROM_DATE")),
        ends=day(relation.get("REL_POINTER_THRU_DATE")),
    )
