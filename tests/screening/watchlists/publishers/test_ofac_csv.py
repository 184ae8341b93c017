"""OFAC's CSV files: what they say, and what is said where they are damaged."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist

SAMPLE = Path(__file__).resolve().parents[4] / "sample_data" / "ofac_csv"


def rows(watchlist, table, entity_id):
    """The rows of one party without entity_id and nulls."""
    return [
        {key: value for key, value in row.items() if key != "entity_id" and value is not None}
        for row in watchlist.tables[table].to_pylist()
        if row["entity_id"] == entity_id
    ]


def test_a_group_has_its_weak_aliases_in_the_remarks(small_csv):
    names = rows(read_watchlist(small_csv), "names", "28283")
    assert [(row["name"], row["kind"], row["quality"]) for row in names] == [
        ("ASA'IB AHL AL-HAQ", "primary", "primary"),
        ("AAH", "aka", "weak"),
        ("THE PEOPLE OF THE CAVE", "aka", "weak"),
        ("THE MISSIONARY CURRENT", "aka", "weak"),
        ("ASA'IB AHL AL-HAQ MIN AL-IRAQ", "aka", "strong"),
        ("ASAIB AL HAQ", "aka", "strong"),
        ("ASA'IB AHL AL-HAQQ", "aka", "strong"),
        ("LEAGUE OF THE RIGHTEOUS", "aka", "strong"),
        ("KHAZALI NETWORK", "aka", "strong"),
        ("KHAZALI SPECIAL GROUP", "aka", "strong"),
        ("QAZALI NETWORK", "aka", "strong"),
        ("KHAZALI SPECIAL GROUPS NETWORK", "aka", "strong"),
        ("AL-TAYAR AL-RISALI", "aka", "strong"),
    ]
    assert len({row["name_id"] for row in names}) == len(names)


def test_a_person(small_csv):
    watchlist = read_watchlist(small_csv)
    assert rows(watchlist, "entities", "28004") == [
        {
            "entity_type": "person",
            "name": "AL-KHAZALI, Qais",
            "gender": "male",
            "remarks": "DOB 20 Jun 1974; alt. DOB 1974; alt. DOB 24 Apr 1974; POB Baghdad, Iraq; "
            "nationality Iraq; Gender Male.",
        }
    ]
    first = rows(watchlist, "names", "28004")[0]
    assert (first["family_name"], first["given_name"], first["script"]) == ("AL-KHAZALI", "Qais", "Latin")
    assert [row["program"] for row in rows(watchlist, "programs", "28004")] == ["SDGT", "GLOMAG"]
    assert rows(watchlist, "addresses", "28004") == [
        {"address_id": "42407", "country_text": "Iraq", "country": "IQ"}
    ]
    assert rows(watchlist, "identifiers", "28005")[0]["number"] == "A10537439"


def test_a_vessel_and_who_it_is_linked_to(small_csv):
    watchlist = read_watchlist(small_csv)
    assert rows(watchlist, "vessels", "15036") == [
        {
            "call_sign": "T2EU4",
            "vessel_type": "Crude/Oil Products Tanker",
            "tonnage": "99,144",
            "gross_registered_tonnage": "56,068",
            "flag": "Iran",
        }
    ]
    flags = [(row["text"], row["is_main"]) for row in rows(watchlist, "countries", "15036")]
    assert flags == [("Iran", True), ("Malta", False), ("Tuvalu", False), ("Tanzania", False)]
    assert rows(watchlist, "relations", "15036") == [
        {
            "relation": "Linked To",
            "kind": "other",
            "other_name": "NATIONAL IRANIAN TANKER COMPANY",
            "other_entity_id": "15117",
        }
    ]
    assert rows(watchlist, "addresses", "15036") == []


def test_long_remarks_go_on_in_the_comments_though_cut_in_mid_word(small_csv):
    watchlist = read_watchlist(small_csv)
    addresses = rows(watchlist, "digital_currency", "29703")
    assert {"currency": "ETH", "address": "0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353c"} in addresses
    assert watchlist.tables["unparsed_remarks"].num_rows == 0
    assert (watchlist.published, watchlist.orphans) == (date(2021, 7, 1), 0)


def test_without_the_comments_the_cut_statement_is_not_believed(small_csv):
    (small_csv / "sdn_comments.csv").unlink()
    assert rows(read_watchlist(small_csv), "unparsed_remarks", "29703") == [
        {"text": "Digital Currency Addres"}
    ]


def test_a_space_at_the_cut_is_kept(small_csv):
    spoil(small_csv / "sdn_comments.csv", b"Passport 4005504207", b'Passport "\r\n29703,"4005504207')
    (passport,) = rows(read_watchlist(small_csv), "identifiers", "29703")
    assert (passport["kind"], passport["number"]) == ("Passport", "4005504207")


def spoil(path, old, new):
    content = path.read_bytes().replace(b"\x1a", b"")
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_a_file_saved_again_with_other_quotes_and_line_ends_reads_the_same(small_csv):
    before = read_watchlist(small_csv).sha256
    for path in small_csv.iterdir():
        content = path.read_bytes().replace(b"\r\n", b"\n").replace(b'"vessel"', b"vessel")
        path.write_bytes(content.replace(b"\x1a", b""))
    assert read_watchlist(small_csv).sha256 == before


def test_old_files_are_windows_1252(small_csv):
    path = small_csv / "alt.csv"
    path.write_bytes(path.read_bytes().replace(b"KHAZALI NETWORK", b"RES\xd3N\x81 NETWORK"))
    names = [row["name"] for row in rows(read_watchlist(small_csv), "names", "28283")]
    assert "RESÓN\x81 NETWORK" in names


def test_rows_that_point_to_no_party_are_counted_and_left_out(small_csv):
    path = small_csv / "add.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\x1a") + b'99999,1,-0- ,"Lusaka","Zambia",-0- \r\n\x1a')
    watchlist = read_watchlist(small_csv)
    assert watchlist.orphans == 1
    assert "Zambia" not in watchlist.tables["addresses"]["country_text"].to_pylist()


@pytest.mark.parametrize(
    "programs", ["SDGT] [GLOMAG", "[SDGT] [GLOMAG]", "SDGT][GLOMAG", " SDGT ] [ GLOMAG "]
)
def test_programs_in_their_brackets(small_csv, programs):
    spoil(small_csv / "sdn.csv", b'"SDGT] [GLOMAG"', f'"{programs}"'.encode())
    found = rows(read_watchlist(small_csv), "programs", "28004")
    assert [row["program"] for row in found] == ["SDGT", "GLOMAG"]


def test_utf_8_with_and_without_its_mark_is_the_same_list(small_csv):
    spoil(small_csv / "sdn.csv", b"ARTAVIL", "ARTAVÍL".encode())
    before = read_watchlist(small_csv)
    for path in small_csv.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    after = read_watchlist(small_csv)
    assert after.sha256 == before.sha256
    assert after.published_counts == before.published_counts


def test_a_number_given_twice_hides_nobody(small_csv):
    spoil(small_csv / "sdn.csv", b"28283,\"ASA'IB", b"28004,\"ASA'IB")
    watchlist = read_watchlist(small_csv)
    assert [row["name"] for row in rows(watchlist, "entities", "28004")] == ["AL-KHAZALI, Qais"]
    assert "ASA'IB AHL AL-HAQ" in [row["name"] for row in rows(watchlist, "names", "28004")]
    (statement,) = rows(watchlist, "statements", "28004")
    assert statement["text"].startswith("28004 | ASA'IB AHL AL-HAQ | SDGT | a.k.a. 'AAH'")
    # The row itself, and the nine aliases and one address of the number that is gone.
    assert watchlist.orphans == 11


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv"])
def test_a_missing_file_is_named_with_the_way_out(small_csv, name):
    (small_csv / name).unlink()
    with pytest.raises(InputError, match=rf"{name}: no such file.*sdn\.csv, alt\.csv, add\.csv"):
        read_watchlist(small_csv)


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"])
def test_a_file_cut_anywhere_inside_a_row_is_refused(small_csv, name):
    path = small_csv / name
    content = path.read_bytes().rstrip(b"\x1a")
    start = content.rstrip(b"\r\n").rfind(b"\n") + 1
    line = content.count(b"\n")
    for end in range(start + 1, len(content) - 1):
        path.write_bytes(content[:end])
        with pytest.raises(InputError, match=rf"{name}.*(?:line|row) {line}\b"):
            read_watchlist(small_csv)


def test_a_cut_that_someone_ended_with_a_line_end_is_refused_too(small_csv):
    path = small_csv / "sdn.csv"
    content = path.read_bytes().rstrip(b"\x1a")
    path.write_bytes(content[: content.rfind(b"Gender Male")] + b"\r\n")
    with pytest.raises(InputError, match=r"sdn\.csv: row 7 cannot be read"):
        read_watchlist(small_csv)
    path.write_bytes(content[: content.rfind(b'"ANDREYEV')] + b"\r\n")
    with pytest.raises(InputError, match=r"sdn\.csv: row 7 has 2 fields instead of 12"):
        read_watchlist(small_csv)


@pytest.mark.parametrize("name", ["alt.csv", "add.csv"])
def test_a_file_cut_at_the_end_of_any_row_is_refused(small_csv, name):
    path = small_csv / name
    rows = path.read_bytes().splitlines(keepends=True)
    assert rows[-1] == b"\x1a"
    for end in range(len(rows)):
        path.write_bytes(b"".join(rows[:end]))
        with pytest.raises(InputError, match=rf"{name}: has not the end mark .* that sdn\.csv has"):
            read_watchlist(small_csv)


def test_half_of_the_aliases_of_the_sample(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "ofac")
    path = tmp_path / "ofac" / "alt.csv"
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[: len(rows) // 2]))
    with pytest.raises(InputError, match=r"alt\.csv: has not the end mark"):
        read_watchlist(tmp_path / "ofac")


def test_files_that_were_saved_again_without_the_mark_are_read(small_csv):
    before = read_watchlist(small_csv).sha256
    for name in ("sdn.csv", "alt.csv"):
        # As somebody saved the files of January 2022.
        (small_csv / name).write_bytes((small_csv / name).read_bytes().rstrip(b"\x1a"))
    assert read_watchlist(small_csv).sha256 == before


def test_a_header_is_not_a_party(small_csv):
    path = small_csv / "sdn.csv"
    path.write_bytes(
        b"ent_num,name,type,program,title,call,vtype,ton,grt,flag,owner,remarks\r\n" + path.read_bytes()
    )
    with pytest.raises(InputError, match=r"sdn\.csv: row 1 begins with 'ent_num'"):
        read_watchlist(small_csv)


@pytest.mark.parametrize("content", [b"", b"\x1a", b"\r\n\x1a"])
def test_a_list_of_nobody_is_refused(small_csv, content):
    (small_csv / "sdn.csv").write_bytes(content)
    with pytest.raises(InputError, match="holds no party"):
        read_watchlist(small_csv)


@pytest.mark.parametrize(
    ("folder", "published"), [("2021-07-21", date(2021, 7, 21)), ("ofac", None), ("2021-13", None)]
)
def test_only_a_folder_named_like_a_date_gives_one(small_csv, folder, published):
    assert read_watchlist(small_csv.rename(small_csv.parent / folder)).published == published
