"""One CSV file, read as blocks of text columns in bounded memory.

The first line names the columns. A row with too few or too many fields, or with a stray quote, is handed
on as broken, with its text, so that it ends among the rejected.

A quoted field may have line breaks inside: an address, a note. A quote that somebody forgot to close runs on
to the next quote, rows later, and the rows between become text of one field. Both are the same CSV; what
tells them apart is that swallowed lines look like rows of the table. These are cut line by line. A quote that
is never closed stops the reading.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from typing import Any, TextIO

import pyarrow as pa

from screening.customers.text_blocks import BrokenRow, RawBlock
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import Place, StoreAddress

__all__ = ["csv_blocks", "csv_columns", "swallowed_rows"]

# A longer line is no row of customers but a file of another kind, and would have to fit in memory.
_LONGEST_LINE = 1 << 20
# What an object store is asked for at once.
_READ_BUFFER = 4 << 20


def csv_columns(path: Place, settings: CustomerSettings) -> list[str]:
    """The column names of the first line. Raises InputError where there is none or it is not text."""
    with _rows(path, settings) as rows:
        return rows.header


def csv_blocks(path: Place, columns: Sequence[str], settings: CustomerSettings) -> Iterator[RawBlock]:
    """The file's rows in blocks of at most `settings.batch_rows`, only the `columns` named.

    Blank lines are no rows. Raises InputError, with the line, for text in another encoding, an endless
    line and a quote that is not closed.
    """
    with _rows(path, settings) as rows:
        width = len(rows.header)
        places = [rows.header.index(name) for name in columns]
        done, finished = 0, False
        while not finished:
            kept: list[list[str]] = []
            numbers: list[int] = []
            broken: list[BrokenRow] = []
            while len(kept) + len(broken) < settings.batch_rows:
                row = next(rows, None)
                if row is None:
                    finished = True
                    break
                done += 1
                if isinstance(row, _Stray):
                    broken.append(BrokenRow(done, row.text, f"cannot be split into columns: {row.reason}"))
                elif len(row) != width:
                    reason = f"has {len(row)} fields where the header has {width}"
                    broken.append(BrokenRow(done, settings.csv_delimiter.join(row), reason))
                else:
                    kept.append(row)
                    numbers.append(done)
            if kept or broken:
                fields = list(zip(*kept, strict=True)) if kept else [()] * width
                texts = {
                    name: pa.array(fields[place], pa.string())
                    for name, place in zip(columns, places, strict=True)
                }
                yield RawBlock(texts, pa.array(numbers, pa.int64()), broken)


class _Stray:
    """One line that the CSV rules cannot split."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason


class _Rows:
    """Iterates over the rows after the header; knows the line it is at."""

    def __init__(self, path: Place, handle: TextIO, settings: CustomerSettings) -> None:
        self._path = path
        self._encoding = settings.csv_encoding
        self._delimiter = settings.csv_delimiter
        # The lines of the row that is being read, and rows that were found in one that had swallowed them.
        self._held: list[str] = []
        self._waiting: deque[list[str] | _Stray] = deque()
        self.header: list[str] = []
        try:
            # Strict, since otherwise an unclosed quote takes in the rest of the file without a word.
            self._reader = csv.reader(self._lines(handle), delimiter=settings.csv_delimiter, strict=True)
        except TypeError as error:
            raise InputError(
                f"configuration, customers.csv_delimiter: {settings.csv_delimiter!r} cannot separate; "
                "it must be one character."
            ) from error
        header = next(self, None)
        if header is None:
            raise InputError(f"{path}: the file is empty. Its first line must name the columns.")
        if isinstance(header, _Stray):
            raise InputError(f"{path}, line 1: the column names cannot be read: {header.reason}.")
        self.header = [name.strip() for name in header]

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> list[str] | _Stray:
        while True:
            if self._waiting:
                return self._waiting.popleft()
            begin = self._reader.line_num + 1
            self._held.clear()
            try:
                row = next(self._reader)
            except csv.Error as error:
                if self._reader.line_num > begin or "unexpected end" in str(error):
                    raise InputError(
                        f"{self._path}, line {begin}: a quote is opened there and not closed as CSV asks "
                        f"({error}). Double every quote inside a quoted field, or export the file again."
                    ) from error
                return _Stray(self._held[-1].rstrip("\r\n"), str(error))
            if (
                len(self._held) > 1
                and self.header
                and swallowed_rows(self._held, len(self.header), self._delimiter)
            ):
                self._waiting += self._cut_by_line()
            elif row:
                return row

    def _cut_by_line(self) -> Iterator[list[str] | _Stray]:
        for line in self._held:
            text = line.rstrip("\r\n")
            try:
                row = next(csv.reader([text], delimiter=self._delimiter, strict=True), [])
            except csv.Error:
                yield _Stray(text, "a quote is opened and not closed in its line")
            else:
                if row:
                    yield row

    def _lines(self, handle: TextIO) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            try:
                line = handle.readline(_LONGEST_LINE)
            except UnicodeError as error:
                raise InputError(
                    f"{self._path}, near line {number}: not text in the encoding {self._encoding} ({error}). "
                    "Set customers.csv_encoding to the file's own, such as cp1252 or utf-16."
                ) from error
            if not line:
                return
            if len(line) == _LONGEST_LINE or "\0" in line:
                raise InputError(
                    f"{self._path}, line {number}: not a CSV file (binary or without line ends)."
                )
            self._held.append(line)
            yield line


@contextmanager
def _rows(path: Place, settings: CustomerSettings) -> Iterator[_Rows]:
    try:
        handle = _opened(path, settings.csv_encoding)
    except (LookupError, ValueError) as error:
        # ValueError: a name with NUL in it.
        raise InputError(
            f"configuration, customers.csv_encoding: {settings.csv_encoding!r} is not an encoding. "
            "Use utf-8-sig, cp1252, utf-16 or another that Python knows."
        ) from error
    with handle:
        yield _Rows(path, handle, settings)


def _opened(path: Place, encoding: str) -> TextIO:
    if isinstance(path, StoreAddress):
        file: Any = path.open()
        return TextIOWrapper(BufferedReader(file, _READ_BUFFER), encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_SPACE_BEFORE = re.compile(r"^\s")


def swallowed_rows(lines: Sequence[str], width: int, delimiter: str) -> bool:
    """Whether a row that runs over these lines has swallowed other rows of a table of `width` columns.

    A line is one of these where it has the columns' number of fields and begins like the row that holds it:
    with an id of the same make, and with or without spaces after the delimiter. Two lines and more that all
    have the number of fields are rows whatever they begin with.
    """
    first, *later = [line.rstrip("\r\n").split(delimiter) for line in lines]
    whole = [fields for fields in later if len(fields) == width]
    if len(whole) == len(later) > 1:
        return True
    return any(_make(fields) == _make(first) for fields in whole)


def _make(fields: Sequence[str]) -> tuple[str, bool, bool]:
    """How a row begins: the signs of its id, whether it has a digit, whether spaces follow delimiters."""
    begin = fields[0].strip()
    spaced = len(fields) > 1 and bool(_SPACE_BEFORE.match(fields[1]))
    return _LETTERS_AND_DIGITS.sub("x", begin), any(sign.isdigit() for sign in begin), spaced
