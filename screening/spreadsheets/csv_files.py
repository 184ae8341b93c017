"""CSV files for people and their spreadsheets: hits.csv, rejected.csv, warnings.csv, and any table of text.

UTF-8 with a byte-order mark, without which Excel reads other scripts as gibberish; CR LF line ends; text
made harmless by `formula_guard`, numbers left as numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from screening.model.errors import InputError
from screening.spreadsheets.flat_hits import flat_hits
from screening.spreadsheets.formula_guard import guard
from screening.spreadsheets.review_columns import EXPORTED_ROW, REVIEW_COLUMNS, exported_row, takes_back

__all__ = ["write_hits_csv", "write_rows_csv", "write_table_csv"]

_ROWS_AT_A_TIME = 10_000


def write_table_csv(table: pa.Table, path: Path) -> None:
    """Write a table with columns of text, null as an empty cell. An existing file is replaced.

    Raises InputError where the file cannot be written.
    """
    try:
        with _opened(path) as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([guard(name) for name in table.column_names])
            for batch in table.to_batches():
                writer.writerows(_cells(batch))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Name another file.") from error


def write_hits_csv(hits: pa.Table, path: Path) -> None:
    """Write hits, ordered already: all their columns, then `decision` and `comment`, empty, and
    `exported_row` where the file is taken back."""
    table = flat_hits(hits)
    with _opened(path) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        back, number = takes_back(table.schema.names), 0
        places = (EXPORTED_ROW,) if back else ()
        writer.writerow([guard(name) for name in (*table.schema.names, *REVIEW_COLUMNS, *places)])
        for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
            for row in _cells(batch):
                number += 1
                place = (exported_row(number, table.num_rows),) if back else ()
                writer.writerow((*row, "", "", *place))


def write_rows_csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> None:
    """Write batches of one schema (REJECTED_SCHEMA, WARNINGS_SCHEMA) one after the other; the file has its
    header even if no row comes."""
    with _opened(path) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(schema.names)
        for batch in batches:
            if batch.schema.names != schema.names:
                raise ValueError(f"{path.name}: rows have the columns {schema.names}")
            writer.writerows(_cells(batch))


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield file


def _cells(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    columns = [
        [guard(text) if text else "" for text in column.to_pylist()]
        if pa.types.is_string(column.type)
        else column.to_pylist()
        for column in batch.columns
    ]
    return zip(*columns, strict=True)
