"""The hits gate: nothing is published that is doubled, out of range or points to nothing."""

import pyarrow as pa
import pytest
from gate_inputs import TODAY, a_hit, hits

from screening.model.hit_table import HIT_SCHEMA
from screening.quality import CustomerFacts, GateResult, hits_gate


def failed(result: GateResult) -> list[str]:
    return [check.name for check in result.failures]


@pytest.fixture
def gate(watchlist, screened, limits):
    """The gate's verdict on a table of hits at threshold 80."""
    return lambda table, **update: hits_gate(
        table, [watchlist], screened, limits.model_copy(update=update), threshold=80
    )


def test_sound_hits_pass(gate, watchlist):
    result = gate(hits(a_hit(watchlist), a_hit(watchlist, alert_id="a2", entity_id="2")))
    assert result.passed, result.failures
    assert result.saw == "2 hits on 1 of 2 customers"


def test_no_hits_at_all_pass(gate):
    result = gate(hits())
    assert result.passed, result.failures
    assert result.saw == "0 hits on 0 of 2 customers"


def test_an_alert_id_borne_twice(gate, watchlist):
    result = gate(hits(a_hit(watchlist), a_hit(watchlist, entity_id="2")))
    assert failed(result) == ["alert_id is unique"]
    assert "alert_id 'a1'" in result.failures[0].saw


def test_the_same_pair_twice(gate, watchlist):
    result = gate(hits(a_hit(watchlist), a_hit(watchlist, alert_id="a2")))
    assert failed(result) == ["a customer and a party make one hit of a kind"]


@pytest.mark.parametrize(
    ("columns", "check"),
    [
        ({"score": 79.99}, "score lies between 80 and 100"),
        ({"score": 100.01}, "score lies between 80 and 100"),
        ({"score": None}, "no hit is without score"),
        ({"score": float("nan")}, "no hit is without score"),
        ({"name_score": -1.0}, "name_score lies between 0 and 100"),
        ({"entity_id": "3"}, "every hit points to a party on the list"),
        ({"record_id": "c3"}, "every hit points to a customer that was screened"),
        (
            {"watchlist_version": "TEST 1999"},
            "every hit names the version of its list that was screened with",
        ),
        ({"country_match": "maybe"}, "country_match is one of agrees, conflicts, unknown"),
        ({"gender_match": None}, "no hit is without gender_match"),
        ({"matched_name_quality": "good"}, "matched_name_quality is one of primary, strong, weak"),
        ({"status": "closed"}, "status is one of new, open, escalated, true match, false positive"),
        ({"explanation": None}, "no hit is without explanation"),
        ({"alert_id": None}, "no hit is without alert_id"),
    ],
)
def test_a_hit_with_one_fault(gate, watchlist, columns, check):
    assert failed(gate(hits(a_hit(watchlist, **columns)))) == [check]


def test_a_hit_of_a_list_that_was_not_screened_with(gate, watchlist):
    assert failed(gate(hits(a_hit(watchlist, list_id="OTHER")))) == [
        "every hit points to a party on the list",
        "every hit names the version of its list that was screened with",
    ]


def test_hits_though_nobody_was_screened(watchlist, limits):
    result = hits_gate(hits(a_hit(watchlist)), [watchlist], CustomerFacts(today=TODAY), limits, threshold=80)
    assert failed(result) == ["every hit points to a customer that was screened"]


def test_too_large_a_share_of_customers_with_hits(gate, watchlist):
    result = gate(hits(a_hit(watchlist)), max_hit_share=0.4, hit_share_from_rows=2)
    assert failed(result) == ["at most 40.0% of the customers have a hit"]
    assert result.failures[0].saw == "found 0.5"


def test_a_small_file_may_be_full_of_hits(gate, watchlist):
    assert gate(hits(a_hit(watchlist)), max_hit_share=0.4, hit_share_from_rows=3).passed


def test_a_table_with_other_columns(gate, watchlist):
    table = hits(a_hit(watchlist))
    result = gate(table.set_column(9, "score", pa.array([91], pa.int64())).drop_columns(["entity_countries"]))
    assert failed(result) == ["hits have the promised columns with their types"]
    assert "score (int64) instead of score (double)" in result.failures[0].saw
    assert "match_probability_parts is missing" in result.failures[0].saw


def test_carried_columns_do_no_harm(gate, watchlist):
    table = hits(a_hit(watchlist)).append_column("customer_segment", pa.array(["retail"]))
    assert table.schema.names[: len(HIT_SCHEMA)] == HIT_SCHEMA.names
    assert gate(table).passed


def listing(watchlist, **columns):
    """An entry of a list as a hit names it."""
    said = {"list_id": watchlist.list_id, "entity_id": "1", "watchlist_version": watchlist.version}
    return said | columns


def test_every_entry_that_a_hit_names_must_be_on_its_list(gate, watchlist):
    both = [listing(watchlist), listing(watchlist, entity_id="2")]
    assert gate(hits(a_hit(watchlist, listings=both))).passed
    wrong = [listing(watchlist), listing(watchlist, entity_id="3")]
    assert failed(gate(hits(a_hit(watchlist, listings=wrong)))) == ["every hit points to a party on the list"]
    older = [listing(watchlist), listing(watchlist, entity_id="2", watchlist_version="TEST 1999")]
    assert failed(gate(hits(a_hit(watchlist, listings=older)))) == [
        "every hit names the version of its list that was screened with"
    ]


def test_an_entry_that_two_hits_of_a_customer_name(gate, watchlist):
    both = [listing(watchlist), listing(watchlist, entity_id="2")]
    other = a_hit(watchlist, alert_id="a2", entity_id="2")
    assert failed(gate(hits(a_hit(watchlist, listings=both), other))) == [
        "a customer and a party make one hit of a kind"
    ]
    owned = other | {"alert_kind": "ownership"}
    assert gate(hits(a_hit(watchlist, listings=both), owned)).passed
