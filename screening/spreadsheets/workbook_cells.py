"""The cells of an .xlsx workbook that a person saved, as text, once it is seen that it is what it weighs.

Only its first sheet is read: values, not formulas. Other formats (.xls, .ods) are for the spreadsheet to turn
into .xlsx or CSV.

A workbook is packed, and a few hundred kilobytes can be made to unpack to gigabytes. So its parts are first
read through once, without keeping anything, and the reading stops as soon as more comes out than any table
that people fill in has. Twenty thousand rows that are all alike unpack to 24 times their size, with about one
XML element to the byte; the limits are well above that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from screening.model.errors import InputError
from screening.spreadsheets.workbook_text import unescape

__all__ = ["workbook_cells"]

_READ_AT_ONCE = 1 << 16
# Of all parts together: so much in any case, and so much more for each byte of the file.
_BYTES, _BYTES_A_BYTE = 20_000_000, 60
_ELEMENTS, _ELEMENTS_A_BYTE = 500_000, 3
# Elements that are neither cells nor texts: styles, links and the like are all kept in memory.
_OTHERS, _OTHERS_A_BYTE = 20_000, 0.1
_MOST_BYTES = 4_000_000_000
# What a sheet can have.
_MOST_ROWS, _MOST_CELLS_A_ROW = 1_048_576, 16_384
# The longest text of a cell, if every character of it had to be escaped.
_MOST_CHARACTERS = 8 * 32_767


def workbook_cells(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """(row number, cells) of every row. Numbers and dates as one would write them: 3, 2.5, 2026-01-31.

    Raises InputError for a file that is no such workbook, or unpacks to far more than it weighs.
    """
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile
    from zlib import error as ZlibError  # noqa: N812 - the only exception that is named so

    from openpyxl.utils.exceptions import InvalidFileException

    unreadable = (
        BadZipFile,
        ZlibError,
        EOFError,
        ExpatError,
        InvalidFileException,
        LookupError,
        OSError,
        SyntaxError,  # of XML
        TypeError,
        ValueError,
    )
    try:
        with path.open("rb") as file:
            _check_size(path, file)
            for number, row in enumerate(_rows(file), start=1):
                yield number, [_text(value) for value in row]
    except unreadable as error:
        raise InputError(f"{path}: a workbook that cannot be read. Save it as .xlsx or CSV again.") from error


def _rows(file: IO[bytes]) -> Iterator[Sequence[Any]]:
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    class Exact(ExcelReader):
        """Keeps shared strings as they are in the file; openpyxl takes away every 'x005F_' in them."""

        def read_strings(self) -> None:
            package: Any = self.package
            part = package.find(SHARED_STRINGS)
            if part is None:
                return
            with self.archive.open(part.PartName[1:]) as source:
                root = None
                for event, node in iterparse(source, events=("start", "end")):
                    root = node if root is None else root
                    if event == "end" and node.tag == f"{{{SHEET_MAIN_NS}}}si":
                        text: Any = Text.from_tree(node)
                        self.shared_strings.append(text.content)
                        # What was read is not kept a second time.
                        root.clear()

    reader = Exact(file, read_only=True, data_only=True)
    reader.read()
    sheet: Any = reader.wb.worksheets[0]
    # What a file says of its own size is not always true.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _check_size(path: Path, file: IO[bytes]) -> None:
    """Raise InputError for a workbook that unpacks to more than a table that people fill in.

    Raises what zipfile and expat raise for a file that is no workbook.
    """
    size = file.seek(0, 2)
    counts = _Counts(path, size)
    with ZipFile(file) as package:
        for part in package.infolist():
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise counts.refusal("packed in a way that spreadsheets do not use")
            counts.begin_part()
            # zipfile gives no more than the part says of itself, so what comes out is counted, not believed.
            is_xml = part.filename.lower().endswith((".xml", ".rels"))
            with package.open(part) as content:
                while block := content.read(_READ_AT_ONCE):
                    counts.add(block, is_xml)
            if is_xml:
                counts.end_part()


class _Counts:
    """What has come out of a workbook so far."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._most_bytes = min(_MOST_BYTES, _BYTES + _BYTES_A_BYTE * size)
        self._most_elements = _ELEMENTS + _ELEMENTS_A_BYTE * size
        self._most_others = int(_OTHERS + _OTHERS_A_BYTE * size)
        self._bytes = self._elements = self._others = 0
        self.begin_part()

    def begin_part(self) -> None:
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._count_text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = self._table_depth = self._rows = self._cells = self._characters = 0

    def end_part(self) -> None:
        self._parser.Parse(b"", True)

    def add(self, block: bytes, is_xml: bool) -> None:
        self._bytes += len(block)
        if self._bytes > self._most_bytes:
            raise self.refusal(f"more than {self._most_bytes // 1_000_000:,} MB come out of it")
        if is_xml:
            self._parser.Parse(block)

    def refusal(self, why: str) -> InputError:
        return InputError(
            f"{self._path}: no workbook that a spreadsheet saved of an export: {why}. Nothing was read. Save "
            "the table again from the spreadsheet, or as CSV."
        )

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self._characters = 0
        self._elements += 1
        if self._elements > self._most_elements:
            raise self.refusal(f"more than {self._most_elements:,} elements come out of it")
        kind = name.rpartition(" ")[2]
        if self._table_depth:
            self._count_cells(kind)
            return
        if (kind, self._depth) in (("sheetData", 2), ("sst", 1)):
            self._table_depth = self._depth
        self._others += 1
        if self._others > self._most_others:
            raise self.refusal(f"more than {self._most_others:,} styles and the like come out of it")

    def _count_cells(self, kind: str) -> None:
        if kind == "row":
            self._rows += 1
            self._cells = 0
        elif kind == "c":
            self._cells += 1
        if self._rows > _MOST_ROWS or self._cells > _MOST_CELLS_A_ROW:
            raise self.refusal("it has more rows or cells than a sheet can have")

    def _end(self, _name: str) -> None:
        if self._depth == self._table_depth:
            self._table_depth = 0
        self._depth -= 1
        self._characters = 0

    def _count_text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            raise self.refusal("one of its texts is longer than a cell can be")

    def _doctype(self, *_said: object) -> None:
        raise self.refusal("it defines words of its own")
