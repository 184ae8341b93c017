"""Rows of a table that a spreadsheet saved. Reach for it to read what people send back.

What a file is, is seen from its content: a workbook (.xlsx, its first sheet), or text in UTF-8, UTF-16 or
Windows' Western encoding, with or without byte-order mark, split by commas, semicolons or tabs. To read
another kind of file, add a function that gives its rows to `_read`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from screening.errors import InputError
from screening.hits.spreadsheet_text import unguard

__all__ = ["Sheet", "SheetRow", "read_sheet"]

_DELIMITERS = (",", ";", "\t")
_WORKBOOK = b"PK\x03\x04"
# Old .xls files; nothing here reads them.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


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


def read_sheet(path: Path, required: Sequence[str]) -> Sheet:
    """Read a file with at least the columns `required`, in any order.

    Raises InputError for a file that is missing or not such a table, a required column that is missing or
    there twice, and a row with more cells than the first line.
    """
    rows = iter(_read(path, required))
    header = next(rows, None)
    while header is not None and not any(cell.strip() for cell in header[1]):
        header = next(rows, None)
    if header is None:
        raise InputError(f"{path}: the file is empty. Its first line must name the columns.")
    columns = [_text(cell).casefold() for cell in header[1]]
    for name in required:
        if columns.count(name) != 1:
            fault = "is missing" if name not in columns else "is there more than once"
            raise InputError(
                f"{path}, row {header[0]}: the column '{name}' {fault}. Send back the columns of the export, "
                "in any order."
            )
    found = []
    for number, cells in rows:
        texts = [_text(cell) for cell in cells]
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


def _read(path: Path, required: Sequence[str]) -> Iterable[tuple[int, Sequence[str]]]:
    """(row number, cells) of every row, the first line included."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    if content.startswith(_WORKBOOK):
        return _workbook_rows(path)
    if content.startswith(_OLD_WORKBOOK):
        raise InputError(f"{path}: a workbook in Excel's old format. Save it as CSV or .xlsx.")
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
    return len({_text(cell).casefold() for cell in header} & set(required))


def _workbook_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            workbook = load_workbook(file, read_only=True, data_only=True)
            for number, row in enumerate(workbook.worksheets[0].iter_rows(values_only=True), start=1):
                yield number, [_cell_text(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise InputError(f"{path}: a workbook that cannot be read. Save it as CSV.") from error


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _text(cell: str) -> str:
    return unguard(cell).replace("\xa0", " ").strip()
