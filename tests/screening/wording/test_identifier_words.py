"""The identifiers of a pair in words."""

import pytest
from hit_rows import hit_table

from screening.wording.identifiers import identifier_words


def finding(identifier: str, outcome: str, points: float, ours: str | None = "1", theirs: str | None = "2"):
    return {
        "identifier": identifier,
        "customer": ours,
        "listed": theirs,
        "outcome": outcome,
        "points": points,
    }


def test_identifiers_are_told_as_they_are_and_those_that_say_something_first() -> None:
    findings = [
        finding("birth date", "not stated", 0.0, theirs=None),
        finding("country", "same country", 1.0),
        finding("gender", "the same", 0.0, "male", "male"),
        finding("document number", "different, not counted", 0.0),
        finding("type", "conflicts", -12.0, "has a gender", "vessel"),
    ]
    (hit,) = hit_table({"identifiers": findings}).to_pylist()
    assert [tuple(words) for words in identifier_words(hit)] == [
        ("Country", "agrees in part", "same country", "1", "2", 1.0),
        ("Gender", "agrees", "the same", "male", "male", 0.0),
        ("Type", "conflicts", "conflicts", "has a gender", "vessel", -12.0),
        ("Birth date", "unknown", "not stated by the list", "1", None, 0.0),
        ("Document number", "unknown", "different, not counted", "1", "2", 0.0),
    ]


def test_a_pair_compared_across_types_says_so_before_what_is_unknown() -> None:
    findings = [
        finding("birth date", "not stated", 0.0, theirs=None),
        finding("type", "compared across types", 0.0, "organization", "vessel"),
    ]
    (hit,) = hit_table({"identifiers": findings}).to_pylist()
    assert tuple(identifier_words(hit)[0]) == (
        "Type",
        "unknown",
        "compared across types",
        "organization",
        "vessel",
        0.0,
    )


def test_three_ways_for_a_birth_date_to_agree_look_different() -> None:
    outcomes = ("same day", "day and month changed over", "as far as known")
    told = [
        identifier_words(hit)[0][1:3]
        for hit in hit_table(
            *({"identifiers": [finding("birth date", outcome, 20.0)]} for outcome in outcomes)
        ).to_pylist()
    ]
    assert told == [
        ("agrees", "same day"),
        ("agrees in part", "day and month changed over"),
        ("agrees in part", "as far as known"),
    ]


@pytest.mark.parametrize("kept", [None, []])
def test_a_hit_of_an_older_version_tells_which_identifiers_agree(kept: list[object] | None) -> None:
    hit = hit_table({"id_match": "agrees", "identifiers": kept}).to_pylist()[0]
    assert [tuple(words) for words in identifier_words(hit)] == [
        ("Birth date", "agrees", "agrees", "1974-06-20", "20 Jun 1974", None),
        ("Gender", "conflicts", "conflicts", None, None, None),
        ("Document number", "agrees", "agrees", None, None, None),
        ("Country", "unknown", "unknown", None, "IQ", None),
    ]
