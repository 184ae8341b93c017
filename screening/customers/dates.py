"""A column of birth dates → the first and the last day each allows.

A date, a year and month or a year, as ISO writes them, are read for the whole column at once; other ways
of writing are read one distinct value at a time by `date_forms`. What cannot be a birth date, or stands
where none is known, is left out with a reason, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from screening.customers.date_forms import UnreadableDateError, parse_date
from screening.customers.left_out import LeftOut
from screening.settings.customers import CustomerSettings

__all__ = ["EARLIEST_YEAR", "BirthDates", "read_birth_dates"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Nobody born before lives; older dates are slips of the pen or place holders such as 0001-01-01.
EARLIEST_YEAR = 1850
_PLACEHOLDER = "is a placeholder for an unknown date, so it was not used"

_ISO = r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?$"
# Days since the end of 1899, as spreadsheets count them; five digits are 1927 to 2173.
_SERIAL = r"^\d{5}(\.0+)?$"
_SERIAL_ZERO = np.datetime64("1899-12-30", "D")
_NOT_POSSIBLE = "is not a possible date, so it was not used"

_Days = npt.NDArray[np.datetime64]
_Ints = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class BirthDates:
    """First and last day (date32) for each row, both null where the value is missing or left out.
    placeholders: the rows that have a placeholder in place of a date; they are among those left out."""

    earliest: pa.Date32Array
    latest: pa.Date32Array
    placeholders: _Mask
    left_out: list[LeftOut] = field(default_factory=list)


def read_birth_dates(column: pa.StringArray, settings: CustomerSettings, today: date) -> BirthDates:
    """Read trimmed texts; null is a missing value.

    settings.day_first settles 03/04/1974: True 3 April, False March 4, None leaves it out as unclear. Dates
    after `today`, before EARLIEST_YEAR, of settings.placeholder_birth_dates and days the calendar does not
    have are left out. Numbers of five digits are read as a spreadsheet's day numbers where they are at least
    half of the column's dates and none of them is a day to come.
    """
    count = len(column)
    year, month, day = (np.zeros(count, dtype=np.int64) for _ in range(3))
    given = column.is_valid().to_numpy(zero_copy_only=False)
    iso = _matches(column, _ISO)
    texts = column if iso.all() else column.filter(pa.array(iso))
    year[iso], month[iso], day[iso] = (_digits(texts, *place) for place in ((0, 4), (5, 7), (8, 10)))
    earliest, latest, possible = _bounds(year, month, day)

    left_out: list[LeftOut] = []
    read = iso.copy()
    others = np.flatnonzero(given & ~iso)
    if len(others):
        others = _read_serials(column, others, earliest, latest, read, today)
        left_out += _read_others(column, others, earliest, latest, read, settings.day_first, today)
        possible |= ~iso

    limit = np.datetime64(today, "D")
    placeholders = read & possible
    placeholders &= _placeholders(earliest, latest, settings.placeholder_birth_dates, today)
    checks = (
        (placeholders, _PLACEHOLDER),
        (~possible, _NOT_POSSIBLE),
        (
            earliest < np.datetime64(f"{EARLIEST_YEAR}-01-01"),
            f"is before {EARLIEST_YEAR}, so it was not used",
        ),
        (earliest > limit, "is in the future, so it was not used"),
    )
    for mask, reason in checks:
        places = np.flatnonzero(read & mask)
        if len(places):
            way_out = "see customers.placeholder_birth_dates" if reason == _PLACEHOLDER else ""
            left_out.append(LeftOut("date_of_birth", places, column, reason, way_out))
            read[places] = False
    return BirthDates(_date_array(earliest, read), _date_array(latest, read), placeholders, left_out)


def _read_serials(
    column: pa.StringArray, others: _Ints, earliest: _Days, latest: _Days, read: _Mask, today: date
) -> _Ints:
    """Read day numbers of a spreadsheet into the arrays, if that is what they are; the other places."""
    texts: Any = pc.take(column, pa.array(others))
    numbered = _matches(texts, _SERIAL)
    # A few such numbers among other dates may be anything, a postal code in the wrong column as well.
    if 2 * np.count_nonzero(numbered) < len(column) - column.null_count:
        return others
    days = pc.cast(pc.utf8_slice_codeunits(texts.filter(pa.array(numbered)), 0, 5), pa.int64()).to_numpy()
    born = _SERIAL_ZERO + days.astype("timedelta64[D]")
    if not len(born) or born.max() > np.datetime64(today, "D"):
        return others
    places = others[numbered]
    earliest[places] = latest[places] = born
    read[places] = True
    return others[~numbered]


def _read_others(
    column: pa.StringArray,
    others: _Ints,
    earliest: _Days,
    latest: _Days,
    read: _Mask,
    day_first: bool | None,
    today: date,
) -> list[LeftOut]:
    """Read what is not ISO into the arrays; what cannot be read, by its reason."""
    known: dict[str, tuple[date, date] | tuple[str, str]] = {}
    unread: dict[tuple[str, str], list[int]] = {}
    for place, value in zip(others.tolist(), pc.take(column, pa.array(others)).to_pylist(), strict=True):
        text = str(value)
        if text not in known:
            try:
                known[text] = parse_date(text, day_first, today)
            except UnreadableDateError as why:
                known[text] = (str(why), why.way_out)
        first, last = known[text]
        if isinstance(first, date):
            earliest[place], latest[place], read[place] = first, last, True
        else:
            unread.setdefault((first, str(last)), []).append(place)
    return [
        LeftOut("date_of_birth", np.asarray(places, dtype=np.int64), column, reason, way_out)
        for (reason, way_out), places in unread.items()
    ]


def _placeholders(
    earliest: _Days, latest: _Days, placeholders: Sequence[date | int | str], today: date
) -> _Mask:
    found = np.zeros(len(earliest), dtype=bool)
    days = {today if placeholder == "today" else placeholder for placeholder in placeholders}
    exact = np.array([day for day in days if isinstance(day, date)], dtype="datetime64[D]")
    if len(exact):
        found |= (earliest == latest) & np.isin(earliest, exact)
    years = [day for day in days if isinstance(day, int)]
    if years:
        firsts = np.array([f"{year:04d}-01-01" for year in years], dtype="datetime64[D]")
        lasts = np.array([f"{year:04d}-12-31" for year in years], dtype="datetime64[D]")
        found |= (
            np.isin(earliest, firsts)
            & np.isin(latest, lasts)
            & (latest - earliest < np.timedelta64(366, "D"))
        )
    return found


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
