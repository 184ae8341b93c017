"""Pieces of a customer table as work for machines that read them by themselves, and tell what they saw.

What this process gathers while it reads (facts, rows set aside, counts) comes back with the hits instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from screening.customers import REJECTED_SCHEMA, WARNINGS_SCHEMA, CustomerBatch, ReadCounts, TablePiece
from screening.matching.workers import WholeWork, Work
from screening.quality import CustomerFacts
from screening.settings.customers import CustomerSettings
from screening.storage.file_marks import FileMark

if TYPE_CHECKING:
    from screening.matching.screener import Screener

__all__ = ["PieceOfTable", "ScreenedPiece"]


@dataclass(frozen=True)
class ScreenedPiece:
    """What comes of a piece. hits: as of `Screener.screen_batch`. counts, facts: of its rows. rejected,
    warnings: REJECTED_SCHEMA and WARNINGS_SCHEMA."""

    hits: pa.Table
    counts: ReadCounts
    facts: CustomerFacts
    rejected: pa.Table
    warnings: pa.Table


class PieceOfTable:
    """A piece to be read and screened by the same machine; `Work[ScreenedPiece]`."""

    def __init__(self, piece: TablePiece, settings: CustomerSettings, today: date) -> None:
        """settings: as the screener has them. today: the day of the run."""
        self._piece = piece
        self._settings = settings
        self._today = today
        # Once this machine had to read it for another.
        self._read_here: ScreenedPiece | None = None

    def __getstate__(self) -> tuple[TablePiece, date]:
        # The settings are thousands of words, and come with the screener.
        return self._piece, self._today

    def __setstate__(self, state: tuple[TablePiece, date]) -> None:
        self._piece, self._today = state

    def screen(self, screener: Screener, as_of: date) -> ScreenedPiece:
        reading = _Reading(self._piece, screener.settings.customers, self._today)
        hits = [screener.screen_batch(customers, as_of) for customers in reading.customers()]
        return reading.screened(pa.concat_tables(hits))

    def cached_hits(self) -> None:
        return None

    def marks(self) -> Sequence[FileMark]:
        return (self._piece.mark,)

    def sent(self) -> Work[pa.Table]:
        reading = _Reading(self._piece, self._settings, self._today)
        customers = list(reading.customers())
        # The hits will be those that come back.
        self._read_here = reading.screened(pa.table({}))
        return _SentBatches(str(self), customers)

    def received(self, result: pa.Table) -> ScreenedPiece:
        read = self._read_here
        if read is None:
            raise RuntimeError("hits came back of rows that were not sent")
        return ScreenedPiece(result, read.counts, read.facts, read.rejected, read.warnings)

    def __str__(self) -> str:
        return str(self._piece)


class _Reading:
    """A piece as it is read, and what was seen of it."""

    def __init__(self, piece: TablePiece, settings: CustomerSettings, today: date) -> None:
        self._piece = piece
        self._settings = settings
        self._today = today
        self._batches: list[CustomerBatch] = []
        self._counts = ReadCounts()
        self._facts = CustomerFacts(today)

    def customers(self) -> Iterator[pa.RecordBatch]:
        for batch, counts in self._piece.read(self._settings, self._today):
            self._counts += counts
            self._facts.add(batch.customers, batch.rejected)
            self._batches.append(batch)
            yield batch.customers

    def screened(self, hits: pa.Table) -> ScreenedPiece:
        rejected = pa.Table.from_batches([batch.rejected for batch in self._batches], REJECTED_SCHEMA)
        warnings = pa.Table.from_batches([batch.warnings for batch in self._batches], WARNINGS_SCHEMA)
        return ScreenedPiece(hits, self._counts, self._facts, rejected, warnings)


@dataclass(frozen=True)
class _SentBatches(WholeWork):
    """The customers of a piece, of which come their hits."""

    customers: Sequence[pa.RecordBatch]

    def screen(self, screener: Screener, as_of: date) -> pa.Table:
        return pa.concat_tables([screener.screen_batch(customers, as_of) for customers in self.customers])
