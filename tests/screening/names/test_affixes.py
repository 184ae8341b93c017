"""Beginnings and endings that many names share."""

from __future__ import annotations

import numpy as np
import pytest

from screening import compare_names
from screening.names.affixes import Affixes
from screening.names.spelling import fold


def shared(one: str, other: str) -> int:
    """How many letters of two words are a common beginning or ending."""
    affixes = Affixes(["abdul"], ["ullah", "dottir"])
    return int(affixes.shared(affixes.of([fold(one)]), affixes.of([fold(other)]))[0])


def test_letters_of_an_affix_that_both_words_have_are_counted_as_they_sound() -> None:
    assert shared("hamidullah", "waliollah") == len(fold("ullah"))
    assert shared("jonsdottir", "tomasdottir") == len(fold("dottir"))
    assert shared("abdulhamidullah", "abdulwaliullah") == len(fold("abdul")) + len(fold("ullah"))
    assert shared("hamidullah", "hamid") == shared("hamid", "hamid") == 0


def test_a_word_that_is_hardly_more_than_an_affix_has_none() -> None:
    assert shared("atullah", "hamidullah") == 0


def test_no_affixes_are_shared_where_none_are_known() -> None:
    nothing = Affixes([], [])
    assert np.array_equal(nothing.of(["hamidola", ""]), np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Nazirullah Hanafi Hamidullah", "Nazirullah Hanafi Waliullah"),
        ("Halla Jonsdottir", "Halla Tomasdottir"),
    ],
)
def test_another_name_with_the_same_ending_is_another_name(name: str, listed: str) -> None:
    assert compare_names(name, listed).score < 80


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Nazirullah Hanafi Hamidullah", "Nazeerollah Hanafi Hameedullah"),
        ("Mikheil Saakashvili", "Mikhail Sakashvili"),
        ("Viktor Yanukovich Petrov", "Victor Janukovich Petrov"),
        ("Abdulrahman Hasan", "Abdulrehman Hassan"),
    ],
)
def test_another_spelling_of_such_a_name_still_matches(name: str, listed: str) -> None:
    assert compare_names(name, listed).score >= 85
