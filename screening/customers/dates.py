"""A column of birth dates → the first and the last day each allows. Reach for it to read date_of_birth.

A date, a year and month or a year, as ISO writes them, are read for the whole column at once; other ways
of writing are read one distinct value at a time by `date_forms`. What cannot be a birth date gets a reason
in place of days, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from screening.customers.date_forms import UnreadableDateError, parse_date

__all__ = ["EARLIEST_YEAR", "BirthDates", "read_birth_dates"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Nobody born before lives; older dates are slips of the pen or place holders such as 0001-01-01.
EARLIEST_YEAR = 1850

_ISO = r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?$"
_NOTHING = r"^(?i:n/?a|nan|nat|none|null|nil|unknown|not available|-+|\.+|\?+)$"

_Days = npt.NDArray[np.datetime64]
_Ints = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class BirthDates:
    """Three arrays as long as the column: date32 first and last day, and the reason a value is refused.

    Where the value is missing all three are null; where it is refused both days are null.
    """

    earliest: pa.Date32Array
    latest: pa.Date32Array
    problem: pa.StringArray


def read_birth_dates(column: pa.StringArray, day_first: bool | None, today: date) -> BirthDates:
    """Read trimmed texts; null and words for "nothing" (N/A, unknown, -) are missing values.

    day_first settles 03/04/1974: True 3 April, False March 4, None refuses it as unclear. Dates after
    `today` and before EARLIEST_YEAR are refused, and so are days the calendar does not have.
    """
    count = len(column)
    year, month, day = (np.zeros(count, dtype=np.int64) for _ in range(3))
    reasons: list[str | None] = [None] * count
    given = column.is_valid().to_numpy(zero_copy_only=False)
    iso = _matches(column, _ISO)

    texts = column.filter(pa.array(iso))
    year[iso], month[iso], day[iso] = (_digits(texts, *place) for place in ((0, 4), (5, 7), (8, 10)))

    others = np.flatnonzero(given & ~iso & ~_matches(column, _NOTHING))
    known: dict[str, tuple[int, int, int] | str] = {}
    for place, text in zip(others.tolist(), column.take(others).to_pylist(), strict=True):
        value = str(text)
        if value not in known:
            known[value] = _parsed(value, day_first)
        parts = known[value]
        if isinstance(parts, str):
            reasons[place] = f"date_of_birth '{value}' {parts}"
        else:
            year[place], month[place], day[place] = parts
            iso[place] = True

    earliest, latest, possible = _bounds(year, month, day)
    limit = np.datetime64(today, "D")
    checks = (
        (~possible, "is not a possible date"),
        (possible & (latest < np.datetime64(f"{EARLIEST_YEAR}-01-01")), f"is before {EARLIEST_YEAR}"),
        (possible & (earliest > limit), f"is in the future (today is {today.isoformat()})"),
    )
    good = iso.copy()
    for mask, reason in checks:
        for place in np.flatnonzero(iso & mask).tolist():
            reasons[place] = f"date_of_birth '{column[place].as_py()}' {reason}"
        good &= ~mask
    return BirthDates(_date_array(earliest, good), _date_array(latest, good), pa.array(reasons, pa.string()))


def _parsed(text: str, day_first: bool | None) -> tuple[int, int, int] | str:
    try:
        return parse_date(text, day_first)
    except UnreadableDateError as why:
        return str(why)


def _matches(column: pa.StringArray, pattern: str) -> _Mask:
    found = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    return np.array(found.to_numpy(zero_copy_only=False), dtype=bool)


def _digits(texts: pa.StringArray, start: int, stop: int) -> _Ints:
    """The number at these places, 0 where the text ends before them; -1 for an explicit 00."""
    part: Any = pc.utf8_slice_codeunits(texts, start, stop)
    missing = np.asarray(pc.equal(part, "").to_numpy(zero_copy_only=False), dtype=bool)
    numbers = pc.cast(pc.if_else(pc.equal(part, ""), "0", part), pa.int64()).to_numpy()
    return np.where(missing, 0, np.where(numbers == 0, -1, numbers))


def _bounds(year: _Ints, month: _Ints, day: _Ints) -> tuple[_Days, _Days, _Mask]:
    """First day, last day and whether the calendar has them. Month or day 0 means it is not stated."""
    possible = (year >= 1) & (month >= 0) & (month <= 12) & (day >= 0)
    first_month = (np.where(possible, year, 1970) - 1970) * 12 + np.clip(month, 1, 12) - 1
    last_month = np.where(month == 0, first_month + 11, first_month)
    first = first_month.astype("datetime64[M]").astype("datetime64[D]")
    # The day before the first of the month after.
    last = (last_month + 1).astype("datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
    exact = first + (np.maximum(day, 1) - 1).astype("timedelta64[D]")
    possible &= exact <= last
    return np.where(day > 0, exact, first), np.where(day > 0, exact, last), possible


def _date_array(days: _Days, valid: _Mask) -> pa.Date32Array:
    return pa.array(days.astype("datetime64[D]"), pa.date32(), mask=~valid)
