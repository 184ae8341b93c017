"""The UK's dates: 31/01/1958, with dd and mm in place of what is not known (dd/mm/1945)."""

from __future__ import annotations

import re
from datetime import date

from screening.model.date_spans import DateSpan, parse_date_span, span_of

__all__ = ["is_blank_date", "uk_day", "uk_span"]

_DATE = re.compile(r"(?P<day>\d{1,2}|dd)/(?P<month>\d{1,2}|mm)/(?P<year>\d{4})", re.IGNORECASE)
_BLANK = re.compile(r"dd/mm/yyyy", re.IGNORECASE)


def uk_span(text: str) -> DateSpan | None:
    """The days that a date may be; None for what is none. A day of an unknown month is any of its year."""
    found = _DATE.fullmatch(text)
    if found is None:
        return parse_date_span(text)
    month = int(found["month"]) if found["month"].isdecimal() else None
    day = int(found["day"]) if found["day"].isdecimal() and month is not None else None
    # 00 stands for dd and mm, too.
    return span_of(int(found["year"]), month or None, (day or None) if month else None)


def uk_day(text: str | None) -> date | None:
    """A date of which the day is known, else None."""
    span = uk_span(text) if text else None
    return span.earliest if span is not None and span.day else None


def is_blank_date(text: str) -> bool:
    """Whether a date says that nothing of it is known."""
    return _BLANK.fullmatch(text) is not None
