"""A small bank to play nights with: its customers, and the lists it screens against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from screening import Screener
from screening.customers import open_customers
from screening.matching.workers import Workers
from screening.model.hit_table import order_hits
from screening.runs.night import NightPlan, NightScreening, StateFolder, plan_night
from screening.settings import Settings, load_settings
from screening.watchlists import SCHEMAS, Watchlist, read_watchlist
from screening.watchlists.party_writer import resolve_relations
from screening.watchlists.watchlist import WatchlistBuilder

SAMPLE = Path(__file__).resolve().parents[4] / "sample_data"

Row = dict[str, Any]


def settings_with(threshold: float | None = None, **customers: Any) -> Settings:
    """The default settings, with others of the customer table."""
    return load_settings(None, threshold=threshold, customers=customers)


def sample_customers() -> list[Row]:
    """Those that are planted to be hits or near ones, and some of the rest."""
    rows = pq.read_table(SAMPLE / "customers.parquet").to_pylist()
    planted = [row for row in rows if row["record_id"].startswith("C1")]
    return planted + [row for row in rows if row not in planted][:40]


@dataclass
class Listed:
    """A list that is edited as its publisher would: table → rows, by entity."""

    list_id: str
    tables: dict[str, dict[str, list[Row]]]
    removed: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @classmethod
    def of(cls, watchlist: Watchlist, list_id: str, every: int, from_: int = 0) -> "Listed":
        """Every so manieth party of a list."""
        ids = watchlist.tables["entities"]["entity_id"].to_pylist()[from_::every]
        tables: dict[str, dict[str, list[Row]]] = {table: {} for table in SCHEMAS}
        for table in SCHEMAS:
            for row in watchlist.tables[table].to_pylist():
                if row["entity_id"] in ids:
                    tables[table].setdefault(row["entity_id"], []).append(row)
        return cls(list_id, tables)

    @property
    def ids(self) -> list[str]:
        return list(self.tables["entities"])

    def rows(self, table: str, entity_id: str) -> list[Row]:
        return self.tables[table].setdefault(entity_id, [])

    def delist(self, entity_id: str) -> None:
        self.removed[entity_id] = {table: rows.pop(entity_id, []) for table, rows in self.tables.items()}

    def list_again(self, entity_id: str) -> None:
        for table, rows in self.removed.pop(entity_id).items():
            self.tables[table][entity_id] = rows

    def add_alias(self, entity_id: str, name: str, quality: str = "strong") -> None:
        row = dict.fromkeys(SCHEMAS["names"].names) | {"entity_id": entity_id, "name_id": f"new {name}"}
        self.rows("names", entity_id).append(row | {"name": name, "kind": "aka", "quality": quality})

    def watchlist(self) -> Watchlist:
        builder = WatchlistBuilder(list_id=self.list_id, source="test")
        for table, parties in self.tables.items():
            for rows in parties.values():
                for row in rows:
                    builder.add(table, **row)
        resolve_relations(builder)
        return builder.build()


def two_lists() -> list[Listed]:
    """The sample list cut in two; a few parties stand on both under the same number."""
    sample = read_watchlist(SAMPLE / "ofac_csv")
    return [Listed.of(sample, "ONE", 2), Listed.of(sample, "OTHER", 3, 1)]


@dataclass
class Screened:
    """What a night gave, before it was left to the next."""

    plan: NightPlan
    night: NightScreening
    hits: pa.Table


class Bank:
    """Plays nights in a folder of its own; each goes on from the one before."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.settings = settings
        self.state = StateFolder(folder / "state")
        self._folder = folder
        self._tables = 0

    def screen(
        self,
        lists: Sequence[Watchlist],
        customers: Sequence[Row],
        day: date,
        full: bool = False,
        leave: bool = True,
        unidentified: int = 0,
    ) -> Screened:
        """One night, as the flow goes about it; `leave` makes it the last one. unidentified: as many more
        rows were there, and nobody can tell whose."""
        source = open_customers(self.table(customers), self.settings.customers)
        with self.state.locked(), Workers(1) as workers:
            plan = plan_night(self.state.last_night(), lists, self.settings, source.sha256, day, full)
            night = NightScreening(plan, self.state, self.settings, workers)
            night.unidentified = unidentified
            night.table.columns = tuple(source.columns.used)
            list(night.screen_changed_parties())
            list(night.screen_changed_customers(batch.customers for batch in source.batches()))
            hits = night.hits()
            if leave:
                night.leave(hits, self._folder)
        return Screened(plan, night, hits)

    def from_scratch(self, lists: Sequence[Watchlist], customers: Sequence[Row], day: date) -> pa.Table:
        """The hits of a run that knows of no night."""
        screener = Screener(lists, self.settings)
        source = open_customers(self.table(customers), self.settings.customers)
        return order_hits(
            pa.concat_tables(screener.screen_batch(batch.customers, day) for batch in source.batches())
        )

    def table(self, customers: Sequence[Row]) -> Path:
        self._tables += 1
        path = self._folder / f"customers-{self._tables}.parquet"
        pd.DataFrame(customers).to_parquet(path, index=False)
        return path
