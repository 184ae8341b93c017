"""The UN's list: each form of its fields, in a small file, and the real ones against a count of their own."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount, party_counts
from screening.quality import list_gate
from screening.settings import load_settings
from screening.watchlists import read_watchlist
from screening.watchlists.party_programs import party_programs
from screening.watchlists.programs import known_programs
from screening.watchlists.watchlist import Watchlist

SMALL = Path(__file__).resolve().parents[3] / "material" / "lists" / "un_small.xml"
REAL = {"consolidated.xml": date(2026, 2, 27), "consolidated_2020-04.xml": date(2020, 3, 20)}


@pytest.fixture(scope="module")
def small() -> Watchlist:
    return read_watchlist(SMALL)


def rows(watchlist: Watchlist, table: str, entity_id: str) -> list[dict[str, Any]]:
    return [row for row in watchlist.tables[table].to_pylist() if row["entity_id"] == entity_id]


def test_the_list_has_its_name_and_the_day_it_was_generated(small: Watchlist):
    assert (small.list_id, small.published) == ("UN", date(2026, 2, 27))
    assert small.published_counts == (PartyCount("person", 2, 7), PartyCount("organization", 1, 3))


def test_a_party_is_known_by_its_permanent_reference(small: Watchlist):
    [party] = rows(small, "entities", "QDi.901")
    assert party["name"] == "TARIQ SALEM AL-HARITH"
    assert party["title"] == "Haji; Treasurer; Commander of the northern brigade"
    assert party["gender"] == "male"
    assert rows(small, "programs", "QDi.901") == [
        {"entity_id": "QDi.901", "program": "Al-Qaida", "authority": None, "listed_on": date(2003, 6, 25)}
    ]
    assert {"kind": "DATAID", "text": "6900001", "entity_id": "QDi.901"} in rows(
        small, "statements", "QDi.901"
    )


def test_aliases_are_as_good_as_the_list_rates_them(small: Watchlist):
    found = {
        row["name"]: (row["kind"], row["quality"], row["script"]) for row in rows(small, "names", "QDi.901")
    }
    assert found == {
        "TARIQ SALEM AL-HARITH": ("primary", "primary", "Latin"),
        "طارق سالم الحارث": ("aka", "strong", "Arabic"),
        "Harith, Tariq": ("aka", "strong", "Latin"),
        "Abu Salem": ("aka", "weak", "Latin"),
        "Tarek ben Salem": ("fka", "strong", "Latin"),
    }
    assert [(row["name"], row["kind"]) for row in rows(small, "names", "QDe.901")] == [
        ("NORTHERN LIGHTS RELIEF", "primary"),
        ("NLR", "aka"),
        ("Polar Lights", "fka"),
    ]


def test_what_stands_behind_an_alias_is_not_the_name(small: Watchlist):
    assert [row["name"] for row in rows(small, "names", "LYi.901")] == ["OMAR BUHALI", "Omar Bouhali"]
    said = [row["text"] for row in rows(small, "statements", "LYi.901") if row["kind"] == "Alias"]
    assert said == ["Omar Bouhali: born 1 Jan. 1953 (Oman passport no. 03825239)"]


def test_birth_dates_in_all_their_forms(small: Watchlist):
    found = [
        (row["text"], row["earliest"].isoformat(), row["latest"].isoformat(), row["circa"])
        for row in rows(small, "birth_dates", "QDi.901")
    ]
    assert found == [
        ("1970-01-01-04:00", "1970-01-01", "1970-01-01", False),
        ("1971", "1971-01-01", "1971-12-31", False),
        ("approximately 1969", "1969-01-01", "1969-12-31", True),
        ("approximately 1966 to 1968", "1966-01-01", "1968-12-31", True),
        ("Sep. 1958", "1958-09-01", "1958-09-30", False),
        ("Between Aug. and Sep. 1977", "1977-08-01", "1977-09-30", False),
        ("1979-03-03 (from false passport)", "1979-03-03", "1979-03-03", False),
        ("1979-12-31", "1979-12-31", "1979-12-31", False),
    ]
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "QDi.901")}
    assert said["Date of birth"] == "24/06/1402 (Hijri Calendar)"
    assert said["Age"] == "30-35 years old"


def test_places_countries_and_addresses(small: Watchlist):
    assert [(row["place"], row["country"], row["is_main"]) for row in rows(small, "places", "QDi.901")] == [
        ("Menzel Temime, Tunisia", "TN", True),
        ("Mascara, Algeria", "DZ", False),
    ]
    assert [row["country"] for row in rows(small, "countries", "QDi.901")] == ["TN", "BH"]
    [address] = rows(small, "addresses", "QDi.901")
    assert address["address"] == "18 Mediterranean Street"
    assert (address["city"], address["country"]) == ("Tunis, Tunis Governorate, 1002", "TN")
    assert address["note"] == "previous address"


def test_documents_have_their_number_wherever_it_stands(small: Watchlist):
    found = [(row["kind"], row["number"], row["note"]) for row in rows(small, "identifiers", "QDi.901")]
    assert found == [
        ("Passport", "L335915", "expired on 7 Nov. 2001; issued in Milan"),
        ("Passport", "05AT521433", "French passport"),
        ("National Identification Number", "0075258", "Ration card number:"),
        ("National Identification Number", "156-92-9858", "SSN, United States of America"),
        ("Italian Fiscal Code", "HRTTRQ70A01Z352X", None),
    ]
    passport = rows(small, "identifiers", "QDi.901")[0]
    assert (passport["country"], passport["issued"], passport["expires"]) == (
        "TN",
        "1996-11-08",
        "7 Nov. 2001",
    )
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "QDi.901")}
    assert said["Passport"] == "Egypt, issued in 1993, under another name"


def test_parties_named_in_comments_are_related(small: Watchlist):
    found = [(row["other_entity_id"], row["other_name"]) for row in rows(small, "relations", "QDi.901")]
    assert found == [("QDe.901", "NORTHERN LIGHTS RELIEF"), (None, "QDi.777")]


def test_comments_with_a_label_are_what_the_label_says(small: Watchlist):
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "QDi.901")}
    assert said["Mother’s name"] == "Amina Salem"
    assert said["INTERPOL-UN Security Council Special Notice web link"].startswith(
        "https://www.interpol.int/"
    )
    assert [(row["kind"], row["number"]) for row in rows(small, "identifiers", "QDe.901")] == [
        ("IMO number", "5676084"),
        ("SWIFT/BIC", "FTBDKPPY"),
    ]
    assert [(row["kind"], row["value"]) for row in rows(small, "contacts", "QDe.901")] == [
        ("phone", "+850-2-18111-8208"),
        ("email", "one@star-co.net.kp"),
        ("email", "two@star-co.net.kp"),
        ("website", "www.example.org"),
    ]


def test_a_travel_ban_alone_is_no_asset_freeze(small: Watchlist):
    assert [(row["measure"], row["program"]) for row in rows(small, "measures", "LYi.901")] == [
        ("travel ban", "Libya")
    ]
    assert rows(small, "measures", "QDi.901") == []
    assert known_programs("UN")["GB"].prohibits == ("travel ban",)
    assert "asset freeze" in known_programs("UN")["Al-Qaida"].prohibits


def test_a_travel_ban_is_one_of_people(small: Watchlist):
    listed_under = party_programs(small)
    assert listed_under["QDi.901"].prohibits == ["asset freeze", "travel ban", "arms embargo"]
    assert listed_under["QDe.901"].prohibits == ["asset freeze", "arms embargo"]
    assert listed_under["LYi.901"].prohibits == ["travel ban"]


def test_a_former_reference_is_kept_as_one(small: Watchlist):
    assert rows(small, "references", "LYi.901") == [
        {"entity_id": "LYi.901", "publisher": "UN", "reference": "I.47.C.1"}
    ]


def test_a_field_that_nobody_knows_counts_as_not_understood(tmp_path: Path):
    changed = tmp_path / "un.xml"
    changed.write_text(
        SMALL.read_text()
        .replace("<GENDER>Unknown</GENDER>", "<EYE_COLOR>brown</EYE_COLOR><EMPTY/>")
        .replace("IMO number: 5676084", "IMO number: unclear"),
        encoding="utf-8",
    )
    watchlist = read_watchlist(changed)
    assert [row["text"] for row in watchlist.tables["unparsed_remarks"].to_pylist()] == [
        "INDIVIDUAL/EYE_COLOR: brown",
        "IMO number: unclear",
    ]
    assert watchlist.unparsed_share > 0


@pytest.mark.parametrize(
    ("find", "put", "complaint"),
    [
        ("<REFERENCE_NUMBER>QDe.901</REFERENCE_NUMBER>", "", r"line 160 has no REFERENCE_NUMBER"),
        (
            "<REFERENCE_NUMBER>LYi.901</",
            "<REFERENCE_NUMBER>QDi.901</",
            r"line 143: .* stands for two parties",
        ),
        ("<FIRST_NAME>OMAR</FIRST_NAME>", "<FIRST_NAME/>", None),
        ("<ENTITY>", "<VESSEL>", r"not complete XML"),
    ],
)
def test_a_party_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, find: str, put: str, complaint: str | None
):
    changed = tmp_path / "un.xml"
    changed.write_text(SMALL.read_text().replace(find, put, 1), encoding="utf-8")
    if complaint is None:
        # A name of one part is a name.
        assert rows(read_watchlist(changed), "entities", "LYi.901")[0]["name"] == "BUHALI"
        return
    with pytest.raises(InputError, match=complaint):
        read_watchlist(changed)


@pytest.fixture(scope="module")
def real(shared_data: Path) -> dict[str, Watchlist]:
    return {name: read_watchlist(shared_data / "un" / name) for name in REAL}


@pytest.mark.parametrize("name", REAL)
def test_the_real_files_are_read_whole(shared_data: Path, real: dict[str, Watchlist], name: str):
    root = etree.parse(shared_data / "un" / name).getroot()

    def filled(*tags: str) -> int:
        return sum(bool((element.text or "").strip()) for element in root.iter(*tags))

    watchlist = real[name]
    assert watchlist.published == REAL[name]
    assert watchlist.entity_count == filled("REFERENCE_NUMBER")
    assert watchlist.name_count == watchlist.entity_count + filled("ALIAS_NAME", "NAME_ORIGINAL_SCRIPT")
    assert Counter(watchlist.tables["entities"]["entity_type"].to_pylist()) == {
        "person": len(root.findall("INDIVIDUALS/INDIVIDUAL")),
        "organization": len(root.findall("ENTITIES/ENTITY")),
    }
    assert Counter(watchlist.tables["programs"]["program"].to_pylist()) == Counter(
        element.text for element in root.iter("UN_LIST_TYPE")
    )
    # Of each file five stand in a note alone ("Nov. 1973"), and one in the comments.
    assert watchlist.tables["birth_dates"].num_rows == filled("DATE", "YEAR", "TO_YEAR", "DATE_OF_BIRTH") + 6
    kinds = watchlist.tables["identifiers"]["kind"].to_pylist()
    of_documents = [kind for kind in kinds if "National Identification" in kind or "pas" in kind.lower()]
    without_number = filled("TYPE_OF_DOCUMENT") - filled("NUMBER")
    assert filled("NUMBER") <= len(of_documents) <= filled("NUMBER") + without_number
    assert watchlist.tables["programs"]["listed_on"].null_count == 0


@pytest.mark.parametrize("name", REAL)
def test_of_the_real_files_less_than_a_thousandth_is_not_understood(real: dict[str, Watchlist], name: str):
    assert real[name].remark_segments > 5000
    assert real[name].unparsed_share <= 0.001


@pytest.mark.parametrize("name", REAL)
def test_counted_in_another_way_the_real_files_hold_the_same(real: dict[str, Watchlist], name: str):
    names = Counter(real[name].tables["names"]["entity_id"].to_pylist())
    parties = real[name].tables["entities"].to_pylist()
    read = party_counts((party["entity_type"], names[party["entity_id"]]) for party in parties)
    assert read == real[name].published_counts


@pytest.mark.parametrize("name", REAL)
def test_every_code_of_the_real_files_is_known(real: dict[str, Watchlist], name: str):
    assert set(real[name].tables["programs"]["program"].to_pylist()) <= known_programs("UN").keys()


def test_references_are_of_the_same_parties_years_later(shared_data: Path, real: dict[str, Watchlist]):
    numbers = [
        {
            row["entity_id"]: row["text"]
            for row in watchlist.tables["statements"].to_pylist()
            if row["kind"] == "DATAID"
        }
        for watchlist in real.values()
    ]
    both = numbers[0].keys() & numbers[1].keys()
    assert len(both) == 907
    # The record of one shipping company was made anew; its reference stayed.
    assert [reference for reference in both if numbers[0][reference] != numbers[1][reference]] == ["KPe.068"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.9999])
def test_a_real_file_that_is_cut_is_not_read(shared_data: Path, tmp_path: Path, share: float):
    whole = (shared_data / "un" / "consolidated.xml").read_bytes()
    cut = tmp_path / "consolidated.xml"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match=r"line \d+: not complete XML"):
        read_watchlist(cut)


def test_the_gate_lets_the_real_file_through(real: dict[str, Watchlist]):
    result = list_gate(real["consolidated.xml"], load_settings().gates, date(2026, 8, 31))
    assert result.passed, result.failures
