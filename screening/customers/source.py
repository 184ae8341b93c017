"""A customer table of any size, opened and read in batches ready to screen.

A Parquet file, a folder of Parquet parts, a Delta Lake table, or a CSV file, here or in an object store; what
it is is seen from its content where that can be seen. Memory is bounded by `settings.batch_rows`, but for 8
bytes a row that find doubled ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from screening.customers.clean import CustomerBatch, clean_block
from screening.customers.columns import ColumnMap, TableColumns, column_warnings, columns_of, map_columns
from screening.customers.delta_table import delta_parts, is_delta_table
from screening.customers.part_blocks import part_blocks, part_heads, rows_of_groups
from screening.customers.parts import content_hash, find_parts, marks, reading
from screening.customers.table_pieces import ReadCounts, TablePiece, pieces_of_part
from screening.customers.text_blocks import RawBlock, trimmed
from screening.customers.words import TableWords
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import Place, StoreAddress

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

__all__ = ["CustomerSource", "SeenIds", "open_customers"]

_Hashes = npt.NDArray[np.uint64]


class SeenIds:
    """Remembers the ids of all batches so far.

    Hashes lie in sorted runs that double in length, so that n rows cost n log n steps whatever the size
    of the batches.
    """

    def __init__(self) -> None:
        self._runs: list[_Hashes] = []

    def add(self, ids: pa.StringArray) -> list[str]:
        """Take in a batch of ids without nulls. Returns those that may have been seen before.

        An id doubled inside the batch is among them. What is returned need not be doubled (two ids may
        share a hash); what is not returned surely is not.
        """
        if not len(ids):
            return []
        hashes = _hash(ids)
        order = np.argsort(hashes, kind="stable")
        run = hashes[order]
        suspect = np.zeros(len(run), dtype=bool)
        suspect[1:] = run[1:] == run[:-1]
        for earlier in self._runs:
            place = np.minimum(np.searchsorted(earlier, run), len(earlier) - 1)
            suspect |= earlier[place] == run
        self._keep(run)
        rows = np.sort(order[suspect])
        return list(dict.fromkeys(str(text) for text in ids.take(rows).to_pylist()))

    def _keep(self, run: _Hashes) -> None:
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]))


def _hash(ids: pa.StringArray) -> _Hashes:
    import pandas as pd

    hashes = pd.util.hash_array(np.asarray(ids.to_pylist(), dtype=object), categorize=False)
    return np.asarray(hashes, dtype=np.uint64)


def open_customers(path: Place, settings: CustomerSettings, today: date | None = None) -> CustomerSource:
    """Open a customer table; columns of every part are checked before the first row is read.

    path: a .parquet or .csv file, a folder of Parquet parts, read in the order of their names, or a Delta
    Lake table, of which `settings.table_version` is read.
    today: the day after which nobody is born; the current day (UTC) unless given.

    Raises InputError for a path that is missing, empty, cut short or of another kind, and for columns
    that cannot be mapped.
    """
    return CustomerSource(path, settings, today or datetime.now(UTC).date())


class CustomerSource:
    """An opened customer table. The counts run along with `batches()` and are final at its end.

    path: as the user gave it. sha256: hash of the file's bytes, for a folder of its parts' names and bytes.
    table_version: of a Delta Lake table; None for anything else.
    rows_total: rows there are, where the format tells beforehand (Parquet), else None.
    rows_in, rows_screened, rows_rejected: rows read so far, of which screened, of which rejected.
    rows_with_warnings: of those screened, how many have a value that could not be read.
    placeholder_birth_dates: of those, how many have a placeholder in place of a birth date.
    columns: which columns were used, missing and ignored, over all parts.
    """

    def __init__(self, path: Place, settings: CustomerSettings, today: date) -> None:
        self.path = path
        self._reset()
        self._settings = settings
        self._today = today
        self._words = TableWords(settings)
        self.table_version: int | None = None
        if is_delta_table(path):
            self.table_version, self._parts = delta_parts(path, settings.table_version)
        elif settings.table_version is not None:
            raise InputError(
                f"{path}: no Delta Lake table, so there is no version {settings.table_version} of it. "
                "Leave ?version= and customers.table_version out."
            )
        else:
            self._parts = find_parts(path)
        with reading(path):
            self._marks = marks(self._parts)
            heads = part_heads(self._parts, settings)
            self.sha256 = content_hash(path, self._parts)
        self._heads = heads
        self._columns: list[ColumnMap] = [
            map_columns(head.columns, settings, str(part.place), head.groups is None)
            for part, head in zip(self._parts, heads, strict=True)
        ]
        groups = [rows_of_groups(part, head) for part, head in zip(self._parts, heads, strict=True)]
        self.rows_total: int | None = None if None in groups else sum(sum(rows or ()) for rows in groups)
        self.columns: TableColumns = columns_of(self._columns)

    def _reset(self) -> None:
        self.rows_in = self.rows_screened = self.rows_rejected = self.rows_with_warnings = 0
        self.placeholder_birth_dates = 0

    def batches(self) -> Iterator[CustomerBatch]:
        """Read from the start, in batches of at most `batch_rows` rows; a source without rows gives none.

        Raises InputError for a doubled record_id (naming both rows), for data that turns out damaged, and
        for a file that changed since it was opened.
        """
        self._reset()
        seen = SeenIds()
        # Only the reading itself is guarded: what goes wrong with a batch outside is no fault of the file.
        with reading(self.path), self._unchanged():
            told = column_warnings(self._columns, self._settings)
            for columns, block, rows_before in self._blocks():
                self._check_ids(seen, block.columns[columns.sources["record_id"]])
                batch = clean_block(block, columns, self._settings, self._today, rows_before)
                self._count(block, batch)
                if told.num_rows:
                    # What is to be said of the columns comes once, with the first rows.
                    batch = replace(batch, warnings=_joined(told, batch.warnings))
                    told = told.slice(0, 0)
                yield batch

    def pieces(self, rows: int) -> Iterator[TablePiece] | None:
        """The table in pieces of at most so many rows, for others to read in place of `batches`; None where
        it cannot be cut, as a CSV file. What they read is to be told with `count`, then with `check_read`.
        """
        if self.rows_total is None:
            return None
        self._reset()
        return self._pieces(rows)

    def _pieces(self, rows: int) -> Iterator[TablePiece]:
        before = 0
        described = zip(self._parts, self._heads, self._marks, self._columns, strict=True)
        for part, head, mark, columns in described:
            last = before
            if not isinstance(part.place, StoreAddress):
                # Others work in other folders.
                place = part.place.absolute()
                part, mark = replace(part, place=place), replace(mark, path=place)
            for piece in pieces_of_part(part, head, mark, columns, before, rows):
                last = piece.before + piece.skip + piece.rows
                yield piece
            before = last

    def column_warnings(self) -> pa.RecordBatch:
        """What is to be said of the columns, once, before the first rows; `batches` says it by itself."""
        return column_warnings(self._columns, self._settings)

    def count(self, counts: ReadCounts) -> None:
        """Count rows that were read elsewhere."""
        self.rows_in += counts.rows_in
        self.rows_screened += counts.rows_screened
        self.rows_rejected += counts.rows_rejected
        self.rows_with_warnings += counts.rows_with_warnings
        self.placeholder_birth_dates += counts.placeholder_birth_dates

    def check_read(self, hashes: _Hashes) -> None:
        """What `batches` finds out by itself. hashes: of every record_id that was read elsewhere, as pandas
        hashes texts; they are put in order.

        Raises InputError for a doubled record_id, and for a file that changed since it was opened.
        """
        hashes.sort()
        doubled = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        with reading(self.path):
            if len(doubled):
                self._check_doubled(doubled)
            self._check_unchanged()

    def _check_doubled(self, doubled: _Hashes) -> None:
        for columns, block, _ in self._blocks(ids_only=True):
            ids = self._known_ids(block.columns[columns.sources["record_id"]])
            suspects = ids.filter(pa.array(np.isin(_hash(ids), doubled)))
            for suspect in suspects.unique().to_pylist():
                self._check_once(str(suspect))

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Raises InputError where a file is another than when the table was opened, also where something
        else was raised inside: that file may be the reason."""
        try:
            yield
        except InputError:
            with suppress(OSError):
                self._check_unchanged()
            raise
        self._check_unchanged()

    def _check_unchanged(self) -> None:
        for part, before, now in zip(self._parts, self._marks, marks(self._parts), strict=True):
            if before != now:
                raise InputError(
                    f"{part.place}: the file changed while it was read. Run again when it is whole."
                )

    def _count(self, block: RawBlock, batch: CustomerBatch) -> None:
        self.count(ReadCounts.of(batch, len(block.rows) + len(block.broken)))

    def _blocks(self, ids_only: bool = False) -> Iterator[tuple[ColumnMap, RawBlock, int]]:
        """Each block with its file's columns and how many rows the files before it have."""
        before = 0
        for part, head, columns in zip(self._parts, self._heads, self._columns, strict=True):
            wanted = [columns.sources["record_id"]] if ids_only else columns.to_read
            rows = 0
            for block in part_blocks(part, head, wanted, self._settings):
                rows += len(block.rows) + len(block.broken)
                yield columns, block, before
            before += rows

    def _check_ids(self, seen: SeenIds, ids: pa.StringArray) -> None:
        for suspect in seen.add(self._known_ids(ids)):
            self._check_once(suspect)

    def _known_ids(self, ids: pa.StringArray) -> Any:
        # Rows with a word for "nothing" have no id, and are rejected one by one.
        return self._words.without_nothing(trimmed(ids)).drop_null()

    def _check_once(self, suspect: str) -> None:
        rows = self._first_rows(suspect)
        if len(rows) > 1:
            raise InputError(
                f"{self.path}: record_id '{suspect}' stands in row {rows[0]} and again in row {rows[1]}. "
                "It must tell records apart: make it unique, or map another column to record_id."
            )

    def _first_rows(self, record_id: str) -> list[int]:
        """The first two rows with this id. Reads the ids again, which only a doubled one ever asks for."""
        rows: list[int] = []
        for columns, block, before in self._blocks(ids_only=True):
            ids = block.columns[columns.sources["record_id"]]
            mask = pc.equal(pc.utf8_trim_whitespace(ids), record_id)
            rows += [row + before for row in block.rows.filter(mask).to_pylist() if row is not None]
            if len(rows) > 1:
                break
        return rows[:2]


def _joined(first: pa.RecordBatch, second: pa.RecordBatch) -> pa.RecordBatch:
    return pa.Table.from_batches([first, second]).combine_chunks().to_batches()[0]
