"""What the same document number says of a pair, by its kind, its country and its length: one case a line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.documents import ListedDocument, ListedDocuments, judge_documents
from screening.settings import load_settings

POLICY = load_settings().matching.identifiers
FLOOR = POLICY.id_agrees_floor


def customer(number: str | None, id_type: str | None = None, id_country: str | None = None) -> dict[str, Any]:
    return {"id_number": number, "id_type": id_type, "id_country": id_country}


def listed(number: str, kind: str | None = None, country: str | None = None) -> ListedDocuments:
    return {number: (ListedDocument(f"No. {number}", kind, country),)}


@pytest.mark.parametrize(
    ("mine", "theirs", "outcome", "least"),
    [
        # A kind and a country on both sides.
        (("passport", "IQ"), ("passport", "IQ"), "the same", FLOOR),
        (("passport", "IQ"), ("passport", "IR"), "the same, of another country", 0),
        (("passport", "IQ"), ("tax number", "IQ"), "the same, of another kind", 0),
        # No country is needed to tell whose it is.
        (("IMO number", None), ("IMO number", None), "the same", FLOOR),
        (("LEI", "DE"), ("LEI", "FR"), "the same", FLOOR),
        (("IMO number", None), ("passport", "IQ"), "the same, of another kind", 0),
        # Papers of a state that is no more.
        (("passport", "RU"), ("passport", "SU"), "the same, as far as known", 0),
        # One number may be both.
        (("tax number", "CO"), ("registration number", "CO"), "the same, as far as known", 0),
        # What a side does not state says nothing against the pair.
        (("passport", None), ("passport", "IQ"), "the same, as far as known", 0),
        ((None, "IR"), ("passport", "IQ"), "the same, as far as known", 0),
        ((None, None), (None, None), "the same, as far as known", 0),
    ],
)
def test_a_short_number_is_a_hit_by_its_kind_and_country_alone(
    mine: tuple[str | None, str | None], theirs: tuple[str | None, str | None], outcome: str, least: float
) -> None:
    finding, found = judge_documents(customer("12345", *mine), listed("12345", *theirs), POLICY, None)
    assert (finding.outcome, found) == (outcome, least)
    assert (finding.verdict == "agrees") == (finding.points > 0)


@pytest.mark.parametrize(
    ("number", "points", "least"),
    [
        ("12345", 2, 0),
        ("123456", 4, 0),
        ("1234567", 8, 0),
        ("A123456", 8, 0),
        ("12345678", 14, 80),
        ("A1234567", 14, 80),
        ("123456789", 20, 82),
        ("A12345678", 20, 82),
        ("AB123456789", 20, 85),
        ("529900T8BM49AURSDO55", 20, 90),
        ("00000000000000", 0, 0),  # made up
    ],
)
def test_a_number_of_unknown_kind_counts_the_more_the_longer_it_is(
    number: str, points: float, least: float
) -> None:
    finding, found = judge_documents(customer(number), listed(number), POLICY, None)
    assert (finding.points, found) == (points, least)


def test_the_same_kind_makes_a_number_worth_a_digit_more() -> None:
    untyped = judge_documents(customer("1234567"), listed("1234567", "passport", "IQ"), POLICY, None)[1]
    typed = judge_documents(
        customer("1234567", "passport"), listed("1234567", "passport", "IQ"), POLICY, None
    )[1]
    assert (untyped, typed) == (0, 80)


def test_the_best_of_several_numbers_and_documents_is_told() -> None:
    documents = listed("A1234567", "tax number", "IQ") | listed("7654321", "passport", "IQ")
    documents["A1234567"] += (ListedDocument("Passport A1234567", "passport", "IQ"),)
    both = customer("7654321; A1234567", "tax number; passport", "IQ; IQ")
    finding, least = judge_documents(both, documents, POLICY, None)
    assert (finding.outcome, least) == ("the same", FLOOR)
    assert (finding.customer, finding.listed) == ("A1234567 (passport, IQ)", "Passport A1234567 (IQ)")


def test_a_label_adds_nothing_to_what_a_number_tells() -> None:
    documents = {
        key: (ListedDocument("ID No. PASSPORT 12345", digits=5),) for key in ("PASSPORT12345", "12345")
    }
    finding, least = judge_documents(customer("Passport 12345"), documents, POLICY, None)
    assert (finding.points, least) == (2, 0)


kinds = st.sampled_from([None, "passport", "tax number", "registration number", "LEI", "IMO number"])
countries = st.sampled_from([None, "IQ", "IR", "RU", "SU"])


@given(st.integers(5, 20), kinds, kinds, countries, countries)
def test_a_side_that_says_nothing_is_never_worse_than_one_that_contradicts(
    length: int, mine: str | None, theirs: str | None, my_country: str | None, their_country: str | None
) -> None:
    number = "1234567890" * 2
    number = number[:length]
    stated, least = judge_documents(
        customer(number, mine, my_country), listed(number, theirs, their_country), POLICY, None
    )
    silent, silent_least = judge_documents(
        customer(number), listed(number, theirs, their_country), POLICY, None
    )
    if stated.outcome in ("the same, of another kind", "the same, of another country"):
        assert (stated.points, least) == (0, 0)
    else:
        assert (stated.points, least) >= (silent.points, silent_least)
    assert 0 <= stated.points <= POLICY.id_agrees
