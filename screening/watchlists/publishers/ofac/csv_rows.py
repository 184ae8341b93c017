"""OFAC's CSV files → rows of text, every row whole or an error.

They have no header; null is `-0-`, usually with a space; a lone 0x1A may close the file. A file that was
cut off must not pass for a shorter list, so each row must have its fields and the last one its line end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from screening.model.errors import InputError

__all__ = ["ends_with_mark", "read_rows"]

_END_OF_FILE = "\x1a"
# What "surrogateescape" makes of the five bytes that Windows-1252 leaves undefined.
_UNDEFINED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_AGAIN = "Fetch the file again from OFAC's list service."


def read_rows(path: Path, fields: int) -> Iterator[tuple[int, list[str | None]]]:
    """(number of the row from 1, its fields with None for null) of every row. Spaces at the ends of a field
    are kept: remarks are cut anywhere.

    UTF-8, or Windows-1252 where it is not. Raises InputError that names file and row for a file that cannot
    be read, a row with another number of fields, a quote that never closes, or a last row without an end.
    """
    body = _text(path).rstrip(_END_OF_FILE)
    if body and not body.endswith("\n"):
        last = body.count("\n") + 1
        raise InputError(f"{path}: the file ends in the middle of line {last}. {_AGAIN}")
    rows = csv.reader(io.StringIO(body, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise InputError(f"{path}: row {number} cannot be read: {error}. {_AGAIN}") from error
        if row is None:
            return
        if not row:
            continue
        if len(row) != fields:
            raise InputError(f"{path}: row {number} has {len(row)} fields instead of {fields}. {_AGAIN}")
        yield number, [_value(field) for field in row]


def ends_with_mark(path: Path) -> bool:
    """Whether 0x1A closes the file, as in all that OFAC writes. Raises InputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 1))
            return file.read() == _END_OF_FILE.encode()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older files are Windows-1252; the few bytes that it leaves undefined are kept as Latin-1 controls.
        return content.decode("cp1252", errors="surrogateescape").translate(_UNDEFINED)


def _value(field: str) -> str | None:
    return None if field.strip() in ("-0-", "") else field
