"""What secondary identifiers say of a pair: the policy on countries and gender, and what all of them come to
together; birth dates are judged by `birth_dates`, document numbers by `documents`.

Each identifier agrees, conflicts or is unknown. It is unknown wherever either side does not state it: a
missing identifier never lowers a score. What only people have (a birth date, a gender) speaks against a
listed party that is no person, where the type of the customer is not known. Points come from
`matching.identifiers` of the settings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from screening.matching.birth_dates import BirthSpan, days_that_agree, judge_birth
from screening.matching.documents import (
    ListedDocuments,
    judge_documents,
    listed_documents,
    told_documents,
)
from screening.model.countries import successors_of
from screening.model.evidence import LeastScore
from screening.model.findings import Finding, Identifier, Outcome, Verdict
from screening.model.vocabulary import ENTITY_TYPES
from screening.settings.matching import IdentifierPolicy
from screening.watchlists.watchlist import Watchlist

__all__ = [
    "IDENTIFIERS",
    "Evidence",
    "ListedIdentity",
    "best_bonus",
    "birth_days",
    "judge",
    "listed_identities",
]

# What a score counts besides names, as CUSTOMER_SCHEMA calls it. The entity type says whom to compare with.
IDENTIFIERS = (
    "date_of_birth",
    "birth_earliest",
    "birth_latest",
    "nationality",
    "country",
    "gender",
    "id_number",
    "id_type",
    "id_country",
)


@dataclass
class ListedIdentity:
    """What the list states of one party besides its names."""

    entity_type: str | None = None
    birth_dates: list[BirthSpan] = field(default_factory=list)
    nationalities: set[str] = field(default_factory=set)  # or registration and flag, ISO alpha-2
    other_countries: set[str] = field(default_factory=set)  # of addresses and places of birth
    gender: str | None = None
    documents: ListedDocuments = field(default_factory=dict)  # by the keys of their numbers

    @property
    def is_person(self) -> bool:
        return self.entity_type == "person"

    # What hits tell of the party, worked out once for all its hits.

    @cached_property
    def countries(self) -> Set[str]:
        return self.nationalities | self.other_countries

    @cached_property
    def countries_told(self) -> str | None:
        return ", ".join(sorted(self.countries)) or None

    @cached_property
    def documents_told(self) -> str | None:
        return told_documents(self.documents)


@dataclass(frozen=True)
class Evidence:
    """What is found on one pair: a finding for each identifier that either side states.

    least_score: that which they guarantee, whatever the names; None where they guarantee none.
    """

    findings: tuple[Finding, ...]
    least_score: LeastScore | None = None

    @cached_property
    def points(self) -> float:
        """What the findings add to the name score together."""
        return sum(finding.points for finding in self.findings)

    @property
    def least(self) -> float:
        """The least score, 0 where there is none."""
        return self.least_score.score if self.least_score else 0.0

    @property
    def date_of_birth(self) -> Verdict:
        return self._verdict("birth date")

    @property
    def country(self) -> Verdict:
        return self._verdict("country")

    @property
    def gender(self) -> Verdict:
        return self._verdict("gender")

    @property
    def document(self) -> Verdict:
        return self._verdict("document number")

    @property
    def any_agrees(self) -> bool:
        """Whether an identifier that tells people apart agrees (gender does not)."""
        return "agrees" in (self.date_of_birth, self.country, self.document)

    @cached_property
    def _verdicts(self) -> Mapping[Identifier, Verdict]:
        return {finding.identifier: finding.verdict for finding in self.findings}

    def _verdict(self, identifier: Identifier) -> Verdict:
        return self._verdicts.get(identifier, "unknown")


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
        found[row["entity_id"]].entity_type = row["entity_type"]
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
    for entity_id, documents in listed_documents(watchlist, policy).items():
        found[entity_id].documents = documents
    return dict(found)


def judge(
    customer: dict[str, Any],
    listed: ListedIdentity,
    policy: IdentifierPolicy,
    compared_types: Collection[str] = ENTITY_TYPES,
) -> Evidence:
    """Weigh one customer (a row of CUSTOMER_SCHEMA) against one listed party.

    compared_types: of the listed parties whose names the customer is compared with because of its own type.
    Points may be negative.
    """
    span = (customer["birth_earliest"], customer["birth_latest"])
    birth = judge_birth(customer["date_of_birth"], *span, listed.birth_dates, policy)
    country = _country(customer, listed, policy)
    gender = _gender(customer["gender"], listed.gender, policy)
    same_birth_and_nationality = (
        birth.outcome in ("same day", "day and month changed over")
        and country.outcome == "same nationality"
        and gender.verdict != "conflicts"
    )
    if same_birth_and_nationality and birth.outcome == "same day":
        country = replace(country, points=country.points + policy.birth_date_and_nationality_agree)
    document, least = judge_documents(customer, listed.documents, policy, listed.documents_told)
    # A document number that agrees brings pairs together whatever their types.
    across = listed.entity_type not in {None, *compared_types} and document.verdict != "agrees"
    kind = _type(customer, listed, policy, across_types=across)
    found = (birth, country, gender, document, kind)
    stated = tuple(each for each in found if each.customer is not None or each.listed is not None)
    least_scores = [LeastScore("document number", least)]
    if same_birth_and_nationality:
        born = LeastScore("birth date and nationality", policy.birth_date_and_nationality_floor)
        least_scores.append(born)
    most = max(least_scores, key=lambda each: each.score)
    return Evidence(stated, most if most.score else None)


def _country(customer: dict[str, Any], listed: ListedIdentity, policy: IdentifierPolicy) -> Finding:
    given = {code for code in (customer["nationality"], customer["country"]) if code}
    known = listed.countries
    sides = (", ".join(sorted(given)) or None, listed.countries_told)
    if not given or not known:
        return Finding("country", "not stated", *sides)
    if customer["nationality"] in listed.nationalities:
        return Finding("country", "same nationality", *sides, policy.nationality_agrees)
    if given & known:
        return Finding("country", "same country", *sides, policy.country_agrees)
    # Papers of a state that is no more say neither that its successor is meant nor that another is.
    if known & successors_of(given) or given & successors_of(known):
        return Finding("country", "successor state", *sides)
    # Where people live says little against them: only their nationality can conflict. An organization has
    # none; there any country known on both sides speaks.
    conflict = bool(customer["nationality"] and listed.nationalities) if listed.is_person else True
    if conflict:
        return Finding("country", "conflicts", *sides, -policy.country_conflicts)
    return Finding("country", "different, not counted", *sides)


def _gender(given: str | None, listed: str | None, policy: IdentifierPolicy) -> Finding:
    if not given or not listed:
        return Finding("gender", "not stated", given or None, listed or None)
    if given == listed:
        return Finding("gender", "the same", given, listed, policy.gender_agrees)
    return Finding("gender", "conflicts", given, listed, -policy.gender_conflicts)


def _type(
    customer: dict[str, Any], listed: ListedIdentity, policy: IdentifierPolicy, *, across_types: bool
) -> Finding:
    """What is stated of the type, and where nothing is, what only people have. Without values where both
    sides are of one type, or nothing tells."""
    given, known = customer["entity_type"], listed.entity_type
    if given:
        same = known is None or (given == known and not across_types)
        outcome: Outcome = "compared across types" if across_types else "different, not counted"
        return Finding("type", outcome, *((None, None) if same else (given, known)))
    only_people_have = customer["birth_earliest"] or customer["gender"]
    if not only_people_have or listed.is_person:
        return Finding("type", "not stated", None, None)
    stated = "birth date" if customer["birth_earliest"] else "gender"
    return Finding("type", "conflicts", f"has a {stated}", known or "not a person", -policy.person_conflicts)
