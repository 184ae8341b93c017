"""Rows of a table that a spreadsheet saved, the cells exactly as they were exported. The first line names the
columns.

What a file is, is seen from its content: a workbook, or text in UTF-8, UTF-16 or Windows' Western encoding,
with or without byte-order mark, split by commas, semicolons or tabs. To read another kind of file, add a
function that gives its rows to `read_cells`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.model.errors import InputError
from screening.spreadsheets.formula_guard import unguard
from screening.spreadsheets.review_columns import EXPORTED_ROW
from screening.spreadsheets.workbook_cells import workbook_cells

__all__ = ["Sheet", "SheetRow", "read_cells", "read_sheet"]

_DELIMITERS = (",", ";", "\t")
_WORKBOOK = b"PK\x03\x04"
# Old .xls files, and workbooks behind a password; nothing here reads them.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_EXPORT = (
    "Send back the columns of the export or the night's hits, in any order. "
    "Hits of a run by 'sanctions screen' have no alerts."
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. number: as a spreadsheet counts, the first line is 1. cells: column → text, trimmed, without
    the apostrophes that guard against formulas; "" where the cell is empty."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """columns: as the first line names them, in lower case. rows: all but blank ones."""

    columns: Sequence[str]
    rows: Sequence[SheetRow]


def read_sheet(path: Path, required: Sequence[str], *, like: str = _EXPORT) -> Sheet:
    """Read a file with at least the columns `required`, in any order. like: what the columns should be, in
    words for whom one is missing.

    Raises InputError for a file that is missing or not such a table, a required column that is missing or
    there twice, and a row with more cells than the first line.
    """
    rows = read_cells(path, required)
    header = next(rows, None)
    while header is not None and not any(cell.strip() for cell in header[1]):
        header = next(rows, None)
    if header is None:
        raise InputError(f"{path}: the file is empty. Its first line must name the columns.")
    columns = [_trimmed(cell).casefold() for cell in header[1]]
    for name in required:
        if columns.count(name) != 1:
            fault = "is missing" if name not in columns else "is there more than once"
            raise InputError(f"{path}, row {header[0]}: the column '{name}' {fault}. {like}")
    found = []
    for number, cells in rows:
        texts = [_trimmed(cell) for cell in cells]
        if not any(texts):
            continue
        if any(texts[len(columns) :]):
            raise InputError(
                f"{path}, row {number}: has more cells than the first row names columns. "
                "Save the table again from the spreadsheet."
            )
        texts += [""] * (len(columns) - len(texts))
        found.append(SheetRow(number, dict(zip(columns, texts, strict=False))))
    return Sheet(columns, found)


def _trimmed(cell: str) -> str:
    return cell.replace("\xa0", " ").strip()


def read_cells(path: Path, required: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every row, the first line included, without guards against formulas.

    required: columns that the first line names, by which it is seen what splits the cells of a text file.
    Guards come off workbooks too, which may have been made of a CSV; see `workbook_text`. Raises InputError,
    here or while the rows are taken, for a file that is missing or cannot be read.
    """
    for number, cells in _read(path, required):
        yield number, [unguard(cell) for cell in cells]


def _read(path: Path, required: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    if content.startswith(_WORKBOOK):
        return workbook_cells(path)
    if content.startswith(_OLD_WORKBOOK):
        raise InputError(
            f"{path}: a workbook in Excel's old format, or behind a password. "
            "Save it as CSV or .xlsx, without a password."
        )
    return _text_rows(path, _decoded(path, content), required)


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in content[:200]:
        # UTF-16 without its mark: the zero bytes of plain letters are every second one.
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise InputError(f"{path}: not a text file. Save it as CSV or .xlsx.") from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: text in an encoding that is neither UTF-8 nor UTF-16. Save it as 'CSV UTF-8'."
        ) from error


def _text_rows(path: Path, text: str, required: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    offset = 0
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep="):
        # Excel's own line that says what splits the cells.
        text, offset = rest, 1
    delimiter = max(_DELIMITERS, key=lambda mark: _named(text, mark, required))
    # newline="": line ends inside quotes stay what they are, and a bare CR ends a row too.
    if text and not text.endswith(("\n", "\r")) and not _named(text, delimiter, [EXPORTED_ROW]):
        raise InputError(
            f"{path}: its last line has no line end, so the file may have been cut short. Save the table "
            "again from the spreadsheet; if it is whole, add a line end after its last line."
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = offset
    try:
        for row in reader:
            number += 1
            yield number, row
    except csv.Error as error:
        raise InputError(
            f"{path}, row {number + 1}: cannot be split into cells ({error}). "
            "Save the table again from the spreadsheet."
        ) from error


def _named(text: str, delimiter: str, required: Sequence[str]) -> int:
    """How many of the required columns the first line names if it is split so."""
    lines = io.StringIO(text, newline="")
    try:
        header = next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        # Whatever stands there, this does not split it; the reading proper says so.
        return 0
    return len({unguard(cell).strip().casefold() for cell in header} & set(required))
