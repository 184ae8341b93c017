"""What advanced and enhanced files keep apart, put together: days, names, programs and acts, types."""

from datetime import date

import pytest

from screening.model.date_spans import parse_date_span
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.ofac.designations import Act, Entry, write_designations
from screening.watchlists.publishers.ofac.features import document_facts
from screening.watchlists.publishers.ofac.measures import prohibited
from screening.watchlists.publishers.ofac.period_text import day, period_text
from screening.watchlists.publishers.ofac.written import written_address, written_name
from screening.watchlists.watchlist import WatchlistBuilder

DAY, LATER = date(2014, 7, 16), date(2022, 2, 25)


@pytest.mark.parametrize(
    "text",
    ["20 Jun 1974", "Jun 1974", "1974", "circa 1970", "1970 to 1973", "Jan 1970 to Mar 1970",
     "26 Sep 1946 to 07 Dec 1946", "Feb 1980"],
)  # fmt: skip
def test_days_are_written_in_words_as_in_the_csv_files(text):
    span = parse_date_span(text)
    assert period_text(span.earliest, span.latest, circa=span.circa) == text


@pytest.mark.parametrize(
    "parts", [("2021", "2", "30"), ("", "1", "1"), ("x", "1", "1"), ("9" * 30, "1", "1")]
)
def test_a_day_that_is_in_no_calendar_is_none(parts):
    assert day(*parts) is None


def test_names_from_their_parts():
    assert written_name([("Last Name", "Markov"), ("First Name", "Ilya"), ("Middle Name", "A.")]) == (
        "MARKOV, Ilya A.",
        "MARKOV",
        "Ilya A.",
    )
    assert written_name([("Vessel Name", "Lady Leila")]) == ("LADY LEILA", None, None)
    assert written_name([("Nickname", "Sweet Micky")]) == ("Sweet Micky", None, None)
    assert written_name([]) is None


def test_an_address_from_its_parts():
    parts = [
        ("ADDRESS2", "Room 2"),
        ("ADDRESS1", "1 Main Street"),
        ("CITY", "Yalta"),
        ("POSTAL CODE", "08655"),
        ("STATE/PROVINCE", "Crimea"),
        ("PO BOX", "Box 7"),
    ]
    assert written_address(parts) == ("1 Main Street, Room 2, Box 7", "Yalta, Crimea 08655")


def programs(*entries):
    """The rows of programs of a list of parties, each with one entry."""
    builder = WatchlistBuilder("TEST", "test")
    writer = PartyWriter(builder)
    for number in range(len(entries)):
        writer.start(str(number), "organization", "NAME")
    write_designations({str(number): [entry] for number, entry in enumerate(entries)}, writer)
    rows = builder.build().tables["programs"].to_pylist()
    return [(row["entity_id"], row["program"], row["authority"], row["listed_on"]) for row in rows]


UKRAINE, RUSSIA = Act("E.O. 13662", DAY), Act("E.O. 14024", LATER)


def test_one_program_goes_with_the_one_act():
    assert programs(Entry(("A",), (UKRAINE,), ())) == [("0", "A", "E.O. 13662", DAY)]


def test_of_several_the_pairs_are_those_seen_alone():
    alone, both = Entry(("A",), (UKRAINE,), ()), Entry(("B", "A"), (UKRAINE, RUSSIA), ())
    assert sorted(programs(alone, both)[1:]) == [
        ("1", "A", "E.O. 13662", DAY),
        ("1", "B", "E.O. 14024", LATER),
    ]


def test_what_cannot_be_told_apart_is_not_told():
    assert programs(Entry(("A", "B"), (UKRAINE, RUSSIA), ())) == [
        ("0", "A", None, None),
        ("0", "B", None, None),
    ]


def test_two_acts_of_one_day_give_the_day():
    same_day = Act("E.O. 14024", DAY)
    assert programs(Entry(("A", "B"), (UKRAINE, same_day), ())) == [
        ("0", "A", None, DAY),
        ("0", "B", None, DAY),
    ]


def test_two_lists_of_a_party_give_each_program_once_with_the_earliest_day():
    builder = WatchlistBuilder("TEST", "test")
    writer = PartyWriter(builder)
    writer.start("1", "organization", "NAME")
    entries = [
        Entry(("UKRAINE-EO13662",), (Act("E.O. 13662", LATER),), ("13662 Sectoral Directive 1",)),
        Entry(("UKRAINE-EO13662",), (Act("E.O. 13662", DAY),), ("13662 Sectoral Directive 1", "Block")),
    ]
    write_designations({"1": entries}, writer)
    tables = builder.build().tables
    assert [row["listed_on"] for row in tables["programs"].to_pylist()] == [DAY]
    measures = [(row["measure"], row["program"], row["text"]) for row in tables["measures"].to_pylist()]
    assert measures == [
        ("debt and equity dealings", "UKRAINE-EO13662", "13662 Sectoral Directive 1"),
        ("asset freeze", None, "Block"),
    ]


@pytest.mark.parametrize(
    ("sanctions_type", "measure"),
    [
        ("Block", "asset freeze"),
        ("Reject", "payments"),
        ("13662 Sectoral Directive 3", "debt and equity dealings"),
        ("13662 Sectoral Directive 4", "trade restrictions"),
        ("Executive Order 14024 Directive 1a", "debt and equity dealings"),
        ("Executive Order 14024 Directive 2", "correspondent accounts"),
        ("Executive Order 14024 Directive 4", "payments"),
        ("561 Full Restrictions", "correspondent accounts"),
        ("CMIC Executive Order", "securities dealings"),
        ("Executive Order 14059 Non-blocking", "other"),
        ("CAATSA Section 231/235 Sanctions", "other"),
        ("Something of next year", "other"),
    ],
)
def test_what_a_type_of_sanctions_prohibits(sanctions_type, measure):
    assert prohibited(sanctions_type) == measure


@pytest.mark.parametrize(
    ("number", "kind", "found"),
    [
        ("IMO 9187629", "Vessel Registration Identification IMO", "9187629"),
        ("8606173", "Vessel Registration Identification IMO", "8606173"),
        # Its last digit does not check the others: some other number.
        ("8606174", "Vessel Registration Identification", "8606174"),
    ],
)
def test_a_ship_is_known_by_its_imo_number_however_it_is_written(number, kind, found):
    (fact,) = document_facts(
        "Vessel Registration Identification", number, country=None, issued=None, expires=None
    )
    assert (fact.row["kind"], fact.row["number"]) == (kind, found)
