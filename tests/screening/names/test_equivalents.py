"""Words of two languages for one thing, acronyms of translated phrases, and words put together of others."""

import pytest

from screening.names import compare_names
from screening.names.blends import is_blend_of
from screening.names.equivalents import LEARNED, equivalents, read_equivalents
from screening.names.token_weights import TokenWeights
from screening.settings.names import default_name_policy

ROWS = [
    "# a comment",
    "east\ten\teast eastern",
    "east\tru\tvostok vostochn+",
    "design_bureau\ten\tdesign_bureau",
    "design_bureau\tru\tkb konstruktorskoye_byuro",
]


def score(name: str, listed: str) -> float:
    return compare_names(name, listed, kind="organization").score


def test_a_word_has_the_symbol_of_its_meaning_however_it_is_spelled() -> None:
    known = read_equivalents(ROWS, [])
    for word in ("east", "vostok", "vostochnyy", "vostochny", "vostochnaya", "vostochnaia"):
        assert known.of_word(word) == ("EQUIV:east",), word
    assert known.of_word("zapad") == ()


def test_a_phrase_is_found_among_other_words() -> None:
    known = read_equivalents(ROWS, [])
    words = ["special", "konstruktorskoe", "biuro", "iskra"]
    assert list(known.of_phrases(words)) == [(1, 2, "EQUIV:design_bureau")]
    assert list(known.of_phrases(words[:2])) == []
    assert known.of_word("kb") == ("EQUIV:design_bureau",)


def test_what_was_learned_of_two_words_does_not_carry_over_to_a_third() -> None:
    known = read_equivalents([], ["word\tequivalent", "orosz\trussian\thu/en\t9\t0.9", "russian\tryska"])
    assert set(known.of_word("orosz")) & set(known.of_word("russian"))
    assert set(known.of_word("ryska")) & set(known.of_word("russian"))
    assert not set(known.of_word("orosz")) & set(known.of_word("ryska"))


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("IZTOK KARAT LTD", "KARAT EAST LTD"),
        ("NEVSKIYE NOVOSTI", "NEVSKIYE NEWS"),
        ("TRANSPORTADORA MERIDA", "MERIDA TRUCKING"),
        ("UK SOLNTSEVO, OOO", "SOLNTSEVO MANAGEMENT COMPANY LLC"),
        ("MARS NII", "MARS RESEARCH INSTITUTE"),
        ("KONSTRUKTORSKOE BYURO LUCH", "LUCH DESIGN BUREAU"),
        ("SARMAYE GOZARI PARDIS", "PARDIS INVESTMENT"),
        ("COLCERDOS", "COLOMBIANA DE CERDOS LTDA."),
        ("FRUTAS DE LA COSTA S.A.", "FRUCOSTA"),
    ],
)
def test_names_of_one_organization_in_two_languages_meet(name: str, listed: str) -> None:
    assert score(name, listed) >= 80
    assert score(listed, name) >= 80


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("IZTOK KARAT LTD", "KARAT WEST LTD"),
        ("ZAVOD ISKRA", "ISKRA BANK"),
        ("MARS NII", "VENUS RESEARCH INSTITUTE"),
        ("COLCERDOS", "COLOMBIANA DE CAFE LTDA."),
    ],
)
def test_names_that_say_something_else_do_not(name: str, listed: str) -> None:
    assert score(name, listed) < 80


def test_two_words_of_the_learned_table_meet() -> None:
    lines = LEARNED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "word\t"))]
    assert len(rows) > 100
    known = equivalents(default_name_policy().particles)
    for one, other, *_ in rows:
        assert set(known.of_word(one)) & set(known.of_word(other)), (one, other)


def test_a_foreign_word_weighs_no_more_than_its_counterpart() -> None:
    weights = TokenWeights("non_person", default_name_policy())
    assert weights.of("iztok", "UNSET") <= weights.of("east", "UNSET") < 1
    assert weights.of("kashtirani", "UNSET") <= weights.of("shipping", "UNSET") < 1
    # In names of people the same letters are a name.
    people = TokenWeights("person", default_name_policy())
    assert people.of("iztok", "UNSET") == 1


def test_a_blend_takes_two_letters_or_more_of_each_word_in_their_order() -> None:
    assert is_blend_of("cointerandina", ["comercializadora", "internacional", "andina"])
    assert is_blend_of("banagricola", ["bananera", "agricola"])
    assert is_blend_of("cubanairsa", ["cubana", "aire"], "sa")
    assert is_blend_of("copetesa", ["colombo", "peruana", "tejidos"], "sa")
    assert not is_blend_of("agricolabana", ["bananera", "agricola"])
    assert not is_blend_of("banana", ["bananera", "agricola"])
    assert not is_blend_of("carcol", ["carbones", "colombia"])
