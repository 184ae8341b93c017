"""Words that mix alphabets to be read but not found."""

import pytest

from screening import compare_names
from screening.names.plain_text import one_alphabet


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("Nicоlás Mаdurο", "Nicolás Maduro"),
        ("СRYSТALORD LTD", "CRYSTALORD LTD"),
        ("Ѕaeed", "Saeed"),
        ("CIMEX, Ѕ.А.", "CIMEX, S.A."),
        ("Hachim К. ATIА", "Hachim K. ATIA"),
    ],
)
def test_a_mixed_word_is_written_in_latin_letters(mixed: str, plain: str) -> None:
    assert one_alphabet(mixed) == plain


@pytest.mark.parametrize(
    "name",
    [
        "Владимир Путин",
        "Νίκος Παππάς",
        "Jürgen Müller",
        "قيس الخزعلي",
        "plain",
        "Анна Керн (Anna KERN)",
        "Anna Сорос",
        "ООО",
    ],
)
def test_words_of_one_alphabet_stay_as_they_are(name: str) -> None:
    assert one_alphabet(name) == name


def test_a_listed_name_is_found_behind_twins() -> None:
    assert compare_names("Nicоlas Mаdurо", "MADURO, Nicolas").score == 100
