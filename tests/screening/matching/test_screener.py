"""Screening as a program calls it: a DataFrame in, hits out."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from real_lists import real_screener

from screening import Screener, compare_names
from screening.model.hit_table import HIT_SCHEMA
from screening.settings import load_settings
from screening.watchlists import read_watchlist

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "sample_data" / "ofac_csv"

# OFAC's names are published in Latin letters; these are what customers bring.
MUST_HIT = {
    "28004": ["Qais al-Khazali", "Qays al-Khazali", "Qais Khazali", "قيس الخزعلي", "AL-KHAZ'ALI, Qays"],
    "28005": ["Laith al-Khazali", "Layth Al Khazali"],
    "27994": ["Husayn Falih 'Aziz al-Lami"],
    "28023": ["Khamis Farhan al-Khanjar al-Issawi", "Khamis al-Khanjar"],
    "28283": ["Asaib Ahl al-Haq", "Asa'ib Ahl Al-Haq", "عصائب أهل الحق"],
    "11462": ["Kataib Hezbollah"],
    "4697": ["Hezbollah"],
    "11461": ["Abu Mahdi al-Muhandis"],
    "11170": ["Akram al-Ka'abi"],
    "15584": ["Musa Ali Daqduq"],
    "26446": ["Harakat Hezbollah al-Nujaba"],
    "10465": ["IRGC-Quds Force"],
}
MUST_NOT_HIT = [
    "Haider al-Abadi",
    "Graeme Lamb",
    "Derek Harvey",
    "Rex Tillerson",
    "Robert Lovelace",
    "Deutsche Post AG",
    "Wissam al-Alyawi",
]


@pytest.fixture(scope="module")
def sample() -> Screener:
    return Screener.load(SAMPLE)


def customers(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"record_id": ["c1"], **{name: [value] for name, value in columns.items()}})


def test_the_designations_of_december_2019_are_found_by_name_alone(shared_data: Path) -> None:
    wanted = [(entity, name) for entity, names in MUST_HIT.items() for name in names]
    table = pd.DataFrame({"record_id": [f"c{n}" for n in range(len(wanted))], "name": [n for _, n in wanted]})
    hits = real_screener(shared_data / "ofac" / "2022-01").screen(table)
    found = set(zip(hits["record_id"], hits["entity_id"], strict=True))
    assert [name for n, (entity, name) in enumerate(wanted) if (f"c{n}", entity) not in found] == []


def test_people_who_only_look_alike_raise_nothing(shared_data: Path) -> None:
    table = pd.DataFrame({"record_id": [str(n) for n in range(len(MUST_NOT_HIT))], "name": MUST_NOT_HIT})
    assert real_screener(shared_data / "ofac" / "2022-01").screen(table)["name"].tolist() == []


def test_hits_have_the_promised_columns(sample: Screener) -> None:
    hits = sample.screen(customers(name="Qais al-Khazali"))
    assert hits.columns.tolist() == HIT_SCHEMA.names
    hit = hits.iloc[0]
    assert (hit["entity_id"], list(hit["programs"])) == ("28004", ["SDGT", "GLOMAG"])
    assert "E.O. 13818" in hit["authority"]
    assert hit["details_url"].endswith("id=28004")


def test_no_match_gives_an_empty_table_with_the_same_columns(sample: Screener) -> None:
    hits = sample.screen(customers(name="Gudrun Sigurdardottir"))
    assert hits.empty
    assert hits.columns.tolist() == HIT_SCHEMA.names


def test_a_hits_name_score_is_the_judgement_of_compare_names(sample: Screener) -> None:
    for name in ("Qays Khazali", "Asaib Ahl al Haqq", "Hizbollah", "Layith Hadi al-Khazali"):
        for hit in sample.screen(customers(name=name)).to_dict("records"):
            alone = compare_names(hit["name"], hit["matched_name"], kind=hit["entity_type"])
            assert hit["name_score"] == alone.score, hit["matched_name"]


def test_a_birth_date_that_conflicts_rules_a_namesake_out(sample: Screener) -> None:
    assert sample.screen(customers(name="Laith al-Khazali", date_of_birth="2001-02-03")).empty


def test_identifiers_that_are_missing_rule_nobody_out(sample: Screener) -> None:
    bare = sample.screen(customers(name="Laith al-Khazali"))
    blank = sample.screen(customers(name="Laith al-Khazali", date_of_birth=None, nationality="", gender=None))
    assert bare["score"].tolist() == blank["score"].tolist()


def test_a_document_number_is_a_hit_whatever_the_name(sample: Screener) -> None:
    passport = customers(name="Someone Else", id_number="A-10537439", id_type="Passport", id_country="Iraq")
    hit = sample.screen(passport).iloc[0]
    assert (hit["entity_id"], hit["id_match"]) == ("28005", "agrees")
    assert hit["score"] >= sample.settings.matching.identifiers.id_agrees_floor


def test_a_weak_alias_counts_only_when_exact_and_confirmed(sample: Screener) -> None:
    assert sample.screen(customers(name="AAH")).empty
    hit = sample.screen(customers(name="AAH", country="Iraq")).iloc[0]
    assert (hit["entity_id"], hit["matched_name_quality"]) == ("28283", "weak")


def test_the_weak_alias_policy_is_a_setting(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("matching: {weak_aliases: {require_exact: true, require_identifier: false}}")
    assert not Screener.load(SAMPLE, config=config).screen(customers(name="AAH")).empty


def test_people_are_not_compared_with_organizations_by_name(sample: Screener) -> None:
    assert sample.screen(customers(name="Hezbollah", entity_type="person")).empty
    assert not sample.screen(customers(name="Hezbollah", entity_type="organization")).empty


def test_an_alert_keeps_its_id_from_run_to_run_and_has_its_own(sample: Screener) -> None:
    both = pd.DataFrame({"record_id": ["c1", "c2"], "name": ["Qais al-Khazali"] * 2})
    first, again = sample.screen(both), sample.screen(both.iloc[::-1])
    assert first["alert_id"].is_unique
    assert set(first["alert_id"]) == set(again["alert_id"])


def test_the_threshold_decides(sample: Screener) -> None:
    strict = Screener(sample.watchlists, load_settings(threshold=99.0))
    name = customers(name="Husayn Falih al-Lami")
    assert len(strict.screen(name)) == 0 < len(sample.screen(name))


def test_a_list_may_stand_beside_another() -> None:
    one = read_watchlist(SAMPLE)
    both = Screener([one, read_watchlist(SAMPLE, list_id="OWN-LIST")])
    hits = both.screen(customers(name="Qais al-Khazali"))
    # The man is on both, and is one hit.
    (listings,) = hits["listings"]
    assert [each["list_id"] for each in listings] == ["OFAC-SDN", "OWN-LIST"]


def test_where_birth_day_and_nationality_agree_names_need_little_in_common(sample: Screener) -> None:
    name, born = "Khazali Walid Sabri", "1975-10-14"
    assert sample.screen(customers(name=name, nationality="Iraq")).empty
    (day,) = sample.screen(customers(name=name, date_of_birth=born)).to_dict("records")
    (both,) = sample.screen(customers(name=name, date_of_birth=born, nationality="Iraq")).to_dict("records")
    assert day["entity_id"] == both["entity_id"] == "28005"
    assert both["name_score"] < 70 < day["score"] < both["score"] == 100


def test_a_short_number_is_a_hit_by_its_kind_and_country_and_else_only_helps(sample: Screener) -> None:
    own = with_passport(sample, "27994", "54321", country="IQ")
    stranger = customers(name="Someone Else", id_number="54321")
    assert own.screen(stranger).empty
    assert not own.screen(stranger.assign(id_type="Passport", id_country="Iraq")).empty
    assert own.screen(stranger.assign(id_type="Passport", id_country="Iran")).empty
    # With a name that is near the number helps.
    near = customers(name="Husayn Falih al-Lami", id_number="54321")
    (hit,) = own.screen(near).to_dict("records")
    (bare,) = own.screen(near.drop(columns="id_number")).to_dict("records")
    assert hit["name_score"] == bare["name_score"] < 100
    assert hit["id_match"] == "agrees"
    assert hit["score"] == bare["score"] + 2


def with_passport(screener: Screener, entity_id: str, number: str, country: str) -> Screener:
    (watchlist,) = screener.watchlists
    known = watchlist.tables["identifiers"]
    row = {"entity_id": entity_id, "kind": "Passport", "number": number, "country": country}
    more = pa.Table.from_pylist([row], schema=known.schema)
    tables = {**watchlist.tables, "identifiers": pa.concat_tables([known, more])}
    return Screener([replace(watchlist, tables=tables)], screener.settings)


def test_the_same_birth_date_and_nationality_count_whatever_the_name(sample: Screener) -> None:
    """Below the default threshold, so that they raise no alert alone."""
    other_name = customers(name="Someone Else", date_of_birth="1974-06-20", nationality="Iraq")
    assert sample.screen(other_name).empty
    floor = sample.settings.matching.identifiers.birth_date_and_nationality_floor
    lower = Screener(sample.watchlists, load_settings(threshold=floor))
    hits = lower.screen(other_name)
    assert hits["score"].tolist() == [floor] * len(hits)
    assert hits["explanation"].str.contains("The same birth date and nationality make at least").all()
    assert len(hits) >= 1
