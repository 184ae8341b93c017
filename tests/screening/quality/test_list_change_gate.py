"""The gate between a list and the last good version: each limit found by the check that is there for it."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from gate_inputs import listed
from real_lists import read_real

from screening.model.errors import GateFailure
from screening.quality import GateResult, list_change_gate, raise_if_failed
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

FALLS = "nothing falls by more than 3%"
RISES = "nothing rises by more than 50%"
LOST = "no table and no column that was filled is empty"
OLDER = "the list is not older than the last good version, in days"
GONE = "at most 5% of the last good version's parties are gone"
BEFORE = "the content is not that of an earlier version"
TAKEN_BACK = "most parties that the last good version added are still there"
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
        (1000, 970, []),
        (1000, 969, [FALLS]),
        (1000, 950, [FALLS]),
        (1000, 949, [FALLS, GONE]),
        (1000, 1500, []),
        (1000, 1501, [RISES]),
        # Ten rows more or fewer are never too many, whatever their share.
        (12, 2, []),
        (13, 2, [FALLS, GONE]),
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
    assert list_change_gate(a_list(), a_list(unparsed_remarks=50), limits).passed


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
    assert "found 3 of 7 rows, such as 0.5 (rows 'parties'); 0.5 (rows 'names')" in said
    assert "'sanctions lists diff'" in said
    assert "--accept-change" in said
    assert "max_fall_share" in said


def test_real_versions_follow_each_other_and_another_list_does_not(shared_data, limits):
    spring, summer, winter = (
        read_real(shared_data / "ofac" / name) for name in ("2021-04", "2021-07", "2022-01")
    )
    assert list_change_gate(summer, spring, limits).passed
    assert list_change_gate(winter, summer, limits).passed
    wrong_list = read_real(shared_data / "ofac" / "consolidated", "OFAC-SDN")
    assert failed(list_change_gate(wrong_list, winter, limits)) == [FALLS, LOST, DATELESS, GONE]
    assert failed(list_change_gate(winter, wrong_list, limits)) == [RISES, GONE]


def without(watchlist: Watchlist, share: float, every: int = 100) -> Watchlist:
    """As if a share of the parties, spread over the list, had never been in any of its files."""
    ids = watchlist.tables["entities"]["entity_id"].to_pylist()
    kept = pa.array([number for place, number in enumerate(ids) if place % every >= share * every])
    tables = {
        name: table.filter(pc.is_in(table["entity_id"], value_set=kept))
        for name, table in watchlist.tables.items()
    }
    return replace(watchlist, tables=tables)


def test_parties_cut_from_all_files_of_a_list_that_grew(shared_data, limits):
    spring, summer = (read_real(shared_data / "ofac" / name) for name in ("2021-04", "2021-07"))
    assert failed(list_change_gate(without(summer, 0.08), spring, limits)) == [FALLS, GONE]
    assert failed(list_change_gate(without(summer, 0.04), spring, limits)) == [FALLS]


def test_one_type_of_party_is_missing(limits):
    def of(aircraft: int) -> Watchlist:
        builder = WatchlistBuilder(list_id="TEST", source="test")
        for number in range(1000):
            kind = "aircraft" if number < aircraft else "person"
            listed(builder, str(number), f"PARTY {number}", entity_type=kind)
        return builder.build()

    result = list_change_gate(of(20), of(40), limits)
    assert failed(result) == [FALLS]
    assert "0.5 (rows 'type aircraft')" in result.failures[0].saw


def test_other_parties_in_the_place_of_those_that_went(limits):
    old, new = (
        WatchlistBuilder(list_id="TEST", source="test"),
        WatchlistBuilder(list_id="TEST", source="test"),
    )
    for number in range(1000):
        listed(old, str(number), f"PARTY {number}")
        listed(new, str(number + 60), f"PARTY {number + 60}")
    assert failed(list_change_gate(new.build(), old.build(), limits)) == [GONE]


def test_content_that_was_a_version_before(limits):
    result = list_change_gate(
        a_list(published=date(2022, 3, 1)), a_list(101), limits, published_before="published on 2022-01-01"
    )
    assert failed(result) == [BEFORE]
    assert result.failures[0].saw == "found 'published on 2022-01-01'"
    assert "older list came under a newer date" in result.failures[0].way_out


def test_a_list_from_before_the_last_good_one_that_is_no_version_we_know(shared_data, limits):
    spring, summer = (read_real(shared_data / "ofac" / name, "OFAC-SDN") for name in ("2021-04", "2021-07"))
    # A week after spring came a publication that was never taken in.
    later = replace(without(spring, 0.001, 1000), published=date(2021, 9, 1))
    assert failed(list_change_gate(later, summer, limits, before=spring)) == [TAKEN_BACK]
    winter = read_real(shared_data / "ofac" / "2022-01")
    assert list_change_gate(winter, summer, limits, before=spring).passed
