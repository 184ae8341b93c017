"""The advanced form: parties joined with what stands before and after them, and files that are not whole."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist

SMALL = Path(__file__).resolve().parent.parent / "advanced_small.xml"
NEW_NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
SHONA, NITC, MARKOV, EVADER = "15036", "15117", "36368", "17526"


@pytest.fixture(scope="module")
def watchlist():
    """Six parties of real files of 2016 and 2024: a ship and its owner, people, a bank."""
    return read_watchlist(SMALL)


@pytest.fixture
def small(tmp_path):
    """A copy that a test may spoil."""
    return Path(shutil.copy(SMALL, tmp_path / "CONS_ADVANCED.XML"))


def rows(watchlist, table, entity_id, *columns):
    found = [row for row in watchlist.tables[table].to_pylist() if row["entity_id"] == entity_id]
    return [tuple(row[column] for column in columns) for row in found]


def edit(path, old, new):
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_list_and_its_date_are_those_of_the_content(watchlist):
    assert (watchlist.list_id, watchlist.published) == ("OFAC-CONS", date(2016, 9, 16))


def test_names_are_written_as_in_the_csv_files(watchlist):
    names = rows(watchlist, "names", MARKOV, "name", "kind", "quality", "family_name", "given_name", "script")
    assert names == [
        ("MARKOV, Ilya Anatolyevich", "primary", "primary", "MARKOV", "Ilya Anatolyevich", "Latin"),
        ("МАРКОВ, Илья Анатольевич", "aka", "strong", "МАРКОВ", "Илья Анатольевич", "Cyrillic"),
        ("MARKOV, Ilya Anatolevich", "aka", "strong", "MARKOV", "Ilya Anatolevich", "Latin"),
    ]


def test_former_and_weak_names(watchlist):
    names = rows(watchlist, "names", SHONA, "name", "kind", "quality")
    assert names == [
        ("SHONA", "primary", "primary"),
        ("ABADAN", "fka", "strong"),
        ("ALPHA", "fka", "strong"),
    ]
    weak = [row for row in watchlist.tables["names"].to_pylist() if row["quality"] == "weak"]
    assert [(row["entity_id"], row["name"]) for row in weak] == [("15719", "KLIMT, Gustav")]


def test_a_year_is_a_span_and_a_day_is_a_day(watchlist):
    assert rows(watchlist, "birth_dates", MARKOV, "text", "earliest", "latest") == [
        ("30 Aug 1976", date(1976, 8, 30), date(1976, 8, 30))
    ]


def test_a_ship_has_its_columns_former_flags_and_an_imo_number(watchlist):
    columns = ("call_sign", "vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner")
    assert rows(watchlist, "vessels", SHONA, *columns) == [
        ("T2EU4", "Crude/Oil Products Tanker", "99,144", "56,068", "Tanzania", None)
    ]
    assert rows(watchlist, "countries", SHONA, "kind", "country", "is_main") == [
        ("flag", "TZ", True),
        ("flag", "MT", False),
        ("flag", "TV", False),
    ]
    # Its publisher calls them fraudulent: they were not what the ship was registered under.
    assert rows(watchlist, "identifiers", SHONA, "kind", "number", "note") == [
        ("Vessel Registration Identification IMO", "9187629", "fraudulent"),
        ("MMSI", "572469210", "fraudulent"),
    ]


def test_a_document_has_its_country_and_dates(watchlist):
    assert rows(watchlist, "identifiers", "10664", "kind", "number", "country", "expires") == [
        ("Business Registration Document #", "54514-1", "BH", "09 Jun 2009"),
        ("Trade License No.", "13388", "BH", None),
    ]


def test_a_relation_points_from_the_owned_to_the_owner(watchlist):
    columns = ("relation", "kind", "other_name", "other_entity_id")
    assert rows(watchlist, "relations", SHONA, *columns) == [
        ("Owned or Controlled By", "controlled by", "NATIONAL IRANIAN TANKER COMPANY", NITC)
    ]
    assert rows(watchlist, "relations", NITC, *columns) == []


def test_programs_stand_once_whichever_lists_a_party_is_on(watchlist):
    programs = rows(watchlist, "programs", SHONA, "program", "authority", "listed_on")
    assert programs == [("IRAN", "Executive Order 13599 (Iran)", date(2016, 1, 16))]
    # Two programs and two acts of one day: which belongs to which is not told.
    programs = rows(watchlist, "programs", EVADER, "program", "authority", "listed_on")
    assert programs == [("SYRIA", None, date(2014, 12, 17)), ("FSE-SY", None, date(2014, 12, 17))]


def test_what_is_prohibited(watchlist):
    assert rows(watchlist, "measures", SHONA, "measure", "text") == [("asset freeze", "Block")]


def test_references_to_nothing_are_counted(watchlist):
    # The address and the nationality of the party that was cut out of a larger file.
    assert watchlist.orphans == 2
    assert watchlist.tables["unparsed_remarks"].num_rows == 0


def test_a_document_and_an_entry_of_nobody_are_orphans(small):
    edit(small, 'IdentityID="9270"', 'IdentityID="99999999"')
    edit(small, f'ProfileID="{EVADER}"', 'ProfileID="99999999"')
    assert read_watchlist(small).orphans == 4


def test_both_namespaces_read_the_same(small, watchlist):
    edit(small, "http://www.un.org/sanctions/1.0", NEW_NAMESPACE)
    assert read_watchlist(small).sha256 == watchlist.sha256


def test_a_file_of_parties_of_the_sdn_list_is_the_sdn_list(small):
    content = small.read_text(encoding="utf-8")
    small.write_text(content.replace('ListID="91512"', 'ListID="1550"'), encoding="utf-8")
    assert read_watchlist(small).list_id == "OFAC-SDN"


def test_a_feature_that_nobody_knew_is_an_identifier_or_a_statement_with_its_label(small):
    content = small.read_text(encoding="utf-8")
    for old, new in (("Vessel Call Sign", "Vessel Moon Code"), ("VESSEL TYPE", "Vessel Moon Phase")):
        content = content.replace(f">{old}<", f">{new}<")
    small.write_text(content, encoding="utf-8")
    watchlist = read_watchlist(small)
    assert ("Vessel Moon Code", "T2EU4") in rows(watchlist, "identifiers", SHONA, "kind", "number")
    statements = rows(watchlist, "statements", SHONA, "kind", "text")
    assert ("Vessel Moon Phase", "Crude/Oil Products Tanker") in statements


def test_a_birth_date_that_is_in_no_calendar_is_not_understood(small):
    content = small.read_text(encoding="utf-8")
    small.write_text(content.replace("<Month>8</Month>", "<Month>18</Month>"), encoding="utf-8")
    assert read_watchlist(small).tables["unparsed_remarks"].to_pylist() == [
        {"entity_id": MARKOV, "text": "Birthdate"}
    ]


def test_a_cut_file_is_refused_with_its_line(small):
    content = small.read_bytes()
    cut = content[: content.index(b"<ProfileRelationships>")]
    small.write_bytes(cut)
    line = cut.count(b"\n") + 1
    with pytest.raises(InputError, match=rf"CONS_ADVANCED\.XML: line {line}: not complete XML"):
        read_watchlist(small)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f'<Profile ID="{SHONA}"', f'<Profile ID="{NITC}"', f"profile {NITC} stands for two parties"),
        (f'<Profile ID="{SHONA}"', "<Profile", "without a number"),
        ('PartySubTypeID="1"', 'PartySubTypeID="77"', "PartySubTypeID that is in none of the file's tables"),
        ('Version="3"', 'Version="3" DeltaBaseVersion="2"', "is a delta file"),
    ],
)
def test_what_a_file_must_have(small, old, new, message):
    with pytest.raises(InputError, match=message):
        read_watchlist(edit(small, old, new))


def test_a_party_without_a_name_is_refused(small):
    content = small.read_text(encoding="utf-8")
    start = content.index("<Alias ")
    small.write_text(content[:start] + content[content.index("<NamePartGroups>") :], encoding="utf-8")
    with pytest.raises(InputError, match=r"the party at line \d+ .* no name"):
        read_watchlist(small)


@pytest.mark.parametrize("section", ["ReferenceValueSets", "DistinctParties", "SanctionsEntries"])
def test_a_file_put_together_without_a_section_is_refused(small, section):
    content = small.read_text(encoding="utf-8")
    end = content.index(f"</{section}>") + len(f"</{section}>")
    small.write_text(content[: content.index(f"<{section}>")] + content[end:], encoding="utf-8")
    with pytest.raises(InputError):
        read_watchlist(small)
