"""Does the program of one checkout find, score and say the same as that of another, and as fast?

    python benchmarks/same_as_before.py --before ../base --after .
    python benchmarks/same_as_before.py --before ../base --after . --only screens nights --keep compared

Both are run by their command line alone, without a Prefect server, so that packages, configs and tables may
differ inside. `--keep` leaves what they wrote in a folder, and takes finished runs of the first from there.

screens  the 50,000 clean customers, the sample, and the names of OFAC's list themselves, of which about
         58,000 hits come: each column of hits.parquet row by row, and of hits.csv cell by cell; points add up
nights   three nights over three lists, a reviewer's decisions between: hits, the ledger, exports, history
speed    the two in turn, three times; seconds on the clock and of processors, and those of the stages

A cell with a list in it counts as its text joined with "; ". Ends with 1 where anything differs.
Takes 22 minutes on two cores (screens 8, nights 3, speed 11).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
OFAC = DATA / "ofac" / "2022-01"
SNAPSHOTS = ("2021-04", "2021-07", "2022-01")
DAYS = ("2026-01-02", "2026-01-03", "2026-01-04")
NIGHT_CUSTOMERS = 20_000
EXAMPLES = 3
# Every listed name has a hit on itself, and the snapshots are years old.
CONFIG = """
gates: {max_list_age_days: null, max_hit_share: 1.0}
workers: 1
lists: [{list_id: OFAC-SDN, folder: drop, settle_seconds: 0}]
nightly: {customers: customers.parquet, state_dir: state}
runs_dir: runs
store_dir: store
alerts: {ledger: "sqlite:///ledger.db"}
"""
# Words of texts that were changed on purpose: pattern, and what stands for it after.
ON_PURPOSE = (("few telling words", "few distinctive words"),)
# Columns and tables whose name alone is another one after.
RENAMED = {"verdict": "disposition", "decisions": "dispositions"}
STATES = (
    "new", "open", "below threshold", "escalated", "true match", "false positive", "closed by change",
)  # fmt: skip
# The ledger's tables and what names a row. Then what is of the clock, or of whoever is logged in.
LEDGER = {"alerts": "alert_id", "events": "event_id", "decisions": "decision_id", "nights": "day"}
OF_THE_CLOCK = {"at", "recorded_at", "decided_at", "login"}


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds on the clock, and of processors with all that it started."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Side:
    """One of the two checkouts. folder: where it writes."""

    name: str
    checkout: Path
    folder: Path

    def run(self, folder: Path, *arguments: str | Path) -> tuple[Taken, str]:
        """Run a command in a folder; what it took and wrote. Ends the program where it does not go well."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
        own |= {"PYTHONPATH": str(self.checkout), "PREFECT_HOME": str(self.folder / "prefect")}
        command = [self.checkout / ".venv" / "bin" / "python", "-m", "pipelines.cli", *arguments]
        folder.mkdir(parents=True, exist_ok=True)
        began, said = time.monotonic(), folder / "said.log"
        with said.open("wb") as log:
            process = subprocess.Popen(list(map(str, command)), cwd=folder, env=own, stdout=log, stderr=log)
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = Taken(time.monotonic() - began, used.ru_utime + used.ru_stime)
        text = said.read_text(encoding="utf-8", errors="replace")
        if process.returncode:
            words = " ".join(map(str, arguments))
            raise SystemExit(f"{self.name}: '{words}' in {folder} ended with {process.returncode}:\n{text}")
        return taken, text

    def screen(self, given: Screen, inputs: Path, out: str) -> Taken:
        folder = self.folder / out
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "own.yaml").write_text(CONFIG, encoding="utf-8")
        options = ["--threshold", str(given.threshold), "--workers", "1", "--config", "own.yaml"]
        file = inputs / given.customers
        taken, _ = self.run(folder, "screen", file, "--watchlist", given.watchlist, *options, "--out", "run")
        self.finish(out)
        return taken

    @property
    def version(self) -> str:
        """The commit, and whether files differ from it."""
        ask = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
        return subprocess.check_output(ask, cwd=self.checkout, text=True).strip()

    def finish(self, out: str) -> None:
        (self.folder / out / "finished").write_text(self.version, encoding="utf-8")

    def has(self, out: str) -> bool:
        """Whether an earlier run can be used: one of the first side, by the same commit."""
        mark = self.folder / out / "finished"
        return self.name == "before" and mark.exists() and mark.read_text(encoding="utf-8") == self.version


@dataclass(frozen=True)
class Screen:
    """A screening. customers: a file among the inputs, or a path."""

    name: str
    customers: str | Path
    watchlist: Path
    threshold: float


def screens(sample: Path) -> list[Screen]:
    people, small = sample / "customers.parquet", sample / "ofac_csv"
    return [
        *(Screen(f"clean customers at {at}", "clean.parquet", OFAC, at) for at in (80, 70)),
        *(Screen(f"sample against 2022-01 at {at}", people, OFAC, at) for at in (80, 70)),
        *(Screen(f"sample against its own list at {at}", people, small, at) for at in (80, 70)),
        Screen("listed names at 74", "listed.parquet", OFAC, 74),
    ]


def make_inputs(folder: Path) -> None:
    """clean.parquet, listed.parquet, and the customers of each night."""
    folder.mkdir(parents=True, exist_ok=True)
    clean = pd.concat(pd.read_parquet(file) for file in sorted((DATA / "customers").glob("clean_*.parquet")))
    clean.to_parquet(folder / "clean.parquet", index=False)
    listed = listed_names()
    ids = [f"listed-{number:06d}" for number in range(len(listed))]
    pd.DataFrame({"record_id": ids, "name": listed}).to_parquet(folder / "listed.parquet", index=False)
    # The whole name stands in `name`.
    table = clean.drop(columns=["first_name", "middle_name", "last_name"]).astype(object)
    table = table.sample(NIGHT_CUSTOMERS + 40, random_state=1).reset_index(drop=True)
    draw, names = random.Random(1), table["name"].to_list()
    planted = draw.sample(range(len(table)), len(table) // 50)
    table.loc[planted, "name"] = draw.choices(listed, k=len(planted))
    # Of half of them nothing else is known; the other half meets parties whose birth dates may differ.
    unknown = ["entity_type", "gender", "date_of_birth", "nationality"]
    table.loc[planted[::2], unknown] = None
    for night in range(len(DAYS)):
        if night:
            changed = draw.sample(range(len(table)), len(table) // 100) + draw.sample(planted, 24)
            table.loc[changed[::3], "name"] = draw.choices(names, k=len(changed[::3]))
            table.loc[changed[1::3], "date_of_birth"] = "1971-03-02"
            table.loc[changed[2::3], "nationality"] = "Iran"
        # Some leave and some come.
        tonight = table.iloc[20 * night : 20 * night + NIGHT_CUSTOMERS]
        tonight.to_parquet(folder / f"customers-{night}.parquet", index=False)


def listed_names() -> list[str]:
    """Every name and alias in the files of OFAC's list, read without the program."""
    found: set[str] = set()
    for name, place in (("sdn.csv", 1), ("alt.csv", 3)):
        with (OFAC / name).open(encoding="utf-8", errors="replace", newline="") as file:
            found.update(row[place] for row in csv.reader(file) if len(row) > place)
    return sorted(found)


def words(value: Any) -> str:
    """A cell as text: a list joined with "; ", a struct as its fields."""
    if isinstance(value, list):
        return "; ".join(map(words, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}={words(each)}" for key, each in value.items())
    return "(none)" if value is None else str(value)


def frame(rows: Iterable[dict[str, Any]], key: str) -> pd.DataFrame:
    table = pd.DataFrame([{name: words(value) for name, value in row.items()} for row in rows], dtype=object)
    return table.set_index(key, drop=False) if len(table) else table


def hits_of(run: Path) -> pd.DataFrame:
    """hits.parquet; the day of the run is called so, as the other may be of another day."""
    table = frame(pq.read_table(run / "hits.parquet").to_pylist(), "alert_id")
    day = json.loads((run / "run.json").read_text(encoding="utf-8"))["started_at"][:10]
    return table.replace({"first_seen": {day: "the run's day"}}) if len(table) else table


def csv_of(file: Path) -> pd.DataFrame:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = frame(csv.DictReader(lines), "alert_id")
    return table.drop(columns=["first_seen", *OF_THE_CLOCK], errors="ignore")


def ledger_of(file: Path) -> dict[str, pd.DataFrame]:
    """The ledger's tables, with the day of a run for its key, and an alert's hit as columns of its own."""
    found = {}
    with sqlite3.connect(file) as ledger:
        ledger.row_factory = sqlite3.Row
        there = {name for (name,) in ledger.execute("select name from sqlite_master where type = 'table'")}
        days = days_of(ledger)
        for table, key in LEDGER.items():
            name = table if table in there else RENAMED.get(table, table)
            rows = [dict(row) for row in ledger.execute(f"select * from {name} order by 1")]
            for row in rows:
                hit = json.loads(row.pop("hit", "{}"))
                row |= {f"hit.{column}": value for column, value in hit.items()}
                row |= {"run_key": days.get(row["run_key"])} if "run_key" in row else {}
            # The first column of each table names its row, whatever it is called.
            named = key if not rows or key in rows[0] else next(iter(rows[0]))
            found[table] = frame(rows, named).drop(columns=list(OF_THE_CLOCK), errors="ignore")
        found["nights"] = found["nights"].sort_index()
    return found


def history_of(place: Path) -> pd.DataFrame:
    """What `review history` told, a row a line, without the times of the clock."""
    text = "".join(json.loads((place / "history.json").read_text(encoding="utf-8")))
    with sqlite3.connect(place / "ledger.db") as ledger:
        for run_key, day in days_of(ledger).items():
            text = text.replace(run_key, day)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", "(when)", text)
    lines = enumerate(text.splitlines(), start=1)
    return frame(({"line": str(number), "text": line} for number, line in lines), "line")


def days_of(ledger: sqlite3.Connection) -> dict[str, str]:
    return {key: f"the night of {day}" for key, day in ledger.execute("select run_key, day from nights")}


def compare(what: str, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Print which columns differ, and how; whether none does but on purpose, and no row is missing."""
    before = before.rename(columns={old: new for old, new in RENAMED.items() if new in after})
    gone, come = before.index.difference(after.index), after.index.difference(before.index)
    order = "" if list(before.index) == list(after.index) else "; ORDER OF ROWS DIFFERS"
    if len(gone) or len(come):
        sides = (("BEFORE", gone), ("AFTER", come))
        order = "".join(f"; ONLY {side} {len(ids):,} {list(ids[:EXAMPLES])}" for side, ids in sides)
    both = before.index.intersection(after.index)
    one, other = before.loc[both], after.loc[both]
    shared = [str(name) for name in before if name in after]
    differing: dict[str, pd.DataFrame] = {}
    purposes: dict[str, int] = {}
    for name in shared:
        pairs = pd.DataFrame({"one": one[name], "other": other[name]})
        pairs = pairs[pairs["one"] != pairs["other"]]
        meant = pairs["one"].replace(dict(ON_PURPOSE), regex=True) == pairs["other"]
        if meant.any():
            purposes[name] = int(meant.sum())
        if len(pairs := pairs[~meant]):
            differing[name] = pairs
    same = len(shared) - len(differing.keys() | purposes.keys())
    print(f"\n**{what}**: {len(before):,} rows before, {len(after):,} after{order}; {same} columns the same")
    for side, names in (("before", before.columns), ("after", after.columns)):
        if own := [name for name in names if name not in shared]:
            print(f"- only {side}: {', '.join(own)}")
    for name, count in purposes.items():
        print(f"- {name}: {count:,} rows with words changed on purpose")
    for name, pairs in differing.items():
        print(f"- {name} DIFFERS in {len(pairs):,} rows, most often:")
        kinds = [changed_words(*pair) for pair in zip(pairs["one"], pairs["other"], strict=True)]
        for (old, new), count in Counter(kinds).most_common(EXAMPLES):
            print(f"  - {count:,}, such as {pairs.index[kinds.index((old, new))]}: `{old}` → `{new}`")
    # Tables that share no column must not pass for the same.
    return bool(shared or before.equals(after)) and not (order or differing)


def changed_words(one: str, other: str) -> tuple[str, str]:
    """Two texts without the words that begin and end both, cut to what can be read."""
    old, new = one.split(" "), other.split(" ")
    for _ in range(2):
        while old and new and old[-1] == new[-1]:
            old, new = old[:-1], new[:-1]
        old, new = old[::-1], new[::-1]
    return " ".join(old)[:160], " ".join(new)[:160]


def points_add_up(hits: pa.Table) -> bool:
    """Print whether the structured evidence adds up to the scores; true where a table has none.

    100 less the deductions is name_score, and name_score with the points of identifiers is score, within the
    rounding of each, unless identifiers guarantee more.
    """
    wrong: dict[str, list[str]] = {"name_score": [], "score": []}
    floors = 0
    for hit in hits.to_pylist():
        sums = {}
        if "deductions" in hit:
            sums["name_score"] = 100 - sum(each["points"] for each in hit["deductions"])
        if "identifiers" in hit:
            sums["score"] = hit["name_score"] + sum(each["points"] for each in hit["identifiers"])
        for what, total in sums.items():
            total = min(100.0, max(0.0, total))
            least = (hit.get("least_score") or {}).get("score", 0.0)
            if what == "score" and total < least:
                floors += 1
                total = least
            if abs(total - hit[what]) > 0.011:
                wrong[what].append(f"{hit['alert_id']} {what} {hit[what]}, adds up to {total:.2f}")
    has = [name for name in ("token_matches", "deductions", "identifiers") if name in hits.column_names]
    print(f"- evidence after: {', '.join(has) or 'none'}; {floors:,} scores are what identifiers guarantee")
    for what, rows in wrong.items():
        if rows:
            print(f"- {what} DOES NOT ADD UP in {len(rows):,} rows: {'; '.join(rows[:EXAMPLES])}")
    return not any(wrong.values())


def show_screens(sides: Sequence[Side], inputs: Path) -> bool:
    same = True
    print("\n## Screens")
    # The same sample for both, so that only the program differs.
    for number, given in enumerate(screens(sides[0].checkout / "sample_data")):
        out = f"screen-{number}"
        for side in sides:
            if not side.has(out):
                side.screen(given, inputs, out)
        runs = [side.folder / out / "run" for side in sides]
        print(f"\n### {given.name}")
        same &= compare("hits.parquet", *map(hits_of, runs))
        same &= points_add_up(pq.read_table(runs[1] / "hits.parquet"))
        same &= compare("hits.csv", *(csv_of(run / "hits.csv") for run in runs))
        sys.stdout.flush()
    return same


def run_nights(side: Side, inputs: Path) -> None:
    """Three nights in side.folder/nights. Left behind: runs, the ledger, and each night's export."""
    folder = side.folder / "nights"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(CONFIG, encoding="utf-8")
    own = ["--config", "own.yaml"]
    for number, (snapshot, day) in enumerate(zip(SNAPSHOTS, DAYS, strict=True)):
        shutil.copytree(DATA / "ofac" / snapshot, folder / "drop" / f"{snapshot}-01")
        shutil.copy(inputs / f"customers-{number}.parquet", folder / "customers.parquet")
        side.run(folder, "nightly", *own, "--day", day)
        states = [word for state in STATES for word in ("--state", state)]
        side.run(folder, "review", "export", *own, "--out", f"export-{number}.csv", *states)
        side.run(folder, "review", "export", *own, "--out", "waiting.csv", "--overwrite")
        decide(folder / "waiting.csv")
        side.run(folder, "review", "apply", "waiting.csv", *own, "--reviewer", "Ann Lee")
    with sqlite3.connect(folder / "ledger.db") as ledger:
        chosen = "select alert_id from alerts order by revision desc, alert_id limit 5"
        told = [side.run(folder, "review", "history", key, *own)[1] for (key,) in ledger.execute(chosen)]
    (folder / "history.json").write_text(json.dumps(told), encoding="utf-8")
    side.finish("nights")


def decide(file: Path) -> None:
    """Fill in a reviewer's file: of four alerts, by their ids, one each way and one left open."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for place, row in enumerate(table.sort_values("alert_id").index):
        disposition = ("true match", "false positive", "escalate", "")[place % 4]
        table.loc[row, ["decision", "comment"]] = [disposition, "looked at" if disposition else ""]
    table.to_csv(file, index=False, encoding="utf-8-sig")


def show_nights(sides: Sequence[Side], inputs: Path) -> bool:
    same = True
    print(f"\n## Nights: {', '.join(SNAPSHOTS)}, {NIGHT_CUSTOMERS:,} customers")
    for side in sides:
        if not side.has("nights"):
            run_nights(side, inputs)
    places = [side.folder / "nights" for side in sides]
    for number, day in enumerate(DAYS):
        runs = [next((place / "runs").glob(f"night-{day}-*")) for place in places]
        print(f"\n### {day}")
        same &= compare("hits.parquet", *map(hits_of, runs))
        same &= points_add_up(pq.read_table(runs[1] / "hits.parquet"))
        same &= compare("hits.csv", *(csv_of(run / "hits.csv") for run in runs))
        same &= compare("review export", *(csv_of(place / f"export-{number}.csv") for place in places))
        sys.stdout.flush()
    print("\n### The ledger after them")
    one, other = (ledger_of(place / "ledger.db") for place in places)
    for table in LEDGER:
        same &= compare(table, one[table], other[table])
    same &= compare("review history of five alerts, line by line", *map(history_of, places))
    return same


def show_speed(sides: Sequence[Side], inputs: Path, times: int) -> None:
    every = screens(sides[0].checkout / "sample_data")
    print("\n## Speed\n\nMedians in seconds; each side in turn, --workers 1")
    for given in (every[0], every[4], every[-1]):
        seen: dict[str, dict[str, list[float]]] = {side.name: {} for side in sides}
        for _ in range(times):
            for side in sides:
                taken = side.screen(given, inputs, "speed")
                record = json.loads((side.folder / "speed" / "run" / "run.json").read_text(encoding="utf-8"))
                whole = {"wall": taken.wall, "cpu": taken.cpu}
                for what, seconds in (
                    whole | {f"stage {k}": v for k, v in record["timings"].items()}
                ).items():
                    seen[side.name].setdefault(what, []).append(seconds)
        before, after = (
            {what: statistics.median(all_) for what, all_ in seen[s.name].items()} for s in sides
        )
        print(f"\n### {given.name}: {record['hits']['rows']:,} hits\n")
        print("| | before | after | after / before |\n| --- | --- | --- | --- |")
        for what in before | after:
            cells = [f"{each[what]:.2f}" if what in each else "" for each in (before, after)]
            ratio = f"{after[what] / before[what]:.2f}" if after.get(what) and before.get(what) else ""
            print(f"| {what} | {' | '.join(cells)} | {ratio} |")
        sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="a checkout with its .venv")
    parser.add_argument("--after", type=Path, required=True, help="the other")
    parts = ("screens", "nights", "speed")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--keep", type=Path, help="where outputs stay, and finished ones of before are used")
    parser.add_argument("--times", type=int, default=3, help="how often each side is timed")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="same-as-before-") as place:
        folder = (given.keep or Path(place)).resolve()
        names = ("before", "after")
        sides = [Side(name, getattr(given, name).resolve(), folder / name) for name in names]
        print(f"Before: {sides[0].version}. After: {sides[1].version}.")
        make_inputs(folder / "inputs")
        same, began = True, time.monotonic()
        for part, show in (("screens", show_screens), ("nights", show_nights)):
            if part in given.only:
                same &= show(sides, folder / "inputs")
                print(f"\n{part} took {time.monotonic() - began:,.0f} s so far")
        if "speed" in given.only:
            show_speed(sides, folder / "inputs", given.times)
    print(f"\n{'The same' if same else 'NOT THE SAME'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
