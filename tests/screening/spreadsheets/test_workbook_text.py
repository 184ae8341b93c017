"""Text in the cells of a workbook, and its way back."""

from xml.sax.saxutils import escape as escape_xml

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from screening.spreadsheets.formula_guard import unguard
from screening.spreadsheets.workbook_text import MOST_CHARACTERS, cell_text, escape, is_cut, unescape

# All that Arrow's text can hold. Made to hurt: what looks like an escape or is none that XML allows.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NASTY = st.text(
    st.sampled_from("_xX005FDdFf\x00\x01\t\n\r\x1f\x7f\x85\ufffe\uffff&<>\"']ق😀 '=+"), max_size=30
)


def through_xml(text: str) -> str:
    return etree.fromstring(f"<t>{escape_xml(text)}</t>".encode()).text or ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("AL-KHAZALI, Qais", "AL-KHAZALI, Qais"),
        ("\ta\r\n", "\ta_x000D_\n"),
        ("a\x01b", "a_x0001_b"),
        ("\uffff", "_xFFFF_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_x0041\x01", "_x005F_x0041_x0001_"),
        ("_x005F_x0001_", "_x005F_x005F_x005F_x0001_"),
        ("_x0041 and x005F_", "_x0041 and x005F_"),
    ],
)
def test_what_xml_cannot_hold_is_written_as_excel_does(text: str, written: str) -> None:
    assert escape(text) == written
    assert unescape(written) == text


@given(st.one_of(TEXT, NASTY))
@example("_x005F_x005F_x0041_")
@example("_x0041\x01_x0041_x0042_")
def test_escapes_can_be_taken_back(text: str) -> None:
    assert unescape(through_xml(escape(text))) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30 1", "-", "@x", "\tx", "\rx", "'Abd al-Rahman", "a; =1", "قيس"]
)
def test_a_cell_shows_text_as_it_is(text: str) -> None:
    assert cell_text(text) == text


def test_text_that_looks_guarded_gets_one_more_apostrophe() -> None:
    # For guards come off where a workbook was made of a CSV, and nobody can tell by then.
    assert cell_text("'=1+1") == "''=1+1"


@given(st.one_of(TEXT, NASTY, st.text(st.sampled_from("=+-@＝'; \t\r\n\u200ba"), max_size=25)))
def test_what_a_cell_shows_gives_the_text_back(text: str) -> None:
    assert unguard(cell_text(text)) == text


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter: str) -> None:
    # Excel counts as UTF-16 does.
    fits = letter * (MOST_CHARACTERS // (len(letter.encode("utf-16-le")) // 2))
    assert not is_cut(fits)
    assert cell_text(fits) == fits
    shown = cell_text(fits + "aa")
    assert is_cut(fits + "aa")
    assert shown.startswith(letter * 1_000)
    assert shown.endswith("[cut here: too long for a cell]")
    assert MOST_CHARACTERS - 2 < len(shown.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
