"""Any table of text as a CSV for a spreadsheet. Reach for it where people read a table that is not hits.

The form is that of hits.csv: UTF-8 with a byte-order mark, CR LF, every cell made harmless.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa

from screening.model.errors import InputError
from screening.spreadsheets.formula_guard import guard

__all__ = ["write_table_csv"]


def write_table_csv(table: pa.Table, path: Path) -> None:
    """Write a table with columns of text, null as an empty cell. An existing file is replaced.

    Raises InputError where the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([guard(name) for name in table.column_names])
            for batch in table.to_batches():
                columns = [[guard(text or "") for text in column.to_pylist()] for column in batch.columns]
                writer.writerows(zip(*columns, strict=True))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Name another file.") from error
