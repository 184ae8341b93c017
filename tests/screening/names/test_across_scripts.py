"""Words of other scripts and Latin ones: how alike they are, and which of many meet."""

from __future__ import annotations

import numpy as np
import pytest

from screening.names.across_scripts import latin_spellings, script_of, similarity_across
from screening.names.meeting_across import LatinTree, meets, pairs_across

SAME = [
    ("قيس", "qais"),
    ("قيس", "qays"),
    ("حسين", "hussein"),
    ("محمد", "mohammed"),
    ("كريمي", "karimi"),
    ("Путин", "putin"),
    ("щербаков", "shcherbakov"),
    ("נתניהו", "netanyahu"),
    ("Μοχάμεντ", "mohamed"),
    ("Χαμπίμπ", "habib"),
    ("Τζόρτζεβιτς", "djordjevic"),
    ("Παπαδόπουλος", "papadopoulos"),
    ("김", "kim"),
    ("박", "park"),
    ("이", "lee"),
    ("ヒロシ", "hiroshi"),
    ("ロバート", "robert"),
]
UNLIKE = [
    ("قيس", "omar"),
    ("Χαμπίμπ", "hamid"),
    ("Παππάς", "hassan"),
    ("حسين", "karim"),
    ("Путин", "medvedev"),
    ("נתניהו", "rabin"),
    ("习", "wang"),
    ("김", "choi"),
    ("ヒロシ", "takeshi"),
    ("ロバート", "william"),
]


@pytest.mark.parametrize(("word", "latin"), SAME)
def test_usual_spellings_are_nearly_the_same_word(word: str, latin: str) -> None:
    assert similarity_across([word], [latin])[0] >= 0.9


@pytest.mark.parametrize(("word", "latin"), UNLIKE)
def test_other_words_are_unlike(word: str, latin: str) -> None:
    assert similarity_across([word], [latin])[0] < 0.6


def test_persian_letters_are_read_as_arabic_ones() -> None:
    assert similarity_across(["کریمی"], ["karimi"]) == similarity_across(["كريمي"], ["karimi"])


def test_vowel_signs_and_long_letters_do_not_count() -> None:
    assert (
        similarity_across(["قَيْس", "قـــيس"], ["qais"] * 2).tolist()
        == [similarity_across(["قيس"], ["qais"])[0]] * 2
    )


def test_hiragana_is_read_as_katakana_and_traditional_characters_as_simplified_ones() -> None:
    assert similarity_across(["ひろし"], ["hiroshi"]) == similarity_across(["ヒロシ"], ["hiroshi"])
    assert similarity_across(["習"], ["xi"]) == similarity_across(["习"], ["xi"])


def test_a_pair_is_as_alike_in_any_batch() -> None:
    pairs = [(word, latin) for word, _ in SAME + UNLIKE for _, latin in SAME + UNLIKE]
    together = similarity_across(*zip(*pairs, strict=True))
    alone = np.array([similarity_across([word], [latin])[0] for word, latin in pairs[::7]])
    assert together[::7].tolist() == alone.tolist()
    backward = similarity_across(*zip(*pairs[::-1], strict=True))
    assert backward[::-1].tolist() == together.tolist()


def test_nothing_is_alike_without_a_table_or_letters() -> None:
    assert (
        similarity_across(["latin", "ქართული", "", "حسين"], ["latin", "kartuli", "x", ""]).tolist() == [0] * 4
    )
    assert similarity_across([], []).tolist() == []


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("قيس", "arabic"),
        ("Путин", "cyrillic"),
        ("שלום", "hebrew"),
        ("김정은", "hangul"),
        ("习近平", "han"),
        ("マツ子", "han"),
        ("ひろし", "kana"),
        ("putin", None),
        ("ქართული", None),
        ("Пutin", None),
    ],
)
def test_script_of_a_word(word: str, script: str | None) -> None:
    assert script_of(word) == script


def test_likeliest_spellings_come_first() -> None:
    assert latin_spellings("Путин", 1) == ("putin",)
    assert latin_spellings("ロバート", 1) == ("robert",)
    assert len(latin_spellings("김", 3)) == 3
    assert latin_spellings("putin", 1) == ()


def test_words_that_are_alike_are_found_among_many() -> None:
    words = [word for word, _ in SAME + UNLIKE]
    latin = sorted({latin for _, latin in SAME + UNLIKE})
    row, column, similarity = pairs_across([*words, "putin"], LatinTree([*latin, "r2d2", ""]), 0.9)
    found = {(words[at], latin[other]) for at, other in zip(row, column, strict=True)}
    assert set(SAME) <= found
    assert found.isdisjoint(UNLIKE)
    assert (
        similarity.tolist()
        == similarity_across([words[at] for at in row], [latin[other] for other in column]).tolist()
    )


def test_what_is_found_does_not_depend_on_the_other_words() -> None:
    words = [word for word, _ in SAME]
    latin = [latin for _, latin in SAME]
    whole = {(words[at], latin[other]) for at, other in zip(*meets(words, latin)[:2], strict=True)}
    apart = {(word, other) for word in words for other in latin if len(meets([word], [other])[0])}
    assert whole == apart
