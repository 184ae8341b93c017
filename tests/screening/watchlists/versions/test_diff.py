"""What changed between two versions of a list: small changes one by one, and OFAC's own of 2021."""

import csv
import io
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from party_rows import a_list, name

from screening.model.errors import InputError
from screening.model.list_changes import CHANGE_SCHEMA
from screening.watchlists import read_watchlist
from screening.watchlists.versions.diff import diff
from screening.wording.list_changes import change_words, count_words


def words(*changes):
    return list(change_words(diff(a_list(), a_list(*changes))))


def test_nothing_changed():
    changes = diff(a_list(), a_list())
    assert changes.parties == changes.rearranged == ()
    assert changes.unchanged == 2
    assert changes.table().num_rows == 0
    assert count_words(changes) == "0 added, 0 removed, 0 changed, 2 unchanged"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda tables: tables["names"].append(name("28004", "AL-KHAZALI, Kais")),
            "alias 'AL-KHAZALI, Kais' added",
        ),
        (lambda tables: tables["programs"].pop(1), "program GLOMAG removed"),
        (
            lambda tables: tables.update(measures=[{"entity_id": "28004", "measure": "asset freeze"}]),
            "measure asset freeze imposed",
        ),
        (
            lambda tables: tables["programs"][0].update(listed_on=date(2020, 1, 3)),
            "designation 'SDGT: listed on 2020-01-03' added",
        ),
        (lambda tables: tables["entities"][0].update(gender="female"), "gender is female, was male"),
        (lambda tables: tables["entities"][0].update(gender=None), "gender male removed"),
        (lambda tables: tables["entities"][0].update(title="Leader"), "title 'Leader' added"),
        (
            lambda tables: tables["birth_dates"][0].update(text="1974"),
            "birth date 20 Jun 1974 removed; birth date 1974 added",
        ),
        (
            lambda tables: tables["names"][1].update(quality="weak"),
            "alias 'AL-KHAZALI, Qays' removed; alias 'AL-KHAZALI, Qays' (weak alias) added",
        ),
        (
            lambda tables: tables["relations"][0].update(other_name="HIZBALLAH"),
            "link 'Linked To ASA'IB AHL AL-HAQ' removed; link 'Linked To HIZBALLAH' added",
        ),
    ],
)
def test_a_changed_party_in_words(change, said):
    assert words(change) == [f"AL-KHAZALI, Qais (TEST 28004): {said}"]


def test_a_new_primary_name_is_no_alias():
    def rename(tables):
        tables["entities"][0]["name"] = tables["names"][0]["name"] = "KHAZALI, Qais"

    assert words(rename) == [
        "KHAZALI, Qais (TEST 28004): primary name is 'KHAZALI, Qais', was 'AL-KHAZALI, Qais'; "
        "name 'AL-KHAZALI, Qais' removed; name 'KHAZALI, Qais' added"
    ]


def add_party(tables):
    tables["entities"].insert(0, {"entity_id": "900", "entity_type": "vessel", "name": "QUEEN MARY"})
    tables["names"].append(name("900", "QUEEN MARY", "primary"))


def remove_party(tables):
    for found in tables.values():
        found[:] = [row for row in found if row["entity_id"] != "28283"]


def test_parties_that_came_and_went():
    assert words(add_party, remove_party) == [
        "QUEEN MARY (TEST 900, vessel): added under no program",
        "ASA'IB AHL AL-HAQ (TEST 28283, organization): removed, was listed under SDGT",
    ]


def test_the_table_has_a_row_for_each_value():
    changes = diff(
        a_list(),
        a_list(
            remove_party,
            lambda tables: tables["programs"].pop(1),
            lambda tables: tables["entities"][0].update(gender="female"),
        ),
    )
    table = changes.table()
    assert table.schema == CHANGE_SCHEMA
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        ("removed", "28283", "ASA'IB AHL AL-HAQ", "organization", "primary_name", "ASA'IB AHL AL-HAQ", None),
        ("removed", "28283", "ASA'IB AHL AL-HAQ", "organization", "entity_type", "organization", None),
        ("removed", "28283", "ASA'IB AHL AL-HAQ", "organization", "names", "AAH (weak alias)", None),
        ("removed", "28283", "ASA'IB AHL AL-HAQ", "organization", "names", "ASA'IB AHL AL-HAQ", None),
        ("removed", "28283", "ASA'IB AHL AL-HAQ", "organization", "programs", "SDGT", None),
        ("changed", "28004", "AL-KHAZALI, Qais", "person", "gender", "male", "female"),
        ("changed", "28004", "AL-KHAZALI, Qais", "person", "programs", "GLOMAG", None),
    ]


def test_parties_stand_in_the_order_of_their_numbers():
    def more(tables):
        for number in ("1000", "999", "A7"):
            tables["entities"].append({"entity_id": number, "entity_type": "person", "name": f"N{number}"})

    assert [party.entity_id for party in diff(a_list(), a_list(more)).added] == ["999", "1000", "A7"]


def test_another_order_of_names_is_no_change_but_is_said():
    changes = diff(a_list(), a_list(lambda tables: tables["names"].reverse()))
    assert changes.changed == ()
    assert changes.rearranged == ("28004", "28283")
    assert count_words(changes).endswith(
        "2 unchanged (2 of these with entries reordered, doubled or linked otherwise)"
    )


def test_two_lists_have_nothing_to_compare():
    with pytest.raises(InputError, match="Only versions of one list can be compared"):
        diff(a_list(), a_list(list_id="OTHER"))


# Any party may be missing, and anything about one may be different.
parties = st.dictionaries(
    st.sampled_from(["1", "2", "10"]),
    st.fixed_dictionaries(
        {
            "names": st.lists(st.sampled_from(["QAIS", "QAYS", "KAIS"]), min_size=1, unique=True),
            "programs": st.sets(st.sampled_from(["SDGT", "GLOMAG"])),
            "gender": st.sampled_from([None, "male", "female"]),
        }
    ),
)


def listed(drawn):
    def fill(tables):
        tables.clear()
        tables |= {"entities": [], "names": [], "programs": []}
        for number, party in drawn.items():
            first, *others = party["names"]
            tables["entities"].append(
                {"entity_id": number, "entity_type": "person", "name": first, "gender": party["gender"]}
            )
            tables["names"] += [name(number, first, "primary"), *(name(number, text) for text in others)]
            tables["programs"] += [{"entity_id": number, "program": p} for p in sorted(party["programs"])]

    return a_list(fill)


@settings(max_examples=60, deadline=None)
@given(parties, parties)
def test_forth_and_back_mirror_each_other_and_nothing_is_lost(one, other):
    forth, back = diff(listed(one), listed(other)), diff(listed(other), listed(one))
    assert numbers(forth.added) == numbers(back.removed) == sorted(other.keys() - one.keys(), key=int)
    assert numbers(forth.removed) == numbers(back.added) == sorted(one.keys() - other.keys(), key=int)
    assert numbers(forth.changed) == numbers(back.changed)
    assert (forth.rearranged, forth.unchanged) == (back.rearranged, back.unchanged)
    assert len(forth.changed) + forth.unchanged == len(one.keys() & other.keys())
    turned = [
        (values.field, values.after, values.before) for party in back.changed for values in party.fields
    ]
    assert [(v.field, v.before, v.after) for party in forth.changed for v in party.fields] == turned


def numbers(changes):
    return [party.entity_id for party in changes]


# Counted by `raw_parties` below, which shares no code with the program. Of the parties whose rows differ, the
# last figure is those where nothing was said anew: an alias that repeats another of its names went.
SNAPSHOTS = {
    ("2021-04", "2021-07"): (150, 64, 16, 0),
    ("2021-07", "2022-01"): (457, 390, 81, 4),
    ("2021-04", "2022-01"): (607, 454, 85, 4),
}


@pytest.fixture(scope="module")
def snapshots(shared_data):
    return {name: read_watchlist(shared_data / "ofac" / name) for name in ("2021-04", "2021-07", "2022-01")}


@pytest.mark.parametrize(("old", "new"), SNAPSHOTS)
def test_ofacs_changes_are_those_of_its_files(snapshots, shared_data, old, new):
    changes = diff(snapshots[old], snapshots[new])
    before, after = (raw_parties(shared_data / "ofac" / name) for name in (old, new))
    assert set(numbers(changes.added)) == after.keys() - before.keys()
    assert set(numbers(changes.removed)) == before.keys() - after.keys()
    differ = {number for number in before.keys() & after.keys() if before[number] != after[number]}
    said = set(numbers(changes.changed))
    assert said <= differ
    assert differ - said <= set(changes.rearranged)
    assert SNAPSHOTS[old, new] == (
        len(changes.added),
        len(changes.removed),
        len(changes.changed),
        len(differ - said),
    )


def test_some_of_ofacs_changes_by_name(snapshots):
    spring = list(change_words(diff(snapshots["2021-04"], snapshots["2021-07"])))
    assert "TRANS NOVE OOD (OFAC-SDN 32034, organization): added under GLOMAG" in spring
    assert "AKTSIONERNOE OBSHCHESTVO AST (OFAC-SDN 31611): program RUSSIA-EO removed; " in "\n".join(spring)
    autumn = list(change_words(diff(snapshots["2021-07"], snapshots["2022-01"])))
    assert "NORIEGA, Manuel Antonio (OFAC-SDN 1572, person): removed, was listed under CUBA" in autumn
    assert "BERNAL ROSALES, Freddy Alirio (OFAC-SDN 12884): program SDNTK removed" in autumn
    # What the spreadsheet did through which this snapshot went.
    assert any(
        line.startswith("28-Jul (OFAC-SDN 23156): primary name is '28-Jul', was '7-28'") for line in autumn
    )


def raw_parties(folder):
    """Number → what OFAC's files say of it: its row, its remarks in parts, its aliases, its addresses."""
    comments = defaultdict(str)
    if (folder / "sdn_comments.csv").exists():
        for row in raw_rows(folder / "sdn_comments.csv"):
            comments[row[0]] += row[1]
    found = {}
    for number, *row, remarks in raw_rows(folder / "sdn.csv"):
        text = (remarks + comments[number]).rstrip(".")
        parts = {part.strip().rstrip(".") for part in text.split(";")}
        found[number] = ([plain(cell) for cell in row], parts, set(), set())
    for place, file in ((2, "alt.csv"), (3, "add.csv")):
        for number, _, *row in raw_rows(folder / file):
            if number in found:
                found[number][place].add(tuple(plain(cell) for cell in row))
    return found


def raw_rows(path):
    content = path.read_bytes().rstrip(b"\x1a")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def plain(cell):
    return cell.replace("-0-", "").strip()
