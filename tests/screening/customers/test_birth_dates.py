"""Birth dates: what they allow, and what is refused instead of guessed."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.customers.dates import BirthDates, read_birth_dates
from screening.settings import load_settings
from screening.settings.customers import CustomerSettings

TODAY = date(2026, 11, 22)


def column(texts: list[str | None], **settings: object) -> BirthDates:
    return read_birth_dates(pa.array(texts, pa.string()), CustomerSettings.model_validate(settings), TODAY)


def read(text: str | None, day_first: bool | None = None) -> tuple[date | None, date | None, str | None]:
    """First day, last day and the reason why neither was read."""
    dates = column([text], day_first=day_first)
    reason = dates.left_out[0].reason if dates.left_out else None
    return dates.earliest[0].as_py(), dates.latest[0].as_py(), reason


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
        ("20 juin 1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("1er août 1974", date(1974, 8, 1), date(1974, 8, 1)),
        ("20. März 1974", date(1974, 3, 20), date(1974, 3, 20)),
        ("20 de junio de 1974", date(1974, 6, 20), date(1974, 6, 20)),
        ("20 июня 1974 г.", date(1974, 6, 20), date(1974, 6, 20)),
        ("1974年6月20日", date(1974, 6, 20), date(1974, 6, 20)),
        ("20-JUN-74", date(1974, 6, 20), date(1974, 6, 20)),
        ("20-JUN-74 12.00.00.000000 AM", date(1974, 6, 20), date(1974, 6, 20)),
        ("20 June 74", date(1974, 6, 20), date(1974, 6, 20)),
        ("06/20/74", date(1974, 6, 20), date(1974, 6, 20)),
        ("74-06-20", date(1974, 6, 20), date(1974, 6, 20)),
        ("20 June 05", date(2005, 6, 20), date(2005, 6, 20)),
        ("Jun-74", date(1974, 6, 1), date(1974, 6, 30)),
        ("1974.0", date(1974, 1, 1), date(1974, 12, 31)),
        ("19740620.0", date(1974, 6, 20), date(1974, 6, 20)),
        ("27200", date(1974, 6, 20), date(1974, 6, 20)),
        ("circa 1974", date(1974, 1, 1), date(1974, 12, 31)),
        ("c. 1974", date(1974, 1, 1), date(1974, 12, 31)),
        ("about 1974", date(1974, 1, 1), date(1974, 12, 31)),
        ("circa 20 June 1974", date(1974, 1, 1), date(1974, 12, 31)),
        ("1970-1975", date(1970, 1, 1), date(1975, 12, 31)),
        ("between 1970 and 1975", date(1970, 1, 1), date(1975, 12, 31)),
        ("1970s", date(1970, 1, 1), date(1979, 12, 31)),
    ],
)
def test_a_date_allows_these_days(text: str, earliest: date, latest: date) -> None:
    assert read(text) == (earliest, latest, None)


def test_the_order_of_day_and_month_is_a_setting() -> None:
    assert read("03/04/1974", day_first=True)[0] == date(1974, 4, 3)
    assert read("03/04/1974", day_first=False)[0] == date(1974, 3, 4)


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
        ("1840-1860", "is before 1850"),
        ("2026-11-23", "is in the future"),
        ("9999-12-31", "is in the future"),
        ("06/05/1974", "may be 6 May or 5 June"),
        ("06/05/74", "may be 6 May or 5 June"),
        ("20 June 20", "may be of 1920 or 2020"),
        ("03/04/05", "has a year of two digits that may be a day as well"),
        ("20 Thermidor 1974", "is not a date that can be read"),
        ("99999", "is not a date that can be read"),
    ],
)
def test_what_is_left_out_says_why(text: str, reason: str) -> None:
    assert read(text) == (None, None, f"{reason}, so it was not used")


@pytest.mark.parametrize(
    "text",
    ["1900-01-01", "01/01/1900", "1900", "1899-12-30", "1970-01-01 00:00:00", "0001-01-01", "2026-11-22"],
)
def test_a_placeholder_is_no_birth_date(text: str) -> None:
    dates = column([text], placeholder_birth_dates=load_settings().customers.placeholder_birth_dates)
    assert dates.earliest.null_count == dates.latest.null_count == 1
    assert "is a placeholder" in dates.left_out[0].reason


def test_placeholders_of_a_whole_column_are_one_entry() -> None:
    dates = column(["1900-01-01"] * 1000 + ["1974-06-20"], placeholder_birth_dates=[date(1900, 1, 1)])
    assert [len(group.places) for group in dates.left_out] == [1000]
    assert dates.earliest[1000].as_py() == date(1974, 6, 20)


@pytest.mark.parametrize("text", ["1970", "1970-01", "1970-01-02"])
def test_a_date_beside_a_placeholder_is_one(text: str) -> None:
    assert column([text], placeholder_birth_dates=[date(1970, 1, 1)]).left_out == []


def test_day_numbers_of_a_spreadsheet_need_a_column_of_them() -> None:
    assert column(["27200", "31000.0", "20 June 1974"]).earliest.to_pylist() == [
        date(1974, 6, 20),
        date(1984, 11, 14),
        date(1974, 6, 20),
    ]
    # One number among dates may be a postal code that slipped into the wrong column.
    assert column(["27200", "1984-11-14", "1974-06-20"]).earliest[0].as_py() is None
    # So may all, where one of them is a day to come.
    assert column(["27200", "75008"]).earliest.null_count == 2


def test_a_date_against_the_setting_is_refused() -> None:
    assert "has no month 20" in str(read("06/20/1974", day_first=True)[2])


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
def test_any_column_is_read_or_left_out_but_never_fails(texts: list[str | None]) -> None:
    dates = column(texts)
    untold = {place for place, text in enumerate(texts) if text is not None}
    for group in dates.left_out:
        assert untold >= set(group.places.tolist())
        untold -= set(group.places.tolist())
    for place, (earliest, latest) in enumerate(
        zip(dates.earliest.to_pylist(), dates.latest.to_pylist(), strict=True)
    ):
        assert (earliest is None) == (latest is None) == (place not in untold)
        assert earliest is None or date(1850, 1, 1) <= earliest <= latest
