"""The gate between a list and the last good version: each limit found by the check that is there for it."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from gate_inputs import listed

from screening.errors import GateFailure
from screening.quality import GateResult, list_change_gate, raise_if_failed
from screening.watchlists import read_watchlist
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

FALLS = "nothing falls by more than 10%"
RISES = "nothing rises by more than 50%"
LOST = "no table and no column that was filled is empty"
OLDER = "the list is not older than the last good version, in days"
DATELESS = "the list states its date, as the last good version did"


def a_list(parties: int = 100, published: date | None = date(2022, 1, 1), **rows: int) -> Watchlist:
    """Parties with one name each, and `rows` further rows of each table named, all of the first party."""
    builder = WatchlistBuilder(list_id="TEST", source="test", published=published)
    for number in range(parties):
        listed(builder, str(number), f"PARTY {number}")
    for table, count in ({"programs": 100, "addresses": 100} | rows).items():
        for _ in range(count):
            builder.add(table, entity_id="0", **({"city": "Baghdad"} if table == "addresses" else {}))
    return builder.build()


def failed(result: GateResult) -> list[str]:
    return [check.name for check in result.failures]


def test_a_first_version_passes_and_says_that_there_is_nothing_to_compare_with(limits):
    result = list_change_gate(a_list(), None, limits)
    assert result.passed
    assert result.name == "list change TEST"
    assert result.saw == "100 parties and no earlier version to compare them with"


def test_the_same_list_again_passes_and_says_what_was_seen(limits):
    last = a_list()
    result = list_change_gate(a_list(105), last, limits)
    assert result.passed, result.failures
    assert result.saw == (
        "105 parties (+5), 105 names (+5), 0 birth dates (+0), 0 documents (+0), 100 programs (+0), "
        f"100 addresses (+0), published 2022-01-01, against TEST 2022-01-01 {last.sha256[:12]}"
    )


@pytest.mark.parametrize(
    ("before", "after", "checks"),
    [
        (1000, 900, []),
        (1000, 899, [FALLS]),
        (1000, 1500, []),
        (1000, 1501, [RISES]),
        # Ten rows more or fewer are never too many, whatever their share.
        (12, 2, []),
        (13, 2, [FALLS]),
        (2, 12, []),
        (2, 13, [RISES]),
    ],
)
def test_how_far_parties_may_fall_and_rise(limits, before, after, checks):
    assert failed(list_change_gate(a_list(after), a_list(before), limits)) == checks


@pytest.mark.parametrize("table", ["names", "birth_dates", "identifiers", "programs", "addresses"])
def test_each_table_that_is_screened_with_is_watched(limits, table):
    few, many = a_list(**{table: 300}), a_list(**{table: 600})
    assert failed(list_change_gate(few, many, limits)) == [FALLS]
    assert failed(list_change_gate(many, few, limits)) == [RISES]
    wide = limits.model_copy(update={"max_fall_share": 0.5, "max_rise_share": 1.0})
    assert list_change_gate(few, many, wide).passed
    assert list_change_gate(many, few, wide).passed


def test_what_nobody_said_before_may_come(limits):
    assert list_change_gate(a_list(birth_dates=500), a_list(), limits).passed


def test_a_table_that_is_empty_all_at_once(limits):
    result = list_change_gate(a_list(), a_list(contacts=11), limits)
    assert failed(result) == [LOST]
    assert result.failures[0].saw.endswith("such as 1 (column 'contacts.entity_id')")
    assert list_change_gate(a_list(), a_list(contacts=10), limits).passed


def test_a_column_that_is_empty_all_at_once(limits):
    last, new = a_list(), a_list()
    addresses = new.tables["addresses"]
    place = addresses.schema.get_field_index("city")
    nothing = pa.nulls(addresses.num_rows, pa.string())
    empty = addresses.set_column(place, addresses.schema.field(place), nothing)
    result = list_change_gate(replace(new, tables={**new.tables, "addresses": empty}), last, limits)
    assert failed(result) == [LOST]
    assert "column 'addresses.city'" in result.failures[0].saw


def test_remarks_that_are_understood_at_last_are_no_loss(limits):
    assert list_change_gate(a_list(), a_list(other=50), limits).passed


@pytest.mark.parametrize(
    ("before", "after", "checks"),
    [
        (date(2022, 1, 1), date(2022, 1, 1), []),
        (date(2022, 1, 1), date(2022, 1, 2), []),
        (date(2022, 1, 2), date(2022, 1, 1), [OLDER]),
        (date(2022, 1, 1), None, [DATELESS]),
        (None, date(2022, 1, 1), []),
        (None, None, []),
    ],
)
def test_the_date_does_not_go_back_or_away(limits, before, after, checks):
    result = list_change_gate(a_list(published=after), a_list(published=before), limits)
    assert failed(result) == checks


def test_a_refusal_says_how_to_look_and_how_to_accept(limits):
    with pytest.raises(GateFailure) as raised:
        raise_if_failed([list_change_gate(a_list(50), a_list(), limits)])
    said = str(raised.value)
    assert "The list change TEST gate stopped the run" in said
    assert "50 parties (-50)" in said
    assert "found 2 of 6 rows, such as 0.5 (rows 'parties'); 0.5 (rows 'names')" in said
    assert "'sanctions lists diff'" in said
    assert "--accept-change" in said
    assert "max_fall_share" in said


def test_real_versions_follow_each_other_and_another_list_does_not(shared_data, limits):
    spring, summer, winter = (
        read_watchlist(shared_data / "ofac" / name) for name in ("2021-04", "2021-07", "2022-01")
    )
    assert list_change_gate(summer, spring, limits).passed
    assert list_change_gate(winter, summer, limits).passed
    wrong_list = read_watchlist(shared_data / "ofac" / "consolidated", "OFAC-SDN")
    assert failed(list_change_gate(wrong_list, winter, limits)) == [FALLS, LOST, DATELESS]
    assert failed(list_change_gate(winter, wrong_list, limits)) == [RISES]
