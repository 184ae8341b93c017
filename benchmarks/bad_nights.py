"""What does a night make of a mistake? Each usual one, once, by the real `sanctions nightly`.

    python benchmarks/bad_nights.py                   # 20,000 customers
    python benchmarks/bad_nights.py --customers 2000 --only "half the rows" "new ledger"

One good night over OFAC's list of 2021-04, after which a reviewer decides part of its alerts. Then, each
from there, a second night with one mistake: in the customer table, in the delivery of the list, in the day,
in what nights leave to each other. For each the table says how the command ended, how many alerts closed that
a night without the mistake leaves open, how many of those were true matches, the last line on the terminal,
and what the run's folder says of it. Last, the mistake is mended and the night is run again: its alerts must
stand as after a night without any mistake.

Ends with 1 where an alert closed that should not have, or where a mended night differs. About half a minute a
mistake.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
from killed_nights import DATA, customers_of
from night_command import NightFolder

from screening.alerts import Ledger, NewDisposition

FIRST, SECOND, THIRD = "2026-01-02", "2026-01-03", "2026-01-04"


@dataclass(frozen=True)
class Mistake:
    """make: does it to the folder before the second night. day: of that night. mend: takes it back."""

    name: str
    make: Callable[[Path], None]
    day: str = SECOND
    mend: Callable[[Path], None] | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of mistakes")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bad-nights-") as place:
        return play(Path(place), given.customers, given.seed, given.only)


def play(place: Path, count: int, seed: int, only: Sequence[str] | None) -> int:
    before = NightFolder(place / "before")
    before.configure("customers.csv")
    customers = plain(customers_of(0, count, seed))
    customers.to_csv(before.path / "customers.csv", index=False)
    bring(before.path, "2021-04", "2026-01-01")
    before.run(FIRST, place / "prefect")
    decide(before.path)
    print(f"{count:,} customers, {len(states_of(before.path)):,} alerts after the first night\n")
    good = place / "good"
    shutil.copytree(before.path, good)
    deliver(good)
    NightFolder(good).run(SECOND, place / "prefect")
    print("| mistake | status | alerts closed | true matches among them | told at the end | folder |")
    print("| --- | --- | --- | --- | --- | --- |")
    expected, failed = closed_of(good), 0
    for mistake in mistakes(customers):
        if only and mistake.name not in only:
            continue
        folder = place / "trial"
        shutil.copytree(before.path, folder)
        deliver(folder)
        mistake.make(folder)
        status, said = run(folder, mistake.day, place / "prefect")
        closed = closed_of(folder) - expected
        states = states_of(before.path)
        told = folder_says(folder)
        true = sum(states.get(key) == "true match" for key in closed)
        failed += bool(closed)
        mended = ""
        if mistake.mend is not None:
            mistake.mend(folder)
            again, words = run(folder, SECOND, place / "prefect")
            same = standing(folder) == standing(good)
            good_again = again == 0 and same
            failed += not good_again
            mended = "; mended: as if nothing had been" if good_again else f"; MENDED NOT: {again} {words}"
        cells = [mistake.name, str(status), str(len(closed)), str(true), said, told + mended]
        print(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |", flush=True)
        shutil.rmtree(folder)
    return 1 if failed else 0


def plain(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.drop(columns=[name for name in customers if customers[name].isna().all()])


def bring(folder: Path, snapshot: str, published: str) -> None:
    shutil.copytree(DATA / "ofac" / snapshot, folder / "drop" / published)


def deliver(folder: Path) -> None:
    """What the second night finds where nothing is wrong: the next list, the same customers."""
    bring(folder, "2021-07", SECOND)


def decide(folder: Path) -> None:
    """A reviewer decides two of three alerts: true matches and false positives in turn."""
    at = datetime.fromisoformat(f"{FIRST}T09:00:00").replace(tzinfo=UTC)
    with Ledger.open(f"sqlite:///{folder / 'ledger.db'}", create=False) as ledger:
        waiting = ledger.open_alerts()
        batch = [
            NewDisposition(alert.alert_id, verdict, "looked at", alert.revision)
            for verdict, some in (("true match", waiting[::3]), ("false positive", waiting[1::3]))
            for alert in some
        ]
        ledger.decide(batch, "Ann Lee", at)


def run(folder: Path, day: str, prefect: Path) -> tuple[int, str]:
    """Exit status, and what the command ended with on the terminal: its error, or the last line."""
    night = NightFolder(folder)
    with night.started(day, prefect) as process:
        status = process.wait(timeout=600)
    lines = [line for line in night.said.splitlines() if line.strip()]
    ends = [line for line in lines if line.startswith("Error:")] or lines[-1:]
    return status, " ".join(ends)[:300]


def states_of(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "ledger.db") as ledger:
        return dict(ledger.execute("select alert_id, state from alerts").fetchall())


def standing(folder: Path) -> dict[str, str]:
    """alert_id → state. New is open after another night, and a night that was published with a mistake in it
    and run again is two."""
    return {key: "open" if state == "new" else state for key, state in states_of(folder).items()}


def closed_of(folder: Path) -> set[str]:
    """Alerts that are closed by change; none where there is no ledger."""
    if not (folder / "ledger.db").exists():
        return set()
    return {key for key, state in states_of(folder).items() if state == "closed by change"}


def folder_says(folder: Path) -> str:
    """The newest run's folder in a few words: its name, outcome and verdict."""
    runs = sorted((folder / "runs").glob("night-*"), key=lambda path: path.stat().st_mtime)
    if len(runs) == 1:
        return "no new one"
    newest = runs[-1]
    record = json.loads((newest / "run.json").read_text(encoding="utf-8"))
    verdict = record["verdict"]
    hits = "hits" if (newest / "hits.parquet").exists() else "no hits"
    reasons = ", ".join(f"{each['kind']} {each['subject'] or ''}".strip() for each in verdict["reasons"])
    return f"{record['outcome']}, {hits}: {verdict['state']}" + (f" ({reasons})" if reasons else "")


def mistakes(customers: pd.DataFrame) -> list[Mistake]:
    def table(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
        return lambda folder: change(customers.copy()).to_csv(folder / "customers.csv", index=False)

    whole = table(lambda rows: rows)

    def renumbered(rows: pd.DataFrame) -> pd.DataFrame:
        rows["record_id"] = [f"N{number:07d}" for number in range(len(rows))]
        return rows

    def shifted(rows: pd.DataFrame) -> pd.DataFrame:
        rows["record_id"] = [*rows["record_id"][1:], "one-more"]
        return rows

    def broken_row(folder: Path) -> None:
        """The row of a true match gets a field too many, so that nobody can tell whose it is."""
        true = {key for key, state in states_of(folder).items() if state == "true match"}
        with sqlite3.connect(folder / "ledger.db") as ledger:
            records = dict(ledger.execute("select alert_id, record_id from alerts").fetchall())
        record = min(records[key] for key in true)
        lines = (folder / "customers.csv").read_text(encoding="utf-8").splitlines()
        lines = [line + ",one,field,more" if line.startswith(f"{record},") else line for line in lines]
        (folder / "customers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def tonight(folder: Path) -> Path:
        return folder / "drop" / SECOND

    def redelivered(folder: Path) -> None:
        shutil.rmtree(tonight(folder), ignore_errors=True)
        deliver(folder)

    def cut_in_half(folder: Path) -> None:
        for name in ("sdn.csv", "alt.csv", "add.csv"):
            file = tonight(folder) / name
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    def cut_at_a_row(folder: Path) -> None:
        file = tonight(folder) / "alt.csv"
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines[: len(lines) // 2]))

    def without_some(folder: Path) -> None:
        """8 % of the parties are gone from all files of the list, as if they had never been there."""
        for file in tonight(folder).glob("*.csv"):
            lines = file.read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if not (line[:1].isdigit() and int(line.split(b",")[0]) % 100 < 8)]
            file.write_bytes(b"".join(kept))

    def without_alt(folder: Path) -> None:
        (tonight(folder) / "alt.csv").unlink()

    def emptied(folder: Path) -> None:
        for file in tonight(folder).iterdir():
            file.unlink()

    def stopped(folder: Path) -> None:
        shutil.rmtree(tonight(folder))

    def older(folder: Path) -> None:
        """After a good second night, the list of the first comes again under the date of the third."""
        NightFolder(folder).run(SECOND, folder.parent / "prefect")
        bring(folder, "2021-04", THIRD)

    def no_ledger(folder: Path) -> None:
        (folder / "ledger.db").rename(folder / "ledger.kept")

    def ledger_again(folder: Path) -> None:
        (folder / "ledger.db").unlink(missing_ok=True)
        (folder / "ledger.kept").rename(folder / "ledger.db")

    def only_columns(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.rename(columns={"date_of_birth": "dob", "nationality": "nation"})

    future = f"{date.today().year + 6}-12-01"
    return [
        Mistake("half the rows", table(lambda rows: rows.head(len(rows) // 2)), mend=whole),
        Mistake("three rows", table(lambda rows: rows.head(3)), mend=whole),
        Mistake("no row", table(lambda rows: rows.head(0)), mend=whole),
        Mistake("ids numbered anew", table(renumbered), mend=whole),
        Mistake("ids moved by one row", table(shifted), mend=whole),
        Mistake("columns renamed", table(only_columns), mend=whole),
        Mistake("a row that cannot be cut into columns", broken_row, mend=whole),
        Mistake("list cut in half", cut_in_half, mend=redelivered),
        Mistake("alt.csv cut at a row's end", cut_at_a_row, mend=redelivered),
        Mistake("8 % of the parties cut from all files", without_some, mend=redelivered),
        Mistake("alt.csv missing", without_alt, mend=redelivered),
        Mistake("delivery folder empty", emptied, mend=redelivered),
        Mistake("delivery stopped two months ago", stopped, day="2026-03-05"),
        Mistake("an older list under a newer date", older, day=THIRD),
        Mistake("a day in the future", lambda folder: None, day=future, mend=lambda folder: None),
        Mistake("new ledger", no_ledger, mend=ledger_again),
    ]


if __name__ == "__main__":
    sys.exit(main())
