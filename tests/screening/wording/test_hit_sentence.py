"""The sentence of a hit is made of what the hit carries, and what it carries adds up to its scores."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hit_rows import hit_table
from hypothesis import given, settings
from hypothesis import strategies as st
from token_places import assert_each_token_once

from screening import Screener, compare_names
from screening.model.evidence import DEDUCTIONS, HOW, NameEvidence, TokenMatch
from screening.model.hit_table import HIT_SCHEMA
from screening.wording.explanation import (
    deduction_words,
    hit_sentences,
    how_words,
    name_sentence,
    sentence_beside_names,
)

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"


@pytest.fixture(scope="module")
def hits() -> list[dict[str, object]]:
    screener = Screener.load(SAMPLE / "ofac_csv", threshold=60)
    customers = pd.read_parquet(SAMPLE / "customers.parquet")
    # One whom a passport alone brings to a listed party, under a name that has nothing in common with it.
    passport = pd.DataFrame({"record_id": ["P"], "name": ["Ub"], "id_number": ["A10537439"]})
    found = [screener.screen(table, as_of=date(2026, 11, 22)) for table in (customers, passport)]
    return [hit for table in found for hit in pa.Table.from_pandas(table, schema=HIT_SCHEMA).to_pylist()]


def test_points_of_deductions_add_up_to_the_name_score_of_every_hit(hits):
    for hit in hits:
        off = sum(each["points"] for each in hit["deductions"])
        assert hit["name_score"] == round(max(0, 100 - off), 2)
        assert all(each["points"] > 0 for each in hit["deductions"])
    assert {each["name"] for hit in hits for each in hit["deductions"]} >= {
        "uncovered",
        "thin",
        "weakest",
        "words",
    }


def test_name_score_identifiers_and_least_score_make_the_score_of_every_hit(hits):
    for hit in hits:
        points = sum(each["points"] for each in hit["identifiers"])
        least = hit["least_score"]["score"] if hit["least_score"] else 0
        assert hit["score"] == round(max(min(100, max(0, hit["name_score"] + points)), least), 2)
    assert {hit["least_score"] and hit["least_score"]["because"] for hit in hits} == {
        None,
        "document number",
        "birth date and nationality",
    }


def test_a_hits_explanation_is_made_of_its_other_columns(hits):
    table = pa.Table.from_pylist(hits, schema=HIT_SCHEMA)
    assert hit_sentences(table).to_pylist() == [hit["explanation"] for hit in hits]
    for hit in hits:
        names = name_sentence(NameEvidence.from_row(hit))
        assert hit["explanation"].endswith(f"{names} {sentence_beside_names(hit)}")


def test_what_a_hit_carries_is_what_comparing_its_names_says(hits):
    for hit in hits[:50]:
        compared = compare_names(hit["name"], hit["matched_name"], kind=hit["entity_type"])
        assert name_sentence(NameEvidence.from_row(hit)) == compared.explanation


def test_the_sentence_of_a_made_up_hit_says_all_it_carries():
    least = {"because": "document number", "score": 97.25}
    (sentence,) = hit_sentences(hit_table({"read_as": "Qays", "least_score": least})).to_pylist()
    assert sentence == (
        "Name 92.2 of 100 against 'AL-KHAZALI, Qays': the customer's name read as 'Qays': "
        "'الخزعلي' met 'al khazali' (the same letters in another script); "
        "'قيس' met 'qays' (the same letters in another script). "
        "Points off: 5.2 for words left over or spelled otherwise, 2.5 for few distinctive words to go by. "
        "Birth date agrees (1974-06-20, listed 20 Jun 1974): +5.0 points. "
        "A document number that agrees makes at least 97. Score 97.2."
    )


def test_names_without_a_word_in_common_lose_all_points_by_name():
    evidence = compare_names("Rex", "Milov", kind="vessel").evidence
    assert evidence.deductions[-1].name == "nothing"
    assert sum(each.points for each in evidence.deductions) == pytest.approx(100)
    assert "for nothing in common" in name_sentence(evidence)


@pytest.mark.parametrize("how", HOW)
def test_every_way_of_being_the_same_has_words(how):
    assert how_words(TokenMatch("qais", "qays", how, 0.87, 1.0, [0], [0])).strip()


def test_every_deduction_has_words_of_its_own():
    assert len({deduction_words(name) for name in DEDUCTIONS}) == len(DEDUCTIONS)


words = st.sampled_from(
    ["qais", "qays", "al", "khazali", "alkhazali", "trade", "co", "ltd", "7", "q", "قيس", "박"]
)
made_up = st.lists(words, min_size=1, max_size=6).map(" ".join) | st.text(max_size=30)


@given(made_up, made_up, st.sampled_from(["person", "organization"]))
@settings(max_examples=150, deadline=None)
def test_deductions_add_up_whatever_the_names(name, listed, kind):
    comparison = compare_names(name, listed, kind=kind)
    evidence = comparison.evidence
    assert comparison.score == round(max(0.0, 100 - sum(each.points for each in evidence.deductions)), 2)
    assert_each_token_once(evidence)
    assert NameEvidence.from_row(evidence.as_row()).as_row() == evidence.as_row()
