"""What it costs to screen against several lists at once, and who is found on them.

    python benchmarks/four_lists.py [--customers FILE] [--times 3] [--workers 1]

The lists of OFAC (SDN of 2022-01), the UN, the EU and the UK are screened against together, with their
parties linked and their hits made one alert each. Beside it, in the same way, one list that has exactly the
same names: what they would take alone, without anything that comes of there being several lists. Each is
measured in a process of its own, in turn; medians, and their ratio. A part of the parties on several lists
are customers as well, so that there are hits to put together.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from screening.watchlists import SCHEMAS, Watchlist, import_watchlist, load_version, read_watchlist
from screening.watchlists.watchlist import WatchlistBuilder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LISTS = (
    DATA / "ofac" / "2022-01",
    DATA / "un" / "consolidated.xml",
    DATA / "eu" / "fsf_1_1_2026-02-24.xml",
    DATA / "uk" / "uk_sanctions_list_2026-07-23.xml",
)
_DAY = date(2026, 9, 1)


def as_one_list(watchlists: list[Watchlist]) -> Watchlist:
    """All parties and names of the lists under one name, with numbers that are their own."""
    tables = {}
    for name in SCHEMAS:
        parts = []
        for watchlist in watchlists:
            table = watchlist.tables[name]
            ids = pa.array(
                [f"{watchlist.list_id}-{each}" for each in table["entity_id"].to_pylist()], pa.string()
            )
            parts.append(table.set_column(table.schema.get_field_index("entity_id"), "entity_id", ids))
        tables[name] = pa.concat_tables(parts)
    # Nothing here links one entry to another.
    tables["references"] = SCHEMAS["references"].empty_table()
    built = WatchlistBuilder("ALL", "benchmark").build()
    return Watchlist("ALL", built.published, "0" * 64, "benchmark", tables)


def screen(versions: list[Path], customers: Path, out: Path) -> None:
    """What each measured process does: seconds of each stage to `out`."""
    from screening import Screener, compare_names
    from screening.customers import open_customers
    from screening.settings import load_settings

    # rigour's tables load once a process, however many lists there are.
    compare_names("Jan Jansen", "Jansen, Jan")
    compare_names("Jansen Ltd", "Jansen Limited", kind="organization")
    settings = load_settings(workers=1)
    lists = [load_version(version) for version in versions]
    begin = time.perf_counter()
    screener = Screener(lists, settings)
    prepared = time.perf_counter()
    hits = [
        screener.screen_batch(batch.customers, _DAY)
        for batch in open_customers(customers, settings.customers, _DAY).batches()
    ]
    found = screener.grouped(pa.concat_tables(hits))
    end = time.perf_counter()
    figures = {"prepare": prepared - begin, "screen": end - prepared, "hits": found.num_rows}
    out.write_text(json.dumps(figures))


def main() -> None:
    if sys.argv[1:2] == ["--measured"]:
        *versions, customers, out = map(Path, sys.argv[2:])
        screen(versions, customers, out)
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=Path, default=DATA / "customers" / "clean_us.parquet")
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lists = [read_watchlist(path) for path in LISTS]
        several = [import_watchlist(watchlist, Path(folder)).path for watchlist in lists]
        one = [import_watchlist(as_one_list(lists), Path(folder)).path]
        customers = Path(folder) / "customers.parquet"
        _with_listed_people(arguments.customers, lists, customers)
        figures: dict[str, list[dict[str, float]]] = {"several": [], "one": []}
        for _ in range(arguments.times):
            for name, versions in (("several", several), ("one", one)):
                out = Path(folder) / "figures.json"
                command = [sys.executable, __file__, "--measured", *versions, customers, out]
                subprocess.run(command, check=True)
                figures[name].append(json.loads(out.read_text()))
    names = sum(watchlist.name_count for watchlist in lists)
    print(
        f"{len(lists)} lists, {names:,} names, {pq.read_metadata(arguments.customers).num_rows:,} customers"
    )
    print("| | prepare | screen | both | rows of hits |\n| --- | --- | --- | --- | --- |")
    both = {}
    for name, runs in figures.items():
        prepare, screened = (statistics.median(run[stage] for run in runs) for stage in ("prepare", "screen"))
        both[name] = statistics.median(run["prepare"] + run["screen"] for run in runs)
        print(f"| {name} | {prepare:.2f} s | {screened:.2f} s | {both[name]:.2f} s | {runs[0]['hits']:,} |")
    print(f"ratio: {both['several'] / both['one']:.2f}")


def _with_listed_people(clean: Path, lists: list[Watchlist], out: Path) -> None:
    """The clean customers, and every twentieth listed person of each list."""
    table = pq.read_table(clean)
    names = [
        row["name"]
        for watchlist in lists
        for row in watchlist.tables["entities"].to_pylist()[::20]
        if row["entity_type"] == "person"
    ]
    listed = pa.Table.from_pylist(
        [
            {"record_id": f"L{number}", "name": name, "entity_type": "person"}
            for number, name in enumerate(names)
        ]
    )
    pq.write_table(pa.concat_tables([table, listed], promote_options="permissive"), out)


if __name__ == "__main__":
    main()
