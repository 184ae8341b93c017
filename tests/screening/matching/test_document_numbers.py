"""Document numbers as tables write them, one spelling a line, and the keys by which they are found."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.document_numbers import document_keys, number_keys
from screening.settings import load_settings

POLICY = load_settings().matching.identifiers


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("A-105 374 39", "A10537439"),
        ("IMO 9187629", "9187629"),
        ("IMO9187629", "9187629"),
        ("IMO: 9187629", "9187629"),
        ("imo no. 9187629", "9187629"),
        ("9187629 (IMO)", "9187629"),
        ("Passport A1053743", "A1053743"),
        ("A1053743 passport", "A1053743"),
        ("Tax ID No.: 900.226.684-3", "9002266843"),
        ("V.A.T. BE454419759", "BE454419759"),
        ("LEI529900T8BM49AURSDO55", "LEI529900T8BM49AURSDO55"),
        ("LEI: 529900T8BM49AURSDO55", "529900T8BM49AURSDO55"),
        ("ИНН 7707083893", "7707083893"),
        ("№ 7707083893", "7707083893"),
        ("A1053743 (Iran)", "A1053743"),
        ("A1053743 (IR)", "A1053743"),
        ("Passport A1053743 (Iran, expired)", "A1053743"),
        ("９１８７６２９", "9187629"),
        ("٩١٨٧٦٢٩", "9187629"),
        ("۹۱۸۷۶۲۹", "9187629"),
        ("9187629.0", "9187629"),
        ("IMO 9187629.0", "9187629"),
        ("BE 454,419,759", "BE454419759"),
        ("87/437555", "87437555"),
        ("A123456(7)", "A1234567"),
    ],
)
def test_a_number_is_found_in_whatever_spelling(cell: str, key: str) -> None:
    assert key in document_keys(cell, POLICY)


@pytest.mark.parametrize("between", ["; ", ";", ", ", " / ", "\n", "، ", " | "])
def test_each_of_several_numbers_is_found(between: str) -> None:
    keys = document_keys(f"Passport A1053743 (Iran){between}IMO 9187629", POLICY)
    assert {"A1053743", "9187629"} <= set(keys)


@pytest.mark.parametrize(
    ("cell", "no_key"),
    [
        ("87/437555", "437555"),  # the year is part of the number
        ("1,234,567", "34567"),
        ("A123456(7)", "A123456"),
        ("(HWI)040182", "040182"),
        ("NO123456", "123456"),  # Norway's numbers begin so
        ("A1053743, 12.05.2010", "12052010"),  # a day is no document
        ("9187629.0", "91876290"),
        ("Tehran; A1053743", "TEHRAN"),
    ],
)
def test_a_piece_of_a_number_is_no_number(cell: str, no_key: str) -> None:
    assert no_key not in document_keys(cell, POLICY)


@pytest.mark.parametrize("cell", ["12-3", "N/A", "IMO", "", "-", "1; 2; 3", "No. 12"])
def test_what_is_too_short_identifies_nobody(cell: str) -> None:
    assert document_keys(cell, POLICY) == ()


def test_a_listed_number_is_one_number_with_or_without_its_label() -> None:
    assert number_keys("RIF J-31069374-9", POLICY) == ("RIFJ310693749", "J310693749")
    assert number_keys("IMO 9187629", POLICY) == ("IMO9187629", "9187629")
    # Five digits are too common to go without what they are.
    assert number_keys("C.R. 19612", POLICY) == ("CR19612",)
    assert number_keys("China Mobile, Limited", POLICY) == ("CHINAMOBILELIMITED",)


numbers = st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=20)


@given(st.lists(numbers, min_size=1, max_size=4))
def test_the_key_of_the_whole_cell_is_never_lost(several: list[str]) -> None:
    assert "".join(several) in document_keys("-".join(several), POLICY)


@given(st.text(max_size=400))
def test_every_text_has_keys_of_letters_and_digits_long_enough(text: str) -> None:
    keys = document_keys(text, POLICY)
    assert len(keys) == len(set(keys))
    for key in keys:
        assert len(key) >= POLICY.id_min_length
        assert set(key) <= set(string.ascii_uppercase + string.digits)
