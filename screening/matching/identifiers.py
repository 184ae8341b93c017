"""What secondary identifiers say of a pair. Reach for it to read the whole policy on countries, gender,
document numbers and what they come to together; birth dates are judged by `birth_dates`.

Each identifier agrees, conflicts or is unknown. It is unknown wherever either side does not state it: a
missing identifier never lowers a score. What only people have (a birth date, a gender) speaks against a
listed party that is no person, where the type of the customer is not known. Points come from
`matching.identifiers` of the settings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from screening.matching.birth_dates import BirthSpan, Verdict, days_that_agree, judge_birth
from screening.settings import IdentifierPolicy
from screening.watchlists.watchlist import Watchlist

__all__ = [
    "Evidence",
    "ListedIdentity",
    "best_bonus",
    "birth_days",
    "document_key",
    "judge",
    "listed_identities",
]

_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]")


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
    """The verdicts on one pair, the points they are worth together, and a sentence for each that speaks.

    floor: the least score that they make, whatever the names, and why in floor_because; 0 where none.
    """

    date_of_birth: Verdict
    country: Verdict
    gender: Verdict
    document: Verdict
    points: float
    notes: Sequence[str]
    floor: float = 0.0
    floor_because: str = ""

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
    place = max(policy.nationality_agrees, policy.country_agrees)
    return policy.birth_year_agrees + place + policy.gender_agrees


def birth_days(identity: ListedIdentity) -> set[date]:
    """The days on which a customer born would agree to the day, day and month turned round included."""
    return days_that_agree(identity.birth_dates)


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

    Points may be negative. The score is the name score and the points, or the floor where that is more.
    """
    birth = judge_birth(
        customer["date_of_birth"],
        customer["birth_earliest"],
        customer["birth_latest"],
        listed.birth_dates,
        policy,
    )
    notes = [birth.note] if birth.note else []
    country, country_points = _country(customer, listed, policy, notes)
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
    points = birth.points + country_points
    points += {"agrees": policy.gender_agrees, "conflicts": -policy.gender_conflicts, "unknown": 0.0}[gender]
    if _only_people_have(customer) and not listed.is_person:
        points -= policy.person_conflicts
        notes.append(
            "the customer has a birth date or a gender, so is a person, and the listed party is none"
        )
    floor, because = 0.0, ""
    if document == "agrees":
        floor, because = policy.id_agrees_floor, "A document number that agrees makes"
    elif birth.to_the_day and _same_nationality(customer, listed) and gender != "conflicts":
        floor, because = policy.birth_date_and_nationality_floor, "The same birth date and nationality make"
    return Evidence(birth.verdict, country, gender, document, points, notes, floor, because)


def _only_people_have(customer: dict[str, Any]) -> bool:
    """Whether what is known of a customer of unknown type is what only people have."""
    return not customer["entity_type"] and bool(customer["birth_earliest"] or customer["gender"])


def _same_nationality(customer: dict[str, Any], listed: ListedIdentity) -> bool:
    return customer["nationality"] in listed.nationalities


def _country(
    customer: dict[str, Any], listed: ListedIdentity, policy: IdentifierPolicy, notes: list[str]
) -> tuple[Verdict, float]:
    given = {code for code in (customer["nationality"], customer["country"]) if code}
    known = listed.nationalities | listed.other_countries
    if not given or not known:
        return "unknown", 0.0
    shown = f"{', '.join(sorted(given))}, listed {', '.join(sorted(known))}"
    if _same_nationality(customer, listed):
        notes.append(f"nationality agrees ({shown})")
        return "agrees", policy.nationality_agrees
    if given & known:
        notes.append(f"country agrees ({shown})")
        return "agrees", policy.country_agrees
    # Where people live says little against them: only their nationality can conflict. An organization has
    # none; there any country known on both sides speaks.
    conflict = bool(customer["nationality"] and listed.nationalities) if listed.is_person else True
    if conflict:
        notes.append(f"country conflicts ({shown})")
        return "conflicts", -policy.country_conflicts
    return "unknown", 0.0
