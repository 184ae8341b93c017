"""What many hits cost: speed beside a run with few, seconds of publishing by file, peak memory.

    .venv/bin/python benchmarks/many_hits.py [--hits 20000] [--customers 200000] [--workers 2]
    .venv/bin/python benchmarks/many_hits.py --hits 56000 --customers 1000000
    .venv/bin/python benchmarks/many_hits.py --hits 1000000 --customers 1000000

Two tables of as many customers are screened one after the other by the whole command: customers as banks have
them (grown.py), and the same with as many of them as make the hits replaced by listed parties, as listed or
with a letter changed, most with their birth date and country. Peak memory is that of all processes of the
command together, what they share counted once. Needs ../shared/data.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from grown import grow_customers
from removed_aliases import DATA
from throughput import run

from screening.watchlists import Watchlist, import_watchlist, read_watchlist

# A customer who bears a listed name has some hits more than one, as parties share names.
_HITS_A_CUSTOMER = 1.09
_PUBLISHING = ("write_parquet", "write_csv", "write_workbook", "page", "write")


def with_listed(customers: pa.Table, watchlist: Watchlist, count: int, seed: int = 1) -> pa.Table:
    """The customers, of whom `count`, spread over the table, are listed parties."""
    chance = random.Random(seed)
    listed = list(_listed(watchlist))
    rows = customers.to_pylist()
    for place in chance.sample(range(len(rows)), min(count, len(rows))):
        party = dict(chance.choice(listed))
        if chance.random() < 0.3:
            at = chance.randrange(len(party["name"]))
            party["name"] = party["name"][:at] + chance.choice("aeinorst") + party["name"][at + 1 :]
        if chance.random() < 0.3:
            party |= {"date_of_birth": None, "nationality": None}
        rows[place] |= {name: value for name, value in party.items() if name in customers.schema.names}
    return pa.Table.from_pylist(rows, schema=customers.schema)


def _listed(watchlist: Watchlist) -> Any:
    tables = watchlist.tables
    entities = {row["entity_id"]: row for row in tables["entities"].to_pylist()}
    born = {row["entity_id"]: row["earliest"] for row in tables["birth_dates"].to_pylist()}
    countries = {row["entity_id"]: row["country"] for row in tables["countries"].to_pylist()}
    for row in tables["names"].to_pylist():
        day = born.get(row["entity_id"])
        yield {
            "name": row["name"],
            "entity_type": entities[row["entity_id"]]["entity_type"],
            "date_of_birth": day.isoformat() if day else None,
            "nationality": countries.get(row["entity_id"]),
            "gender": None,
        }


def measure(name: str, customers: Path, folder: Path, workers: int) -> list[str]:
    """Cells of one row."""
    command: list[str | Path] = [sys.executable, "-m", "pipelines.cli", "screen", customers]
    out = folder / "run"
    given = ["--config", folder / "config.yaml", "--out", out, "--overwrite", "--workers", str(workers)]
    whole = run([*command, *given])
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    seconds, rows = record["timings"], record["customers"]["rows_screened"]
    by_file = [seconds.get(stage, 0.0) for stage in _PUBLISHING]
    return [
        name,
        f"{rows:,}",
        f"{record['hits']['rows']:,}",
        f"{rows / seconds['screen']:,.0f}/s",
        f"{seconds['gate_hits']:.1f} s",
        *(f"{each:.1f} s" for each in by_file),
        f"{sum(by_file):.1f} s",
        f"{whole.seconds:,.0f} s",
        f"{whole.peak / 1e6:,.0f} MB",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hits", type=int, default=20_000, help="about as many")
    parser.add_argument("--customers", type=int, default=200_000, help="rows of both tables")
    parser.add_argument("--list", default="2022-01", help="a folder of ../shared/data/ofac")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    watchlist = read_watchlist(DATA / "ofac" / given.list)
    columns = ["screened", "customers", "hits", "customers/s", "gate of hits"]
    columns += ["parquet", "csv", "workbook", "page", "others", "publishing", "whole command", "peak memory"]
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="many-hits-") as name:
        folder = Path(name)
        import_watchlist(watchlist, folder / "store")
        # As many hits as are wanted here a gate would take for a fault.
        settings = {
            "store_dir": str(folder / "store"),
            "gates": {"max_hit_share": 1.0, "max_list_age_days": None},
        }
        (folder / "config.yaml").write_text(json.dumps(settings), encoding="utf-8")
        few, many = folder / "few.parquet", folder / "many.parquet"
        grow_customers(given.customers, few)
        listed = round(given.hits / _HITS_A_CUSTOMER)
        pq.write_table(with_listed(pq.read_table(few), watchlist, listed), many)
        for title, customers in (("few hits", few), ("many hits", many)):
            print(f"| {' | '.join(measure(title, customers, folder, given.workers))} |", flush=True)


if __name__ == "__main__":
    main()
