"""The gate between a night and the one before: each limit found by the check that is there for it."""

from dataclasses import replace

import pytest

from screening.model.errors import GateFailure
from screening.quality import AlertsLost, GateResult, NightComparison, night_gate, raise_if_failed
from screening.settings.gates import NightGateSettings

FALL = "at most 5.0% fewer rows than last night"
RISE = "at most 25.0% more rows than last night"
EMPTIED = "the customer table has rows, as last night"
GONE = "at most 2.0% of last night's record ids are gone"
RENUMBERED = (
    "at most 0.5% of the customers have the name and birth date that stood under another record id last night"
)
FILLED = "no column has over 10% fewer values, row for row, than last night"
COLUMNS = "every column that the table had last night is there"
ALERTS = "at most 10% of the alerts that are undecided or true matches lose their hit"

QUIET = NightComparison(
    run_key="last",
    rows_before=10_000,
    rows=10_000,
    ids_gone=0,
    renumbered=0,
    filled={"date_of_birth": (9_000, 9_000), "id_number": (500, 500)},
    columns_gone=(),
    columns_before=9,
    alerts=AlertsLost(200, 0, 0, 0),
)


@pytest.fixture
def night_limits(limits) -> NightGateSettings:
    return limits.night


def failed(result: GateResult) -> list[str]:
    return [check.name for check in result.failures]


def test_a_night_like_the_one_before_passes_and_says_what_was_seen(night_limits):
    result = night_gate(replace(QUIET, rows=10_020, ids_gone=30), night_limits)
    assert result.passed, result.failures
    assert result.name == "night"
    assert result.saw == (
        "10,020 customers (+20), 30 of last night's ids gone, 0 people under another id, "
        "0 of 9 columns gone; 0 of 200 alerts that are undecided or true matches would lose their hit "
        "(0 customer gone, 0 party listed no more, 0 no hit any more)"
    )


@pytest.mark.parametrize(
    ("changes", "checks"),
    [
        ({"rows": 9_500}, []),
        ({"rows": 9_499}, [FALL]),
        ({"rows": 12_500, "filled": {}}, []),
        ({"rows": 12_501, "filled": {}}, [RISE]),
        ({"rows": 0}, [EMPTIED, FALL]),
        ({"ids_gone": 200}, []),
        ({"ids_gone": 201}, [GONE]),
        ({"renumbered": 50}, []),
        ({"renumbered": 51}, [RENUMBERED]),
        ({"filled": {"date_of_birth": (9_000, 8_100)}}, []),
        ({"filled": {"date_of_birth": (9_000, 8_099)}}, [FILLED]),
        # A column that few rows have is watched as closely.
        ({"filled": {"id_number": (500, 449)}}, [FILLED]),
        # More than were there before are welcome, and so is a column that comes.
        ({"filled": {"id_number": (0, 9_000)}}, []),
        ({"columns_gone": ("date_of_birth",)}, [COLUMNS]),
        ({"alerts": AlertsLost(200, 10, 5, 5)}, []),
        ({"alerts": AlertsLost(200, 21, 0, 0)}, [ALERTS]),
        ({"alerts": AlertsLost(200, 7, 7, 7)}, [ALERTS]),
    ],
)
def test_how_far_a_night_may_be_from_the_one_before(night_limits, changes, checks):
    assert failed(night_gate(replace(QUIET, **changes), night_limits)) == checks


@pytest.mark.parametrize(
    ("changes", "checks"),
    [
        # Five of twenty are a quarter, and no sign of anything.
        ({"rows": 15, "ids_gone": 5, "renumbered": 5, "filled": {"gender": (20, 10)}}, []),
        ({"rows": 14, "ids_gone": 6}, [FALL, GONE]),
        ({"renumbered": 6}, [RENUMBERED]),
        ({"filled": {"gender": (20, 14)}}, [FILLED]),
        ({"rows": 25}, []),
        ({"rows": 26}, [RISE]),
        ({"rows": 0, "ids_gone": 20}, [EMPTIED, FALL, GONE]),
        ({"alerts": AlertsLost(5, 1, 1, 1)}, []),
        ({"alerts": AlertsLost(5, 2, 1, 1)}, [ALERTS]),
    ],
)
def test_small_tables_change_by_large_shares(night_limits, changes, checks):
    small = replace(QUIET, rows_before=20, rows=20, filled={}, alerts=AlertsLost(5, 0, 0, 0))
    assert failed(night_gate(replace(small, **changes), night_limits)) == checks


def test_an_empty_table_after_a_small_one(night_limits):
    three = replace(QUIET, rows_before=3, rows=0, ids_gone=3, filled={}, alerts=AlertsLost(3, 3, 0, 0))
    assert failed(night_gate(three, night_limits)) == [EMPTIED]


def test_values_are_counted_against_the_rows_there_are(night_limits):
    # Where 400 customers without a birth date leave, and 400 with one, the share hardly changes.
    assert night_gate(
        replace(QUIET, rows=9_600, filled={"date_of_birth": (9_000, 8_640)}), night_limits
    ).passed


def test_a_first_night_has_only_the_ledger_to_be_compared_with(night_limits):
    first = replace(QUIET, run_key=None, rows_before=0, filled={}, columns_before=0)
    result = night_gate(first, night_limits)
    assert result.passed
    assert "no earlier night to compare them with" in result.saw
    lost = replace(first, alerts=AlertsLost(200, 216, 0, 0))
    assert failed(night_gate(lost, night_limits)) == [ALERTS]


def test_a_failure_says_what_was_seen_and_the_way_out(night_limits):
    result = night_gate(replace(QUIET, rows=5_000, ids_gone=5_000), night_limits)
    with pytest.raises(GateFailure) as raised:
        raise_if_failed([result])
    said = str(raised.value)
    assert "5,000 customers (-5,000), 5,000 of last night's ids gone" in said
    assert f"{FALL}: found 0.5. Way out:" in said
    assert "sanctions nightly --config FILE --accept-change" in said
    assert "max_ids_gone_share (see gates.night of the settings)" in said


def test_what_a_person_accepted_stops_nothing_and_its_record_says_so(night_limits):
    result = replace(night_gate(replace(QUIET, rows=5_000), night_limits), accepted=True)
    raise_if_failed([result])
    record = result.as_record()
    assert (record["passed"], record["accepted"]) == (False, True)
    assert record["failures"] == [{"check": FALL, "saw": "found 0.5"}]
