"""One birth date in any of the usual spellings → year, month, day. Reach for it where ISO did not fit.

It reads 20 Jun 1974, June 20, 1974, Jun 1974, 20.06.1974, 06/20/1974, 1974/06/20, 06/1974 and 19740620,
digits in any script. It does not guess: a year of two digits and an order of day and month that nothing
settles are refused. Whether the calendar has the day is checked by the caller.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["UnreadableDateError", "parse_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_SPACE = r"[\s\-/.,]*"
_DAY_MONTH_YEAR = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?{_SPACE})?([a-z]+){_SPACE}(\d{{4}})")
_MONTH_DAY_YEAR = re.compile(rf"([a-z]+){_SPACE}(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,]+(\d{{4}})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/.\s])?(\d{1,2})[-/.\s](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"(?:\d{1,2}|[a-z]{3,9})[-/.\s]\s?(?:\d{1,2}|[a-z]{3,9})[-/.\s]\s?\d{2}")
# What exports put after a date; it says nothing about a birth.
_CLOCK = re.compile(r"[t\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?$")


class UnreadableDateError(ValueError):
    """The text is no date that can be read; its message goes after the quoted value."""


def parse_date(text: str, day_first: bool | None) -> tuple[int, int, int]:
    """Year, month and day, 0 for a month or day that is not stated and -1 for one given as zero.

    Raises UnreadableDateError with the reason, for example "may be 3 April or 4 March".
    """
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, month, day = found.groups()
        return int(year), _stated(month), _stated(day)
    if found := _DAY_MONTH_YEAR.fullmatch(plain):
        day, word, year = found.groups()
        return int(year), _month(word), _stated(day)
    if found := _MONTH_DAY_YEAR.fullmatch(plain):
        word, day, year = found.groups()
        return int(year), _month(word), _stated(day)
    if found := _YEAR_LAST.fullmatch(plain):
        first, second, year = found.groups()
        if first is None:
            return int(year), _stated(second), 0
        day_number, month_number = _ordered(int(first), int(second), day_first)
        return int(year), month_number or -1, day_number or -1
    if _SHORT_YEAR.fullmatch(plain):
        raise UnreadableDateError("has a year of two digits; give all four")
    raise UnreadableDateError("is not a date that can be read; write it as 1974-06-20, 1974-06 or 1974")


def _stated(digits: str | None) -> int:
    if digits is None:
        return 0
    return int(digits) or -1


def _month(word: str) -> int:
    if word not in _MONTHS:
        raise UnreadableDateError("is not a date that can be read; write it as 1974-06-20, 1974-06 or 1974")
    return _MONTHS[word]


def _ordered(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Which of two numbers is the day, which the month."""
    if first == second or (first > 12 and second > 12):
        return first, second
    if day_first is None:
        if first <= 12 and second <= 12:
            raise UnreadableDateError(
                f"may be day {first} of month {second} or day {second} of month {first}; "
                "set customers.day_first in the configuration"
            )
        return (first, second) if first > 12 else (second, first)
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        # Turning this one round would hide that the setting reads its neighbors wrong.
        raise UnreadableDateError(
            f"has no month {month} under customers.day_first: {str(day_first).lower()} in the configuration"
        )
    return day, month
