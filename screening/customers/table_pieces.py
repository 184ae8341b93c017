"""Pieces of a Parquet table that another machine reads by itself: a file's row groups, or some rows of one.

    for piece in source.pieces(100_000):
        for batch, counts in piece.read(settings, today): batch.customers, counts.rows_in

Row groups are put together up to so many rows, and cut where one has more. Whoever reads a piece from the
middle of a row group decodes the rows before it as well; that costs a hundredth of screening them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import accumulate
from typing import Self

from screening.customers.clean import CustomerBatch, clean_block
from screening.customers.columns import ColumnMap
from screening.customers.part_blocks import PartHead, part_blocks, rows_of_groups
from screening.customers.parts import Part
from screening.settings.customers import CustomerSettings
from screening.storage.file_marks import FileMark

__all__ = ["ReadCounts", "TablePiece", "pieces_of_part"]


@dataclass(frozen=True)
class ReadCounts:
    """Rows that were read, and what became of them; as the counts of `CustomerSource`."""

    rows_in: int = 0
    rows_screened: int = 0
    rows_rejected: int = 0
    rows_with_warnings: int = 0
    placeholder_birth_dates: int = 0

    @classmethod
    def of(cls, batch: CustomerBatch, rows_in: int) -> Self:
        """Those of one batch, read from so many rows."""
        return cls(
            rows_in,
            batch.customers.num_rows,
            batch.rejected.num_rows,
            len(batch.warnings["row"].unique()) if batch.warnings.num_rows else 0,
            batch.placeholder_birth_dates,
        )

    def __add__(self, other: ReadCounts) -> ReadCounts:
        both = zip(astuple(self), astuple(other), strict=True)
        return ReadCounts(*(one + more for one, more in both))


@dataclass(frozen=True)
class TablePiece:
    """Rows of one file of a table.

    part, head: the file, and what it says of itself. mark: the file as the machine saw it that opened the
    table. columns: of the table. groups: row groups of the file.
    skip, rows: of these groups' rows so many come before the piece, and so many are of it. before: rows of
    the file before these groups, and of the table before the file.
    """

    part: Part
    head: PartHead
    mark: FileMark
    columns: ColumnMap
    groups: tuple[int, ...]
    skip: int
    rows: int
    before: int

    def read(self, settings: CustomerSettings, today: date) -> Iterator[tuple[CustomerBatch, ReadCounts]]:
        """The piece in batches of at most `batch_rows`, as `CustomerSource.batches` reads them, with what
        they count; nobody looks for doubled ids. Raises InputError for data that cannot be read."""
        at = -self.skip
        for block in part_blocks(self.part, self.head, self.columns.to_read, settings, self.groups):
            begin, end = max(0, -at), min(len(block.rows), self.rows - at)
            at += len(block.rows)
            if begin < end:
                wanted = block.cut(begin, end)
                batch = clean_block(wanted, self.columns, settings, today, self.before)
                yield batch, ReadCounts.of(batch, len(wanted.rows))
            if at >= self.rows:
                break

    def __str__(self) -> str:
        first = self.before + self.skip + 1
        return f"{self.part.place}: rows {first:,} to {first + self.rows - 1:,} of the table"


def pieces_of_part(
    part: Part, head: PartHead, mark: FileMark, columns: ColumnMap, rows_before: int, rows_a_piece: int
) -> Iterator[TablePiece]:
    """The pieces of one Parquet file, in order."""
    counts = rows_of_groups(part, head) or []
    first_rows = [0, *accumulate(counts)]
    for groups in _together(counts, rows_a_piece):
        total = sum(counts[group] for group in groups)
        before = rows_before + first_rows[groups[0]]
        # Of one length, so that nobody is handed the little that is left.
        size = -(-total // -(-total // rows_a_piece))
        for skip in range(0, total, size):
            count = min(size, total - skip)
            yield TablePiece(part, head, mark, columns, tuple(groups), skip, count, before)


def _together(counts: Sequence[int], most: int) -> Iterator[range]:
    """Neighboring row groups that have at most so many rows together, or one that has more."""
    begin = 0
    while begin < len(counts):
        end, rows = begin + 1, counts[begin]
        while end < len(counts) and rows + counts[end] <= most:
            rows += counts[end]
            end += 1
        if rows:
            yield range(begin, end)
        begin = end
