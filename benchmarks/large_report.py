"""How large a report of 10,000 hits is, and how long it takes to write.

    .venv/bin/python benchmarks/large_report.py [--hits 10000] [--out FOLDER]

Customers bear names of the real list, as listed, written otherwise, or in another script; they are screened,
and the hits of the first night's series are reported with decisions and changes. Writes the folder of the
run, to be opened in a browser. Needs ../shared/data/ofac/2022-01.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from screening import Screener
from screening.alerts import RecordedDisposition
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.hit_table import order_hits
from screening.model.run_record import (
    CustomersRecord,
    GateRecord,
    HitCounts,
    ListRecord,
    RunRecord,
    write_run_json,
)
from screening.report import ReportContext, write_report
from screening.report.changes import AlertChange, NightChanges
from screening.runs.publishing import write_hits_parquet
from screening.settings import load_settings
from screening.spreadsheets import write_hits_csv
from screening.watchlists import Watchlist, read_watchlist

LIST = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "ofac" / "2022-01"
DAY = date(2022, 1, 10)
_BATCH = 2_000
_BRANCHES = ("Basra", "Zürich", "Санкт-Петербург", "القاهرة", "서울")


def large_run(hits: int = 10_000) -> tuple[RunRecord, pa.Table, ReportContext]:
    """A run with that many hits, from screening; what a night knows of them beside.

    Raises FileNotFoundError where the real list is not there.
    """
    if not LIST.is_dir():
        raise FileNotFoundError(f"{LIST}: the real list is not here")
    watchlist = read_watchlist(LIST)
    settings = load_settings()
    screener = Screener([watchlist], settings)
    chance = random.Random(20220110)
    found: list[pa.Table] = []
    rows = 0
    for batch in _batches(watchlist, chance):
        found.append(screener.screen_batch(batch, DAY))
        rows += batch.num_rows
        if sum(table.num_rows for table in found) >= hits:
            break
    table = order_hits(order_hits(pa.concat_tables(found)).slice(0, hits))
    table, context = _after_some_nights(table, chance)
    return (
        _record(watchlist, table, rows, settings.threshold),
        table,
        replace(context, watchlists=[watchlist]),
    )


def _batches(watchlist: Watchlist, chance: random.Random) -> Iterator[pa.RecordBatch]:
    """Customers that bear listed names or near ones, without end."""
    names = watchlist.tables["names"].to_pylist()
    kinds = dict(
        zip(*(watchlist.tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
    )
    born = {row["entity_id"]: row["earliest"] for row in watchlist.tables["birth_dates"].to_pylist()}
    writings: list[Callable[[str, random.Random], str]] = [
        _as_listed, _as_listed, _mistyped, _mistyped, _in_cyrillic, _in_arabic,
    ]  # fmt: skip
    schema = pa.schema([*CUSTOMER_SCHEMA, pa.field("branch", pa.string())])
    number = 0
    while True:
        rows: list[dict[str, Any]] = []
        for _ in range(_BATCH):
            number += 1
            name = chance.choice(names)
            day = born.get(name["entity_id"]) if chance.random() < 0.4 else None
            rows.append(
                {
                    "row": number,
                    "record_id": f"C{number:06}",
                    "name": chance.choice(writings)(name["name"], chance),
                    "entity_type": kinds[name["entity_id"]],
                    "date_of_birth": day.isoformat() if day else None,
                    "birth_earliest": day,
                    "birth_latest": day,
                    "branch": chance.choice(_BRANCHES),
                }
            )
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _as_listed(name: str, _chance: random.Random) -> str:
    family, _, given = name.partition(", ")
    return f"{given} {family}".strip().title()


def _mistyped(name: str, chance: random.Random) -> str:
    plain = _as_listed(name, chance)
    at = chance.randrange(len(plain))
    return plain[:at] + chance.choice("aeiounrst") + plain[at + 1 :]


def _in_cyrillic(name: str, chance: random.Random) -> str:
    return _transliterated("Latin-Cyrillic", _as_listed(name, chance))


def _in_arabic(name: str, chance: random.Random) -> str:
    return _transliterated("Latin-Arabic", _as_listed(name, chance))


@cache
def _transliterator(rule: str) -> Any:
    from icu import Transliterator

    return Transliterator.createInstance(rule)


def _transliterated(rule: str, name: str) -> str:
    return str(_transliterator(rule).transliterate(name))


def _after_some_nights(hits: pa.Table, chance: random.Random) -> tuple[pa.Table, ReportContext]:
    """The hits as they stand after nights and decisions, a share of each kind."""
    statuses, seen, changes, dispositions = [], [], [], {}
    for hit in hits.to_pylist():
        drawn = chance.random()
        decided = drawn < 0.15
        status = "false positive" if drawn < 0.1 else "open" if drawn < 0.8 else "new"
        statuses.append(status)
        seen.append((DAY if status == "new" else DAY - timedelta(days=chance.randrange(1, 90))).isoformat())
        if decided:
            dispositions[hit["alert_id"]] = [_recorded(hit)]
        if status == "new" or (decided and status == "open"):
            changes.append(
                AlertChange(
                    kind="new" if status == "new" else "reopened",
                    alert_id=hit["alert_id"],
                    record_id=hit["record_id"],
                    party=hit["entity_name"],
                    reason="first seen" if status == "new" else "listed party's alias was added: 'EXAMPLE'",
                )
            )
    for name, values in (("status", statuses), ("first_seen", seen)):
        hits = hits.set_column(hits.schema.get_field_index(name), name, pa.array(values, pa.string()))
    return hits, ReportContext(changes=NightChanges(tuple(changes)), dispositions=dispositions)


def _recorded(hit: dict[str, Any]) -> RecordedDisposition:
    return RecordedDisposition(
        decision_id=1,
        alert_id=hit["alert_id"],
        revision=2,
        disposition="false positive",
        effect="decided",
        reviewer="Ann Lee",
        decided_at=datetime(2021, 12, 1, 9, 30, tzinfo=UTC),
        reason="The passport that the customer showed names another place of birth.",
        watchlist_version=hit["watchlist_version"],
        customer={},
        party={},
        customer_fingerprint="",
        party_fingerprint="",
        expires_on=date(2022, 12, 1),
        confirms=None,
    )


def _record(watchlist: Watchlist, hits: pa.Table, rows: int, threshold: float) -> RunRecord:
    start = datetime(DAY.year, DAY.month, DAY.day, 1, 0, tzinfo=UTC)
    counts = HitCounts.of(hits)
    return RunRecord(
        run_id="20220110T010000Z-large",
        started_at=start,
        finished_at=start + timedelta(seconds=90),
        code_version="benchmark",
        config_sha256="0" * 64,
        threshold=threshold,
        watchlists=(
            ListRecord(
                list_id=watchlist.list_id,
                published=watchlist.published or date(2022, 1, 5),
                sha256=watchlist.sha256,
                entities=watchlist.entity_count,
                names=watchlist.name_count,
            ),
        ),
        customers=CustomersRecord(
            path="made of listed names", sha256="0" * 64, rows_in=rows, rows_screened=rows, rows_rejected=0
        ),
        hits=counts,
        gates=(GateRecord(name="hits", passed=True, saw=f"{counts.rows:,} hits", checks=9),),
        timings={},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hits", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path("runs/large-report"))
    given = parser.parse_args()
    record, hits, context = large_run(given.hits)
    given.out.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    write_report(record, hits, given.out / "report.html", context)
    seconds = time.perf_counter() - begin
    write_hits_parquet(hits, given.out / "hits.parquet")
    write_hits_csv(hits, given.out / "hits.csv")
    write_run_json(record, given.out / "run.json")
    size = (given.out / "report.html").stat().st_size
    print(f"{hits.num_rows:,} hits: {seconds:.1f} s, {size / 1e6:.1f} MB in {given.out / 'report.html'}")


if __name__ == "__main__":
    main()
