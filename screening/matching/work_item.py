"""A batch of customers as a piece of work that may be kept. Reach for it where work must survive the run.

A piece that is kept on disk is not analyzed again, and one whose hits are kept is not screened again: that is
what lets a killed night go on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pyarrow as pa
import pyarrow.feather

from screening.matching.prepared_file import read_prepared, write_prepared
from screening.names.policy import Kind

if TYPE_CHECKING:
    from screening.matching.screener import Screener

__all__ = ["WorkItem"]

_EVERY_KIND: Sequence[Kind] = get_args(Kind)


@dataclass(frozen=True)
class WorkItem:
    """Customers to screen, and where what comes of them is kept.

    customers: CUSTOMER_SCHEMA, then carried columns; None for those kept at `prepared`.
    prepared: where the analyzed batch is kept, or shall be. hits: the same of the hits.
    """

    customers: pa.RecordBatch | None = None
    prepared: Path | None = None
    hits: Path | None = None

    def kept_hits(self) -> pa.Table | None:
        """The hits, where this piece was screened before."""
        if self.hits is None or not self.hits.exists():
            return None
        try:
            return pyarrow.feather.read_table(self.hits, memory_map=False)
        except pa.ArrowInvalid:
            # What a power cut left unwritten is screened again.
            return None

    def screen(self, screener: Screener, as_of: date) -> pa.Table:
        """The hits, as `Screener.screen_batch`; kept where the piece says so."""
        if self.prepared is None:
            if self.customers is None:
                raise ValueError("a piece has customers, or a place where they are kept")
            hits = screener.screen_batch(self.customers, as_of)
        elif self.customers is None or self.prepared.exists():
            hits = screener.screen_prepared(read_prepared(self.prepared), as_of)
        else:
            prepared = screener.prepare(self.customers, _EVERY_KIND)
            write_prepared(prepared, self.prepared)
            hits = screener.screen_prepared(prepared, as_of)
        if self.hits is not None:
            aside = self.hits.with_name(f".{self.hits.name}.{os.getpid()}")
            pyarrow.feather.write_feather(hits, aside, compression="zstd")
            aside.replace(self.hits)
        return hits
