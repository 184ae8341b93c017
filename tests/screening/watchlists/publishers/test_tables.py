"""Lists that come as tables, by the mappings of configs/lists: a small table of each, and broken ones."""

import gzip
import io
import json
import time
import zipfile
from datetime import datetime

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from small_tables import CAPTA, ENTITY_LIST, SAMPLES, SDN, csl

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists import read_watchlist


def rows(watchlist, table, *columns, party=None):
    found = watchlist.tables[table].to_pylist()
    return [
        tuple(row[column] for column in columns)
        for row in found
        if party is None or row["entity_id"] == party
    ]


@pytest.fixture(scope="module")
def us(tmp_path_factory):
    path = tmp_path_factory.mktemp("us") / "list_2022-05.csv.gz"
    path.write_bytes(gzip.compress(csl()))
    return read_watchlist(path)


AU_HEADER = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban",
    "Arms Embargo", "Maritime Restriction",
)  # fmt: skip
AU_ROWS = (
    [
        7,
        "Anton VALE\u00a0",
        "Individual",
        "Primary Name",
        None,
        datetime(1971, 3, 25),
        "Homs, Syria",
        "Syria;Lebanon",
        "a) 1 Pier Road, Lathin, Syria b) Beirut, Lebanon (previous)",
        "QDi.430. Passport no: Syria number N01234567.",
        "Listed on 25 January 2001 (amended)",
        None,
        "1988 (Taliban)",
        datetime(2026, 4, 14),
        "Regulation 2013",
        True,
        True,
        True,
        False,
    ],
    [
        "7a",
        "أنطون",
        "Individual",
        "Original Script",
        None,
        "Approximately 1963, 30/01/1972",
        "na",
        "Syria",
        None,
        None,
        None,
        None,
        "1988 (Taliban)",
        datetime(2026, 2, 1),
        "Regulation 2013",
        True,
        True,
        True,
        False,
    ],
    [
        "7b",
        "Toni",
        "Individual",
        "Alias",
        "Weak",
        "24/06/1402",
        None,
        None,
        None,
        None,
        None,
        None,
        "1988 (Taliban)",
        datetime(2026, 2, 1),
        "Regulation 2013",
        True,
        True,
        True,
        False,
    ],
    [
        8,
        "LODE STAR",
        "Vessel",
        "Primary Name",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        9187629,
        "Autonomous (Vessels)",
        datetime(2026, 2, 1),
        None,
        False,
        False,
        False,
        True,
    ],
)


def au_workbook(rows=AU_ROWS):
    """A workbook like Australia's list."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Consolidated List")
    sheet.append(AU_HEADER)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def australia(tmp_path_factory):
    path = tmp_path_factory.mktemp("au") / "whatever.xlsx"
    path.write_bytes(au_workbook())
    return read_watchlist(path)


def test_a_row_for_each_listing_is_one_party_under_all_its_lists(us):
    assert us.version.startswith("US-CSL 2022-05-01 ")
    assert rows(us, "names", "name", party="102") == [("NORTH BANK",), ("NB",)]
    assert rows(us, "measures", "measure", "text", party="102") == [
        ("asset freeze", SDN),
        ("correspondent accounts", CAPTA),
    ]
    assert us.published_counts == (
        PartyCount("person", 2, 4),
        PartyCount("organization", 2, 6),
        PartyCount("vessel", 1, 1),
    )


def test_the_list_a_row_comes_from_is_its_program_where_it_has_no_other(us):
    assert rows(us, "programs", "program", "authority", party="101") == [
        ("SDGT", "E.O. 13224, as amended by E.O. 13886"),
        ("GLOMAG", "E.O. 13818"),
    ]
    assert rows(us, "programs", "program", "authority", party="aa01") == [
        ("EL", "15 CFR part 744, supplement no. 4")
    ]
    assert rows(us, "measures", "measure", "text", party="aa01") == [("export license", ENTITY_LIST)]


def test_types_are_told_by_the_word_the_name_or_the_list(us):
    assert rows(us, "entities", "name", "entity_type") == [
        ("VALE, Anton", "person"),
        ("NORTH BANK", "organization"),
        ("Orrel Works Ltd.", "organization"),
        ("Ines Marou", "person"),
        ("LODE STAR", "vessel"),
    ]


def test_names_behind_and_are_names(us):
    assert [name for (name,) in rows(us, "names", "name", party="aa01")] == [
        "Orrel Works Ltd.",
        "140 Works",
        "Orrel W",
        "Works of Orrel",
    ]


def test_documents_in_one_cell_and_what_only_looks_like_them(us):
    assert rows(us, "identifiers", "kind", "number", "country", "issued", "expires", party="101") == [
        ("Passport", "N0123", "SY", "2017-02-01", "2027-01-31"),
        ("Tax ID No.", "44", None, None, None),
    ]
    assert rows(us, "identifiers", "kind", "number", party="103") == [
        ("Vessel Registration Identification IMO", "9187629")
    ]
    assert rows(us, "entities", "gender", party="101") == [("male",)]
    assert rows(us, "contacts", "kind", "value") == [("website", "vale.example")]


def test_dates_places_addresses_and_relations(us):
    assert rows(us, "birth_dates", "text", "year", "circa", "is_main") == [
        ("1971-03-25", 1971, False, True),
        ("1972", 1972, False, False),
        ("circa 1970", 1970, True, False),
    ]
    assert rows(us, "addresses", "address", "country", party="101") == [
        ("1 Pier Road, Lathin", "SY"),
        (None, "SY"),
    ]
    assert rows(us, "relations", "relation", "other_name", "other_entity_id") == [
        ("Linked To", "NORTH BANK", "102"),
        ("Linked To", "NOBODY (HOLDING) LTD", None),
    ]
    assert rows(us, "vessels", "call_sign", "vessel_type", "flag") == [("9HDS9", "Bulk Carrier", "Iran")]
    assert us.unparsed_share == 0


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_the_same_table_in_another_form_is_the_same_list(us, tmp_path, form):
    path = tmp_path / f"list_2022-05.{form}"
    table = pyarrow.csv.read_csv(
        io.BytesIO(csl()),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(csl().partition(b"\n")[0].decode().split(","), pa.string())
        ),
    )
    if form == "csv":
        path.write_bytes(b"\xef\xbb\xbf" + csl().replace(b"\n", b"\r\n"))
    elif form == "parquet":
        pq.write_table(table, path)
    else:
        records = [json.dumps(record) for record in table.to_pylist()]
        path.write_text("[" + ",".join(records) + "]" if form == "json" else "\n".join(records))
    again = read_watchlist(path)
    assert again.sha256 == us.sha256
    assert again.published_counts == us.published_counts


def test_rows_of_one_number_are_the_names_of_one_party(australia):
    assert australia.version.startswith("AU-DFAT 2026-04-14 ")
    assert rows(australia, "names", "name", "kind", "quality", "script", party="7") == [
        ("Anton VALE", "primary", "primary", "Latin"),
        ("أنطون", "aka", "strong", "Arabic"),
        ("Toni", "aka", "weak", "Latin"),
    ]
    assert australia.published_counts == (PartyCount("person", 1, 3), PartyCount("vessel", 1, 1))


def test_what_the_rows_say_again_is_said_once(australia):
    assert rows(australia, "birth_dates", "text", "year", "circa") == [
        ("1971-03-25", 1971, False),
        ("Approximately 1963", 1963, True),
        ("30/01/1972", 1972, False),
    ]
    assert rows(australia, "statements", "text") == [("24/06/1402",)]
    assert rows(australia, "countries", "country") == [("SY",), ("LB",)]
    assert rows(australia, "addresses", "address", "country") == [
        ("1 Pier Road, Lathin", "SY"),
        ("Beirut", "LB"),
    ]
    assert [str(day) for (day,) in rows(australia, "programs", "listed_on", party="7")] == [
        "2001-01-25",
        "None",
    ]


def test_the_workbook_among_the_samples_is_this_one(australia):
    assert read_watchlist(SAMPLES / "au_dfat.xlsx").sha256 == australia.sha256


def test_columns_that_say_yes_are_measures(australia):
    assert rows(australia, "measures", "entity_id", "measure") == [
        ("7", "asset freeze"),
        ("7", "travel ban"),
        ("7", "arms embargo"),
        ("8", "ship restrictions"),
    ]
    assert rows(australia, "references", "publisher", "reference") == [("UN", "QDi.430")]
    assert rows(australia, "identifiers", "kind", "number") == [
        ("Passport", "N01234567"),
        ("IMO number", "9187629"),
    ]


def test_a_packed_table_that_is_cut_is_refused(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(csl() * 1)[:-10])
    with pytest.raises(InputError, match="the packed file is cut or broken"):
        read_watchlist(path)


def test_a_table_that_is_cut_in_a_row_is_refused_even_in_its_last_cell(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csl()[:-1])
    with pytest.raises(InputError, match="line 7: the file ends in the middle of a line"):
        read_watchlist(path)
    path.write_bytes(csl()[:-200] + b"\n")
    with pytest.raises(InputError, match=r"line 7: (has|cannot)"):
        read_watchlist(path)


def test_a_workbook_that_is_cut_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(au_workbook()[:-100])
    with pytest.raises(InputError, match="a workbook that is cut or cannot be read"):
        read_watchlist(path)


def test_a_gzip_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(csl() + b'"' + b"0" * 40_000_000))
    with pytest.raises(InputError, match=r"MB come out of it|has more than"):
        read_watchlist(path)


def test_a_zip_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "list.xlsx"
    out = io.BytesIO(au_workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/theme/more.bin", bytes(40_000_000))
    path.write_bytes(out.getvalue())
    with pytest.raises(InputError, match="MB come out of it"):
        read_watchlist(path)


def test_a_workbook_that_defines_entities_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    out = io.BytesIO(au_workbook())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/more.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    path.write_bytes(out.getvalue())
    with pytest.raises(InputError, match="it defines words of its own"):
        read_watchlist(path)


def test_a_row_that_nothing_can_be_made_of_is_told(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csl().replace(b'"aa02"', b'""'))
    with pytest.raises(InputError, match="line 6, column _id: has no id"):
        read_watchlist(path)
    path.write_bytes(csl().replace(b"Ines Marou", b""))
    with pytest.raises(InputError, match="line 6: the party 'aa02' has no name"):
        read_watchlist(path)


def test_a_list_within_the_list_that_nobody_told_of_is_seen(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csl().replace(ENTITY_LIST.encode(), b"A New List (NEW)"))
    watchlist = read_watchlist(path)
    assert rows(watchlist, "programs", "program", party="aa01") == [("A New List (NEW)",)]
    assert rows(watchlist, "unparsed_remarks", "text") == [("source: A New List (NEW)",)]


def test_a_folder_with_one_table_is_that_list(tmp_path, us):
    (tmp_path / "list_2022-05.csv").write_bytes(csl())
    (tmp_path / "readme.txt").write_text("Not a list.\n")
    assert read_watchlist(tmp_path).sha256 == us.sha256
    (tmp_path / "again.csv").write_bytes(csl())
    with pytest.raises(
        InputError, match=r"holds several tables that are lists \(again.csv, list_2022-05.csv\)"
    ):
        read_watchlist(tmp_path)


@pytest.mark.usefixtures("us")  # By which the names of countries are loaded.
def test_a_cell_of_very_many_blanks_is_read_at_once(tmp_path):
    blanks = b"1 Pier Road, SY" + b" " * 60_000 + b"x"
    path = tmp_path / "list_2022-05.csv"
    path.write_bytes(csl().replace(b"1 Pier Road, Lathin, SY", blanks))
    assert blanks in path.read_bytes()
    started = time.process_time()
    read_watchlist(path)
    assert time.process_time() - started < 2
