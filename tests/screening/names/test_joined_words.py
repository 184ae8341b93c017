"""Neighbors written as one word: the quick answer leaves out none that could meet a listed word."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.names.joined_words import JoinedWords
from screening.names.name_table import Vocabulary
from screening.names.spelling import MARK, join

# Letters that make groups with others, twice as likely as the rest.
LETTERS = "tschkgpdzjaieyouwlhn" * 2 + "bfmqrvx19"
WORD = st.one_of(
    st.text(LETTERS, min_size=1, max_size=8), st.text(LETTERS, min_size=1, max_size=8).map(MARK.__add__)
)


def listed(*words: str) -> JoinedWords:
    vocabulary = Vocabulary()
    for word in words:
        vocabulary.number(word)
    return JoinedWords(vocabulary)


def quick(joined: JoinedWords, one: str, other: str) -> bool:
    return bool(joined.can_meet([one, other], np.array([0]), np.array([1]))[0])


@pytest.mark.parametrize(
    ("word", "one", "other"),
    [
        ("alkhazali", "al", "khazali"),
        ("alkhazali", "al", "hazaly"),
        ("abdalhamid", "abd", "elhameed"),
        ("pishchev", "pis", "hchev"),
        ("sulaymani", "sley", "mani"),
    ],
)
def test_neighbors_that_spell_a_listed_word_can_meet_it(word: str, one: str, other: str) -> None:
    assert quick(listed(word), one, other)


def test_neighbors_that_spell_nothing_listed_are_left_out() -> None:
    assert not quick(listed("alkhazali", "sulaymani"), "maria", "gonzalez")


@settings(max_examples=1_000, deadline=None)
@given(WORD, WORD)
@example("idz", "jin")
@example("ath", "sa")
@example("ay", "ji")
@example("swa", "who")
def test_whatever_meets_the_word_both_spell_is_kept(one: str, other: str) -> None:
    whole = join((one, other))
    joined = listed(whole, "sulaymani")
    assert joined.can_meet_text(whole)
    assert quick(joined, one, other)


@settings(max_examples=1_000, deadline=None)
@given(WORD, WORD)
@example("bcd", "khb")
def test_whatever_shares_its_consonants_is_kept(one: str, other: str) -> None:
    whole = join((one, other))
    other_vowels = listed(whole.replace("w", "").translate(str.maketrans("aeiou", "uoiea")))
    assert quick(other_vowels, one, other) == other_vowels.can_meet_text(whole)


# Letters that make groups with others, so that what holds for all of their endings and beginnings holds.
GROUPING = "acdeghijkpstyz"


def test_no_group_of_letters_across_the_gap_is_overlooked() -> None:
    pieces = ["".join(letters) for size in (1, 2, 3) for letters in product(GROUPING, repeat=size)]
    draw = random.Random(7)
    for ending in pieces:
        for beginning in draw.sample(pieces, 10):
            one, other = f"b{ending}", f"{beginning}ub"
            assert quick(listed(one + other), one, other), (one, other)
