"""Text cells that no spreadsheet takes for a formula, and their way back."""

import csv
import io
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.spreadsheets.formula_guard import MAY_BE_GUARDED, guard, unguard

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Made to hurt: signs, blanks, separators and apostrophes next to each other.
NASTY = st.text(st.sampled_from("=+-@＝＋－＠'; \t\r\n\x00\u200b\u00a0\ufeff,\"aق"), max_size=25)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("＠x", "'＠x"),
        (" \u00a0=1", "' \u00a0=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a; =1+1", "a;' =1+1"),
        ("a\n=1+1", "a\n'=1+1"),
        ("'=1+1", "''=1+1"),
    ],
)
def test_dangerous_text_is_guarded(text: str, cell: str) -> None:
    assert guard(text) == cell
    assert unguard(cell) == text


@pytest.mark.parametrize("text", ["", "AL-KHAZALI, Qais", "'Abd al-Rahman", "SDGT; GLOMAG", "قيس", "a=b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.one_of(st.text(), NASTY))
@example("';\t'=")
@example(";\t=x")
@example("\t\t'\n'")
def test_guarding_can_be_taken_back(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.one_of(st.text(), NASTY))
@example("a;\u2003'=")
def test_what_guarding_changes_is_found_in_a_column_at_once(text: str) -> None:
    (found,) = pc.match_substring_regex(pa.array([text]), MAY_BE_GUARDED).to_pylist()
    assert found or guard(text) == text


@given(NASTY)
def test_no_cell_begins_a_formula_wherever_it_is_cut(text: str) -> None:
    guarded = guard(text)
    for cut in [guarded, *guarded.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";")]:
        bare = cut.lstrip(" \t\r\n\x00\u200b\u00a0\ufeff")
        assert bare[:1] == "" or bare[0] not in "=+-@＝＋－＠"
    assert guarded[:1] not in {"\t", "\r", "\n"}


@given(st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), NASTY), min_size=1))
def test_cells_survive_a_csv_file(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([guard(text) for text in texts] + ["end"])
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert [unguard(cell) for cell in rows[0][:-1]] == texts


def test_a_long_run_of_blanks_takes_no_long_time() -> None:
    text = ";\t" * 200_000
    assert unguard(guard(text)) == text
