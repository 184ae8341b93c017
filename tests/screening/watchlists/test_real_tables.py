"""Whole lists as OpenSanctions, the US and Australia published them: every party and every name is there."""

import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from datetime import date

import pytest

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.quality import list_gate
from screening.settings import load_settings
from screening.watchlists import read_watchlist

SIMPLE = "opensanctions/targets.simple_2026-03-13.csv"
US = "custom/us_csl_2022-05.csv.gz"
AUSTRALIA = "custom/au_dfat_2026-08.xlsx"
LISTS = {
    SIMPLE: {
        "entities": 5600, "names": 13330, "birth_dates": 1491, "identifiers": 8743, "relations": 0,
        "programs": 4244, "unparsed_remarks": 0,
    },
    US: {
        "entities": 14048, "names": 33581, "birth_dates": 5856, "identifiers": 8352, "relations": 4251,
        "programs": 16023, "unparsed_remarks": 0,
    },
    AUSTRALIA: {
        "entities": 3846, "names": 11068, "birth_dates": 2955, "identifiers": 506, "relations": 0,
        "programs": 3909, "unparsed_remarks": 3,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def lists(shared_data):
    return {name: read_watchlist(shared_data / name) for name in LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_counts(lists, name):
    tables = lists[name].tables
    assert {table: tables[table].num_rows for table in LISTS[name]} == LISTS[name]


@pytest.mark.parametrize("name", LISTS)
def test_next_to_nothing_is_not_understood(lists, name):
    assert lists[name].remark_segments > 30_000
    assert lists[name].unparsed_share < 0.001


@pytest.mark.parametrize("name", LISTS)
def test_what_was_published_is_what_was_read(lists, name):
    tables = lists[name].tables
    names = Counter(tables["names"]["entity_id"].to_pylist())
    types = dict(
        zip(
            tables["entities"]["entity_id"].to_pylist(),
            tables["entities"]["entity_type"].to_pylist(),
            strict=True,
        )
    )
    for count in lists[name].published_counts:
        of_type = [party for party, kind in types.items() if kind == count.entity_type]
        assert count == PartyCount(count.entity_type, len(of_type), sum(names[party] for party in of_type))
    assert sum(count.parties for count in lists[name].published_counts) == lists[name].entity_count


@pytest.mark.parametrize("name", LISTS)
def test_the_list_gate_passes(lists, name):
    result = list_gate(lists[name], load_settings().gates, date(2026, 9, 1))
    assert result.passed, result.failures


def test_names_of_the_us_list_against_its_rows(lists, shared_data):
    with gzip.open(shared_data / US, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # Rows of one number say the same names.
    parties = {row["_id"]: row for row in rows}
    names = sum(
        1 + sum(1 for name in row["alt_names"].split(";") if name.strip()) for row in parties.values()
    )
    assert (len(rows), len(parties), names) == (14160, lists[US].entity_count, lists[US].name_count)


def test_names_of_australia_against_the_rows_of_the_sheet(lists, shared_data):
    with zipfile.ZipFile(shared_data / AUSTRALIA) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    rows = len(re.findall(rb"<row ", sheet)) - 1
    assert rows == lists[AUSTRALIA].name_count
    qualities = Counter(lists[AUSTRALIA].tables["names"]["quality"].to_pylist())
    assert qualities == {"primary": 3846, "weak": 451, "strong": 6316 + 455}


def test_names_of_opensanctions_against_its_rows(lists, shared_data):
    with (shared_data / SIMPLE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    aliases = sum(
        sum(1 for alias in inner if alias.strip())
        for row in rows
        for inner in csv.reader(io.StringIO(row["aliases"]), delimiter=";")
    )
    assert (len(rows), len(rows) + aliases) == (lists[SIMPLE].entity_count, lists[SIMPLE].name_count)


def test_each_of_the_13_us_lists_says_what_it_prohibits(lists):
    measures = lists[US].tables["measures"].to_pylist()
    assert len({row["text"] for row in measures}) == 13
    assert len({row["entity_id"] for row in measures}) == lists[US].entity_count


@pytest.mark.parametrize("name", LISTS)
def test_every_program_has_its_authority(lists, name):
    from screening.watchlists.programs import known_programs

    known = known_programs(lists[name].list_id)
    rows = lists[name].tables["programs"].to_pylist()
    without = {row["program"] for row in rows if not row["authority"] and row["program"] not in known}
    # Ten names of one instrument whose cell is empty.
    assert without <= {"2048 (Guinea-Bissau)"}


@pytest.mark.parametrize("name", LISTS)
def test_a_cut_file_is_refused(shared_data, tmp_path, name):
    content = (shared_data / name).read_bytes()
    cut = tmp_path / name.rpartition("/")[2]
    cut.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(InputError, match=r"cut|ends in the middle"):
        read_watchlist(cut)
