"""Statements on one owner and one company: which count, and that each counts once."""

from datetime import date

import pytest

from screening.ownership.bods_values import share_of_bods
from screening.ownership.holdings import HoldingsBuilder, together
from screening.ownership.one_holder import OneHolder
from screening.ownership.shares import read_share
from screening.ownership.stakes import stakes_of
from screening.settings import load_settings

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def policy():
    return load_settings().ownership


def holdings(*rows, source="register"):
    """Rows of (least, most), each with what differs from a share of A in X."""
    builder = HoldingsBuilder(source)
    for key in "AX":
        builder.holder(f"own:{key}", [key])
    for number, (least, most, *differs) in enumerate(rows, start=1):
        said = {"interest": "shareholding", "place": f"row {number}"} | (differs[0] if differs else {})
        builder.holding("own:A", "own:X", said.pop("interest"), least, most, **said)
    return builder.build()


def shares(found, policy):
    return [(stake.least, stake.most) for stake in stakes_of(found.holdings, OneHolder(found), policy, TODAY)]


def test_a_duplicate_counts_once(policy):
    assert shares(holdings((30, 30), (30, 30)), policy) == [(30, 30)]


def test_two_shares_of_one_owner_may_be_blocks_of_one_company(policy):
    assert shares(holdings((30, 30), (25, 25)), policy) == [(30, 55)]


def test_the_newest_statement_of_a_source_counts(policy):
    older, newer = {"stated_on": date(2024, 1, 1)}, {"stated_on": date(2025, 1, 1)}
    assert shares(holdings((60, 60, older), (10, 10, newer)), policy) == [(10, 10)]


def test_between_sources_the_largest_counts_and_that_they_differ_is_told(policy):
    both = together([holdings((60, 60)), holdings((10, 10, {"stated_on": date(2026, 1, 1)}), source="other")])
    (stake,) = stakes_of(both.holdings, OneHolder(both), policy, TODAY)
    assert (stake.least, stake.most, stake.differ) == (60, 60, True)
    assert stake.source == "register, row 1"


def test_the_same_in_two_sources_counts_once(policy):
    both = together([holdings((30, 30)), holdings((30, 30), source="other")])
    (stake,) = stakes_of(both.holdings, OneHolder(both), policy, TODAY)
    assert (stake.least, stake.differ) == (30, False)


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        ({"ends": date(2026, 11, 29)}, False),
        ({"ends": TODAY}, True),
        ({"begins": date(2026, 12, 1)}, False),
        ({"begins": TODAY}, True),
        ({}, True),
    ],
)
def test_a_holding_counts_on_the_days_that_it_holds(dates, counts, policy):
    assert bool(shares(holdings((60, 60, dates)), policy)) == counts


def test_kinds_of_interest_are_not_added_up(policy):
    found = holdings((30, 30), (40, 40, {"interest": "surplus assets"}))
    assert shares(found, policy) == [(40, 40)]


def test_an_unknown_share_is_anything(policy):
    assert shares(holdings((None, None)), policy) == [(0, 100)]
    assumed = policy.model_copy(update={"unknown_share": 50})
    assert shares(holdings((None, None)), assumed) == [(50, 100)]


def test_consolidation_is_half_only_where_the_office_says_so(policy):
    found = holdings((None, None, {"interest": "consolidated"}))
    assert shares(found, policy) == [(0, 100)]
    assert shares(found, policy.model_copy(update={"consolidated_share": 50.0})) == [(50, 100)]
    assert shares(found, policy.model_copy(update={"interests": ("shareholding",)})) == []


def test_companies_of_one_number_are_one():
    builder = HoldingsBuilder("a")
    builder.holder("own:1", numbers=[("GB", "03209885")])
    builder.holder("bods:2", numbers=[("GB", "3209885")])
    builder.holder("bods:3", numbers=[("DK", "3209885")])
    builder.holder("bods:4", numbers=[(None, "3209885")])
    builder.same("bods:4", "bods:5")
    builder.holder("bods:5")
    one = OneHolder(builder.build())
    assert one["own:1"] == one["bods:2"] != one["bods:3"]
    assert one["bods:4"] == one["bods:5"] not in (one["own:1"], one["bods:3"])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("50", (50, 50)),
        ("33,3 %", (33.3, 33.3)),
        ("25-50", (25, 50)),
        ("25 % to 50 %", (25, 50)),
        ("75+", (75, 100)),
        (">50", (50.0001, 100)),
        ("less than 25%", (0, 24.9999)),
        ("at least 50", (50, 100)),
    ],
)
def test_shares_as_tables_write_them(text, share):
    assert read_share(text) == share


@pytest.mark.parametrize("text", ["150", "half", "-5", "60-40", "1/2", "", "%", "5 0", "٥٠٠"])
def test_what_is_no_share(text):
    with pytest.raises(ValueError, match="is "):
        read_share(text)


@pytest.mark.parametrize(
    ("said", "share"),
    [
        (None, (None, None)),
        ({}, (None, None)),
        ({"exact": 60, "minimum": 60, "maximum": 60}, (60, 60)),
        ({"minimum": 25, "maximum": 50, "exclusiveMinimum": True, "exclusiveMaximum": False}, (25.0001, 50)),
        ({"exclusiveMinimum": 50, "maximum": 75}, (50.0001, 75)),
        ({"minimum": 75, "exclusiveMaximum": 100}, (75, 100)),
        ({"minimum": 25, "exclusiveMaximum": 50}, (25, 49.9999)),
        ({"maximum": 20}, (0, 20)),
        ({"minimum": 50}, (50, 100)),
    ],
)
def test_shares_of_the_data_standard(said, share):
    assert share_of_bods(said) == share
