"""A customer table of any size → batches ready to screen. Reach for `open_customers` to read customers.

A Parquet file, a folder of Parquet parts, or a CSV file; what it is is seen from its content where that
can be seen. Memory is bounded by `settings.batch_rows`, but for 8 bytes a row that find doubled ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.customers.clean import CustomerBatch, clean_block
from screening.customers.csv_in import csv_blocks, csv_columns
from screening.customers.mapping import ColumnMap, map_columns
from screening.customers.parquet_in import parquet_blocks, parquet_schema
from screening.customers.parts import content_hash, find_parts, is_parquet
from screening.customers.raw import RawBlock
from screening.customers.seen_ids import SeenIds
from screening.errors import InputError
from screening.settings import CustomerSettings

__all__ = ["CustomerSource", "open_customers"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute


def open_customers(path: Path, settings: CustomerSettings, today: date | None = None) -> CustomerSource:
    """Open a customer table; columns of every part are checked before the first row is read.

    path: a .parquet or .csv file, or a folder of Parquet parts, read in the order of their names.
    today: the day after which nobody is born; the current day (UTC) unless given.

    Raises InputError for a path that is missing, empty, cut short or of another kind, and for columns
    that cannot be mapped.
    """
    return CustomerSource(path, settings, today or datetime.now(UTC).date())


@dataclass(frozen=True)
class TableColumns:
    """used: ours → the table's, of those that are read."""

    used: Mapping[str, str]


class CustomerSource:
    """An opened customer table. The counts run along with `batches()` and are final at its end.

    path: as the user gave it. sha256: hash of the file's bytes, for a folder of its parts' names and bytes.
    rows_total: rows there are, where the format tells beforehand (Parquet), else None.
    rows_in, rows_screened, rows_rejected: rows read so far, of which screened, of which rejected.
    rows_with_warnings: of those screened, how many have a value that could not be read.
    """

    def __init__(self, path: Path, settings: CustomerSettings, today: date) -> None:
        self.path = path
        self.rows_in = self.rows_screened = self.rows_rejected = self.rows_with_warnings = 0
        self._settings = settings
        self._today = today
        self._parts = find_parts(path)
        self._stamps = [_stamp(part) for part in self._parts]
        self._columns: dict[Path, ColumnMap] = {}
        total = 0
        for part in self._parts:
            if is_parquet(part):
                schema, rows = parquet_schema(part)
                total += rows
                names = schema.names
            else:
                names = csv_columns(part, settings)
            self._columns[part] = map_columns(names, settings, str(part))
        self.rows_total: int | None = total if all(map(is_parquet, self._parts)) else None
        self.sha256 = content_hash(path, self._parts)

    @property
    def columns(self) -> TableColumns:
        """The columns that every part of the table has."""
        first, *others = self._columns.values()
        used = {
            ours: theirs
            for ours, theirs in first.sources.items()
            if all(ours in each.sources for each in others)
        }
        return TableColumns(used)

    def batches(self) -> Iterator[CustomerBatch]:
        """Read from the start, in batches of at most `batch_rows` rows; a source without rows gives none.

        Raises InputError for a doubled record_id (naming both rows), for data that turns out damaged, and
        for a file that changed since it was opened.
        """
        self.rows_in = self.rows_screened = self.rows_rejected = self.rows_with_warnings = 0
        seen = SeenIds()
        for part, block, rows_before in self._blocks():
            columns = self._columns[part]
            ids = block.columns[columns.sources["record_id"]]
            self._check_ids(seen, ids)
            batch = clean_block(block, columns, self._settings, self._today, rows_before)
            self.rows_in += len(block.rows) + len(block.broken)
            self.rows_screened += batch.customers.num_rows
            self.rows_rejected += batch.rejected.num_rows
            self.rows_with_warnings += len(batch.warnings["row"].unique())
            yield batch
        for part, stamp in zip(self._parts, self._stamps, strict=True):
            if _stamp(part) != stamp:
                raise InputError(f"{part}: the file changed while it was read. Run again when it is whole.")

    def _blocks(self, ids_only: bool = False) -> Iterator[tuple[Path, RawBlock, int]]:
        """Each block with its file and how many rows the files before it have."""
        before = 0
        for part in self._parts:
            columns = self._columns[part]
            wanted = [columns.sources["record_id"]] if ids_only else columns.to_read
            blocks = (
                parquet_blocks(part, wanted, self._settings.batch_rows)
                if is_parquet(part)
                else csv_blocks(part, wanted, self._settings)
            )
            rows = 0
            for block in blocks:
                rows += len(block.rows) + len(block.broken)
                yield part, block, before
            before += rows

    def _check_ids(self, seen: SeenIds, ids: pa.StringArray) -> None:
        trimmed = pc.utf8_trim_whitespace(ids)
        known = trimmed.filter(pc.fill_null(pc.not_equal(trimmed, ""), False))
        for suspect in seen.add(known):
            rows = self._first_rows(suspect)
            if len(rows) > 1:
                raise InputError(
                    f"{self.path}: record_id '{suspect}' stands in row {rows[0]} and again in row {rows[1]}. "
                    "It must tell records apart: make it unique, or map another column to record_id."
                )

    def _first_rows(self, record_id: str) -> list[int]:
        """The first two rows with this id. Reads the ids again, which only a doubled one ever asks for."""
        rows: list[int] = []
        for part, block, before in self._blocks(ids_only=True):
            ids = block.columns[self._columns[part].sources["record_id"]]
            mask = pc.equal(pc.utf8_trim_whitespace(ids), record_id)
            rows += [row + before for row in block.rows.filter(mask).to_pylist() if row is not None]
            if len(rows) > 1:
                break
        return rows[:2]


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
