"""The enhanced form, OFAC's newest: each party with all that is said of it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist

SMALL = Path(__file__).resolve().parent.parent / "enhanced_small.xml"
ZAHHAR, NOVATEK, OWNED, CHINA_MOBILE = "9647", "17064", "20686", "30923"


@pytest.fixture(scope="module")
def watchlist():
    """Six parties of a real file of January 2025."""
    return read_watchlist(SMALL)


@pytest.fixture
def small(tmp_path):
    """A copy that a test may spoil."""
    return Path(shutil.copy(SMALL, tmp_path / "CONS_ENHANCED.XML"))


def rows(watchlist, table, entity_id, *columns):
    found = [row for row in watchlist.tables[table].to_pylist() if row["entity_id"] == entity_id]
    return [tuple(row[column] for column in columns) for row in found]


def edit(path, old, new):
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_list_and_its_date(watchlist):
    assert (watchlist.list_id, watchlist.published) == ("OFAC-CONS", date(2025, 1, 10))


def test_names_have_the_numbers_of_the_csv_files(watchlist):
    names = rows(
        watchlist, "names", ZAHHAR, "name_id", "name", "kind", "quality", "family_name", "given_name"
    )
    assert names == [
        ("9647-primary", "ZAHHAR, Mahmoud Khaled", "primary", "primary", "ZAHHAR", "Mahmoud Khaled"),
        ("9160", "AL ZAHAR, Mahmoud Khaled", "aka", "strong", "AL ZAHAR", "Mahmoud Khaled"),
        ("71276", "ZAHAR, Mahmoud", "aka", "weak", "ZAHAR", "Mahmoud"),
        ("71277", "AL-ZAHAR, Mahmoud", "aka", "weak", "AL-ZAHAR", "Mahmoud"),
    ]


def test_names_in_another_script_are_aliases(watchlist):
    names = watchlist.tables["names"].to_pylist()
    others = [row for row in names if row["script"] != "Latin"]
    assert [(row["name"], row["kind"], row["quality"], row["script"]) for row in others] == [
        ("依图科技有限公司", "aka", "strong", "Han")
    ]


def test_a_year_is_a_span(watchlist):
    assert rows(watchlist, "birth_dates", "9639", "text", "earliest", "latest", "is_main") == [
        ("1962", date(1962, 1, 1), date(1962, 12, 31), True)
    ]


def test_identifiers_among_features_with_what_is_added_to_them(watchlist):
    tickers = rows(watchlist, "identifiers", CHINA_MOBILE, "kind", "number", "note")
    assert ("Equity Ticker", "CHL US", "NYSE") in tickers
    assert ("Equity Ticker", "CHL RU", None) in tickers


def test_programs_and_their_days(watchlist):
    columns = ("program", "authority", "listed_on")
    assert rows(watchlist, "programs", "9639", *columns) == [
        ("NS-PLC", "General License 4 Under EO 13224 (Terrorism)", date(2006, 4, 12))
    ]
    # The file dates lists, not programs: of two programs it does not tell.
    assert rows(watchlist, "programs", ZAHHAR, *columns) == [
        ("NS-PLC", "General License 4 Under EO 13224 (Terrorism)", None),
        ("SDGT", "Executive Order 13224 (Terrorism)", None),
    ]


def test_what_is_prohibited(watchlist):
    assert rows(watchlist, "measures", ZAHHAR, "measure", "text") == [
        ("payments", "Reject"),
        ("asset freeze", "Block"),
    ]
    assert ("securities dealings", "CMIC-EO13959") in rows(
        watchlist, "measures", CHINA_MOBILE, "measure", "program"
    )


def test_relations_keep_the_name_of_a_party_of_another_list(watchlist):
    columns = ("relation", "kind", "other_name", "other_entity_id")
    assert rows(watchlist, "relations", OWNED, *columns) == [
        ("Owned or Controlled By", "controlled by", "OAO NOVATEK", NOVATEK)
    ]
    assert rows(watchlist, "relations", ZAHHAR, *columns) == [
        ("Acting for or on behalf of", "associate", "HAMAS", None)
    ]


def test_nothing_is_left(watchlist):
    assert (watchlist.orphans, watchlist.tables["unparsed_remarks"].num_rows) == (0, 0)


def test_a_document_that_is_not_valid_is_noted(small):
    content = small.read_text(encoding="utf-8")
    small.write_text(content.replace("<isValid>true<", "<isValid>false<"), encoding="utf-8")
    notes = read_watchlist(small).tables["identifiers"]["note"].to_pylist()
    assert sum(note is not None and "fraudulent" in note for note in notes) == 5


def test_a_region_without_a_country_is_written_as_in_the_csv_files(watchlist):
    assert rows(watchlist, "addresses", ZAHHAR, "country_text", "country") == [("Region: Gaza", "PS")]


def test_a_file_made_for_the_sdn_list_is_the_sdn_list(small):
    edit(small, "Consolidated List", "SDN List")
    assert read_watchlist(small).list_id == "OFAC-SDN"


def test_a_file_that_says_no_list_is_known_by_its_parties(small):
    edit(small, '<sanctionsList refId="91512">Consolidated List</sanctionsList>', "")
    assert read_watchlist(small).list_id == "OFAC-CONS"


def test_a_cut_file_is_refused_with_its_line(small):
    content = small.read_bytes()
    cut = content[: content.index(b"<entity ", content.index(b"<entity ") + 1)]
    small.write_bytes(cut)
    line = cut.count(b"\n") + 1
    with pytest.raises(InputError, match=rf"CONS_ENHANCED\.XML: line {line}: not complete XML"):
        read_watchlist(small)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2025-01-10T00:00:00", "yesterday", "dataAsOf 'yesterday' is no date"),
        ("</dataAsOf>", "</dataAsOf><recordCount>443</recordCount>", "announces 443 parties, but holds 6"),
        (f'<entity id="{OWNED}"', f'<entity id="{NOVATEK}"', f"entity {NOVATEK} stands for two parties"),
        (f'<entity id="{OWNED}"', "<entity", "without a number"),
        (">Individual<", ">Spaceship<", "unknown entityType"),
    ],
)
def test_what_a_file_must_have(small, old, new, message):
    with pytest.raises(InputError, match=message):
        read_watchlist(edit(small, old, new))
