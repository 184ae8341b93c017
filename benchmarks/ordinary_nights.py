"""Do ordinary nights pass every gate? Thirty of them, at the gates' defaults.

    python benchmarks/ordinary_nights.py                       # 20,000 customers
    python benchmarks/ordinary_nights.py --customers 20 300 20000 --nights 30

Each night 1 % of the customers change (name, birth date or nationality), one of a thousand leaves (of a small
table one) and as many come. One customer of 100 bears a listed name; that of one that changes is another's
then. OFAC's list goes from its snapshot of 2021-04 by that of 2021-07 to that of 2022-01, party by party: a
publication every third night holds a part of the parties that came, went or changed between two of them, so
that it lives nine months in thirty nights. Every publication goes through the gates of lists, every night
through those of its list, customers and hits, and through that of the night; alerts are kept in a ledger.

A row tells what each gate saw at most, beside its limit. Ends with 1 where a gate stopped a night.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from grown import grow_customers

from screening.alerts import Ledger
from screening.customers import open_customers
from screening.matching.workers import Workers
from screening.model.alert_states import UNDECIDED
from screening.quality import (
    CustomerFacts,
    GateResult,
    customers_gate,
    hits_gate,
    list_change_gate,
    list_gate,
    night_gate,
)
from screening.quality.expectations import TableToCheck
from screening.quality.list_changes import tables_to_check as list_tables
from screening.quality.nights import tables_to_check as night_tables
from screening.runs.night import NightScreening, StateFolder, plan_night
from screening.runs.night.comparison import compare_with_last
from screening.runs.night.recording import NightFacts
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist, read_watchlist
from screening.watchlists.watchlist import content_hash

OFAC = Path(__file__).resolve().parents[2] / "shared" / "data" / "ofac"
SNAPSHOTS = ("2021-04", "2021-07", "2022-01")
FIRST_DAY = date(2026, 1, 2)
NIGHTS_A_PUBLICATION = 3
CHANGING = ("name", "date_of_birth", "nationality")


def publications(count: int, seed: int) -> Iterator[Watchlist]:
    """`count` versions of the list from the first snapshot to the last, none far from the one before."""
    lists = [read_watchlist(OFAC / name, "OFAC-SDN") for name in SNAPSHOTS]
    draw = np.random.default_rng(seed)
    steps = np.linspace(0, len(lists) - 1, count)
    order = {}
    for part, (one, other) in enumerate(pairwise(lists)):
        ids = sorted({*entity_ids(one), *entity_ids(other)}, key=int)
        order[part] = np.array(ids, dtype=object)[draw.permutation(len(ids))]
    for step in steps:
        part = min(int(step), len(lists) - 2)
        switched = order[part][: round((step - part) * len(order[part]))]
        yield between(lists[part], lists[part + 1], pa.array(switched.tolist(), pa.string()))


def entity_ids(watchlist: Watchlist) -> list[str]:
    return list(map(str, watchlist.tables["entities"]["entity_id"].to_pylist()))


def between(one: Watchlist, other: Watchlist, switched: Any) -> Watchlist:
    """The first list, but the parties of `switched` as on the other, in the order of their numbers."""
    tables = {}
    for name, table in one.tables.items():
        there = other.tables[name]
        stayed = table.filter(pc.invert(pc.is_in(table["entity_id"], value_set=switched)))
        whole = pa.concat_tables([stayed, there.filter(pc.is_in(there["entity_id"], value_set=switched))])
        numbers = whole["entity_id"].cast(pa.int64()).to_numpy()
        tables[name] = whole.take(pa.array(np.argsort(numbers, kind="stable"))).combine_chunks()
    return replace(one, tables=tables, sha256=content_hash(tables))


def customers_by_night(folder: Path, count: int, nights: int, seed: int) -> Iterator[Path]:
    """The customer table of each night, one after another."""
    moves = max(1, count // 1000)
    grow_customers(count + moves * nights, folder / "grown.parquet", seed)
    table = pd.read_parquet(folder / "grown.parquet").astype(object)
    table["name"] = table[["first_name", "middle_name", "last_name"]].fillna("").agg(" ".join, axis=1)
    table = table.drop(columns=["first_name", "middle_name", "last_name"])
    before = table.copy()
    draw = np.random.default_rng(seed)
    names = read_watchlist(OFAC / SNAPSHOTS[0]).tables["names"]["name"].to_pylist()
    listed = draw.choice(len(table), max(3, len(table) // 100), replace=False)
    table.loc[listed, "name"] = draw.choice(names, len(listed))
    # Nothing else is known of these, so that a listed name is a hit whoever bears it.
    table.loc[listed, ["date_of_birth", "nationality", "entity_type", "gender"]] = None
    for night in range(nights):
        here = np.arange(night * moves, night * moves + count)
        changed = draw.choice(here, round(count / 100), replace=False)
        for name, part in zip(CHANGING, np.array_split(changed, len(CHANGING)), strict=True):
            table.loc[part, name] = before[name].to_numpy()[draw.integers(len(table), size=len(part))]
        path = folder / f"customers-{night}.parquet"
        table.iloc[here].to_parquet(path, index=False)
        yield path


def play(folder: Path, count: int, nights: int, seed: int) -> list[str]:
    """Play the nights; what stopped any of them, in words. Prints what the gates saw at most."""
    settings = load_settings(None, customers={"batch_rows": 50_000})
    limits, state = settings.gates, StateFolder(folder / "state")
    versions = publications(-(-nights // NIGHTS_A_PUBLICATION), seed)
    seen: dict[str, float] = defaultdict(float)
    stopped: list[str] = []
    current: Watchlist | None = None
    earlier: Watchlist | None = None
    for night, path in enumerate(customers_by_night(folder, count, nights, seed)):
        day = FIRST_DAY + timedelta(days=night)
        gates: list[GateResult] = []
        if night % NIGHTS_A_PUBLICATION == 0:
            published = replace(next(versions), published=day)
            gates += [
                list_gate(published, limits, day),
                list_change_gate(published, current, limits, earlier),
            ]
            if current is not None:
                note_seen(list_tables(published, current, limits, earlier), seen)
            earlier, current = current, published
        assert current is not None
        gates += screen(path, current, day, settings, state, folder, seen)
        stopped += [
            f"night {night + 1}: {gate.name}: {check.name}: {check.saw}"
            for gate in gates
            for check in gate.failures
        ]
    print(f"\n{count:,} customers, {nights} nights, {int(seen.pop('alerts')):,} alerts in the last\n")
    print("| seen at most (0 where below what is allowed) | |\n| --- | --- |")
    for name, value in seen.items():
        print(f"| {name} | {value:.3%} |")
    return stopped


def screen(
    path: Path,
    watchlist: Watchlist,
    day: date,
    settings: Settings,
    state: StateFolder,
    folder: Path,
    seen: dict[str, float],
) -> list[GateResult]:
    """One night as the flow goes about it, recorded whatever its gates said."""
    source, facts = open_customers(path, settings.customers), CustomerFacts(day)

    def customers() -> Iterator[pa.RecordBatch]:
        for batch in source.batches():
            facts.add(batch.customers, batch.rejected)
            night.rejected.update(map(str, batch.rejected["record_id"].drop_null().to_pylist()))
            night.unidentified += batch.rejected["record_id"].null_count
            yield batch.customers

    limits = settings.gates
    with (
        state.locked(),
        Workers(1) as workers,
        Ledger.open(f"sqlite:///{folder / 'ledger.db'}", settings.alerts) as ledger,
    ):
        plan = plan_night(state.last_night(), [watchlist], settings, source.sha256, day)
        night = NightScreening(plan, state, settings, workers)
        night.table.columns = tuple(source.columns.used)
        list(night.screen_changed_parties())
        list(night.screen_changed_customers(customers()))
        hits = night.hits()
        alerts = ledger.pairs_in_hits([*UNDECIDED, "true match"])
        compared = compare_with_last(night, hits, alerts, state)
        note_seen(night_tables(compared, limits.night), seen)
        seen["alerts"] = len(alerts)
        gates = [
            customers_gate(facts, source.rows_in, limits),
            hits_gate(hits, [watchlist], facts, limits, settings.threshold),
            night_gate(compared, limits.night),
        ]
        known = NightFacts(night)
        ledger.record_night(known.ledger_night(), known.sightings(hits))
        night.leave(hits, folder)
    return gates


def note_seen(tables: Sequence[TableToCheck], seen: dict[str, float]) -> None:
    """Keep the largest share that was seen of whatever may not be too large."""
    for table in tables:
        for column in ("fall", "rise", "gone", "renumbered", "share"):
            if column in table.rows and len(table.rows):
                name = f"{table.table}: {column}"
                seen[name] = max(seen[name], float(table.rows[column].max()))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, nargs="+", default=[20_000])
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    stopped: list[str] = []
    for count in given.customers:
        with tempfile.TemporaryDirectory(prefix="ordinary-nights-") as place:
            stopped += play(Path(place), count, given.nights, given.seed)
    print(f"\n{len(stopped):,} checks failed")
    for words in stopped:
        print(f"- {words}")
    return 1 if stopped else 0


if __name__ == "__main__":
    sys.exit(main())
