"""Rows of a table that a spreadsheet saved. Reach for it to read what people send back.

The first line names the columns. `sheet_cells` knows the kinds of files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.model.errors import InputError
from screening.spreadsheets.sheet_cells import read_cells

__all__ = ["Sheet", "SheetRow", "read_sheet"]


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


_EXPORT = (
    "Send back the columns of the export or the night's hits, in any order. "
    "Hits of a run by 'sanctions screen' have no alerts."
)


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
    columns = [_text(cell).casefold() for cell in header[1]]
    for name in required:
        if columns.count(name) != 1:
            fault = "is missing" if name not in columns else "is there more than once"
            raise InputError(f"{path}, row {header[0]}: the column '{name}' {fault}. {like}")
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


def _text(cell: str) -> str:
    return cell.replace("\xa0", " ").strip()
