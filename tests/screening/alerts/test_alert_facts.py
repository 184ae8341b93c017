"""Facts: what is the same, and what changed, as data and in words."""

from typing import get_args

import pytest

from screening.alerts.facts import changes_of, facts_json, fingerprint, not_known_of
from screening.model.changes import CUSTOMER_FACTS, PARTY_FACTS, Change
from screening.settings.alerts import CustomerFact, PartyFact
from screening.wording.changes import change_words


@pytest.mark.parametrize(
    "same",
    [
        {"names": ["B", "A"], "programs": ["SDGT"]},
        {"programs": ["SDGT"], "names": ["A", "B", "B"], "titles": []},
        {"names": [" A", "B\n"], "programs": ["SDGT", ""]},
    ],
)
def test_order_doubles_blanks_and_empty_facts_mean_nothing(same):
    facts = {"names": ["A", "B"], "programs": ["SDGT"]}
    assert facts_json(same) == facts_json(facts) == '{"names":["A","B"],"programs":["SDGT"]}'
    assert fingerprint(same, ["names"]) == fingerprint(facts, ["names"])
    assert changes_of("party", facts, same, ["names", "programs"]) == ()


def test_a_letter_and_its_accent_written_apart_are_one():
    assert facts_json({"name": ["José"]}) == facts_json({"name": ["Jose\u0301"]})


def test_a_fingerprint_is_of_the_facts_that_count():
    facts = {"names": ["A"], "linked_to": ["X"]}
    assert fingerprint(facts, ["names"]) == fingerprint(facts | {"linked_to": ["Y"]}, ["names"])
    assert fingerprint(facts, ["names"]) != fingerprint(facts | {"names": ["B"]}, ["names"])


def words(side, before, after, fields):
    return [text for change in changes_of(side, before, after, fields) for text in change_words(change)]


def test_a_change_is_a_side_a_field_and_its_values():
    (change,) = changes_of("customer", {"name": ["B", "A "]}, {"name": [], "gender": ["male"]}, ["name"])
    assert change == Change("customer", "name", ("A", "B"), ())


def test_of_a_fact_that_came_later_nothing_is_known_where_it_was_not_kept():
    frozen = {"names": ["A"], "measures": ["asset freeze"]}
    silent = {"names": ["A"], "measures": []}
    # Kept before measures were.
    older = {"names": ["A"]}
    assert changes_of("party", older, frozen, ["measures"]) == ()
    assert changes_of("party", frozen, older, ["measures"]) == ()
    assert facts_json(silent) != facts_json(older)
    assert words("party", silent, frozen, ["measures"]) == ["measure asset freeze imposed"]
    assert words("party", frozen, silent, ["measures"]) == ["measure asset freeze lifted"]


def test_a_kind_of_document_that_was_not_kept_is_no_change_and_one_that_was_is():
    older = {"id_number": ["A1"]}
    silent = older | {"id_type": [], "id_country": []}
    typed = older | {"id_type": ["passport"], "id_country": ["IQ"]}
    fields = ["id_number", "id_type", "id_country"]
    assert changes_of("customer", older, typed, fields) == ()
    assert not_known_of("customer", older) == {"id_type", "id_country"}
    assert not_known_of("customer", silent) == frozenset()
    assert words("customer", silent, typed, fields) == [
        "customer's kind of document was not known, is passport",
        "customer's country of document was not known, is IQ",
    ]


def test_changes_in_words():
    before = {"names": ["A", "B"], "programs": ["SDGT"], "birth_dates": ["1974"], "documents": ["P1", "P2"]}
    after = {"names": ["A", "C"], "programs": ["GLOMAG"], "birth_dates": ["1975"], "documents": ["P1"]}
    assert words("party", before, after, list(before)) == [
        "new alias 'C'",
        "alias 'B' removed",
        "program GLOMAG added",
        "program SDGT removed",
        "party's birth date was 1974, is 1975",
        "party's document P2 removed",
    ]
    assert words("customer", {"gender": ["male"]}, {"country": ["IQ"]}, ["country", "gender"]) == [
        "customer's country was not known, is IQ",
        "customer's gender was male, is not known",
    ]


def test_the_settings_name_facts_that_there_are():
    assert set(get_args(PartyFact)) <= PARTY_FACTS.keys()
    assert set(get_args(CustomerFact)) == CUSTOMER_FACTS.keys()
    for field in get_args(CustomerFact):
        assert words("customer", {field: ["a"]}, {field: ["b"]}, [field])
    for field in get_args(PartyFact):
        assert words("party", {field: ["a"]}, {field: ["b"]}, [field])
