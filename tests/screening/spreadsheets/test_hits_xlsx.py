"""hits.xlsx as a reviewer and a program find it."""

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from hit_rows import hit_table
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from screening.model.alert_states import DISPOSITIONS
from screening.model.hit_table import HIT_SCHEMA
from screening.runs.run_folder import RUN
from screening.spreadsheets import write_hits_xlsx
from screening.spreadsheets.flat_hits import SHEET_COLUMNS, flat_hits
from screening.spreadsheets.hits_workbook import rows_aside
from screening.spreadsheets.review_columns import DECISIONS
from screening.spreadsheets.workbook_text import unescape


def written(folder: Path, hits: pa.Table, **options: Any) -> Any:
    path = folder / "hits.xlsx"
    write_hits_xlsx(hits, path, **options)
    return load_workbook(path)


def column_of(sheet: Any, name: str) -> list[Any]:
    """The cells of a column, but for its heading."""
    (heading,) = (cell for cell in sheet[1] if cell.value == name)
    return [row[0] for row in sheet.iter_rows(min_col=heading.column, max_col=heading.column, min_row=2)]


def test_it_has_the_columns_of_the_csv_and_room_for_decisions(tmp_path: Path) -> None:
    hits = hit_table({"customer_branch": "Basra"}, {"customer_branch": None})
    sheet = written(tmp_path, hits).worksheets[0]
    first, second, third = sheet.iter_rows(values_only=True)
    assert first == (*SHEET_COLUMNS, "customer_branch", "decision", "comment")
    flat = [[value or None for value in row.values()] for row in flat_hits(hits).to_pylist()]
    assert second == (*flat[0], None, None)
    assert third == (*flat[1], None, None)


def test_what_is_several_is_one_text(tmp_path: Path) -> None:
    warnings = ["date_of_birth '31/31/74' cannot be read", "country 'Narnia' is not known"]
    sheet = written(tmp_path, hit_table({"data_warnings": warnings})).worksheets[0]
    header, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert cells["data_warnings"] == "; ".join(warnings)
    assert cells["identifiers"] == "birth date same day: 1974-06-20, listed 20 Jun 1974 (+5 points)"


def test_the_header_stays_in_view_and_filters_all_columns(tmp_path: Path) -> None:
    sheet = written(tmp_path, hit_table({}, {})).worksheets[0]
    # The customer too, while a decision is filled in far to the right.
    assert sheet.freeze_panes == "D2"
    last = get_column_letter(len(SHEET_COLUMNS) + 2)
    assert sheet.auto_filter.ref == f"A1:{last}3"
    widths = {name.value: sheet.column_dimensions[name.column_letter].width for name in sheet[1]}
    assert widths["explanation"] > widths["name"] > widths["score"] > 8
    assert all(len(name) < width for name, width in widths.items())


def test_decisions_are_chosen_from_a_list(tmp_path: Path) -> None:
    sheet = written(tmp_path, hit_table({}, {}, {})).worksheets[0]
    (allowed,) = sheet.data_validations.dataValidation
    cells = column_of(sheet, "decision")
    assert str(allowed.sqref) == f"{cells[0].coordinate}:{cells[-1].coordinate}"
    assert (allowed.type, allowed.formula1) == ("list", '"true match,false positive,escalate,open"')
    assert allowed.allow_blank
    assert allowed.showErrorMessage
    assert allowed.error == "Choose true match, false positive, escalate, open, or leave the cell empty."
    # Despite its name, this one hides the arrow.
    assert not allowed.showDropDown


def test_the_list_has_the_words_that_are_taken_back() -> None:
    assert tuple(DECISIONS) == DISPOSITIONS


def test_only_decision_and_comment_can_be_filled_in(tmp_path: Path) -> None:
    sheet = written(tmp_path, hit_table({}, {})).worksheets[0]
    unlocked = {
        sheet.cell(1, cell.column).value for row in sheet for cell in row if not cell.protection.locked
    }
    assert unlocked == {"decision", "comment"}
    assert all(not cell.protection.locked for cell in column_of(sheet, "comment"))
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    # False: not forbidden.
    free = ("autoFilter", "sort", "formatColumns", "formatRows", "objects")
    assert not any(getattr(protection, name) for name in free)


def test_ids_and_dates_are_text_and_scores_are_numbers(tmp_path: Path) -> None:
    ids = ["00123", "1E5", "3-4", "1234567890123456789", "TRUE", "2026-11-22"]
    sheet = written(tmp_path, hit_table(*[{"record_id": key, "score": 90.5} for key in ids])).worksheets[0]
    for name in ("record_id", "alert_id", "entity_id", "first_seen"):
        assert {(cell.data_type, cell.number_format) for cell in column_of(sheet, name)} == {("s", "@")}
    assert [cell.value for cell in column_of(sheet, "record_id")] == ids
    scores = column_of(sheet, "score")
    assert {(cell.value, cell.data_type, cell.number_format) for cell in scores} == {(90.5, "n", "0.00")}


@pytest.mark.parametrize("column", ["name", "customer_phone", "explanation", "record_id"])
def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path: Path, column: str) -> None:
    texts = ["=1+1", "+49 30 1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(1)", "＝1"]
    sheet = written(tmp_path, hit_table(*[{column: text} for text in texts])).worksheets[0]
    cells = column_of(sheet, column)
    assert [unescape(cell.value) for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(tmp_path / "hits.xlsx") as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<formula1", b"")


@pytest.mark.parametrize(
    "text", ["<r><t>Qais</t></r>", "<r>Qais</r>", "<r>", "a & b", "{=1}", "http://a.test"]
)
def test_a_cell_that_looks_like_xml_or_a_link_stays_text(tmp_path: Path, text: str) -> None:
    sheet = written(tmp_path, hit_table({"name": text})).worksheets[0]
    (cell,) = column_of(sheet, "name")
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_comment_that_begins_like_a_formula_is_kept_as_typed(tmp_path: Path) -> None:
    sheet = written(tmp_path, hit_table({})).worksheets[0]
    assert {column_of(sheet, name)[0].number_format for name in ("decision", "comment")} == {"@"}


def test_a_header_can_be_no_formula_either(tmp_path: Path) -> None:
    sheet = written(tmp_path, hit_table({"=cmd": "x"})).worksheets[0]
    heading = sheet.cell(1, len(SHEET_COLUMNS) + 1)
    assert (heading.value, heading.data_type) == ("=cmd", "s")


def test_long_explanations_wrap_in_a_row_as_high(tmp_path: Path) -> None:
    texts = ["short", "word " * 40, "word " * 10_000, None]
    sheet = written(tmp_path, hit_table(*[{"explanation": text} for text in texts])).worksheets[0]
    assert column_of(sheet, "explanation")[1].alignment.wrap_text
    # None: one line, as every row has that says nothing.
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [None, 45, 405, None]


def test_what_does_not_fit_is_said_to_be_left_out(tmp_path: Path) -> None:
    hits = hit_table(*[{"record_id": f"C-{number}", "customer_note": "x" * 40_000} for number in range(5)])
    workbook = written(tmp_path, hits, most_rows=3)
    assert workbook.sheetnames == ["hits, not whole", "about"]
    assert [cell.value for cell in column_of(workbook.worksheets[0], "record_id")] == ["C-0", "C-1", "C-2"]
    said = [cell.value for cell in workbook["about"]["B"]]
    assert said[0] == (
        "This sheet has the 3 most likely of 5 hits. The other 2 are in hits.csv, which has all, and can be "
        "decided there."
    )
    assert said[1] == "Cells cut after 32,767 characters: 3; all is in the CSV form (hits.csv)."


def test_what_fits_says_nothing_of_limits(tmp_path: Path) -> None:
    workbook = written(tmp_path, hit_table({}))
    assert workbook.sheetnames == ["hits", "about"]
    first_words = [cell.value for cell in workbook["about"]["A"]]
    assert first_words == ["To decide", *DISPOSITIONS, "To hand in", "Locked cells"]


def test_it_tells_how_to_hand_in_only_where_there_are_alerts(tmp_path: Path) -> None:
    of_a_run = written(tmp_path, hit_table({}))["about"]
    of_a_night = written(tmp_path, hit_table({"revision": "1"}))["about"]
    said = [[cell.value for cell in sheet["B"]][5] for sheet in (of_a_run, of_a_night)]
    assert "review apply" not in said[0]
    assert "review apply" in said[1]


def test_no_hits_make_a_workbook_too(tmp_path: Path) -> None:
    sheet = written(tmp_path, HIT_SCHEMA.empty_table()).worksheets[0]
    assert sheet.max_row == 1
    assert sheet.cell(1, 1).value == "alert_id"


def test_equal_hits_give_equal_bytes_without_a_time_or_a_name(tmp_path: Path) -> None:
    def fingerprint(hits: pa.Table) -> str:
        write_hits_xlsx(hits, tmp_path / "hits.xlsx")
        return hashlib.sha256((tmp_path / "hits.xlsx").read_bytes()).hexdigest()

    hits = hit_table(*[{"record_id": f"C-{number}"} for number in range(50)])
    wanted = fingerprint(hits)
    assert fingerprint(pa.concat_tables([hits.slice(0, 7), hits.slice(7)])) == wanted
    assert fingerprint(pa.Table.from_pandas(hits.to_pandas())) == wanted
    assert fingerprint(hits.slice(1)) != wanted
    properties = load_workbook(tmp_path / "hits.xlsx").properties
    assert (properties.creator, properties.lastModifiedBy) == ("sanctions", "sanctions")
    assert properties.created == properties.modified == datetime(1980, 1, 1)
    with zipfile.ZipFile(tmp_path / "hits.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_a_file_that_cannot_be_written_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_hits_xlsx(hit_table({}), tmp_path / "missing" / "hits.xlsx")
    (tmp_path / "hits.xlsx").mkdir()
    with pytest.raises(IsADirectoryError):
        write_hits_xlsx(hit_table({}), tmp_path / "hits.xlsx")
    assert [path.name for path in tmp_path.rglob("*")] == ["hits.xlsx"]


def test_a_table_without_the_promised_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hits must begin with the columns"):
        write_hits_xlsx(hit_table({}).drop_columns(["score"]), tmp_path / "hits.xlsx")


def test_rows_wait_where_a_killed_run_is_tidied_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    close = xlsxwriter.Workbook.close

    def watched(workbook: xlsxwriter.Workbook) -> None:
        seen.append(sorted(entry.name for entry in tmp_path.iterdir()))
        close(workbook)

    monkeypatch.setattr(xlsxwriter.Workbook, "close", watched)
    write_hits_xlsx(hit_table({}), tmp_path / "hits.xlsx")
    assert seen == [[rows_aside("hits.xlsx")]]
    assert set(seen[0]) <= set(RUN.aside)
    assert [entry.name for entry in tmp_path.iterdir()] == ["hits.xlsx"]
