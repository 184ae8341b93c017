"""Customers whose names are written in another form, as another type, or in a cell with others."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_lists import real_screener

from screening import Screener, compare_names
from screening.matching.prepared_cache import read_prepared, write_prepared
from screening.matching.scoring import BatchNames
from screening.model.errors import InputError
from screening.names.analysis import analyze_names
from screening.names.compare import compare_many
from screening.names.readings import MAX_WORDS
from screening.settings import load_settings
from screening.settings.names import Kind

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "ofac_csv"
QAIS = "28004"


@pytest.fixture(scope="module")
def sample() -> Screener:
    return Screener.load(SAMPLE)


def screened(screener: Screener, *names: str, **columns: str) -> pd.DataFrame:
    ids = [f"c{number}" for number in range(len(names))]
    return screener.screen(pd.DataFrame({"record_id": ids, "name": list(names), **columns}))


@pytest.mark.parametrize(
    "name",
    [
        "Qais.Al.Khazali",
        "Mr.Qais Al Khazali",
        "Qais'Al-Khazali",
        "Qais`Al-Khazali",
        "Qais^Al-Khazali",
        "Qais\u200bAl-Khazali",
        "QAIS\u200bAL-KHAZALI",
        "𝐐𝐚𝐢𝐬 𝐀𝐥-𝐊𝐡𝐚𝐳𝐚𝐥𝐢",
        "Ⓠⓐⓘⓢ Ⓐⓛ-Ⓚⓗⓐⓩⓐⓛⓘ",
        "ǫᴀɪs ᴀʟ-ᴋʜᴀᴢᴀʟɪ".replace("ǫ", "Q").replace("s", "ꜱ"),
        "Qɑis Al-Khɑzɑli",
        "Q a i s   A l K h a z a l i",
        "Q A I S   A L K H A Z A L I",
        "Qais&nbsp;al-Khazali",
        "Qais%20al-Khazali",
        "QaisAlKhazali",
        "KhazaliQais",
        "Gudrun Sigurdardottir; Pieter van Houten; Qais al-Khazali",
        "Gudrun Sigurdardottir / Qais al-Khazali",
        "Gudrun Sigurdardottir aka Qais al-Khazali",
        "Gudrun Sigurdardottir (Qais al-Khazali)",
        "Gudrun " * 50 + "Qais al-Khazali",
    ],
)
def test_a_listed_name_is_found_in_another_form(sample: Screener, name: str) -> None:
    hits = screened(sample, name)
    assert QAIS in hits["entity_id"].tolist()
    for hit in hits.to_dict("records"):
        comparison = compare_names(hit["name"], hit["matched_name"], kind=hit["entity_type"])
        assert hit["name_score"] == comparison.score
        assert comparison.explanation in hit["explanation"]


def test_the_reading_that_made_the_hit_is_told(sample: Screener) -> None:
    (hit,) = screened(sample, "Qais.Al-Khazali").to_dict("records")
    assert "the customer's name read as 'Qais. Al-Khazali'" in hit["explanation"]
    (hit,) = screened(sample, "Qais Al-Khazali").to_dict("records")
    assert "read as" not in hit["explanation"]


def test_initials_glued_to_a_name_count_as_much_as_initials_apart(sample: Screener) -> None:
    for glued, apart in (("Q.Khazali", "Q. Khazali"), ("Q.H.Khazali", "Q. H. Khazali")):
        listed = "AL-KHAZALI, Qais Hadi"
        assert compare_names(glued, listed).score == compare_names(apart, listed).score


@pytest.mark.parametrize("entity_type", ["organization", "vessel", "aircraft"])
def test_an_exact_name_is_found_under_another_type(sample: Screener, entity_type: str) -> None:
    (hit,) = screened(sample, "Qais al-Khazali", entity_type=entity_type).to_dict("records")
    assert (hit["entity_id"], hit["name_score"]) == (QAIS, 100)
    assert f"The customer is of type {entity_type}, the listed party of type person" in hit["explanation"]


def test_a_listed_organization_is_found_under_a_person(sample: Screener) -> None:
    assert "28283" in screened(sample, "Asa'ib Ahl al-Haq", entity_type="person")["entity_id"].tolist()


def test_a_name_that_is_only_near_is_not_compared_across_types(sample: Screener) -> None:
    assert not screened(sample, "Qays Hadi Khazali").empty
    assert screened(sample, "Qays Hadi Khazali", entity_type="organization").empty


def test_types_are_kept_apart_where_the_settings_say_so(sample: Screener, tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("matching: {across_types_from: null}")
    strict = Screener(sample.watchlists, load_settings(config))
    assert screened(strict, "Qais al-Khazali", entity_type="organization").empty


def test_a_list_of_people_alone_still_finds_them_under_another_type() -> None:
    people = Screener.load(SAMPLE)
    del people._index.groups["non_person"]
    assert not screened(people, "Qais al-Khazali", entity_type="organization").empty


def test_a_kept_batch_keeps_its_readings(sample: Screener, tmp_path: Path) -> None:
    from screening.customers.frame import customers_from_frame

    names = ["Qais.Al-Khazali", "Gudrun Sigurdardottir; Laith al-Khazali", "Someone Else"]
    table = pd.DataFrame(
        {"record_id": ["a", "b", "c"], "name": names, "entity_type": ["organization", "", ""]}
    )
    batch = customers_from_frame(table, sample.settings.customers).customers
    write_prepared(sample.prepare(batch, ("person", "non_person")), tmp_path / "batch")
    day = date(2026, 1, 2)
    hits = sample.screen_prepared(read_prepared(tmp_path / "batch"), day)
    assert hits.equals(sample.screen_batch(batch, day))
    assert hits["record_id"].to_pylist() == ["a", "b"]


def test_a_threshold_that_names_without_a_word_in_common_reach_is_refused() -> None:
    for threshold in (0, 4):
        with pytest.raises(InputError, match="threshold"):
            Screener.load(SAMPLE, threshold=threshold)


def test_no_list_is_refused() -> None:
    with pytest.raises(InputError, match="no watchlist was given"):
        Screener.load()


@pytest.mark.parametrize("kind", ["person", "non_person"])
def test_many_initials_are_bounded_work(
    shared_data: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in pairs, not seconds."""
    screener = real_screener(shared_data / "ofac" / "2022-01")
    group = screener._index.groups[kind]
    policy = screener.settings.names
    letters = " ".join("ABCDEFGHIJKLMNOPQRSTUVABCDEFGHIJKLMNOPQRSTUVWXYZ")
    # As a row of letters they are one word, and meet hardly anything.
    spelled = BatchNames(analyze_names([letters], kind, policy), group, policy)
    assert len(spelled.table.elements) <= 2
    assert sum(len(block.query) for block in spelled.at_least(75)) < 20
    # With commas they are initials, which meet words of nearly every listed name.
    batch = BatchNames(analyze_names([letters.replace(" ", ", ")], kind, policy), group, policy)
    assert len(batch.table.elements) >= MAX_WORDS
    whole = list(batch.at_least(75))
    assert sum(len(block.query) for block in whole) < len(group.names.table) / 2
    monkeypatch.setattr("screening.matching.scoring._ELEMENT_PAIRS", 20_000)
    monkeypatch.setattr("screening.matching.candidates._PAIRS", 1_000)
    small = list(batch.at_least(75))
    mine, theirs = (np.diff(table.first_element) for table in (batch.table, group.names.table))
    work = [int(np.sum(mine[block.query] * theirs[block.listed])) for block in small]
    assert max(work, default=0) <= 20_000
    for one, other in (("query", "query"), ("listed", "listed")):
        assert np.array_equal(
            np.concatenate([getattr(block, one) for block in whole]),
            np.concatenate([getattr(block, other) for block in small]),
        )


SEPARATORS = (".", "'", "^", "\u200b", "", " ", "; ", " / ", " aka ")
WORDS = st.sampled_from(["Qais", "Khazali", "Al", "Laith", "Hadi", "G", "44", "قيس", "Asa'ib", "Haq"])


@given(st.lists(st.tuples(WORDS, st.sampled_from(SEPARATORS)), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_hit_is_lost_against_every_pair(sample: Screener, parts: list[tuple[str, str]]) -> None:
    """What Screener finds is what comparing every name with every other finds, with all their readings."""
    name = "".join(word + separator for word, separator in parts).strip(" ;/")
    if not any(character.isalnum() for character in name):
        return
    hits = screened(sample, name)
    found = dict(zip(hits["entity_id"], hits["name_score"], strict=True))
    best: dict[str, float] = {}
    for group in sample._index.groups.values():
        kind = "person" if group.kind == "person" else "organization"
        strong = [place for place, quality in enumerate(group.quality.tolist()) if quality < 2]
        pairs = [(name, group.names.table.names[place]) for place in strong]
        for place, comparison in zip(strong, compare_many(pairs, kind=kind), strict=True):
            entity = sample._index.parties[int(group.party[place])].entity_id
            best[entity] = max(best.get(entity, 0.0), comparison.score)
    assert found == {entity: score for entity, score in best.items() if score >= sample.settings.threshold}
