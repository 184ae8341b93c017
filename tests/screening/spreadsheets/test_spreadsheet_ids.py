"""An id that a spreadsheet took for a number is recognized; another id is not."""

import pytest

from screening.spreadsheets.whole_sheet import is_same_id


@pytest.mark.parametrize(
    ("ours", "cell"),
    [
        ("C-17", "C-17"),
        (" C  17", "C 17"),
        ("00123", "123"),
        ("123", "123.0"),
        ("1234567890123456", "1.23E+15"),
        ("1234567890123456", "1,23457E+15"),
        ("1234567890123456", "1234567890123450"),
        ("0001234567890123", "1.23457E+12"),
        ("9999999999999999", "1E+16"),
        ("20e5", "2000000"),
        ("20e5", "2.00E+06"),
        ("1234567890123456", "1.234567890123456E+15"),
    ],
)
def test_what_a_spreadsheet_makes_of_an_id(ours, cell):
    assert is_same_id(ours, cell)


@pytest.mark.parametrize(
    ("ours", "cell"),
    [
        ("C-17", "C-18"),
        ("C-17", "17"),
        ("00123", "124"),
        ("123", "0123x"),
        ("1234567890123456", "1.24E+15"),
        ("1234567890123456", "1.23E+14"),
        ("1234567890123456", "1234567890123460"),
        ("123456", "1.23E+999999999"),
        ("12", ""),
        ("0", "1E+0"),
    ],
)
def test_another_id(ours, cell):
    assert not is_same_id(ours, cell)
