"""Whether the birth dates that two lists give can be of one person.

A birth date is the span of days that its text allows. The best of all pairs counts: lists give several dates
for one person, of which one is meant to be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from screening.model.two_days import one_part_off, turned_round

__all__ = ["BirthSpan", "Births", "compare_births"]

# "unclear": one side has none, or they are so near that one may be a slip of the other.
Births = Literal["same day", "same year", "unclear", "contradict"]

_TOLERANCE = timedelta(days=365)


class BirthSpan(NamedTuple):
    """The first and last day a birth date allows; whether it is one single day and the list is sure of it."""

    earliest: date
    latest: date
    exact: bool


def compare_births(one: Sequence[BirthSpan], other: Sequence[BirthSpan]) -> Births:
    """What the birth dates of two parties say of each other, the same whichever comes first."""
    if not one or not other:
        return "unclear"
    found = {_of_two(mine, theirs) for mine in one for theirs in other}
    order: tuple[Births, ...] = ("same day", "same year", "unclear", "contradict")
    return next(each for each in order if each in found)


def _of_two(one: BirthSpan, other: BirthSpan) -> Births:
    if one.exact and other.exact:
        return _of_two_days(one.earliest, other.earliest)
    if one.earliest <= other.latest and other.earliest <= one.latest:
        return "same year"
    near = one.earliest - _TOLERANCE <= other.latest and other.earliest - _TOLERANCE <= one.latest
    return "unclear" if near else "contradict"


def _of_two_days(one: date, other: date) -> Births:
    if one == other or turned_round(one, other):
        return "same day"
    return "unclear" if one_part_off(one, other) and abs(one.year - other.year) <= 1 else "contradict"
