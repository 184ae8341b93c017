"""The work between reading and gating: batches in, hits out.

A flow shows a task run for each piece of work. `pieces` sizes them so that a run has some forty of them,
whether the file has one batch or ten thousand.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.party_counts import PartyCount, least_counts, read_screened
from screening.runs.hit_spool import HitSpool
from screening.runs.set_aside import SetAside

if TYPE_CHECKING:
    from datetime import date

    from screening.customers import CustomerSource, TablePiece
    from screening.matching.screener import Screener
    from screening.matching.workers import BatchWorkers, WorkItem
    from screening.model.hit_table import HitRows
    from screening.ownership.owned import OwnedCustomers
    from screening.quality import CustomerFacts

__all__ = ["ScreeningWork", "is_large", "pieces"]

_PIECES = 40
# Workers take some seconds to load: worth it at once for a table known to be large, else once a few
# batches were screened without an end in sight.
_ROWS_FOR_WORKERS = 150_000
_BATCHES_ALONE = 5
_log = logging.getLogger(__name__)


def is_large(source: CustomerSource) -> bool:
    """Whether workers are worth starting before anything is screened."""
    return (source.rows_total or 0) >= _ROWS_FOR_WORKERS


def pieces(rows_total: int | None, batch_rows: int) -> Iterator[int]:
    """How many batches to screen in each next piece of work, without end.

    rows_total: rows of the file where known. Where it is not, or does not hold, pieces grow once there were
    forty, so that their number grows only with the logarithm of the rows.
    """
    batches = -(-(rows_total or 0) // batch_rows)
    size = max(1, -(-batches // _PIECES))
    for _ in range(_PIECES):
        yield size
    while True:
        size *= 2
        yield size


class ScreeningWork:
    """One customer file on its way through a screener; holds few batches, the hits and the facts.

    A plain class on purpose: Prefect looks into lists and dataclasses that a task is given, not into this.
    """

    def __init__(
        self,
        source: CustomerSource,
        screener: Screener,
        facts: CustomerFacts,
        set_aside: SetAside,
        as_of: date,
        workers: BatchWorkers,
        owned: OwnedCustomers | None = None,
    ) -> None:
        """as_of: the day of the run, which new hits bear as `first_seen`. owned: sees each batch as well."""
        self.source = source
        self.facts = facts
        self.set_aside = set_aside
        self._screener = screener
        self._as_of = as_of
        self._owned = owned
        self._read_ahead: deque[int] = deque()
        self._screened = self._screening(workers)
        self._next: tuple[pa.Table, int] | None = None
        self._hits: HitSpool | None = None
        self._rows = 0
        self._screened_against: list[Mapping[str, Sequence[PartyCount]]] = []

    def has_more(self) -> bool:
        """Whether a batch was screened that `screen` has not taken; raises what stopped it."""
        if self._next is None:
            self._next = next(self._screened, None)
        return self._next is not None

    def screen(self, count: int) -> int:
        """Screen up to `count` batches and return the rows read, rejected ones too."""
        before = self._rows
        for _ in range(count):
            if not self.has_more() or self._next is None:
                break
            (hits, rows), self._next = self._next, None
            self._screened_against.append(read_screened(hits))
            self._spool(hits.schema).add(hits)
            self._rows += rows
            self._tell()
        return self._rows - before

    def _screening(self, workers: BatchWorkers) -> Iterator[tuple[pa.Table, int]]:
        """Hits, and how many rows they are of; in pieces that the workers read, where they would. Workers
        that are started have their first work when this returns."""
        # Who owns whom is looked up as this process reads.
        total = self.source.rows_total
        at_once = workers.rows_they_read(total) if total and self._owned is None else None
        pieces = self.source.pieces(at_once) if at_once is not None else None
        if pieces is not None:
            return self._pieces(workers, pieces)
        found = workers.screen(self._screener, self._customers(), self._as_of, alone=_BATCHES_ALONE)
        return ((hits, self._read_ahead.popleft()) for hits in found)

    def _pieces(self, workers: BatchWorkers, pieces: Iterator[TablePiece]) -> Iterator[tuple[pa.Table, int]]:
        from screening.runs.table_work import PieceOfTable

        settings = self._screener.settings.customers
        work = (PieceOfTable(piece, settings, self._as_of) for piece in pieces)
        self.set_aside.warnings.add(self.source.column_warnings())
        rejected: list[Any] = []
        for done in workers.screen(self._screener, work, self._as_of):
            self.source.count(done.counts)
            self.facts.merge(done.facts)
            self.set_aside.add_tables(done.rejected, done.warnings)
            rejected.append(done.rejected["record_id"])
            yield done.hits, done.counts.rows_in
        self.source.check_read(self.facts.id_hashes(rejected))

    def _customers(self) -> Iterator[WorkItem]:
        """The customers of each batch, in this process, whatever screens them: it gathers the facts."""
        from screening.matching.workers import WorkItem

        for batch in self.source.batches():
            self.facts.add(batch.customers, batch.rejected)
            self.set_aside.add(batch)
            if self._owned is not None:
                self._owned.see(batch.customers)
            self._read_ahead.append(batch.customers.num_rows + batch.rejected.num_rows)
            yield WorkItem(batch.customers)

    def _tell(self) -> None:
        total = self.source.rows_total
        of_all = f" of {total:,}" if total is not None else ""
        _log.info(
            "screened %s%s rows, %s hits",
            f"{self._rows:,}",
            of_all,
            f"{self._hits.num_rows if self._hits else 0:,}",
            extra={"progress": True},
        )

    def hits(self) -> HitRows:
        """All hits in their final order, one a customer and party, whatever lists the party is on; kept until
        what was set aside is let go of. An empty file gives a table without rows. To be called once."""
        from screening.linking.group_hits import group_hits

        found = self._hits or self._spool(self._no_hits().schema)
        groups, lists = self._screener.party_groups, self._screener.watchlists
        if len(lists) > 1:
            # All hits of a customer are in one batch, so that none is parted from others on the same party.
            found = self.set_aside.keep(found.regrouped(lambda hits: group_hits(hits, groups, lists)))
        return found.ordered()

    def _spool(self, schema: pa.Schema) -> HitSpool:
        if self._hits is None:
            self._hits = self.set_aside.keep(HitSpool(schema.remove_metadata()))
        return self._hits

    def screened(self) -> Mapping[str, Sequence[PartyCount]]:
        """What every batch was screened against, counted by whoever did so; the least of all batches. Where
        there was none, what the screener has."""
        return least_counts(self._screened_against or [self._screener.counts])

    def _no_hits(self) -> pa.Table:
        from screening.model.customer_table import CUSTOMER_SCHEMA

        carried = [pa.field(name, pa.string()) for name in self._screener.settings.customers.carry]
        empty = pa.RecordBatch.from_pylist([], schema=pa.schema([*CUSTOMER_SCHEMA, *carried]))
        return self._screener.screen_batch(empty, self._as_of)
