"""hits.csv and rejected.csv, for a reviewer's spreadsheet. Reach for it to write tables for people.

UTF-8 with a byte-order mark, without which Excel reads other scripts as gibberish; CR LF line ends; text
made harmless by `spreadsheet_text`, numbers left as numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from screening.customers.clean import REJECTED_SCHEMA
from screening.hits.parquet_out import plain_hits
from screening.hits.review_columns import REVIEW_COLUMNS
from screening.hits.spreadsheet_text import guard

__all__ = ["RejectedWriter", "rejected_writer", "write_hits_csv", "write_rejected_csv"]

_ROWS_AT_A_TIME = 10_000


def write_hits_csv(hits: pa.Table, path: Path) -> None:
    """Write hits, ordered already: all their columns, then `decision` and `comment`, empty."""
    table = plain_hits(hits)
    with _opened(path) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guard(name) for name in (*table.schema.names, *REVIEW_COLUMNS)])
        for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
            writer.writerows((*row, "", "") for row in _cells(batch))


def write_rejected_csv(batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write batches of REJECTED_SCHEMA one after the other; returns how many rows they had."""
    with rejected_writer(path) as writer:
        for batch in batches:
            writer.write(batch)
        return writer.rows


class RejectedWriter:
    """Takes rejected rows as they come; `rows` is how many so far."""

    def __init__(self, file: TextIO) -> None:
        self.rows = 0
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow(REJECTED_SCHEMA.names)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch of REJECTED_SCHEMA."""
        if batch.schema.names != REJECTED_SCHEMA.names:
            raise ValueError(f"rejected rows have the columns {REJECTED_SCHEMA.names}")
        self._writer.writerows(_cells(batch))
        self.rows += batch.num_rows


@contextmanager
def rejected_writer(path: Path) -> Iterator[RejectedWriter]:
    """Open rejected.csv to fill it batch by batch; it has its header even if no row comes."""
    with _opened(path) as file:
        yield RejectedWriter(file)


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
