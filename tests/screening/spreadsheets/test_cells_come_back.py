"""Any text in any cell of hits.csv and hits.xlsx comes back from them as it was."""

from pathlib import Path

import pytest
from hit_rows import hit_table
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from screening.spreadsheets import write_hits_csv, write_hits_xlsx
from screening.spreadsheets.sheet_rows import read_cells

WRITERS = {"hits.csv": write_hits_csv, "hits.xlsx": write_hits_xlsx}
COLUMNS = ("record_id", "name", "explanation", "customer_note")
# What a spreadsheet takes for a formula, a number or a new cell, and what files cannot hold plainly.
PIECES = st.sampled_from(
    [
        *"=+-@＝＋－＠';,\"\t\r\n \u00a0\u200b\x00\x01\x1f\x85\ufeff\uffff",
        "_x0041_",
        "_x005F_",
        "x005F_",
        "_x0041",
        "<r>",
        "</r>",
        "1E5",
    ]
)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.one_of(PIECES, st.text("aق😀0", max_size=2)), max_size=8).map("".join),
)
ROW = st.tuples(*[TEXT] * len(COLUMNS))


@pytest.fixture(scope="module", params=WRITERS)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / str(request.param)


@given(rows=st.lists(ROW, min_size=1, max_size=6))
@example(rows=[("=1+1", "'=1+1", "''=1+1", "+49; =1")])
@example(rows=[("\rx", "\tx", "\nx", "\r\nx")])
@example(rows=[("_x0001_", "\x01", "_x005F_x0001_", "x005F_")])
@example(rows=[("_x0041_x0042_", "_x0041\x01", "<r>Qais</r>", "<r><t>Qais</t></r>")])
def test_every_cell_comes_back_as_it_was(path: Path, rows: list[tuple[str, ...]]) -> None:
    hits = hit_table(*[dict(zip(COLUMNS, row, strict=True)) for row in rows])
    WRITERS[path.name](hits, path)
    (_, header), *found = read_cells(path, ["decision"])
    assert [number for number, _ in found] == list(range(2, len(rows) + 2))
    places = [header.index(name) for name in COLUMNS]
    assert [tuple(_padded(cells, len(header))[place] for place in places) for _, cells in found] == rows


@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_every_cell_of_the_workbook_is_text(tmp_path_factory, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path_factory.getbasetemp() / "text.xlsx"
    write_hits_xlsx(hit_table(*[dict(zip(COLUMNS, row, strict=True)) for row in rows]), path)
    sheet = load_workbook(path).worksheets[0]
    kinds = {
        cell.data_type
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.value is not None and sheet.cell(1, cell.column).value in COLUMNS
    }
    assert kinds <= {"s"}


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
