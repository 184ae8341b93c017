"""The cells of an .xlsx workbook as text. Reach for it to read a workbook that a person saved.

Only its first sheet is read: values, not formulas. Other formats (.xls, .ods) are for the spreadsheet to turn
into .xlsx or CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from screening.model.errors import InputError
from screening.spreadsheets.workbook_size import check_size
from screening.spreadsheets.workbook_text import unescape

__all__ = ["workbook_cells"]


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
            check_size(path, file)
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
