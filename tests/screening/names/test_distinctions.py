"""What tells organizations apart although most of their words met: numbers, places, another word."""

from __future__ import annotations

import pytest

from screening import compare_names
from screening.names.readings import several_names
from screening.names.telling_words import is_place
from screening.settings import load_settings


def score(name: str, listed: str) -> float:
    return compare_names(name, listed, kind="organization").score


def points(name: str, listed: str) -> dict[str, float]:
    """What is taken off, by the name of the deduction."""
    evidence = compare_names(name, listed, kind="organization").evidence
    return {each.name: each.points for each in evidence.deductions}


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        # Numbers, of which both sides have another.
        ("Meridian Growth Partners Fund VIII", "Meridian Growth Partners Fund IX"),
        ("Meridian Growth Partners Fund VII", "Meridian Growth Partners Fund VIII"),
        ("Meridian Growth Partners V", "Meridian Growth Partners VI"),
        ("Meridian Trust 2004-1", "Meridian Trust 2005-1"),
        ("Ocean 7", "Ocean 8"),
        ("Iran Hormuz 21", "Iran Hormuz 22"),
        ("Machine Building Plant No. 9", "Machine Building Plant No. 7"),
        ("First National Bank", "Second National Bank"),
        # A number on one side.
        ("Meridian Global Solutions II", "Meridian Global Solutions"),
        # Places of two countries.
        ("Meridian Global Solutions (France)", "Meridian Global Solutions (Germany)"),
        ("Meridian Solutions (Spain), S.L.", "Meridian Solutions (Netherlands), B.V."),
        ("Industrial and Commercial Bank of Chad", "Industrial and Commercial Bank of China"),
        ("Meridian Bank Moscow", "Meridian Bank London"),
        ("Bank of North Korea", "Bank of South Korea"),
        # Another word, where the rest is common.
        ("China Railway Construction", "China Railway Constructors"),
    ],
)
def test_these_are_two_organizations(name: str, listed: str) -> None:
    assert score(name, listed) < load_settings().threshold
    assert score(listed, name) < load_settings().threshold


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        # One number written in several ways.
        ("Machine Building Plant No. 9", "Machine Building Plant IX"),
        ("Second Army", "2nd Army"),
        ("Meridian Fund V", "Meridian Fund 5"),
        # A place on one side only, or two of one country.
        ("Meridian Global Solutions (France)", "Meridian Global Solutions"),
        ("Meridian Global Solutions Moscow", "Meridian Global Solutions Russia"),
        # A slip in a word that means nothing else.
        ("China Petrochemical Corporation", "China Petrochemcal Corporation"),
        ("Glenmore plc", "Glencore plc"),
        ("Meridian Construction", "Meridian Constructoin"),
        ("State Administrative Council", "State Administration Council"),
        # What a body is called.
        ("Razavi Brokerage Firm", "Razavi Brokerage House"),
    ],
)
def test_these_may_be_one_organization(name: str, listed: str) -> None:
    assert score(name, listed) >= load_settings().threshold


def test_two_numbers_that_differ_cost_at_least_what_one_alone_does() -> None:
    lone = points(
        "Meridian Global Holdings Overseas Solutions II", "Meridian Global Holdings Overseas Solutions"
    )
    both = points(
        "Meridian Global Holdings Overseas Solutions II", "Meridian Global Holdings Overseas Solutions III"
    )
    assert 0 < lone["number"] <= both["number"]


def test_an_initial_is_no_number() -> None:
    """V and I are numerals at the end of a name or behind what is counted, elsewhere perhaps initials."""
    assert "number" not in points("V. Petrov Works", "I. Petrov Works")
    assert "number" in points("Petrov Works Unit V", "Petrov Works Unit I")


def test_the_first_word_of_a_name_is_no_roman_numeral() -> None:
    assert "number" not in points("XX Meridian Overseas Works", "Meridian Overseas Works")


def test_a_rare_word_in_common_makes_another_word_cost_less() -> None:
    rare = points("Zavolzhsky Railway Construction", "Zavolzhsky Railway Constructors").get("changed", 0.0)
    assert rare < points("China Railway Construction", "China Railway Constructors")["changed"]


def test_two_trades_on_both_sides_cost_something_where_the_rest_is_common() -> None:
    assert points("State Railway Fund", "State Bank Fund")["changed"] > 0


@pytest.mark.parametrize(
    "name",
    [
        "Meridian Fund VIII (France) No. 9 2nd",
        "Bank of North Korea II",
        "XI AN 3B Works V",
        "IX",
        "7",
        "Paris",
    ],
)
def test_the_same_name_is_100_whatever_it_counts_and_names(name: str) -> None:
    for kind in ("organization", "vessel", "aircraft", "person"):
        assert compare_names(name, name, kind=kind).score == 100


def test_a_place_in_parentheses_is_no_name_of_its_own() -> None:
    assert several_names("Meridian Global Solutions (Abu Dhabi)") == ["Meridian Global Solutions (Abu Dhabi)"]
    assert several_names("Meridian Global Solutions (Zavolzhsky)") == [
        "Meridian Global Solutions",
        "Zavolzhsky",
    ]


@pytest.mark.parametrize("text", ["France", "Abu Dhabi", "LONDON", "United Arab Emirates"])
def test_a_country_and_its_towns_are_places(text: str) -> None:
    assert is_place(text)
    assert not is_place(f"{text} Trading Zavolzhsky")
