"""A span of days as OFAC's CSV files write it: "20 Jun 1974", "Jun 1974", "circa 1970", "1970 to 1973".

The advanced and the enhanced file give the first and the last day with no word on what was meant: a year is
written as 1 January to 31 December of it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

__all__ = ["day", "period_text"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_text(first: date, last: date, *, circa: bool = False) -> str:
    """The shortest form that means exactly these days, both inclusive; first is not after last."""
    return f"{'circa ' if circa else ''}{_exact(first, last)}"


def day(year: str | None, month: str | None, day: str | None) -> date | None:
    """The date of three texts; None where one is missing, no number, or in no calendar."""
    try:
        return date(int(year or ""), int(month or ""), int(day or ""))
    except (ValueError, OverflowError):
        return None


def _exact(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    opens_year, closes_year = (first.month, first.day) == (1, 1), (last.month, last.day) == (12, 31)
    if opens_year and closes_year:
        return _single_or_range(_year(first), _year(last))
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return _single_or_range(_month(first), _month(last))
    return _single_or_range(_day(first), _day(last))


def _single_or_range(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _day(moment: date) -> str:
    return f"{moment.day:02d} {_month(moment)}"


def _month(moment: date) -> str:
    return f"{_MONTHS[moment.month - 1]} {_year(moment)}"


def _year(moment: date) -> str:
    return f"{moment.year:04d}"
