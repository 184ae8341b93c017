"""A cell that holds several names."""

import pytest

from screening.names.readings import MAX_WORDS, is_overlong, several_names

A, B, C = "Qais al-Khazali", "Laith al-Khazali", "Abu Layth"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (f"{A}; {B}; {C}", [A, B, C]),
        (f"{A};{B}", [A, B]),
        (f"{A} / {B}", [A, B]),
        (f"{A}/{B}", [A, B]),
        (f"{A} | {B}", [A, B]),
        (f"{A}\n{B}", [A, B]),
        (f"{A} aka {B}", [A, B]),
        (f"{A}, AKA {B}", [A, B]),
        (f"{A} a.k.a. {B}", [A, B]),
        (f"{A} A/K/A {B} f/k/a {C}", [A, B, C]),
        (f"{A} alias {B}", [A, B]),
        (f"{A} also known as: {B}", [A, B]),
        ("Crystalord Ltd dba Brenner Shipping", ["Crystalord Ltd", "Brenner Shipping"]),
        (f"{A} ({B})", [A, B]),
        (f"{A} (a.k.a. {B}; f.k.a. {C})", [A, B, C]),
        (f"{A} ({B}) ({C})", [A, B, C]),
        (f"{A}; {B} ({C})", [A, B, C]),
        (f"{A};&nbsp;{B}".replace("&nbsp;", "&#32;"), [A, B]),
        (f"{A}; {A}; {B}", [A, B]),
        ("习近平; 李强", ["习近平", "李强"]),
    ],
)
def test_a_cell_is_cut_into_its_names(cell: str, names: list[str]) -> None:
    assert several_names(cell) == names


@pytest.mark.parametrize(
    "name",
    [
        A,
        "AL-KHAZALI, Qais",
        "O'Brien, Mary-Jane",
        "Import/Export Co",
        "M/V Iran Shahed",
        "Danske Bank A/S",
        "Acme (UK)",
        "Mina (Dheke)",
        "Acme (Private) Limited",
        "Alias Trading LLC",
        "Procter &amp; Gamble",
        "Johnson & Johnson",
        "aka",
        "(no name)",
        ";",
        "",
    ],
)
def test_one_name_stays_one(name: str) -> None:
    assert several_names(name) == [name]


def test_a_text_of_more_words_than_a_name_is_overlong() -> None:
    assert not is_overlong(" ".join(["Qais"] * MAX_WORDS))
    assert is_overlong(" ".join(["Qais"] * (MAX_WORDS + 1)))
    assert not is_overlong("x" * 1000)
