"""Adjacent tokens written as one word: the quick answer leaves out none that could meet a listed word."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.names.adjacent_tokens import adjacent_tokens_of, phonetic_hashes_of
from screening.names.analysis import AnalyzedNames
from screening.names.elements import JoinedWords
from screening.names.name_table import NameWords, Vocabulary
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
    return JoinedWords(vocabulary, least_consonants=4)


def name_of(*words: str) -> NameWords:
    """One name of these words."""
    vocabulary = Vocabulary()
    numbers = np.array([vocabulary.number(word) for word in words], dtype=np.int64)
    count = len(words)
    return NameWords(
        names=[" ".join(words)],
        kind="person",
        vocabulary=vocabulary,
        symbols=Vocabulary(),
        shown=words,
        word_name=np.zeros(count, dtype=np.int64),
        word_position=np.arange(count),
        word_text=numbers,
        word_weight=np.ones(count),
        word_is_number=np.zeros(count, dtype=np.bool_),
        word_is_legal_form=np.zeros(count, dtype=np.bool_),
        first_word=np.array([0, count]),
        total_weight=np.array([float(count)]),
        spans=np.zeros((0, 4), dtype=np.int64),
    )


def quick(joined: JoinedWords, *words: str) -> bool:
    """Whether the words of a name, written as one, are found to meet a listed word."""
    name = name_of(*words)
    adjacent = adjacent_tokens_of(name, particles={words[1]} if len(words) == 3 else set(), letters=24)
    _, texts = joined.among(AnalyzedNames(name, adjacent, phonetic_hashes_of(name, adjacent)))
    return join(words) in texts


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
def test_adjacent_tokens_that_spell_a_listed_word_can_meet_it(word: str, one: str, other: str) -> None:
    assert quick(listed(word), one, other)


def test_three_words_around_a_particle_meet_the_one_they_spell() -> None:
    assert quick(listed("abdelrahman"), "abd", "al", "rahman")


def test_adjacent_tokens_in_a_script_without_vowels_meet_words_of_their_consonants() -> None:
    assert quick(listed("sulaymani"), f"{MARK}sly", f"{MARK}mny")
    assert not quick(listed("khazali"), f"{MARK}sly", f"{MARK}mny")


def test_adjacent_tokens_that_spell_nothing_listed_are_left_out() -> None:
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
