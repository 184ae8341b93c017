"""Figures by hand: intervals, shares over thresholds, the threshold a rate needs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.evaluation.figures import over_thresholds, share, threshold_for
from screening.evaluation.listed_names import ListedName
from screening.evaluation.measure import Outcome
from screening.evaluation.report import chart
from screening.evaluation.variations import CONTROL, Variation


def outcome(score: float | None, kind: str = "dropped letter") -> Outcome:
    listed = ListedName("LIST", "1", "person", "1-1", "AL-KHAZALI, Qais")
    return Outcome(Variation(listed, kind, "Qais Khzali"), score, None, None)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    # From tables of Wilson's interval at 95 %.
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_intervals(count, total, low, high):
    found = share(count, total)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_an_interval_holds_its_share(one, other):
    found = share(min(one, other), max(one, other))
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_control_is_no_variation():
    outcomes = [outcome(100.0, CONTROL), outcome(85.0), outcome(79.99), outcome(None)]
    at_80, at_90 = over_thresholds(outcomes, [80, 90], alerts=[80.0], alerts_by_name=[95.0, 80.0], clean=4)
    assert (at_80.found.count, at_80.found.total) == (1, 3)
    assert (at_80.alerts.count, at_80.alerts_by_name.count, at_80.alerts.total) == (1, 2, 4)
    assert (at_90.found.count, at_90.alerts.count, at_90.alerts_by_name.count) == (0, 0, 1)


@pytest.mark.parametrize(
    ("rate", "alerts", "expected"),
    [
        (0.01, [91.5, 77.0], 77.01),  # One of 100 may alert, so the second may not.
        (0.001, [91.5, 77.0], 91.51),  # None may.
        (0.05, [91.5, 77.0], 60.0),  # All there are may, at the lowest threshold looked at.
        (0.01, [100.0, 100.0], None),
        (0.01, [], 60.0),
    ],
)
def test_the_threshold_a_rate_needs(rate, alerts, expected):
    assert threshold_for(rate, alerts, clean=100, floor=60.0) == expected


@given(st.lists(st.integers(6000, 10_000).map(lambda cents: cents / 100), max_size=100))
def test_that_threshold_keeps_the_rate_and_a_lower_one_does_not(alerts):
    threshold = threshold_for(0.05, alerts, clean=100, floor=60.0)
    if threshold is not None:
        assert sum(score >= threshold for score in alerts) <= 5
    if threshold != 60.0:
        lower = round((threshold or 100.01) - 0.01, 2)
        assert sum(score >= lower for score in alerts) > 5


def test_a_logarithmic_chart_gives_each_power_of_ten_the_same_room():
    places = [place for place, _ in chart("", [60, 100], [], 80, logarithmic=True).y_ticks]
    assert {round(upper - lower, 1) for upper, lower in pairwise(places)} == {46.5}
