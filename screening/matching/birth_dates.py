"""What two birth dates say of a pair.

A birth date is the span of days that it allows. Two exact days agree where they are the same, or the same
with day and month turned round, as tables get them wrong. A year, a month or a date that the list calls
"circa" agrees with whatever comes within the tolerance. Two exact days within it that share two of year,
month and day may be one day mistyped: they say nothing. Any others there conflict a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from screening.model.findings import Finding, Outcome
from screening.model.two_days import one_part_off, turned_round
from screening.settings.matching import IdentifierPolicy

__all__ = ["BirthSpan", "days_that_agree", "judge_birth"]

_YEAR = timedelta(days=365)
_MONTHS = 12


@dataclass(frozen=True)
class BirthSpan:
    """The days a birth date allows, as published in `text`; exact where it is a single day not "circa"."""

    earliest: date
    latest: date
    exact: bool
    text: str


def days_that_agree(spans: Sequence[BirthSpan]) -> set[date]:
    """The days on which a customer born would agree to the day, day and month turned round included."""
    days = {span.earliest for span in spans if span.exact}
    turned = {date(day.year, day.day, day.month) for day in days if day.day <= _MONTHS}
    return days | turned


def judge_birth(
    given: str | None,
    earliest: date | None,
    latest: date | None,
    listed: Sequence[BirthSpan],
    policy: IdentifierPolicy,
) -> Finding:
    """Weigh a customer's birth date (as given, and the first and last day it allows) against the listed ones.

    The best of the listed dates counts, and stands in the finding alone; a conflict is one with all of them.
    """
    texts = ", ".join(span.text for span in listed) or None
    if earliest is None or latest is None or not listed:
        usable = given is None or earliest is not None
        return Finding("birth date", "not stated" if usable else "not usable", given, texts)
    best = _that_agrees(earliest, latest, listed, policy)
    if best is not None:
        outcome, span = best
        points = policy.birth_year_agrees
        if outcome == "same day":
            points = policy.birth_date_agrees
        elif outcome == "day and month changed over":
            points = policy.birth_date_turned_round
        return Finding("birth date", outcome, given, span.text, points)
    near = [span for span in listed if _is_near(earliest, latest, span, policy)]
    if any(one_part_off(earliest, span.earliest) for span in near):
        return Finding("birth date", "same but for one part", given, texts)
    if near:
        return Finding("birth date", "near, not the same", given, texts, -policy.birth_date_near)
    return Finding("birth date", "conflicts", given, texts, -policy.birth_date_conflicts)


def _that_agrees(
    earliest: date, latest: date, listed: Sequence[BirthSpan], policy: IdentifierPolicy
) -> tuple[Outcome, BirthSpan] | None:
    """The listed date that agrees best, and how."""
    exact = earliest == latest
    days = [span for span in listed if exact and span.exact]
    for span in days:
        if earliest == span.earliest:
            return "same day", span
    for span in days:
        if turned_round(earliest, span.earliest):
            return "day and month changed over", span
    spans = [span for span in listed if not (exact and span.exact)]
    for span in spans:
        if earliest <= span.latest and span.earliest <= latest:
            return "as far as known", span
    for span in spans:
        if _is_near(earliest, latest, span, policy):
            return "near, as far as known", span
    return None


def _is_near(earliest: date, latest: date, span: BirthSpan, policy: IdentifierPolicy) -> bool:
    tolerance = policy.birth_year_tolerance * _YEAR
    return earliest - tolerance <= span.latest and span.earliest - tolerance <= latest
