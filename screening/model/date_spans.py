"""A date as lists write it → the days it may be.

OFAC gives a day, a month, a year, a range of any of them, or one of these with "circa"; other publishers add
decades ("early 1960s"), and dates of digits (1974-06-20, with a time zone behind it at times). What no
calendar holds (31 Feb) is not a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["DateSpan", "parse_date_span", "single_day", "span_of"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOMENT = re.compile(
    r"(?:(?:(?P<day>\d{1,2}) )?(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|august|september|october|november|december)\.? )?(?P<year>\d{4})",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:Z|[+-]\d{2}:\d{2})?)?")
_MONTH_ALONE = re.compile(r"(?:\d{1,2} )?[a-z]{3,9}\.?", re.IGNORECASE)
_CIRCA = re.compile(r"(?:circa|approximately|approx\.?|c\.|ca\.)\s*", re.IGNORECASE)
# A time of day behind a date.
_TIME = re.compile(r"[T ]\d{2}:\d{2}.*", re.DOTALL)
_RANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:from |between )?(?P<first>.+?) (?:to|and|through) (?P<last>.+)",
        r"(?P<first>\d{4}) ?[-–/] ?(?P<last>\d{4})",
    )
)
_DECADE = re.compile(r"(?:(?P<part>early|mid|late)[- ])?(?:the )?(?P<decade>\d{3}0)'?s", re.IGNORECASE)
# The years of a decade that "early 1960s" and the like stand for; they overlap, as the words do.
_DECADE_PARTS = {None: (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First and last day a text allows, both inclusive; `circa` where the text itself is unsure."""

    earliest: date
    latest: date
    circa: bool = False

    @property
    def year(self) -> int | None:
        """The year, where there is only one; `month` and `day` likewise."""
        return self.earliest.year if self.earliest.year == self.latest.year else None

    @property
    def month(self) -> int | None:
        return self.earliest.month if self.year and self.earliest.month == self.latest.month else None

    @property
    def day(self) -> int | None:
        return self.earliest.day if self.earliest == self.latest else None


def parse_date_span(text: str) -> DateSpan | None:
    """The days that `text` allows ("20 Jun 1974", "Jun 1974", "1974", "circa 1970", "1970 to 1973", "Between
    1970 and 1973", "early 1960s"); None where it is no date or no possible one. Never raises."""
    text = text.strip()
    circa = _CIRCA.match(text)
    if circa is not None:
        inner = parse_date_span(text[circa.end() :]) if circa.end() < len(text) else None
        return DateSpan(inner.earliest, inner.latest, circa=True) if inner else None
    moment = _moment(text)
    if moment is not None:
        return moment
    return _decade(text) or _range(text)


def single_day(text: str | None) -> date | None:
    """The one day that a text is sure to mean, whatever time of day stands behind it; else None."""
    span = parse_date_span(_TIME.sub("", text or ""))
    return span.earliest if span is not None and span.day and not span.circa else None


def span_of(
    year: int, month: int | None = None, day: int | None = None, *, circa: bool = False
) -> DateSpan | None:
    """The days of a year, of a month of it, or the one day; None where no calendar holds it. A day without
    a month says nothing of which days they are."""
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return DateSpan(date(year, 1, 1), date(year, 12, 31), circa)
    if not 1 <= month <= 12:
        return None
    last_day = monthrange(year, month)[1]
    if day is None:
        return DateSpan(date(year, month, 1), date(year, month, last_day), circa)
    return DateSpan(date(year, month, day), date(year, month, day), circa) if 1 <= day <= last_day else None


def _moment(text: str) -> DateSpan | None:
    found = _MOMENT.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        return None
    word = found["month"]
    # \d takes the digits of every script; int() reads them all.
    month = None if word is None else int(word) if word.isdecimal() else _month(word)
    return span_of(int(found["year"]), month, int(found["day"]) if found["day"] else None)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _decade(text: str) -> DateSpan | None:
    found = _DECADE.fullmatch(text)
    if found is None or int(found["decade"]) < 1:
        return None
    first, last = _DECADE_PARTS[found["part"].lower() if found["part"] else None]
    decade = int(found["decade"])
    return DateSpan(date(decade + first, 1, 1), date(decade + last, 12, 31), circa=True)


def _range(text: str) -> DateSpan | None:
    for pattern in _RANGES:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        first_text, last_text = found["first"].strip(), found["last"].strip()
        # "Aug. and Sep. 1977": the year stands once.
        if _MONTH_ALONE.fullmatch(first_text):
            first_text = f"{first_text} {last_text[-4:]}"
        first, last = _moment(first_text), _moment(last_text)
        if first and last and first.earliest <= last.latest:
            return DateSpan(first.earliest, last.latest)
    return None
