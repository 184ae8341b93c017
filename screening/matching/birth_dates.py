"""What two birth dates say of a pair. Reach for it to read the policy on birth dates on one page.

A birth date is the span of days that it allows. Two exact days agree where they are the same, or the same
with day and month turned round, as tables get them wrong. A year, a month or a date that the list calls
"circa" agrees with whatever comes within the tolerance. Two exact days within it that share two of year,
month and day may be one day mistyped: they say nothing. Any others there conflict a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from screening.settings import IdentifierPolicy

__all__ = ["BirthJudgement", "BirthSpan", "Verdict", "days_that_agree", "judge_birth"]

Verdict = Literal["agrees", "conflicts", "unknown"]

_YEAR = timedelta(days=365)
_MONTHS = 12
# Of year, month and day: with fewer in common two days are no slip of the hand.
_IN_COMMON = 2


@dataclass(frozen=True)
class BirthSpan:
    """The days a birth date allows, as published in `text`; exact where it is a single day not "circa"."""

    earliest: date
    latest: date
    exact: bool
    text: str


@dataclass(frozen=True)
class BirthJudgement:
    """The verdict, the points it is worth, whether it agrees to the day, and a note where it speaks."""

    verdict: Verdict = "unknown"
    points: float = 0.0
    to_the_day: bool = False
    note: str | None = None


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
) -> BirthJudgement:
    """Weigh a customer's birth date (as given, and the first and last day it allows) against the listed ones.

    The best of the listed dates counts; a conflict is one with all of them.
    """
    if earliest is None or latest is None or not listed:
        return BirthJudgement()
    exact = earliest == latest
    tolerance = policy.birth_year_tolerance * _YEAR
    year: BirthSpan | None = None
    near: list[BirthSpan] = []
    for span in listed:
        if exact and span.exact:
            if earliest == span.earliest:
                note = f"birth date agrees ({given}, listed {span.text})"
                return BirthJudgement("agrees", policy.birth_date_agrees, True, note)
            if _turned_round(earliest, span.earliest):
                note = f"birth date agrees with day and month turned round ({given}, listed {span.text})"
                return BirthJudgement("agrees", policy.birth_date_agrees, True, note)
        if earliest - tolerance <= span.latest and span.earliest - tolerance <= latest:
            near.append(span)
            if not (exact and span.exact):
                year = year or span
    if year is not None:
        note = f"birth date agrees as far as it is known ({given}, listed {year.text})"
        return BirthJudgement("agrees", policy.birth_year_agrees, False, note)
    shown = f"({given}, listed {', '.join(span.text for span in listed)})"
    if any(_in_common(earliest, span.earliest) >= _IN_COMMON for span in near):
        return BirthJudgement(note=f"birth date is the same but for one part {shown}")
    if near:
        note = f"birth date is near but not the same {shown}"
        return BirthJudgement("conflicts", -policy.birth_date_near, False, note)
    return BirthJudgement("conflicts", -policy.birth_date_conflicts, False, f"birth date conflicts {shown}")


def _turned_round(one: date, other: date) -> bool:
    return one.year == other.year and (one.day, one.month) == (other.month, other.day)


def _in_common(one: date, other: date) -> int:
    return (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
