"""hits.xlsx, for a reviewer's spreadsheet.

The columns are those of hits.csv. Text is in text cells, so that ids such as 00123 and 1E5 stay as they are
and nothing can be a formula. Everything is locked but `decision` and `comment`, so that nobody types over an
id or a name by mistake. There is no password: the lock is a help, not a safeguard (what comes back is checked
against the ledger), and a reviewer can lift it. Filters and widths work under it; Excel sorts locked cells
only once it is lifted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from screening.model.hit_table import HitRows
from screening.spreadsheets.flat_hits import flat_hits
from screening.spreadsheets.formula_guard import MAY_BE_GUARDED
from screening.spreadsheets.review_columns import (
    DECISIONS,
    EXPORTED_ROW,
    REVIEW_COLUMNS,
    exported_row,
    takes_back,
)
from screening.spreadsheets.workbook_text import MOST_CHARACTERS, cell_text, escape, is_cut

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["rows_aside", "write_hits_xlsx"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# The rows of an Excel sheet, but for the header.
_MOST_ROWS = 1_048_575
_ELSEWHERE = "all is in the CSV form (hits.csv)."
_ROWS_AT_A_TIME = 2_000
# Where a time has to stand.
_NO_TIME = datetime(1980, 1, 1)

# In characters, by what the columns usually hold. All others get _WIDTH.
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
    "explanation": 90,
    "linked_to": 30,
    "authority": 24,
    "details_url": 30,
    "status": 13,
    "first_seen": 13,
    "watchlist_version": 36,
    "prohibits": 28,
    "lists": 50,
    "entity_birth_dates": 26,
    "why": 40,
    "proposed": 30,
    "revision": 11,
    "decision": 16,
    "comment": 44,
    "exported_row": 16,
    "notes": 40,
}
_WIDTH = 20
# A heading needs room for its filter's arrow, but none makes a column wider than this.
_ARROW, _WIDEST_HEADING = 4, 40
# alert_id, record_id and name: whom a row is about, while its decision is filled in far to the right.
_IN_VIEW = 3
_WRAPPED = "explanation"
_LIKELY = "match_probability"
# Estimated: widths count digits, and letters are narrower.
_LETTERS_A_LINE = 92
# In points; Excel knows no higher row than 409.
_LINE, _MOST_LINES = 15, 27

# "@" is text: what is typed or edited there stays text too, a comment such as "- same man" as well.
_TEXT = {"num_format": "@", "valign": "top"}
_LONG_TEXT = _TEXT | {"text_wrap": True}
# The indent keeps a number off the text of the next column.
_NUMBER = {"num_format": "0.00", "valign": "top", "align": "right", "indent": 1}
_PROBABILITY = _NUMBER | {"num_format": "0.0000"}
_HEADER = _TEXT | {"bold": True, "bottom": 1, "bg_color": "#E7EBF0"}
_TO_FILL_HEADER = _HEADER | {"bg_color": "#FFE08A"}
_TO_FILL = _LONG_TEXT | {"locked": False, "bg_color": "#FFF9E5", "border": 7, "border_color": "#BFBFBF"}


def write_hits_xlsx(hits: HitRows, path: Path, *, most_rows: int = _MOST_ROWS) -> None:
    """Write hits, ordered already: all their columns, then `decision` and `comment`, empty, and
    `exported_row` where the file is taken back.

    Of hits the first `most_rows` are in it, and of a cell 32,767 characters: where something is left out, a
    sheet named "about" and the first sheet's name say so. Equal hits give equal bytes. Raises OSError where
    the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    table = flat_hits(hits.slice(0, most_rows))
    notes = _notes(table, hits.num_rows)
    # The rows wait in files beside, not in memory, for what comes before them.
    with _made(path.with_name(rows_aside(path.name))) as aside:
        workbook = Workbook(path, {"constant_memory": True, "tmpdir": str(aside), "use_zip64": True})
        workbook.set_properties({"author": "sanctions", "created": _NO_TIME})
        sheet = workbook.add_worksheet("hits, not whole" if notes else "hits", _exact_worksheet())
        back = takes_back(table.schema.names)
        columns = [*table.schema.names, *REVIEW_COLUMNS, *([EXPORTED_ROW] if back else [])]
        _arrange(sheet, columns, table.num_rows)
        _write_rows(workbook, sheet, table, columns)
        _write_about(workbook, notes, takes_back=back)
        try:
            workbook.close()
        except FileCreateError as error:
            # The OSError that it hides, which callers know.
            raise error.args[0] from None


def rows_aside(name: str) -> str:
    """The folder beside a workbook of this name in which its rows wait while it is written."""
    return f"{name}.rows"


@contextmanager
def _made(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _notes(table: pa.Table, hits: int) -> list[str]:
    """What the rows of a workbook leave out. hits: how many there are in all."""
    notes = []
    if left_out := hits - table.num_rows:
        notes.append(
            f"This sheet has the {table.num_rows:,} most likely of {hits:,} hits. The other "
            f"{left_out:,} are in hits.csv, which has all, and can be decided there."
        )
    if cut := sum(_too_long(column) for column in table.columns if pa.types.is_string(column.type)):
        notes.append(f"Cells cut after {MOST_CHARACTERS:,} characters: {cut:,}; {_ELSEWHERE}")
    return notes


def _too_long(column: pa.ChunkedArray[Any]) -> int:
    # Nearly always none: only few texts have to be looked at one by one.
    suspects = column.filter(pc.greater(pc.utf8_length(column), MOST_CHARACTERS // 4))
    return sum(is_cut(str(text)) for text in suspects.to_pylist())


def _exact_worksheet() -> type[Worksheet]:
    from xlsxwriter.worksheet import Worksheet

    class ExactWorksheet(Worksheet):
        """Keeps all text as it is: from XlsxWriter's own "_x0041_x0042_" comes back as "_x0041B", and text
        between <r> and </r> is XML to it. Neither method is public; test_cells_come_back would notice."""

        _escape_control_characters = staticmethod(escape)

        def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
            self._xml_inline_string(string, True, attributes)

    return ExactWorksheet


def _arrange(sheet: Worksheet, columns: Sequence[str], rows: int) -> None:
    for place, name in enumerate(columns):
        heading = min(len(name) + _ARROW, _WIDEST_HEADING)
        sheet.set_column(place, place, max(_WIDTHS.get(name, _WIDTH), heading))
    sheet.freeze_panes(1, _IN_VIEW)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    decision = columns.index(REVIEW_COLUMNS[0])
    allowed = {
        "validate": "list",
        "source": list(DECISIONS),
        "show_input": False,
        "error_title": "No such decision",
        "error_message": f"Choose {', '.join(DECISIONS)}, or leave the cell empty.",
    }
    sheet.data_validation(1, decision, max(rows, 1), decision, allowed)
    free = ("autofilter", "sort", "format_columns", "format_rows", "objects")
    sheet.protect(options=dict.fromkeys(free, True))
    sheet.set_landscape()
    sheet.repeat_rows(0)
    # 0: none is hidden, not even in print.
    sheet.hide_gridlines(0)


def _write_rows(workbook: Workbook, sheet: Worksheet, table: pa.Table, columns: Sequence[str]) -> None:
    header, to_fill_header, text, long_text, number, probability, to_fill = map(
        workbook.add_format, (_HEADER, _TO_FILL_HEADER, _TEXT, _LONG_TEXT, _NUMBER, _PROBABILITY, _TO_FILL)
    )
    names = table.schema.names
    wrapped = names.index(_WRAPPED)
    free = range(len(names), len(names) + len(REVIEW_COLUMNS))
    for place, name in enumerate(columns):
        sheet.write_string(0, place, cell_text(name), to_fill_header if place in free else header)
    for row, values in enumerate(_rows(table), start=1):
        if (lines := _lines(values[wrapped] or "")) > 1:
            sheet.set_row(row, lines * _LINE)
        for place, value in enumerate(values):
            if isinstance(value, float):
                likely = names[place] == _LIKELY
                sheet.write_number(row, place, value, probability if likely else number)
            elif value:
                sheet.write_string(row, place, value, long_text if place == wrapped else text)
        for place in free:
            sheet.write_blank(row, place, None, to_fill)
        if free.stop < len(columns):
            sheet.write_string(row, free.stop, exported_row(row, table.num_rows), text)


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
        yield from zip(*[_shown(column).to_pylist() for column in batch.columns], strict=True)


def _shown(column: Any) -> Any:
    """A column as its cells show it (`cell_text`)."""
    if not pa.types.is_string(column.type):
        return column
    # Nearly all texts are shown as they are: only few have to be looked at one by one.
    suspect = pc.or_(
        pc.match_substring_regex(column, MAY_BE_GUARDED),
        pc.greater(pc.utf8_length(column), MOST_CHARACTERS // 4),
    ).fill_null(False)
    if not pc.any(suspect).as_py():
        return column
    texts = [cell_text(text) for text in column.filter(suspect).to_pylist()]
    return pc.replace_with_mask(column, suspect, pa.array(texts, pa.string()))


def _lines(text: str) -> int:
    """How many lines an explanation takes; not every program finds out when it opens a file."""
    lines = sum(1 + max(0, len(line) - 1) // _LETTERS_A_LINE for line in text.split("\n"))
    return min(lines, _MOST_LINES)


def _write_about(workbook: Workbook, notes: Sequence[str], *, takes_back: bool) -> None:
    """takes_back: whether the hits have alerts, which only nights keep."""
    hand_in = "These hits are of a single run, and decisions on them stay in this file. Nights keep alerts."
    if takes_back:
        hand_in = 'Save as .xlsx, and run: sanctions review apply FILE.xlsx --reviewer "YOUR NAME"'
    lines = [
        *(("Not whole", note) for note in notes),
        (
            "To decide",
            "Fill in 'decision' and 'comment' (why) of a row. Leave rows empty that you do not decide.",
        ),
        *DECISIONS.items(),
        ("To hand in", hand_in),
        ("Locked cells", "All but the two columns. There is no password: to sort, take the protection away."),
    ]
    sheet = workbook.add_worksheet("about")
    sheet.set_landscape()
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    bold = workbook.add_format({"bold": True})
    for row, (left, right) in enumerate(lines):
        sheet.write_string(row, 0, left, bold)
        sheet.write_string(row, 1, right, bold if row < len(notes) else None)
