"""Whole lists as OFAC published them: every party is there, and next to nothing is left unread."""

from collections import Counter
from datetime import date

import pytest
from fuzzed_lists import counted

from screening.model.errors import InputError
from screening.quality import list_gate
from screening.settings import load_settings
from screening.watchlists import read_watchlist

COUNTED = ("names", "birth_dates", "identifiers", "relations", "unparsed_remarks")
SNAPSHOTS = {
    "2021-04": (
        8890,
        {"names": 23047, "birth_dates": 5064, "identifiers": 6681, "relations": 3435, "unparsed_remarks": 23},
    ),
    "2021-07": (
        8976,
        {"names": 23328, "birth_dates": 5125, "identifiers": 6744, "relations": 3473, "unparsed_remarks": 16},
    ),
    "2022-01": (
        9043,
        {"names": 23928, "birth_dates": 5213, "identifiers": 6724, "relations": 3567, "unparsed_remarks": 23},
    ),
    "consolidated": (
        442,
        {"names": 1587, "birth_dates": 74, "identifiers": 1056, "relations": 283, "unparsed_remarks": 0},
    ),
}


XML_SNAPSHOTS = {
    "2022-04-07.xml": (
        449,
        {"names": 1585, "birth_dates": 75, "identifiers": 1038, "relations": 285, "unparsed_remarks": 0},
    ),
    "2022-04-29.xml": (
        449,
        {"names": 1585, "birth_dates": 75, "identifiers": 1038, "relations": 285, "unparsed_remarks": 0},
    ),
    "2024-02-23.xml": (
        444,
        {"names": 1570, "birth_dates": 74, "identifiers": 1033, "relations": 285, "unparsed_remarks": 0},
    ),
}
EVERY = {**SNAPSHOTS, **XML_SNAPSHOTS}


@pytest.fixture(scope="module")
def lists(shared_data):
    ofac = shared_data / "ofac"
    return {
        name: read_watchlist((ofac / "consolidated_xml" if name in XML_SNAPSHOTS else ofac) / name)
        for name in EVERY
    }


@pytest.mark.parametrize("name", EVERY)
def test_counts(lists, name):
    entities, counts = EVERY[name]
    watchlist = lists[name]
    assert watchlist.entity_count == entities
    assert {table: watchlist.tables[table].num_rows for table in COUNTED} == counts


@pytest.mark.parametrize("name", EVERY)
def test_parties_and_names_are_those_counted_in_the_raw_files(lists, name):
    assert lists[name].published_counts == counted(lists[name])


def test_every_element_of_the_xml_is_a_row(lists, shared_data):
    """Counted by the tags of the text, as nothing else reads it."""
    for name in XML_SNAPSHOTS:
        text = (shared_data / "ofac" / "consolidated_xml" / name).read_text(encoding="utf-8")
        tables = lists[name].tables
        assert tables["birth_dates"].num_rows == text.count("<dateOfBirthItem>")
        assert tables["places"].num_rows == text.count("<placeOfBirthItem>")
        assert tables["programs"].num_rows == text.count("<program>")
        assert tables["addresses"].num_rows == text.count("<address>")
        assert tables["relations"].num_rows == text.count("Linked To:")
        assert tables["digital_currency"].num_rows == text.count("Digital Currency")


def test_which_list_it_is(lists):
    assert {name: watchlist.list_id for name, watchlist in lists.items()} == {
        **dict.fromkeys(("2021-04", "2021-07", "2022-01"), "OFAC-SDN"),
        **dict.fromkeys(("consolidated", *XML_SNAPSHOTS), "OFAC-CONS"),
    }


def test_what_is_prohibited_stands_with_every_sectoral_listing(lists):
    for name in ("consolidated", *XML_SNAPSHOTS):
        tables = lists[name].tables
        told = {row["entity_id"] for row in tables["measures"].to_pylist()}
        listed = {
            row["entity_id"]
            for row in tables["programs"].to_pylist()
            if row["program"] in ("UKRAINE-EO13662", "CAATSA - RUSSIA", "BURMA-EO14014")
        }
        assert len(listed) > 280
        assert listed <= told
        assert "asset freeze" not in tables["measures"]["measure"].to_pylist()


def test_the_gate_passes_on_a_good_file_and_nothing_gets_there_of_a_cut_one(lists, shared_data, tmp_path):
    limits, day = load_settings().gates, date(2024, 3, 1)
    assert list_gate(lists["2024-02-23.xml"], limits, day).passed
    content = (shared_data / "ofac" / "consolidated_xml" / "2024-02-23.xml").read_text(encoding="utf-8")
    cut = tmp_path / "CONS.XML"
    cut.write_text(content[: len(content) // 2], encoding="utf-8")
    with pytest.raises(InputError, match="not complete XML"):
        read_watchlist(cut)
    # Closed again after the cut: whole XML with too few parties.
    whole = content[: content.rindex("<sdnEntry>", 0, len(content) // 2)] + "</sdnList>"
    cut.write_text(whole, encoding="utf-8")
    with pytest.raises(InputError, match="announces 444 parties, but it holds"):
        read_watchlist(cut)


def test_of_the_csv_files_a_good_set_passes_the_gate_and_a_cut_one_is_refused(lists, shared_data, tmp_path):
    assert list_gate(lists["consolidated"], load_settings().gates, date(2024, 3, 1)).passed
    for path in (shared_data / "ofac" / "consolidated").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    aliases = tmp_path / "cons_alt.csv"
    lines = aliases.read_bytes().splitlines(keepends=True)
    aliases.write_bytes(b"".join(lines[: len(lines) // 2]))
    with pytest.raises(InputError, match=r"cons_alt\.csv: has not the end mark"):
        read_watchlist(tmp_path)


@pytest.mark.parametrize("name", EVERY)
def test_less_than_a_thousandth_of_the_remarks_is_not_understood(lists, name):
    assert lists[name].remark_segments > 2800
    assert lists[name].unparsed_share < 0.001


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_keys(lists, name):
    tables = lists[name].tables
    entities = tables["entities"]["entity_id"].to_pylist()
    assert len(set(entities)) == len(entities)
    names = tables["names"]["name_id"].to_pylist()
    assert len(set(names)) == len(names)
    known = set(entities)
    assert all(known.issuperset(table["entity_id"].to_pylist()) for table in tables.values())


def test_the_edited_snapshot_has_one_number_twice_and_one_address_of_nobody(lists):
    assert {name: lists[name].orphans for name in SNAPSHOTS} == {
        "2021-04": 0,
        "2021-07": 0,
        "2022-01": 2,
        "consolidated": 0,
    }
    tables = lists["2022-01"].tables
    (row,) = [row for row in tables["statements"].to_pylist() if row["kind"] == "Second row with this number"]
    assert row["text"].startswith("2677 | HAMER AND NAIL CONSTRUCTION LIMITED | SDGT")


GLOBAL_MAGNITSKY = {
    "27994": {
        "names": ["AL-LAMI, Hussein Falah", "AL-LAMI, Abu Zainab", "AZIZ, Hussein Faleh"],
        "birth_dates": ["20 Jun 1969"],
        "places": ["Baghdad, Iraq"],
        "countries": ["IQ"],
        "identifiers": [],
        "addresses": ["IQ"],
        "programs": ["GLOMAG"],
    },
    "28004": {
        "names": [
            "AL-KHAZALI, Qais",
            "AL-KHAZALI, Qais Hadi Sayed Hasan",
            "ALAZEREJ, Qays Hadi Sayyid",
            "AL-KHAZALI, Qays",
            "AL-KHAZ'ALI, Qays",
            "AL-KHAZALI, Qays Hadi Sa'id",
        ],
        "birth_dates": ["20 Jun 1974", "1974", "24 Apr 1974"],
        "places": ["Baghdad, Iraq"],
        "countries": ["IQ"],
        "identifiers": [],
        "addresses": ["IQ"],
        "programs": ["SDGT", "GLOMAG"],
    },
    "28005": {
        "names": [
            "AL-KHAZALI, Laith",
            "ALAZIREG, Layth Hadi Sayyid",
            "AL-KHAZ'ALI, Layth",
            "AL-KHAZALI, Layth Hadi Sa'id",
            "AL-KHAZ'ALI, Layith Hadi Sa'id",
        ],
        "birth_dates": ["14 Oct 1975"],
        "places": [],
        "countries": ["IQ"],
        "identifiers": ["A10537439"],
        "addresses": ["IQ"],
        "programs": ["SDGT", "GLOMAG"],
    },
    "28023": {
        "names": [
            "AL-ISSAWI, Khamis Farhan Al-Khanjar",
            "AL-KHANJAR, Khamis",
            "ALESSAWI, Khamis F Ali",
            "ALI, Khames Farhan Ali",
            "ALI, Khamees Farhan Ali",
        ],
        "birth_dates": ["1965", "08 Sep 1968", "08 Sep 1965"],
        "places": ["Fallujah, Iraq"],
        "countries": ["IQ"],
        "identifiers": ["D1022354"],
        "addresses": ["JO", "IQ"],
        "programs": ["GLOMAG"],
    },
    "28283": {
        "names": [
            "ASA'IB AHL AL-HAQ",
            "AAH",
            "THE PEOPLE OF THE CAVE",
            "THE MISSIONARY CURRENT",
            "ASA'IB AHL AL-HAQ MIN AL-IRAQ",
            "ASAIB AL HAQ",
            "ASA'IB AHL AL-HAQQ",
            "LEAGUE OF THE RIGHTEOUS",
            "KHAZALI NETWORK",
            "KHAZALI SPECIAL GROUP",
            "QAZALI NETWORK",
            "KHAZALI SPECIAL GROUPS NETWORK",
            "AL-TAYAR AL-RISALI",
        ],
        "birth_dates": [],
        "places": [],
        "countries": [],
        "identifiers": [],
        "addresses": ["IQ"],
        "programs": ["SDGT"],
    },
}
TELLING = {
    "names": "name",
    "birth_dates": "text",
    "places": "place",
    "countries": "country",
    "identifiers": "number",
    "addresses": "country",
    "programs": "program",
}


@pytest.mark.parametrize("entity_id", GLOBAL_MAGNITSKY)
@pytest.mark.parametrize("name", ["2021-04", "2021-07", "2022-01"])
def test_the_designations_of_december_2019(lists, name, entity_id):
    tables = lists[name].tables
    found = {
        table: [row[column] for row in tables[table].to_pylist() if row["entity_id"] == entity_id]
        for table, column in TELLING.items()
    }
    assert found == GLOBAL_MAGNITSKY[entity_id]


def test_weak_aliases_of_the_group(lists):
    names = lists["2022-01"].tables["names"].to_pylist()
    weak = [row["name"] for row in names if row["entity_id"] == "28283" and row["quality"] == "weak"]
    assert weak == ["AAH", "THE PEOPLE OF THE CAVE", "THE MISSIONARY CURRENT"]


def test_most_relations_find_their_party(lists):
    relations = lists["2022-01"].tables["relations"].to_pylist()
    found = Counter(row["other_entity_id"] is not None for row in relations)
    assert found[True] / len(relations) > 0.94
