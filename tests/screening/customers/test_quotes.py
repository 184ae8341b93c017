"""A quote that is not closed in its row swallows no other row; a field with line breaks stays one."""

from pathlib import Path

import pytest

from screening.customers import open_customers
from screening.customers.csv_in import swallowed_rows
from screening.settings.customers import CustomerSettings

HEADER = "record_id,name,country"


def read(path: Path, lines: list[str]) -> tuple[list[str], list[str]]:
    """The names that are screened, and the texts of the rows that are not."""
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    source = open_customers(path, CustomerSettings())
    names, rejected = [], []
    for batch in source.batches():
        names += batch.customers["name"].to_pylist()
        rejected += batch.rejected["raw"].to_pylist()
    assert source.rows_in == source.rows_screened + source.rows_rejected == len(names) + len(rejected)
    return names, rejected


def test_a_quote_closed_rows_later_takes_only_its_own_row(tmp_path: Path) -> None:
    lines = ['1,"Acme,US', "2,Qais al-Khazali,IQ", "3,Ismail Qaani,IR", '4,Bolt",US', "5,Last,US"]
    names, rejected = read(tmp_path / "a.csv", lines)
    assert names == ["Qais al-Khazali", "Ismail Qaani", 'Bolt"', "Last"]
    assert rejected == ['1,"Acme,US']


def test_two_rows_are_enough(tmp_path: Path) -> None:
    names, rejected = read(tmp_path / "a.csv", ['C-1,"Acme,US', 'C-2,Qais al-Khazali",IQ'])
    assert names == ['Qais al-Khazali"']
    assert rejected == ['C-1,"Acme,US']


def test_a_field_with_line_breaks_is_no_broken_quote(tmp_path: Path) -> None:
    lines = ['1,"Acme\nHolding",US', '2,"Bolt\nHead office, Paris",FR', '3,"Cut\n\nin parts\n",DE']
    names, rejected = read(tmp_path / "a.csv", lines)
    assert names == ["Acme Holding", "Bolt Head office, Paris", "Cut in parts"]
    assert rejected == []


@pytest.mark.parametrize(
    ("lines", "swallowed"),
    [
        (['7,Bob,"12 Main St', 'Flat 2, Camden, London"'], False),
        (['7,Bob,"12 Main St', 'London"'], False),
        (['7,Bob,"Main St', '75008, Paris, France"'], False),
        (['7,"Bob,IQ', '8,Eve",US'], True),
        (['AB-07,"Bob,IQ', 'AB-08,Eve",US'], True),
        (['7,"Bob,IQ', "X8,Eve,US", 'Y9,Ann",US'], True),
    ],
)
def test_swallowed_lines_look_like_rows(lines: list[str], swallowed: bool) -> None:
    assert swallowed_rows(lines, 3, ",") is swallowed
