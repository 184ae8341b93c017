"""Birth dates: what they allow, and what is refused instead of guessed."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.customers.dates import read_birth_dates

TODAY = date(2026, 11, 22)


def read(text: str | None, day_first: bool | None = None) -> tuple[date | None, date | None, str | None]:
    dates = read_birth_dates(pa.array([text], pa.string()), day_first, TODAY)
    return dates.earliest[0].as_py(), dates.latest[0].as_py(), dates.problem[0].as_py()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1974-06-20", date(1974, 6, 20), date(1974, 6, 20)),
        ("1974-06", date(1974, 6, 1), date(1974, 6, 30)),
        ("1972-02", date(1972, 2, 1), date(1972, 2, 29)),
        ("1974", date(1974, 1, 1), date(1974, 12, 31)),
        ("1974-06-20 00:00:00", date(1974, 6, 20), date(1974, 6, 20)),
        ("1974-06-20T00:00:00Z", date(1974, 6, 20), date(1974, 6, 20)),
        ("20 Jun 1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("20-JUN-1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("June 20th, 1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("Sept 1974", date(1974, 9, 1), date(1974, 9, 30)),
        ("06/20/1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("20.06.1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("04/04/1974", date(1974, 4, 4), date(1974, 4, 4)),
        ("1974/6/20", date(1974, 6, 20), date(1974, 6, 20)),
        ("06/1974", date(1974, 6, 1), date(1974, 6, 30)),
        ("19740620", date(1974, 6, 20), date(1974, 6, 20)),
        ("06/20/1974 12:00:00 AM", date(1974, 6, 20), date(1974, 6, 20)),
        ("١٩٧٤-٠٦-٢٠", date(1974, 6, 20), date(1974, 6, 20)),
        ("1850", date(1850, 1, 1), date(1850, 12, 31)),
        ("2026-11-22", TODAY, TODAY),
    ],
)
def test_a_date_allows_these_days(text: str, earliest: date, latest: date) -> None:
    assert read(text) == (earliest, latest, None)


def test_the_order_of_day_and_month_is_a_setting() -> None:
    assert read("03/04/1974", day_first=True)[0] == date(1974, 4, 3)
    assert read("03/04/1974", day_first=False)[0] == date(1974, 3, 4)


@pytest.mark.parametrize("text", [None, "N/A", "unknown", "-", "NULL", "NaT"])
def test_nothing_is_not_a_mistake(text: str | None) -> None:
    assert read(text) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1974-13-45", "is not a possible date"),
        ("1974-02-30", "is not a possible date"),
        ("1973-02-29", "is not a possible date"),
        ("1974-00-00", "is not a possible date"),
        ("0000-00-00", "is not a possible date"),
        ("31 Jun 1974", "is not a possible date"),
        ("13/13/1974", "is not a possible date"),
        ("0001-01-01", "is before 1850"),
        ("1849-12-31", "is before 1850"),
        ("2026-11-23", "is in the future (today is 2026-11-22)"),
        ("9999-12-31", "is in the future (today is 2026-11-22)"),
        ("03/04/1974", "may be day 3 of month 4 or day 4 of month 3; set customers.day_first"),
        ("06/20/74", "has a year of two digits"),
        ("20-Jun-74", "has a year of two digits"),
        ("20 Juin 1974", "is not a date that can be read"),
        ("circa 1974", "is not a date that can be read"),
        ("27200", "is not a date that can be read"),
    ],
)
def test_what_is_refused_says_why(text: str, reason: str) -> None:
    earliest, latest, problem = read(text)
    assert (earliest, latest) == (None, None)
    assert problem is not None
    assert problem.startswith(f"date_of_birth '{text}' {reason}")


def test_a_date_against_the_setting_is_refused() -> None:
    assert "no month 20 under customers.day_first: true" in str(read("06/20/1974", day_first=True)[2])


@given(st.dates(date(1850, 1, 1), TODAY))
def test_every_spelling_of_a_day_means_that_day(day: date) -> None:
    spellings = ["%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%Y%m%d", "%Y.%m.%d"]
    for spelling in spellings:
        assert read(day.strftime(spelling)) == (day, day, None)
    assert read(day.strftime("%d/%m/%Y"), day_first=True) == (day, day, None)
    assert read(day.strftime("%m/%d/%Y"), day_first=False) == (day, day, None)


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"\d{4}-\d\d-\d\d", fullmatch=True)))
)
def test_any_column_is_read_or_refused_but_never_fails(texts: list[str | None]) -> None:
    dates = read_birth_dates(pa.array(texts, pa.string()), None, TODAY)
    for earliest, latest, problem in zip(
        dates.earliest.to_pylist(), dates.latest.to_pylist(), dates.problem.to_pylist(), strict=True
    ):
        assert (earliest is None) == (latest is None)
        assert problem is None or earliest is None
        assert earliest is None or date(1850, 1, 1) <= latest
