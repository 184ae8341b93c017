"""Are incremental nights the same as full ones, and how much shorter? Three real snapshots as three nights.

    python benchmarks/nights.py                       # 500,000 grown customers, 1 % change a night
    python benchmarks/nights.py --customers 20000 --no-command

Each night is screened twice: going on from the night before, and from scratch. The hits are compared row by
row. Changes add up: who changed last night stays so tonight; some customers leave, and new ones come. One
customer of 500 bears a listed name, with nothing else known. Every run is a process of its own, so nothing is
warm that would not be.

Seconds are told apart:
start-up      loading the dictionaries of names in every process, and the lists' index; before each run
reading       reading the customer table, and distinctive who changed
parties       last night's customers against changed parties, by the workers while the table is read
customers     changed customers (from scratch: all) against whole lists
gather        putting the hits together
screening     what screening adds to reading and start-up: from the first batch to the last hit, less both
in a row      parties + customers + gather, as if nothing were done side by side
whole         the run with all of that, with lists, plan and state, and with the ledger

In both ways workers screen while this process reads the table, so reading hides the same of both.

Then the same nights by the command itself, for the time on the clock: what was screened, gated, recorded and
published. Ends with 1 where hits differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
from night_command import NightFolder

ROOT = Path(__file__).resolve().parents[1]
OFAC = ROOT.parent / "shared" / "data" / "ofac"
SNAPSHOTS = ("2021-04", "2021-07", "2022-01")
# Not across the first of a month, on which everything is screened.
FIRST_DAY = date(2026, 1, 2)
# As in the nightly flow.
BATCH_ROWS = 50_000
BATCHES_FOR_WORKERS = 4
ROWS_FOR_WORKERS = 150_000
CHANGING = ("name", "date_of_birth", "nationality", "entity_type")
SHOWN = ("plan", "reading", "parties", "customers", "gather", "screening", "in a row", "start-up", "whole")


def write_tables(folder: Path, count: int, share: float, seed: int) -> None:
    """The customers of each night, customers-0.parquet and so on."""
    from grown import grow_customers

    from screening.watchlists import read_watchlist

    moves = max(1, count // 2000)
    grow_customers(count + moves * len(SNAPSHOTS), folder / "grown.parquet", seed)
    table = pq.read_table(folder / "grown.parquet")
    lists = [read_watchlist(OFAC / snapshot) for snapshot in SNAPSHOTS]
    listed = np.array(
        sorted({name for each in lists for name in each.tables["names"]["name"].to_pylist()}), dtype=object
    )
    draw = np.random.default_rng(seed)
    # Copies, to be written to.
    columns = {name: np.array(table[name].to_pylist(), dtype=object) for name in CHANGING}
    # Before anything changes, so that a name that is taken over is a name of before.
    before = {name: values.copy() for name, values in columns.items()}

    def plant(rows: Any) -> None:
        for values in columns.values():
            values[rows] = None
        columns["name"][rows] = draw.choice(listed, len(rows))

    plant(draw.choice(len(table), len(table) // 500, replace=False))
    for night in range(len(SNAPSHOTS)):
        here = np.arange(night * moves, night * moves + count)
        if night:
            changed = draw.choice(here, round(count * share), replace=False)
            # Three of five have another name, the rest another birth date or nationality.
            parts = np.split(changed, [len(changed) * 3 // 5, len(changed) * 4 // 5])
            for name, part in zip(CHANGING, parts, strict=False):
                columns[name][part] = before[name][draw.integers(len(table), size=len(part))]
            plant(draw.choice(changed, len(changed) // 100, replace=False))
        tonight = table
        for name, values in columns.items():
            place = table.schema.get_field_index(name)
            tonight = tonight.set_column(place, name, pa.array(values, pa.string()))
        pq.write_table(tonight.slice(here[0], count), folder / f"customers-{night}.parquet")


@contextmanager
def timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[what] = seconds.get(what, 0.0) + time.perf_counter() - began


def ready(tables: bool) -> int:
    """Load what screening needs, and say in which process. tables: the dictionaries of names too."""
    from screening.matching.workers import _load_tables

    if tables:
        _load_tables()
    time.sleep(0.05)
    return os.getpid()


def load(workers: Any, tables: bool) -> None:
    """Wait until this process and every worker have loaded. tables: as in `Workers.start`."""
    ready(True)
    loaded: set[int] = set()
    while workers.started and loaded != set(workers._pool._processes):
        asked = [workers._pool.submit(ready, tables) for _ in workers._pool._processes]
        loaded |= {answer.result() for answer in asked}


def screen_parties(screening: Any, seconds: dict[str, float]) -> None:
    with timed(seconds, "parties"):
        list(screening.screen_changed_parties())


def screen_night(folder: Path, night: int, state: Path, workers_count: int) -> dict[str, Any]:
    """One night in this process; gives seconds and counts, and leaves hits-STATE-NIGHT.arrow behind."""
    from screening.alerts import Ledger
    from screening.customers import open_customers
    from screening.matching import screener
    from screening.matching.workers import Workers
    from screening.runs.night import NightScreening, StateFolder, plan_night
    from screening.runs.night import incremental as night_module
    from screening.runs.night.recording import NightFacts
    from screening.settings import load_settings
    from screening.watchlists import read_watchlist

    seconds: dict[str, float] = {}
    settings = load_settings(None, workers=workers_count, customers={"batch_rows": BATCH_ROWS})
    day = FIRST_DAY + timedelta(days=night)

    def indexed(*given: Any) -> Any:
        with timed(seconds, f"index in {threading.current_thread().name}"):
            return screener.Screener(*given)

    night_module.Screener = indexed  # type: ignore[assignment, misc]
    kept = StateFolder(state)
    with timed(seconds, "whole"), kept.locked(), Workers(workers_count) as workers:
        with timed(seconds, "lists"):
            lists = [read_watchlist(OFAC / SNAPSHOTS[night], "OFAC-SDN")]
        with timed(seconds, "plan"):
            source = open_customers(folder / f"customers-{night}.parquet", settings.customers)
            plan = plan_night(kept.last_night(), lists, settings, source.sha256, day)
        screening = NightScreening(plan, kept, settings, workers)
        with timed(seconds, "load"):
            many = plan.full and (source.rows_total or 0) >= ROWS_FOR_WORKERS
            if many or screening.kept_batches >= BATCHES_FOR_WORKERS:
                workers.start(tables=plan.full)
            load(workers, plan.full)
        of_parties = threading.Thread(target=screen_parties, args=(screening, seconds), name="parties")
        # As in the nightly flow: parties beside the reading of the table.
        with timed(seconds, "both"):
            of_parties.start()
            with timed(seconds, "customers"):
                list(screening.screen_changed_customers(batch.customers for batch in source.batches()))
            of_parties.join()
        with timed(seconds, "gather"):
            hits = screening.hits()
        with timed(seconds, "ledger"), Ledger.open(f"sqlite:///{state / 'ledger.db'}") as ledger:
            known = NightFacts(screening)
            ledger.record_night(known.ledger_night(), known.sightings(hits))
        with timed(seconds, "state"):
            screening.leave(hits, folder)
    pa.feather.write_feather(hits, folder / f"hits-{state.name}-{night}.arrow")
    seconds["reading"] = screening.reading
    index = seconds.pop("index in MainThread", 0.0)
    seconds["parties"] -= seconds.pop("index in parties", 0.0)
    seconds["customers"] -= index + screening.reading
    seconds["start-up"] = seconds.pop("load") + index
    seconds["screening"] = seconds.pop("both") - index - screening.reading + seconds["gather"]
    seconds["in a row"] = seconds["parties"] + seconds["customers"] + seconds["gather"]
    customers = screening.customers
    return {
        "full": plan.full,
        "parties": f"{plan.changes.added} new, {plan.changes.changed} changed, {plan.changes.removed} gone",
        "customers": f"{customers.new:,} new, {customers.changed:,} changed, {customers.left:,} left",
        "hits": hits.num_rows,
        "seconds": seconds,
    }


def in_own_process(folder: Path, night: int, state: Path, workers: int) -> dict[str, Any]:
    out = folder / "figures.json"
    command = [sys.executable, __file__, "night", folder, night, state, workers, out]
    subprocess.run([str(part) for part in command], check=True)
    figures: dict[str, Any] = json.loads(out.read_text())
    return figures


def compare(folder: Path, workers: int) -> bool:
    """Print both ways of every night; whether their hits are the same."""
    print("| night | | hits | " + " | ".join(SHOWN) + " | |")
    print("| --- " * (len(SHOWN) + 4) + "|")
    same = True
    for night, snapshot in enumerate(SNAPSHOTS):
        kept, scratch = folder / "kept", folder / f"scratch-{night}"
        tonight = in_own_process(folder, night, kept, workers)
        ways = [("from scratch", in_own_process(folder, night, scratch, workers))]
        if not tonight["full"]:
            ways.append(("incremental", tonight))
        for way, figures in ways:
            seconds = " | ".join(f"{figures['seconds'][what]:.2f}" for what in SHOWN)
            note = f"{figures['parties']}; {figures['customers']}" if way == "incremental" else ""
            print(f"| {snapshot} | {way} | {figures['hits']:,} | {seconds} | {note} |", flush=True)
        one, other = (pa.feather.read_table(folder / f"hits-{s.name}-{night}.arrow") for s in (kept, scratch))
        same &= one.equals(other)
        words = "the same, row by row" if one.equals(other) else "DIFFERENT"
        if tonight["full"]:
            print(f"| | | {words} |")
        else:
            full, part = (figures["seconds"] for _, figures in ways)
            said = ("screening", "in a row", "whole")
            shares = ", ".join(f"{what} {part[what] / full[what]:.1%}" for what in said)
            with_reading = (part["screening"] + part["reading"]) / (full["screening"] + full["reading"])
            print(f"| | | {words} | {shares}, screening with reading {with_reading:.1%} of from scratch |")
        sys.stdout.flush()
    return same


def by_command(folder: Path, workers: int) -> bool:
    """The same nights by the command, each from scratch and going on; whether their hits are the same."""
    print("\n| night | incremental | from scratch | share | hits |\n| --- | --- | --- | --- | --- |")
    kept, same = NightFolder(folder / "command", workers), True
    for night, snapshot in enumerate(SNAPSHOTS):
        day = (FIRST_DAY + timedelta(days=night)).isoformat()
        scratch = NightFolder(folder / f"command-{night}", workers)
        seconds, hits = [], []
        for place in (kept, scratch):
            place.bring(OFAC / snapshot, folder / f"customers-{night}.parquet")
            seconds.append(place.run(day, folder / "prefect").ended)
            table = pq.read_table(next((place.path / "runs").glob(f"night-{day}-*")) / "hits.parquet")
            # The ledger of a first night knows no alert, so all are new.
            hits.append(table.drop_columns(["status", "first_seen", "revision"]))
        same &= hits[0].equals(hits[1])
        words = "the same, row by row" if hits[0].equals(hits[1]) else "DIFFERENT"
        went_on, began = (f"{each:.1f} s" for each in seconds)
        share = f"{seconds[0] / seconds[1]:.0%}" if night else ""
        print(f"| {snapshot} | {went_on if night else ''} | {began} | {share} | {words} |", flush=True)
    return same


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["night"]:
        folder, night, state, workers, out = arguments[1:]
        figures = screen_night(Path(folder), int(night), Path(state), int(workers))
        Path(out).write_text(json.dumps(figures))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=500_000)
    parser.add_argument("--share", type=float, default=0.01, help="of customers that change in a night")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-command", action="store_true", help="leave out the nights by the command")
    parser.add_argument("--only-command", action="store_true", help="nothing but those")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nights-") as place:
        folder = Path(place)
        write_tables(folder, given.customers, given.share, given.seed)
        print(
            f"{given.customers:,} customers, {given.share:.1%} change a night; "
            f"{given.workers} workers; seconds\n"
        )
        same = given.only_command or compare(folder, given.workers)
        if not given.no_command:
            same &= by_command(folder, given.workers)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
