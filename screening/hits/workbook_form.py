"""A workbook for review without its rows: looks, filters, drop-down, protection. Reach for it to change them.

Everything is locked but `decision` and `comment`, so that nobody types over an id or a name by mistake. There
is no password: the lock is a help, not a safeguard (what comes back is checked against the ledger), and a
reviewer can lift it. Filters and widths work under it; Excel sorts locked cells only once it is lifted.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from screening.hits.review_columns import DECISIONS, REVIEW_COLUMNS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = ["LETTERS_A_LINE", "NO_TIME", "Form", "Styles", "workbook_form"]

# The earliest time that a zip can hold, where a time has to stand.
NO_TIME = datetime(1980, 1, 1)

# In characters.
_EXPLANATION_WIDTH = 90
# Estimated: widths count digits, and letters are narrower.
LETTERS_A_LINE = 92

# In characters too, by what the columns usually hold. All others get _WIDTH.
_WIDTHS = {
    "alert_id": 19,
    "record_id": 14,
    "name": 32,
    "list_id": 12,
    "entity_id": 11,
    "entity_name": 32,
    "entity_type": 13,
    "matched_name": 32,
    "score": 9,
    "name_score": 13,
    "explanation": _EXPLANATION_WIDTH,
    "programs": 20,
    "authority": 24,
    "linked_to": 30,
    "details_url": 30,
    "status": 13,
    "first_seen": 13,
    "watchlist_version": 36,
    "entity_birth_dates": 26,
    "why": 40,
    "proposed": 30,
    "revision": 11,
    "decision": 16,
    "comment": 44,
}
_WIDTH = 20
_FONT = "Calibri"
# A heading needs room for its filter's arrow, but none makes a column wider than this.
_ARROW, _WIDEST_HEADING = 4, 40
# These stay in view beside the header: whom a row is about, while its decision is filled in far to the right.
_IN_VIEW = ("alert_id", "record_id", "name")
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
# The first sheet.
_SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers of the cells' styles. long_text wraps; the last two can be filled in."""

    header: int
    to_fill_header: int
    text: int
    long_text: int
    number: int
    decision: int
    comment: int


@dataclass(frozen=True, slots=True)
class Form:
    """files: all of the workbook but its first sheet, path → content. sheet: that one's path; its XML is
    `before`, the element sheetData with the rows, and `after`."""

    styles: Styles
    files: Mapping[str, bytes]
    sheet: str
    before: bytes
    after: bytes


def workbook_form(columns: Sequence[str], rows: int, notes: Sequence[str]) -> Form:
    """A workbook for `rows` rows with these columns, which end with REVIEW_COLUMNS.

    notes: what a reader must know of what is not in the sheet; where there are any, the sheet's name says so.
    The same arguments give the same bytes.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("hits, not whole" if notes else "hits")
    styles = _styles(sheet)
    _arrange(sheet, columns, rows)
    _about(workbook, notes, takes_back="revision" in columns)
    files = _files(workbook)
    before, after = _NO_ROWS.split(files.pop(_SHEET))
    return Form(styles, files, _SHEET, before, after)


def _styles(sheet: WriteOnlyWorksheet) -> Styles:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    def style(
        form: str = "@", *, wrap: bool = False, fill: str = "", bold: bool = False, side: str | None = None
    ) -> Cell:
        cell = WriteOnlyCell(sheet)
        # "@" is text: what is typed or edited there stays text too, a comment such as "- same man" as well.
        cell.number_format = form
        # A number's indent keeps it off the text of the next column.
        cell.alignment = Alignment(side, "top", wrap_text=wrap, indent=1 if side else 0)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if bold:
            cell.font = Font(_FONT, bold=True)
            cell.border = Border(bottom=Side("thin"))
        return cell

    def to_fill(*, wrap: bool = False) -> Cell:
        cell = style(wrap=wrap, fill="FFF9E5")
        cell.protection = Protection(locked=False)
        edge = Side("hair", color="BFBFBF")
        cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        return cell

    return Styles(
        header=style(bold=True, fill="E7EBF0").style_id,
        to_fill_header=style(bold=True, fill="FFE08A").style_id,
        text=style().style_id,
        long_text=style(wrap=True).style_id,
        number=style("0.00", side="right").style_id,
        decision=to_fill().style_id,
        comment=to_fill(wrap=True).style_id,
    )


# The stubs know few of the things that a write-only sheet can do.
def _arrange(sheet: Any, columns: Sequence[str], rows: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(
            _WIDTHS.get(name, _WIDTH), min(len(name) + _ARROW, _WIDEST_HEADING)
        )
    in_view = tuple(columns[: len(_IN_VIEW)]) == _IN_VIEW
    sheet.freeze_panes = f"{get_column_letter(len(_IN_VIEW) + 1) if in_view else 'A'}2"
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
    decision = get_column_letter(len(columns) - len(REVIEW_COLUMNS) + 1)
    allowed = DataValidation(
        type="list",
        formula1=f'"{",".join(DECISIONS)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle="No such decision",
        error=f"Choose {', '.join(DECISIONS)}, or leave the cell empty.",
        showInputMessage=False,
    )
    allowed.add(f"{decision}2:{decision}{max(rows, 1) + 1}")
    sheet.data_validations.append(allowed)
    sheet.page_setup.orientation = "landscape"
    sheet.print_options.gridLines = True
    sheet.print_title_rows = "1:1"
    protection = sheet.protection
    protection.enable()
    # In this format False says that it is not forbidden.
    for free in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(protection, free, False)


def _about(workbook: Workbook, notes: Sequence[str], *, takes_back: bool) -> None:
    """takes_back: whether the hits have alerts, which only nights keep."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet: Any = workbook.create_sheet("about")
    sheet.page_setup.orientation = "landscape"
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 60

    def line(left: str, right: str, *, bold: bool = False) -> None:
        cells = [WriteOnlyCell(sheet, left), WriteOnlyCell(sheet, right)]
        for cell in cells:
            cell.font = Font(_FONT, bold=bold or cell is cells[0])
        sheet.append(cells)

    for note in notes:
        line("Not whole", note, bold=True)
    line(
        "To decide",
        "Fill in 'decision' and 'comment' (why) of a row. Leave rows empty that you do not decide.",
    )
    for word, meaning in DECISIONS.items():
        line(word, meaning)
    if takes_back:
        line("To hand in", 'Save as .xlsx, and run: sanctions review apply FILE.xlsx --reviewer "YOUR NAME"')
    else:
        line(
            "To hand in",
            "These hits are of a single run, and decisions on them stay in this file. Nights keep alerts.",
        )
    line("Locked cells", "All but the two columns. There is no password: to sort, take the protection away.")


def _files(workbook: Workbook) -> dict[str, bytes]:
    from openpyxl.writer.excel import ExcelWriter

    # No time and nobody's name: equal hits make equal files.
    properties = workbook.properties
    properties.creator = "sanctions"
    properties.created = properties.modified = NO_TIME
    content = BytesIO()
    # Workbook.save would put the time in.
    ExcelWriter(workbook, zipfile.ZipFile(content, "w")).save()
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
