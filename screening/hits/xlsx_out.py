"""hits.xlsx, for a reviewer's spreadsheet. Reach for it to write hits as a workbook to fill in.

The columns are those of hits.csv. Text is in text cells, so that ids such as 00123 and 1E5 stay as they are
and nothing can be a formula. openpyxl makes the workbook but for its rows (see `workbook_form`): a styled
cell takes it some 20 µs, and writing the XML of the rows a tenth of that.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute

from screening.hits.parquet_out import plain_hits
from screening.hits.review_columns import REVIEW_COLUMNS
from screening.hits.workbook_form import LETTERS_A_LINE, NO_TIME, Form, Styles, workbook_form
from screening.hits.workbook_text import MOST_CHARACTERS, cell_text, escape, is_cut

__all__ = ["write_hits_xlsx"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# The rows of an Excel sheet, but for the header.
_MOST_ROWS = 1_048_575
_ELSEWHERE = "all is in the CSV form (hits.csv)."
_ROWS_AT_A_TIME = 2_000
_WRAPPED = "explanation"
# In points; Excel knows no higher row than 409.
_LINE, _MOST_LINES = 15, 27


def write_hits_xlsx(hits: pa.Table, path: Path, *, most_rows: int = _MOST_ROWS) -> None:
    """Write hits, ordered already: all their columns, then `decision` and `comment`, empty.

    A sheet ends at `most_rows` and a cell at 32,767 characters: what does not fit is left out, and a sheet
    named "about" and the first sheet's name say so. Equal hits give equal bytes.
    """
    table = plain_hits(hits)
    fitting = table.slice(0, most_rows)
    columns = [cell_text(name) for name in (*table.schema.names, *REVIEW_COLUMNS)]
    form = workbook_form(columns, fitting.num_rows, _notes(table, fitting))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in form.files.items():
            archive.writestr(_entry(name), content)
        with archive.open(_entry(form.sheet), "w", force_zip64=True) as file:
            _write_sheet(file, form, columns, fitting)


def _notes(table: pa.Table, fitting: pa.Table) -> list[str]:
    notes = []
    if left_out := table.num_rows - fitting.num_rows:
        notes.append(f"{left_out:,} of {table.num_rows:,} hits do not fit into a sheet; {_ELSEWHERE}")
    if cut := sum(_too_long(column) for column in fitting.columns if pa.types.is_string(column.type)):
        notes.append(f"Cells cut after {MOST_CHARACTERS:,} characters: {cut:,}; {_ELSEWHERE}")
    return notes


def _too_long(column: pa.ChunkedArray[Any]) -> int:
    # Nearly always none: only few texts have to be looked at one by one.
    suspects = column.filter(pc.greater(pc.utf8_length(column), MOST_CHARACTERS // 4))
    return sum(is_cut(str(text)) for text in suspects.to_pylist())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Else the system that wrote it shows.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _write_sheet(file: IO[bytes], form: Form, columns: Sequence[str], table: pa.Table) -> None:
    letters = _letters(len(columns))
    styles = form.styles
    file.write(form.before + b"<sheetData>")
    header = [
        _text_cell(styles.to_fill_header if name in REVIEW_COLUMNS else styles.header, escape(name))
        for name in columns
    ]
    file.write(_row(1, 1, letters, header).encode())
    number = 2
    for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
        rows = []
        lines = [_lines(text) for text in batch.column(_WRAPPED).to_pylist()]
        for height, cells in zip(lines, _cells(batch, styles), strict=True):
            rows.append(_row(number, height, letters, cells))
            number += 1
        file.write("".join(rows).encode())
    file.write(b"</sheetData>" + form.after)


def _letters(count: int) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(number) for number in range(1, count + 1)]


def _lines(text: str | None) -> int:
    """How many lines an explanation takes; not every program finds out when it opens a file."""
    if text is None:
        return 1
    lines = sum(1 + max(0, len(line) - 1) // LETTERS_A_LINE for line in text.split("\n"))
    return min(lines, _MOST_LINES)


def _row(number: int, lines: int, letters: Sequence[str], cells: Sequence[str]) -> str:
    """A row's XML. cells: each without its beginning, `<c r="A1"`; "" for none."""
    parts = [f'<c r="{letter}{number}"{cell}' for letter, cell in zip(letters, cells, strict=True) if cell]
    return f'<row r="{number}" ht="{lines * _LINE}">{"".join(parts)}</row>'


def _cells(batch: pa.RecordBatch, styles: Styles) -> Iterator[tuple[str, ...]]:
    columns = [
        _texts(column, styles.long_text if name == _WRAPPED else styles.text)
        if pa.types.is_string(column.type)
        else [_number_cell(styles.number, value) for value in column.to_pylist()]
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    to_fill = [[f' s="{style}"/>'] * batch.num_rows for style in (styles.decision, styles.comment)]
    return zip(*columns, *to_fill, strict=True)


def _texts(column: Any, style: int) -> list[str]:
    # The same few words stand in most columns again and again.
    encoded = column.dictionary_encode()
    cells = [_text_cell(style, escape(cell_text(text))) for text in encoded.dictionary.to_pylist()]
    return ["" if place is None else cells[place] for place in encoded.indices.to_pylist()]


def _text_cell(style: int, xml: str) -> str:
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml}</t></is></c>' if xml else ""


def _number_cell(style: int, value: float | None) -> str:
    return "" if value is None else f' s="{style}"><v>{value!r}</v></c>'
