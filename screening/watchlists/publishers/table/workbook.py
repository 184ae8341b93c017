"""The rows of an .xlsx workbook that a publisher put out: the values of one sheet, as text.

A workbook is packed, and a few hundred kilobytes can be made to unpack to gigabytes. So its parts are read
through once before anything is kept, and refused where more comes out than any list has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - the only exception that is named so

from screening.model.errors import InputError

__all__ = ["cell_text", "workbook_rows"]

# What zipfile, expat and openpyxl raise for a file that is no workbook, or a broken one.
_BROKEN = (
    BadZipFile,
    ZlibError,
    EOFError,
    ExpatError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)
_BLOCK = 1 << 16
# Of all parts together: so much in any case, and so much more for each byte of the file. Australia's list
# unpacks to 12 times its size.
_BYTES, _BYTES_A_BYTE = 20_000_000, 60
_TAGS, _TAGS_A_BYTE = 1_000_000, 6
_MOST_BYTES = 2_000_000_000
_MOST_PARTS = 2_000
# What a sheet can have.
_MOST_CELLS_A_ROW = 16_384
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def workbook_rows(path: Path, sheet: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """(row number from 1, cells) of the sheet of this name, or of the first; values, not formulas.

    Raises InputError for a file that is no workbook, is cut, unpacks to more than a list has, or has no sheet
    of this name.
    """
    try:
        with path.open("rb") as file:
            _check_workbook(path, file)
            for number, row in enumerate(_rows(path, file, sheet), start=1):
                yield number, [cell_text(value) for value in row]
    except _BROKEN as error:
        raise InputError(
            f"{path}: a workbook that is cut or cannot be read. Fetch it again, or save it as CSV."
        ) from error


def _rows(path: Path, file: IO[bytes], name: str | None) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheets: dict[str, Any] = {str(sheet.title): sheet for sheet in book.worksheets}
        if not sheets or (name is not None and name not in sheets):
            raise InputError(
                f"{path}: has no sheet '{name or ''}'. It has {', '.join(sheets) or 'none'}; say in the "
                "mapping, under file, which sheet holds the list."
            )
        sheet = sheets[name] if name is not None else next(iter(sheets.values()))
        # What a file says of its own size is not always true.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            if len(row) > _MOST_CELLS_A_ROW:
                raise InputError(f"{path}: has a row of more cells than a sheet can have. Fetch it again.")
            yield row
    finally:
        book.close()


def cell_text(value: Any) -> str:
    """A cell's value as one would write it: 3, 2.5, 2026-01-31, true. Days have no time of day."""
    if value is None:
        return ""
    if isinstance(value, str):
        # A control character stands as _x000D_ in the file; those that are no white space say nothing.
        return _ESCAPED.sub(_unescaped, value) if "_x" in value else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unescaped(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return " " if not sign.isprintable() else sign


def _check_workbook(path: Path, file: IO[bytes]) -> None:
    """Raise InputError for a workbook that unpacks to more than a list has, or that defines words of its own;
    what zipfile and expat raise for a file that is none."""
    counts = _Counts(path, file.seek(0, 2))
    with ZipFile(file) as package:
        parts = package.infolist()
        if len(parts) > _MOST_PARTS:
            raise counts.refusal(f"it has more than {_MOST_PARTS:,} parts")
        for part in parts:
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise counts.refusal("it is packed in a way that spreadsheets do not use")
            counts.begin(part.filename.lower().endswith((".xml", ".rels", ".vml")))
            # zipfile gives no more than the part says of itself, so what comes out is counted, not believed.
            with package.open(part) as content:
                while block := content.read(_BLOCK):
                    counts.add(block)
    file.seek(0)


class _Counts:
    """What has come out of a workbook so far."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._most_bytes = min(_MOST_BYTES, _BYTES + _BYTES_A_BYTE * size)
        self._most_tags = _TAGS + _TAGS_A_BYTE * size
        self._bytes = self._tags = 0
        self._is_xml = False
        self._end = b""

    def begin(self, is_xml: bool) -> None:
        self._is_xml = is_xml
        self._end = b""

    def add(self, block: bytes) -> None:
        self._bytes += len(block)
        if self._bytes > self._most_bytes:
            raise self.refusal(f"more than {self._most_bytes // 1_000_000:,} MB come out of it")
        if not self._is_xml:
            return
        self._tags += block.count(b"<")
        if self._tags > self._most_tags:
            raise self.refusal(f"more than {self._most_tags:,} tags come out of it")
        # A word may stand across two blocks. Zero bytes are those of UTF-16, where it would look different.
        if b"<!DOCTYPE" in self._end + block or b"<!ENTITY" in self._end + block or b"\0" in block:
            raise self.refusal(
                "it defines words of its own, or is written in an encoding that no workbook has"
            )
        self._end = block[-16:]

    def refusal(self, why: str) -> InputError:
        return InputError(
            f"{self._path}: no workbook that holds a list: {why}. Nothing was read; fetch it again from its "
            "publisher."
        )
