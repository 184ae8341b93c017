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
from typing import TextIO

from screening.model.errors import InputError
from screening.spreadsheets.formula_guard import unguard
from screening.spreadsheets.review_columns import EXPORTED_ROW
from screening.spreadsheets.workbook_cells import workbook_cells

__all__ = ["Sheet", "SheetRow", "read_cells", "read_sheet"]

_DELIMITERS = (",", ";", "\t")
# Bytes decoded at once.
_BLOCK = 1 << 20
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


def read_sheet(
    path: Path, required: Sequence[str], *, also: Sequence[str] | None = None, like: str = _EXPORT
) -> Sheet:
    """Read a file with at least the columns `required`, in any order. also: of the others, those whose cells
    are kept; all unless given. like: what the columns should be, in words for whom one is missing.

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
    wanted = set(columns) if also is None else {*required, *also}
    kept = [place for place, name in enumerate(columns) if name in wanted]
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
        found.append(SheetRow(number, {columns[place]: texts[place] for place in kept}))
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
    return _text_rows(path, _Text.of(path, content), required)


@dataclass(frozen=True, slots=True)
class _Text:
    """A file's content as text. It is read line by line: a night of many hits is a file of a gigabyte, and
    would be several as one text. last: its last character."""

    content: bytes
    encoding: str
    last: str

    @classmethod
    def of(cls, path: Path, content: bytes) -> _Text:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        elif b"\0" in content[:200]:
            # UTF-16 without its mark: the zero bytes of plain letters are every second one.
            encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        else:
            encoding = "utf-8-sig"
        try:
            return cls(content, encoding, _last(content, encoding))
        except UnicodeDecodeError as error:
            if encoding != "utf-8-sig":
                raise InputError(f"{path}: not a text file. Save it as CSV or .xlsx.") from error
        try:
            return cls(content, "cp1252", _last(content, "cp1252"))
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: text in an encoding that is neither UTF-8 nor UTF-16. Save it as 'CSV UTF-8'."
            ) from error

    def lines(self) -> TextIO:
        """The text from its first line. Line ends inside quotes stay what they are, and a bare CR ends a line
        too."""
        return io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")


def _last(content: bytes, encoding: str) -> str:
    """The last character; "" where there is none. Raises UnicodeDecodeError for what is no such text."""
    last = ""
    blocks = (content[begin : begin + _BLOCK] for begin in range(0, len(content), _BLOCK))
    for text in codecs.iterdecode(blocks, encoding):
        last = text[-1:] or last
    return last


def _text_rows(path: Path, text: _Text, required: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    # Excel's own line that says what splits the cells.
    offset = int(text.lines().readline().strip().casefold().startswith("sep="))
    delimiter = max(_DELIMITERS, key=lambda mark: _named(text, offset, mark, required))
    if text.last not in ("", "\n", "\r") and not _named(text, offset, delimiter, [EXPORTED_ROW]):
        raise InputError(
            f"{path}: its last line has no line end, so the file may have been cut short. Save the table "
            "again from the spreadsheet; if it is whole, add a line end after its last line."
        )
    reader = csv.reader(_after(text, offset), delimiter=delimiter, strict=True)
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


def _after(text: _Text, lines: int) -> TextIO:
    """The text after so many lines."""
    rest = text.lines()
    for _ in range(lines):
        rest.readline()
    return rest


def _named(text: _Text, offset: int, delimiter: str, required: Sequence[str]) -> int:
    """How many of the required columns the first line names if it is split so."""
    try:
        header = next(csv.reader(_after(text, offset), delimiter=delimiter), [])
    except csv.Error:
        # Whatever stands there, this does not split it; the reading proper says so.
        return 0
    return len({unguard(cell).strip().casefold() for cell in header} & set(required))
