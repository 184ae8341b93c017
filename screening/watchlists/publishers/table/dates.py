"""Dates of tables: those of lists, and dates of three numbers, whose order the mapping tells."""

from __future__ import annotations

import re

from screening.model.date_spans import DateSpan, parse_date_span, span_of

__all__ = ["table_date"]

_NUMBERS = re.compile(r"(?:(?P<first>\d{1,2})[/.-])?(?P<second>\d{1,2})[/.-](?P<year>\d{4})")
_CIRCA = re.compile(r"(?:circa|approximately|approx\.?|c\.|ca\.)[:\s]*", re.IGNORECASE)
# A time of day behind a date.
_TIME = re.compile(r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_DAY = re.compile(r"(?P<year>\d{4})[/.]?(?P<month>\d{2})[/.]?(?P<day>\d{2})")


def table_date(text: str, day_first: bool | None) -> DateSpan | None:
    """The days that a text allows; None where it is no date. day_first: how 3/4/1970 is meant; unless told,
    it is none."""
    text = _TIME.sub("", text.strip())
    circa = _CIRCA.match(text)
    rest = text[circa.end() :] if circa else text
    found = _NUMBERS.fullmatch(rest)
    if found is None:
        day = _DAY.fullmatch(rest)
        if day is not None:
            return span_of(int(day["year"]), int(day["month"]), int(day["day"]), circa=bool(circa))
        span = parse_date_span(rest)
        return DateSpan(span.earliest, span.latest, bool(circa) or span.circa) if span else None
    first, second, year = found["first"], int(found["second"]), int(found["year"])
    if first is None:
        return span_of(year, second, circa=bool(circa))
    if day_first is None:
        return None
    day_of_month, month = (int(first), second) if day_first else (second, int(first))
    return span_of(year, month, day_of_month, circa=bool(circa))
