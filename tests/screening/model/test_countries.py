"""Country words → codes, and what a country that is no more may be today."""

import pytest

from screening.model.countries import country_code, successors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Zaire", "CD"),
        ("ZR", "CD"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("GDR", "DE"),
        ("West Germany", "DE"),
        ("Upper Volta", "BF"),
        ("Moldavian SSR", "MD"),
        ("Korea, North", "KP"),
        ("Hong Kong", "HK"),
        ("  Iraq ", "IQ"),
        ("UK", "GB"),
    ],
)
def test_a_country_under_an_old_name_has_the_code_of_today(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["EU", "European Union", "UN", "ZZ", "XX", "Narnia", "unknown", ""])
def test_what_is_no_country_has_no_code(text):
    assert country_code(text) is None


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("USSR", {"RU", "UA", "TM"}),
        ("Yugoslavia", {"RS", "HR", "XK"}),
        ("Czechoslovakia", {"CZ", "SK"}),
        ("Serbia and Montenegro", {"RS", "ME"}),
        ("Netherlands Antilles", {"CW", "NL"}),
    ],
)
def test_a_country_that_fell_apart_may_be_any_of_its_successors(text, among):
    code = country_code(text)
    assert code is not None
    assert among <= successors(code)


@pytest.mark.parametrize("text", ["Russia", "Serbia", "Sudan", "Zaire"])
def test_a_country_of_today_is_only_itself(text):
    code = country_code(text)
    assert code is not None
    assert successors(code) == frozenset()
