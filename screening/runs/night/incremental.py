"""Tonight's hits, from what changed and from last night.

Changed customers are screened against whole lists, unchanged customers against changed parties, and the hits
of the rest are last night's. That gives exactly the hits of a full screening, for a score depends on its
customer, its party and the scoring fingerprint alone: no other party, customer or order moves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.matching.prepared_cache import read_customers
from screening.matching.screener import Screener
from screening.matching.workers import BatchWorkers, Workers, WorkItem
from screening.model.hit_table import HIT_SCHEMA, LISTING, order_hits
from screening.model.party_counts import Counts, PartyCount, least_counts, read_screened, total_counts
from screening.runs.night.customers import CUSTOMERS_SCHEMA, CustomerIndex
from screening.runs.night.parties import party_key
from screening.runs.night.plan import NightPlan
from screening.runs.night.state import LastNight, StateFolder
from screening.runs.night.table_profile import TableProfile
from screening.settings import Settings
from screening.storage.addresses import Place
from screening.watchlists.counts import searchable_counts

__all__ = ["NightScreening"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


class NightScreening:
    """A night on its way: `screen_changed_parties` and `screen_changed_customers`, side by side or one after
    the other, then `hits`.

    customers: tonight's customers against last night's. table: what their table looks like. reading: seconds
    spent on reading and comparing customers. For the caller to fill in as the table is read: rejected, record
    ids of rows that could not be screened; unidentified, how many rows could be neither screened nor told
    whose they are; and columns of `table`.
    """

    def __init__(
        self, plan: NightPlan, state: StateFolder, settings: Settings, workers: BatchWorkers
    ) -> None:
        self.plan = plan
        self.reading = 0.0
        self._state = state
        self._settings = settings
        self._workers = workers
        self.rejected: set[str] = set()
        self.unidentified = 0
        self.table = TableProfile()
        known = plan.last.customers if plan.last else None
        rows = settings.customers.batch_rows
        self.customers = CustomerIndex(known, plan.scoring_fingerprint, rows, everybody=plan.full)
        self._of_customers: list[pa.Table] = []
        self._of_parties: list[tuple[str, pa.Table]] = []
        # What each batch was screened against, of the whole lists and of the changed parties.
        self._against_lists: list[Counts] = []
        self._against_changed: list[Counts] = []

    def screen_changed_parties(self) -> Iterator[int]:
        """Screen last night's customers against the parties that are new or changed.

        Gives the number of hits of each batch as it is done; those of customers who changed or left
        meanwhile are among them until `hits` sorts them out.
        """
        plan = self.plan
        if plan.last is None or not self.kept_batches:
            return
        against = "\n".join(sorted(_changed_fingerprints(plan)))
        keys = [str(key) for key in plan.last.customers["batch"].unique().to_pylist()]
        pieces = [self._piece(key, against) for key in keys]
        screener = Screener(plan.changed, self._settings)
        screened = self._workers.screen(screener, pieces, plan.day, alone=len(pieces))
        for key, hits in zip(keys, screened, strict=True):
            self._of_parties.append((key, hits))
            self._against_changed.append(read_screened(hits))
            yield hits.num_rows

    def screen_changed_customers(self, batches: Iterator[pa.RecordBatch]) -> Iterator[int]:
        """Screen the customers that are new or changed against the whole lists, as the table is read.

        Gives the number of hits of each batch as it is done.
        """
        versions = "\n".join(watchlist.version for watchlist in self.plan.lists)
        pieces = (self._piece(key, versions, batch) for key, batch in self._changed(batches))
        # Loading the whole lists takes longer than a quiet night: only where somebody changed.
        first = next(pieces, None)
        if first is None:
            return
        screener = Screener(self.plan.lists, self._settings)
        # Few have changed on most nights, and handing the lists over would take longer than screening them.
        workers = self._workers if self.plan.full else Workers(1)
        for hits in workers.screen(screener, chain([first], pieces), self.plan.day):
            self._of_customers.append(hits)
            self._against_lists.append(read_screened(hits))
            yield hits.num_rows

    def hits(self) -> pa.Table:
        """All of tonight's hits, one for each entry of a list, in the order of a report."""
        found = [hits["record_id"] for _, hits in self._of_parties]
        live = _rows_of(self.live, found)
        here = dict(zip(live["record_id"].to_pylist(), live["batch"].to_pylist(), strict=True))
        tables = [*self._of_customers, *self._carried()]
        for key, hits in self._of_parties:
            # A batch keeps customers that have changed or left since.
            alive = [here.get(record) == key for record in hits["record_id"].to_pylist()]
            tables.append(hits.filter(pa.array(alive, pa.bool_())))
        if not tables:
            carried = [pa.field(f"customer_{name}", pa.string()) for name in self._settings.customers.carry]
            return pa.schema([*HIT_SCHEMA, *carried]).empty_table()
        return order_hits(pa.concat_tables(tables))

    def screened(self) -> Counts:
        """list_id → what tonight's customers were screened against; the least of all ways.

        Changed customers go against whole lists, the others against changed parties; against those that are
        as they were they went on earlier nights.
        """
        ways = list(self._against_lists)
        if self.plan.last is not None and not self.plan.full:
            changed = self.plan.changes.added_or_changed
            as_before: dict[str, Sequence[PartyCount]] = {}
            for watchlist in self.plan.lists:
                of_list = {entity_id for list_id, entity_id in changed if list_id == watchlist.list_id}
                as_before[watchlist.list_id] = searchable_counts(watchlist, of_list)
            tonight = least_counts(self._against_changed) if self._against_changed else {}
            if self.kept_batches or not self.plan.changed_count:
                ways.append(total_counts(as_before, tonight))
        if not ways:
            # Nobody was there to be screened.
            ways.append({each.list_id: searchable_counts(each) for each in self.plan.lists})
        return least_counts(ways)

    @property
    def kept_batches(self) -> int:
        """How many batches of last night's customers there are to screen against changed parties."""
        plan = self.plan
        if plan.full or plan.last is None or not plan.changed_count:
            return 0
        return len(plan.last.customers["batch"].unique())

    def leave(self, hits: pa.Table, folder: Place) -> None:
        """Make this the last night, with its hits as `hits` gave them and the folder it was published in."""
        plan = self.plan
        night = LastNight(
            run_key=plan.run_key,
            inputs=plan.inputs,
            folder=folder,
            day=plan.day,
            scoring_fingerprint=plan.scoring_fingerprint,
            last_full=plan.day if plan.full or plan.last is None else plan.last.last_full,
            list_versions={watchlist.list_id: watchlist.version for watchlist in plan.lists},
            customers=self.live,
            parties=plan.parties,
            hits=hits,
            table=self.table,
        )
        self._state.leave(night)

    @cached_property
    def live(self) -> pa.Table:
        """Where each of tonight's customers is kept (CUSTOMERS_SCHEMA); only once all are read."""
        return self.customers.table()

    @cached_property
    def missing(self) -> pa.Table:
        """Last night's customers (CUSTOMERS_SCHEMA) that no row of tonight is known to be; only once all are
        read."""
        last = self.plan.last
        if last is None:
            return CUSTOMERS_SCHEMA.empty_table()
        here = pc.is_in(last.customers["record_id"], value_set=self.live["record_id"].combine_chunks())
        absent = last.customers.filter(pc.invert(here))
        rejected = pa.array(sorted(self.rejected), pa.string())
        return absent.filter(pc.invert(pc.is_in(absent["record_id"], value_set=rejected)))

    @property
    def kept(self) -> int:
        """How many of last night's customers are missing and do not count as gone, as any of the rows that
        could not be identified may be theirs."""
        return self.missing.num_rows if self.unidentified else 0

    def is_unscreened(self, record_id: str) -> bool:
        """Whether nothing can be said tonight of a customer without a hit: the row was rejected, or may be
        among those that could not be identified."""
        return record_id in self.rejected or (self.unidentified > 0 and record_id not in self.live_ids)

    @cached_property
    def live_ids(self) -> frozenset[str]:
        """The record ids of tonight's customers; only once all are read."""
        return frozenset(map(str, self.live["record_id"].to_pylist()))

    def customer_rows(self, record_ids: Sequence[str]) -> Mapping[str, dict[str, Any]]:
        """record_id → the customer as it was read (CUSTOMER_SCHEMA), for those of the ids that are there."""
        ids = pa.array(record_ids, pa.string())
        wanted = self.live.filter(pc.is_in(self.live["record_id"], value_set=ids))
        rows: dict[str, dict[str, Any]] = {}
        for key in wanted["batch"].unique().to_pylist():
            here = wanted.filter(pc.equal(wanted["batch"], key))
            customers = read_customers(self._state.batches / str(key))
            for row in customers.take(here["row"].combine_chunks()).to_pylist():
                rows[row["record_id"]] = row
        return rows

    def _changed(self, batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The changed customers, with the time it takes to find them."""
        found = self.customers.changed_batches(iter(self.table.read(batches)))
        while True:
            began = perf_counter()
            batch = next(found, None)
            self.reading += perf_counter() - began
            if batch is None:
                return
            yield batch

    def _piece(self, batch_key: str, against: str, customers: pa.RecordBatch | None = None) -> WorkItem:
        work = hashlib.sha256(
            f"{self.plan.scoring_fingerprint}\n{batch_key}\n{against}".encode()
        ).hexdigest()[:32]
        # In full, for workers that stand elsewhere.
        batches, results = self._state.batches.absolute(), self._state.results.absolute()
        return WorkItem(customers, batches / batch_key, results / f"{work}.arrow")

    def _carried(self) -> Iterator[pa.Table]:
        """Last night's hits of customers and parties that are as they were."""
        last = self.plan.last
        if last is None or self.plan.full:
            return
        before, live = (_rows_of(table, [last.hits["record_id"]]) for table in (last.customers, self.live))
        place = pc.index_in(live["record_id"], value_set=before["record_id"].combine_chunks())
        same = pc.fill_null(pc.equal(before["fingerprint"].take(place), live["fingerprint"]), False)
        stayed = live["record_id"].filter(same).combine_chunks()
        kept = last.hits.filter(pc.is_in(last.hits["record_id"], value_set=stayed))
        changed = self.plan.changes.added_or_changed
        parties = self.plan.parties.to_pylist()
        as_it_was = [(party["list_id"], party["entity_id"]) not in changed for party in parties]
        rest = party_key(self.plan.parties).filter(pa.array(as_it_was, pa.bool_()))
        kept = kept.filter(pc.is_in(party_key(kept), value_set=rest.combine_chunks()))
        versions = {watchlist.list_id: watchlist.version for watchlist in self.plan.lists}
        tonight = {
            "watchlist_version": pa.array([versions[str(each)] for each in kept["list_id"].to_pylist()]),
            "first_seen": pa.repeat(self.plan.day.isoformat(), kept.num_rows),
        }
        for name, values in tonight.items():
            kept = kept.set_column(kept.schema.get_field_index(name), name, values.cast(pa.string()))
        listings = _of_versions(kept["listings"], kept["watchlist_version"])
        yield kept.set_column(kept.schema.get_field_index("listings"), "listings", listings)


def _of_versions(listings: pa.ChunkedArray[Any], versions: pa.ChunkedArray[Any]) -> Any:
    """The one listing of each hit, of the version of tonight."""
    column = listings.combine_chunks()
    each = pc.list_flatten(column)
    fields = [
        versions.combine_chunks() if field.name == "watchlist_version" else each.field(field.name)
        for field in LISTING
    ]
    offsets = pa.array(range(len(column) + 1), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(fields, fields=list(LISTING)))


def _rows_of(customers: pa.Table, record_ids: Sequence[Any]) -> pa.Table:
    """The rows of the customers that have hits: few of many."""
    wanted = pa.chunked_array([chunk for ids in record_ids for chunk in ids.chunks], pa.string())
    return customers.filter(pc.is_in(customers["record_id"], value_set=wanted.unique()))


def _changed_fingerprints(plan: NightPlan) -> Iterator[str]:
    for watchlist in plan.changed:
        ids = set(watchlist.tables["entities"]["entity_id"].to_pylist())
        for row in plan.parties.filter(pc.equal(plan.parties["list_id"], watchlist.list_id)).to_pylist():
            if row["entity_id"] in ids:
                yield f"{watchlist.version} {row['entity_id']} {row['fingerprint']}"
