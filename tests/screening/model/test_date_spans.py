"""Every way OFAC writes a date of birth, as the first and last day it allows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.model.date_spans import DateSpan, parse_date_span, span_of


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "circa"),
    [
        ("20 Jun 1974", "1974-06-20", "1974-06-20", False),
        ("10 October 1969", "1969-10-10", "1969-10-10", False),
        ("Feb 1968", "1968-02-01", "1968-02-29", False),
        ("1974", "1974-01-01", "1974-12-31", False),
        ("circa 1947", "1947-01-01", "1947-12-31", True),
        ("circa 01 Jan 1961", "1961-01-01", "1961-01-01", True),
        ("circa 1979-1982", "1979-01-01", "1982-12-31", True),
        ("1970 to 1973", "1970-01-01", "1973-12-31", False),
        ("Between 1970 and 1973", "1970-01-01", "1973-12-31", False),
        ("Mar 1962 to Feb 1963", "1962-03-01", "1963-02-28", False),
        ("01 Dec 1952 to 31 Dec 1952", "1952-12-01", "1952-12-31", False),
        ("1960s", "1960-01-01", "1969-12-31", True),
        ("late 1960s", "1965-01-01", "1969-12-31", True),
    ],
)
def test_forms(text, earliest, latest, circa):
    expected = DateSpan(date.fromisoformat(earliest), date.fromisoformat(latest), circa)
    assert parse_date_span(text) == expected


def test_parts_are_set_where_the_text_states_a_single_one():
    whole, month, range_of_years = map(parse_date_span, ("20 Jun 1974", "Jun 1974", "1970 to 1973"))
    assert (whole.year, whole.month, whole.day) == (1974, 6, 20)
    assert (month.year, month.month, month.day) == (1974, 6, None)
    assert (range_of_years.year, range_of_years.month, range_of_years.day) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["", "31 Feb 1970", "00 Jan 1970", "0000", "1974-13-45", "1973 to 1970", "circa", "x"]
)
def test_what_no_calendar_holds_is_no_date(text):
    assert parse_date_span(text) is None


@settings(deadline=None)
@given(st.text() | st.from_regex(r"(circa )?(\d{1,2} )?([A-Za-z]{3} )?\d{4}( to \d{4})?", fullmatch=True))
def test_never_raises_and_never_runs_backwards(text):
    span = parse_date_span(text)
    assert span is None or span.earliest <= span.latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1974-06-20", date(1974, 6, 20), date(1974, 6, 20)),
        ("1974-06", date(1974, 6, 1), date(1974, 6, 30)),
        ("1970-01-01-04:00", date(1970, 1, 1), date(1970, 1, 1)),
        ("1970-01-01Z", date(1970, 1, 1), date(1970, 1, 1)),
        ("Between Aug. and Sep. 1977", date(1977, 8, 1), date(1977, 9, 30)),
        ("1 Aug to 3 Sep 1977", date(1977, 8, 1), date(1977, 9, 3)),
    ],
)
def test_forms_of_other_publishers(text: str, earliest: date, latest: date):
    span = parse_date_span(text)
    assert span is not None
    assert (span.earliest, span.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["1974-13", "1974-02-30", "1974-6-2", "0000-01-01", "1970-71", "Sep. and Aug. 1977"]
)
def test_what_looks_like_one_of_them(text: str):
    assert parse_date_span(text) is None


def test_days_of_parts():
    assert span_of(1944, 2) == DateSpan(date(1944, 2, 1), date(1944, 2, 29))
    assert span_of(1944, circa=True) == DateSpan(date(1944, 1, 1), date(1944, 12, 31), circa=True)
    assert span_of(1945, 2, 29) is None
    assert span_of(1945, 13) is None
    assert span_of(0) is None
