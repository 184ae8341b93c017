"""What secondary identifiers say of a pair. Reach for it to read the whole policy on birth dates,
countries, gender and document numbers on one page.

Each identifier agrees, conflicts or is unknown. It is unknown wherever either side does not state it: a
missing identifier never lowers a score. Points come from `matching.identifiers` of the settings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from screening.settings import IdentifierPolicy
from screening.watchlists.watchlist import Watchlist

__all__ = [
    "Evidence",
    "ListedIdentity",
    "Verdict",
    "best_bonus",
    "birth_days",
    "document_key",
    "judge",
    "listed_identities",
]

Verdict = Literal["agrees", "conflicts", "unknown"]

_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]")
_YEAR = timedelta(days=365)
_MONTHS = 12


@dataclass(frozen=True)
class BirthSpan:
    """The days a birth date allows, as published in `text`; exact where it is a single day not "circa"."""

    earliest: date
    latest: date
    exact: bool
    text: str


@dataclass
class ListedIdentity:
    """What the list states of one party besides its names."""

    is_person: bool = False
    birth_dates: list[BirthSpan] = field(default_factory=list)
    nationalities: set[str] = field(default_factory=set)  # or registration and flag, ISO alpha-2
    other_countries: set[str] = field(default_factory=set)  # of addresses and places of birth
    gender: str | None = None
    documents: dict[str, str] = field(default_factory=dict)  # key → as published


@dataclass(frozen=True)
class Evidence:
    """The verdicts on one pair, the points they are worth together, and a sentence for each that speaks."""

    date_of_birth: Verdict
    country: Verdict
    gender: Verdict
    document: Verdict
    points: float
    notes: Sequence[str]

    @property
    def any_agrees(self) -> bool:
        """Whether an identifier that tells people apart agrees (gender does not)."""
        return "agrees" in (self.date_of_birth, self.country, self.document)


def document_key(number: str | None, least: int) -> str | None:
    """A document number by its letters and digits alone, None where fewer than `least` remain."""
    if number is None:
        return None
    key = _NOT_ALPHANUMERIC.sub("", number.upper().removeprefix("IMO "))
    return key if len(key) >= least else None


def best_bonus(policy: IdentifierPolicy) -> float:
    """The most points that identifiers add to a name score where neither the day of birth nor a document
    number agrees: parties that share one of those are looked up by it."""
    return policy.birth_year_agrees + policy.country_agrees + policy.gender_agrees


def birth_days(identity: ListedIdentity) -> set[date]:
    """The days on which a customer born would agree to the day, day and month turned round included."""
    days = {span.earliest for span in identity.birth_dates if span.exact}
    turned = {date(day.year, day.day, day.month) for day in days if day.day <= _MONTHS}
    return days | turned


def listed_identities(watchlist: Watchlist, policy: IdentifierPolicy) -> dict[str, ListedIdentity]:
    """entity_id → what the list states of it."""
    found: dict[str, ListedIdentity] = defaultdict(ListedIdentity)
    tables = watchlist.tables
    for row in tables["entities"].select(["entity_id", "entity_type", "gender"]).to_pylist():
        found[row["entity_id"]].is_person = row["entity_type"] == "person"
        found[row["entity_id"]].gender = row["gender"]
    for row in tables["birth_dates"].to_pylist():
        if row["earliest"] is not None and row["latest"] is not None:
            exact = row["earliest"] == row["latest"] and not row["circa"]
            span = BirthSpan(row["earliest"], row["latest"], exact, row["text"])
            found[row["entity_id"]].birth_dates.append(span)
    for row in tables["countries"].to_pylist():
        if row["country"]:
            found[row["entity_id"]].nationalities.add(row["country"])
    for name in ("places", "addresses"):
        for row in tables[name].select(["entity_id", "country"]).to_pylist():
            if row["country"]:
                found[row["entity_id"]].other_countries.add(row["country"])
    numbers = [
        *tables["identifiers"].select(["entity_id", "number", "kind"]).to_pylist(),
        *(
            {"entity_id": row["entity_id"], "number": row["address"], "kind": row["currency"]}
            for row in tables["digital_currency"].to_pylist()
        ),
    ]
    for row in numbers:
        key = document_key(row["number"], policy.id_min_length)
        if key is not None:
            found[row["entity_id"]].documents[key] = f"{row['kind']} {row['number']}"
    return dict(found)


def judge(customer: dict[str, Any], listed: ListedIdentity, policy: IdentifierPolicy) -> Evidence:
    """Weigh one customer (a row of CUSTOMER_SCHEMA) against one listed party.

    Points may be negative. A document number that agrees is left to the caller: it sets a floor.
    """
    notes: list[str] = []
    birth, birth_points = _birth_date(customer, listed, policy, notes)
    country = _country(customer, listed, notes)
    gender: Verdict = "unknown"
    if customer["gender"] and listed.gender:
        gender = "agrees" if customer["gender"] == listed.gender else "conflicts"
        if gender == "conflicts":
            notes.append(f"gender conflicts ({customer['gender']}, listed {listed.gender})")
    document: Verdict = "unknown"
    key = document_key(customer["id_number"], policy.id_min_length)
    if key is not None and key in listed.documents:
        document = "agrees"
        notes.append(f"document number agrees (listed as {listed.documents[key]})")
    points = (
        birth_points
        + _points(country, policy.country_agrees, policy.country_conflicts)
        + _points(gender, policy.gender_agrees, policy.gender_conflicts)
    )
    return Evidence(birth, country, gender, document, points, notes)


def _birth_date(
    customer: dict[str, Any], listed: ListedIdentity, policy: IdentifierPolicy, notes: list[str]
) -> tuple[Verdict, float]:
    """The verdict and its points: the best of the listed birth dates, or a conflict with all of them."""
    earliest, latest = customer["birth_earliest"], customer["birth_latest"]
    if earliest is None or latest is None or not listed.birth_dates:
        return "unknown", 0.0
    exact = earliest == latest
    given = customer["date_of_birth"]
    tolerance = policy.birth_year_tolerance * _YEAR
    year: BirthSpan | None = None
    near = False
    for span in listed.birth_dates:
        if exact and span.exact:
            if earliest == span.earliest:
                notes.append(f"birth date agrees ({given}, listed {span.text})")
                return "agrees", policy.birth_date_agrees
            if _day_month_swapped(earliest, span.earliest):
                notes.append(
                    f"birth date agrees with day and month turned round ({given}, listed {span.text})"
                )
                return "agrees", policy.birth_date_agrees
        if earliest - tolerance <= span.latest and span.earliest - tolerance <= latest:
            near = True
            if not (exact and span.exact):
                year = year or span
    if year is not None:
        notes.append(f"birth date agrees as far as it is known ({given}, listed {year.text})")
        return "agrees", policy.birth_year_agrees
    texts = ", ".join(span.text for span in listed.birth_dates)
    if near:
        notes.append(f"birth date is near but not the same ({given}, listed {texts})")
        return "unknown", 0.0
    notes.append(f"birth date conflicts ({given}, listed {texts})")
    return "conflicts", -policy.birth_date_conflicts


def _day_month_swapped(one: date, other: date) -> bool:
    return one.year == other.year and (one.day, one.month) == (other.month, other.day)


def _country(customer: dict[str, Any], listed: ListedIdentity, notes: list[str]) -> Verdict:
    given = {code for code in (customer["nationality"], customer["country"]) if code}
    known = listed.nationalities | listed.other_countries
    if not given or not known:
        return "unknown"
    shown = f"{', '.join(sorted(given))}, listed {', '.join(sorted(known))}"
    if given & known:
        notes.append(f"country agrees ({shown})")
        return "agrees"
    # Where people live says little against them: only their nationality can conflict. An organization has
    # none; there any country known on both sides speaks.
    conflict = bool(customer["nationality"] and listed.nationalities) if listed.is_person else True
    if conflict:
        notes.append(f"country conflicts ({shown})")
        return "conflicts"
    return "unknown"


def _points(verdict: Verdict, agrees: float, conflicts: float) -> float:
    return {"agrees": agrees, "conflicts": -conflicts, "unknown": 0.0}[verdict]
