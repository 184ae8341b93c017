"""The words of a comparison: as written, with their reading, and where they met."""

import pytest

from screening import compare_names
from screening.names.compare import compare_many


def words(name, listed, kind="person"):
    return [
        (word.text, word.reading) for word in compare_names(name, listed, kind=kind).evidence.customer_tokens
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AL-KHAZ'ALI, Qais", [("AL", None), ("KHAZ'ALI", None), ("Qais", None)]),
        ("José Müller", [("José", None), ("Müller", None)]),
        ("Владимир Милов", [("Владимир", "vladimir"), ("Милов", "milov")]),
        ("박 진혁", [("박", "bag"), ("진혁", "jinhyeog")]),
    ],
)
def test_words_are_shown_as_written_with_a_reading_where_the_script_is_another(name, expected):
    assert words(name, "X Y") == expected


def test_the_places_of_words_that_met_are_told():
    evidence = compare_names("Qais Alkhazali", "AL-KHAZALI, Qays").evidence
    places = {match.customer: (match.customer_at, match.listed_at) for match in evidence.token_matches}
    assert places == {"alkhazali": ([1], [0, 1]), "qais": ([0], [2])}


def test_many_pairs_are_judged_like_each_by_itself():
    pairs = [
        ("Qays al Khazali", "AL-KHAZALI, Qais"),
        ("قيس الخزعلي", "AL-KHAZALI, Qais"),
        ("Qays al Khazali", "MILOV, Vladimir"),
        ("-", "AL-KHAZALI, Qais"),
        ("Zurab Daqduq", "DAQDUQ, Ali"),
    ] * 500
    singly = [compare_names(*pair) for pair in pairs[:5]]
    assert list(compare_many(pairs)) == singly * 500
    assert list(compare_many([])) == []
