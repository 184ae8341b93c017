"""Does a night that is killed end well? `kill -9` of a real `sanctions nightly`, again and again.

    python benchmarks/killed_nights.py                # ten times, at moments drawn with a seed
    python benchmarks/killed_nights.py --times 40 --customers 5000

Three nights over the three real snapshots of OFAC's list, with clean customers of which some bear listed
names. First they are run without harm. Then each of them is begun anew from where it stood before, killed
with all its processes, and run again to its end. Checked after each: hits.parquet has the same bytes and the
ledger the same alerts and events as in the nights that were never killed; an alert stands in one state; the
folder of runs holds whole runs and nothing else. Ends with 1 where anything differs.

One kill of five falls into the start and the taking in of lists, the others into the work after it, spread
evenly. It takes about half a minute a kill.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from left_by_nights import alerts_of, hits_of, how_far, in_one_state
from night_command import Night, NightFolder

from screening.alerts import Ledger, NewDisposition
from screening.watchlists import read_watchlist

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SNAPSHOTS = ("2021-04", "2021-07", "2022-01")
DAYS = ("2026-01-02", "2026-01-03", "2026-01-04")


def customers_of(number: int, count: int, seed: int) -> pd.DataFrame:
    """Clean customers, one of fifty under a listed name with nothing else known; each night one of a hundred
    changes, and some leave and come."""
    clean = pd.concat(pd.read_parquet(file) for file in sorted((DATA / "customers").glob("clean_*.parquet")))
    clean = clean.sample(frac=1, random_state=seed).head(count + 20 * len(DAYS)).reset_index(drop=True)
    # The whole name stands in `name`.
    table = clean.drop(columns=["first_name", "middle_name", "last_name"]).astype(object)
    draw = random.Random(seed)
    lists = [read_watchlist(DATA / "ofac" / snapshot) for snapshot in SNAPSHOTS]
    listed = sorted({str(name) for each in lists for name in each.tables["names"]["name"].to_pylist()})
    clean_names = table["name"].to_list()
    unknown = ["entity_type", "gender", "date_of_birth", "nationality"]

    def plant(rows: list[int]) -> None:
        table.loc[rows, "name"] = draw.choices(listed, k=len(rows))
        table.loc[rows, unknown] = None

    plant(draw.sample(range(len(table)), len(table) // 50))
    for _ in range(number):
        changed = draw.sample(range(len(table)), len(table) // 100)
        plant(changed[::5])
        table.loc[changed[1::5], "name"] = draw.choices(clean_names, k=len(changed[1::5]))
        table.loc[changed[2::5], "place_of_birth"] = "moved"
    return table.iloc[20 * number : 20 * number + count]


def decide(folder: Path, number: int) -> None:
    """A reviewer closes every third open alert on the morning after, so that there is something to keep."""
    at = datetime.fromisoformat(f"{DAYS[number]}T09:00:00").replace(tzinfo=UTC)
    with Ledger.open(f"sqlite:///{folder / 'ledger.db'}", create=False) as ledger:
        batch = [
            NewDisposition(alert.alert_id, "false positive", "another person", alert.revision)
            for alert in ledger.open_alerts()[::3]
        ]
        ledger.decide(batch, "Ann Lee", at)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10, help="how often to kill")
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="killed-nights-") as place:
        return kill_nights(Path(place), given.times, given.customers, given.seed)


def kill_nights(place: Path, times: int, count: int, seed: int) -> int:
    twin, nights = NightFolder(place / "twin"), []
    for number, snapshot in enumerate(SNAPSHOTS):
        customers_of(number, count, seed).to_parquet(place / "customers.parquet", index=False)
        twin.bring(DATA / "ofac" / snapshot, place / "customers.parquet")
        shutil.copytree(twin.path, place / f"before-{number}")
        nights.append(twin.run(DAYS[number], place / "prefect"))
        shutil.copytree(twin.path, place / f"after-{number}")
        if number + 1 < len(SNAPSHOTS):
            decide(twin.path, number)
    alerts, events, _ = alerts_of(twin.path)
    print(
        f"{count:,} customers, {len(alerts):,} alerts with {len(events):,} events; nights never killed: "
        + ", ".join(f"{night.ended:.1f} s (planned after {night.planned:.1f})" for night in nights)
    )
    print("\n| kill | night | after | it had | left hidden | again | hits | alerts | states | runs | |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    draw, failed = random.Random(seed), 0
    early = [True] * (-(-times // 5)) + [False] * (times - -(-times // 5))
    for kill_number, is_early in enumerate(early):
        number = kill_number % len(SNAPSHOTS)
        part = (early[:kill_number].count(is_early) + draw.random()) / early.count(is_early)
        cells, good = kill_once(place, number, nights[number], is_early, part)
        failed += not good
        row = [str(kill_number + 1), str(number + 1), *cells, "good" if good else "BAD"]
        print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n{times - failed} of {times} ended as if they had never been killed")
    return 1 if failed else 0


def kill_once(place: Path, number: int, night: Night, early: bool, part: float) -> tuple[list[str], bool]:
    """Cells of a row, and whether all is as it is after the night that was never killed.

    early: kill it before it is planned, else after. part: how much of that time is over (0 to 1).
    """
    folder, good, day = place / "killed", place / f"after-{number}", DAYS[number]
    shutil.copytree(place / f"before-{number}", folder)
    killed = NightFolder(folder)
    began = time.monotonic()
    with killed.started(day, place / "prefect") as process:
        while not early and process.poll() is None and not killed.is_planned:
            time.sleep(0.01)
        time.sleep(part * (night.planned if early else night.ended - night.planned))
        was_over = process.poll() is not None
    moment = time.monotonic() - began
    had = "all done" if was_over else how_far(killed, day)
    left = hits_of(folder)
    published = all(hits for name, hits in left.items() if not name.startswith("."))
    again = killed.run(day, place / "prefect")
    checks = {
        "same bytes": hits_of(folder) == hits_of(good),
        "same": alerts_of(folder) == alerts_of(good),
        "one each": in_one_state(folder),
        "whole": published and all(hits_of(folder).values()),
    }
    shutil.rmtree(folder)
    hidden = sum(name.startswith(".") for name in left)
    cells = [f"{moment:.2f} s", had, str(hidden), f"{again.ended:.1f} s"]
    return [*cells, *(word if good else "NO" for word, good in checks.items())], all(checks.values())


if __name__ == "__main__":
    sys.exit(main())
