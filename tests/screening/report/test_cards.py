"""The card of a hit: both names word by word, why the score is what it is, and what was decided before."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hit_rows import hit_table
from hypothesis import given, settings
from hypothesis import strategies as st
from token_places import assert_each_token_once

from screening.alerts import RecordedDisposition
from screening.names.compare import compare_names
from screening.report import NightChanges, ReportContext
from screening.report.cards import cards
from screening.report.changes import AlertChange
from screening.report.embedded_data import embedded_data
from screening.report.parties import dossiers


def card(context=None, **changes):
    row = {"name": "قيس الخزعلي", "matched_name": "AL-KHAZALI, Qays", "entity_type": "person"} | changes
    compared = compare_names(row["name"], row["matched_name"], kind=row["entity_type"])
    hits = hit_table(compared.evidence.as_row() | row)
    (found,) = cards(hits, dossiers(hits, ()), context or ReportContext())
    return found


def matches_of(words):
    return {match for _, _, match in words if match >= 0}


def test_words_that_match_bear_the_number_of_their_match():
    found = card(name="Qays Hadi al-Khazali", matched_name="AL-KHAZALI, Qais")
    numbers = {text: match for text, _, match in found["words"]}
    assert {text: match for text, _, match in found["listed"]} == {
        "AL": numbers["al"],
        "KHAZALI": numbers["Khazali"],
        "Qais": numbers["Qays"],
    }
    assert numbers["Hadi"] == -1
    assert found["matches"][numbers["Qays"]] == ["the same name in another spelling", 0.97]


def test_words_of_another_script_stand_beside_their_reading():
    found = card(name="قيس الخزعلي", matched_name="AL-KHAZALI, Qais")
    assert [(text, reading) for text, reading, _ in found["words"]] == [
        ("قيس", "qys"),
        ("الخزعلي", "alkhzly"),
    ]
    assert {reading for _, reading, _ in found["listed"]} == {None}
    # Two words of the list match one of the customer.
    assert Counter(match for _, _, match in found["listed"]) == {0: 2, 1: 1}


def test_accents_need_no_reading():
    assert [reading for _, reading, _ in card(name="José Müller")["words"]] == [None, None]


def test_the_cards_explain_the_scores_of_a_real_run(screened):
    context = ReportContext(watchlists=screened.watchlists)
    made = list(cards(screened.hits, dossiers(screened.hits, screened.watchlists), context))
    assert len({found["party"] for found in made}) > 50
    for found, hit in zip(made, screened.hits.to_pylist(), strict=True):
        # What a card says is the comparison that made the hit.
        kind = hit["entity_type"]
        comparison = compare_names(hit["name"], hit["matched_name"], kind=kind)
        assert comparison.score == hit["name_score"] == found["name_score"]
        assert comparison.explanation in hit["explanation"]
        off = sum(points for _, points in found.get("deductions", ()))
        if hit["name_score"] > 0:
            assert 100 - off == pytest.approx(hit["name_score"], abs=0.3)
        assert matches_of(found["words"]) == matches_of(found["listed"])
        assert matches_of(found["words"]) == set(range(len(found.get("matches", ()))))


def test_what_the_words_tell_is_not_told_again_in_the_sentence(screened):
    made = cards(screened.hits, dossiers(screened.hits, ()), ReportContext())
    for found, sentence in zip(made, screened.hits["explanation"].to_pylist(), strict=True):
        assert "in both" not in found["explanation"]
        assert sentence.endswith(found["explanation"])
        assert found["explanation"].endswith(f"Score {found['score']:.1f}.")


texts = st.text(min_size=1, max_size=40)


@given(texts, texts, st.sampled_from(["person", "vessel"]))
@settings(max_examples=60, deadline=None)
def test_every_word_of_both_names_stands_once(name, listed, kind):
    evidence = compare_names(name, listed, kind=kind).evidence
    found = card(name=name, matched_name=listed, entity_type=kind)
    assert [[text, reading] for text, reading, _ in found.get("words", ())] == [
        [token.text, token.reading] for token in evidence.customer_tokens
    ]
    assert_each_token_once(evidence)
    assert matches_of(found.get("words", ())) == matches_of(found.get("listed", ()))


def test_blank_facts_are_left_out():
    found = card(customer_entity_type=None, customer_date_of_birth=None, customer_country=[])
    assert "customer" not in found
    assert "dispositions" not in found
    assert found["matched"] == 1


def test_a_score_of_nothing_is_told():
    assert card(name="Rex Tillerson", name_score=0.0)["name_score"] == 0


def test_carried_columns_stand_without_their_prefix_and_the_revision_is_none_of_them():
    assert card(customer_branch="Basra", revision="3")["carried"] == [["branch", "Basra"]]


def test_a_reopened_alert_says_why_and_what_was_decided_before():
    reopened = AlertChange("reopened", "A-0001", "C-17", "AL-KHAZALI, Qais", "alias 'X' was added")
    decided = RecordedDisposition(
        decision_id=1,
        alert_id="A-0001",
        revision=2,
        disposition="false positive",
        effect="decided",
        reviewer="Ann Lee",
        decided_at=datetime(2026, 1, 2, 9, 30, tzinfo=UTC),
        reason="another man",
        watchlist_version="",
        customer={},
        party={},
        customer_fingerprint="",
        party_fingerprint="",
        expires_on=date(2027, 1, 2),
        confirms=None,
    )
    context = ReportContext(changes=NightChanges((reopened,)), dispositions={"A-0001": [decided]})
    found = card(context, status="open")
    assert (found["change"], found["why"]) == ("reopened", "alias 'X' was added")
    assert found["dispositions"] == [
        {
            "disposition": "false positive",
            "reviewer": "Ann Lee",
            "at": "2026-01-02T09:30+00:00",
            "reason": "another man",
            "effect": "decided",
            "expires": "2027-01-02",
        }
    ]


def test_as_many_cards_are_embedded_as_fit():
    hits = hit_table(*({"record_id": f"C-{number}"} for number in range(20)))

    def embedded(most_hits=100, most_bytes=1_000_000):
        data = embedded_data(hits, 80, ReportContext(), most_hits, most_bytes)
        read = json.loads(data.json)
        assert len(read["hits"]) == data.hits.num_rows
        assert len(read["hits"]) + read["left_out"] == 20
        assert read["parties"] == data.parties
        return data.hits.num_rows

    assert embedded() == 20
    assert embedded(most_hits=7) == 7
    assert 0 < embedded(most_bytes=10_000) < 20
    assert embedded(most_bytes=10) == 0
