"""Where both names are in one script, its signs decide; a reading that agrees is said to be one."""

from __future__ import annotations

import pytest

from screening import compare_names
from screening.names.own_script import own_script


@pytest.mark.parametrize(
    ("one", "other"),
    [("习近朋", "习近平"), ("高石早苗", "高市早苗"), ("김종은", "김정은"), ("צלח עלי", "סלח עלי")],
)
def test_other_signs_are_another_name_however_they_are_read(one: str, other: str) -> None:
    assert compare_names(one, other).score < 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("习近平", "習近平"),  # simplified and traditional
        ("قيس الخزعلي", "قیس الخزعلی"),  # Arabic and Persian letters
        ("أحمد", "احمد"),  # with and without hamza
    ],
)
def test_the_same_sign_in_another_form_is_the_same(one: str, other: str) -> None:
    assert compare_names(one, other).score == 100


def test_letters_of_another_script_are_told_as_such() -> None:
    (match,) = compare_names("Bloptin", "Блоптин").evidence.token_matches
    assert match.how == "other script"


def test_latin_words_have_no_other_script() -> None:
    assert own_script("Ḩasan") == ""
    assert own_script("šik") == ""
