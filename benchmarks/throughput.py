"""Speed and peak memory over the number of customers and over the size of the list, with others beside.

    make benchmark-env
    .venv-benchmark/bin/python benchmarks/throughput.py [--customers 10000 100000 1000000] [--times 1 2 4]

Customers and lists are grown from ../shared/data (see grown.py). Every row is measured in processes of its
own, on this machine, one after another:

- Screener: one process that reads the customers, scores them and writes the hits; the list is loaded before
  the clock starts.
- sanctions screen: the whole command, from its start to its end; in brackets, the stage from the list loaded
  to the hits. Peak memory is that of all its processes together, what they share counted once.
- cdist: rapidfuzz's token_sort_ratio of every pair on as many threads, of a sample of the same customers.
- logic-v2: nomenklatura's logic-v2 on 30 candidates, in as many processes, of a sample (see logic_v2.py).

The list grows at the first of the sizes that is at least --list-at.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from grown import grow_customers, grow_list
from removed_aliases import DATA

from screening.settings.names import kind_of
from screening.watchlists import Watchlist, import_watchlist, load_version, read_watchlist

# Seconds between two looks at the memory in use.
_LOOK = 0.25


@dataclass(frozen=True)
class Run:
    """A command that ended well. peak: most memory of the process and its children at once, in bytes."""

    seconds: float
    peak: int


def run(command: Sequence[str | Path]) -> Run:
    """Run a command and watch its memory. Raises CalledProcessError, with what it wrote, where it fails."""
    peak = [0]
    ended = threading.Event()
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:

        def watch() -> None:
            while not ended.wait(_LOOK):
                peak[0] = max(peak[0], sum(map(_memory, _tree(process.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - begin
        ended.set()
        watcher.join()
    if process.returncode:
        print(output, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, peak[0])


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            # The process ended while it was looked at.
            continue
        for child in found:
            yield from _tree(int(child))


def _memory(pid: int) -> int:
    """The proportional set size: memory shared by n processes counts 1/n in each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def screen_alone(store_version: Path, customers: Path, out: Path) -> None:
    """What the process measured as "Screener" does: hits to out.parquet, figures to out.json."""
    from screening import Screener
    from screening.customers import open_customers
    from screening.settings import load_settings

    settings = load_settings()
    screener = Screener([load_version(store_version)], settings)
    begin = time.perf_counter()
    today = datetime.now(UTC).date()
    rows = hits = 0
    writer = None
    for batch in open_customers(customers, settings.customers, today).batches():
        found = screener.screen_batch(batch.customers, today)
        writer = writer or pq.ParquetWriter(out.with_suffix(".parquet"), found.schema)
        writer.write_table(found)
        rows += batch.customers.num_rows
        hits += found.num_rows
    if writer:
        writer.close()
    figures = {"seconds": time.perf_counter() - begin, "customers": rows, "hits": hits}
    out.with_suffix(".json").write_text(json.dumps(figures))


def measure(count: int, customers: Path, store: Path, version: Path, workers: int, folder: Path) -> list[str]:
    """Cells of one row: Screener and its memory, the whole command, the stage, and its memory, hits."""
    alone = run([sys.executable, __file__, "screener", version, customers, folder / "alone"])
    figures = json.loads((folder / "alone.json").read_text())
    config = folder / "config.yaml"
    # The lists at hand are years old.
    gates = {"max_list_age_days": 10_000}
    config.write_text(json.dumps({"store_dir": str(store), "gates": gates}))
    command = Path(sys.executable).parent / "sanctions"
    out = folder / "run"
    given = ["--config", config, "--out", out, "--overwrite", "--workers", str(workers)]
    whole = run([command, "screen", customers, *given])
    stage = json.loads((out / "run.json").read_text())["timings"]["screen"]
    return [
        f"{figures['customers'] / figures['seconds']:,.0f}/s",
        _megabytes(alone.peak),
        f"{whole.seconds:,.0f} s ({count / stage:,.0f}/s)",
        _megabytes(whole.peak),
        f"{figures['hits']:,}",
    ]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _names(watchlist: Watchlist) -> list[tuple[Any, str]]:
    types = dict(
        zip(*(watchlist.tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
    )
    rows = watchlist.tables["names"].select(["entity_id", "name"]).to_pylist()
    return [(kind_of(types[row["entity_id"]]), row["name"]) for row in rows]


def cdist_speed(watchlist: Watchlist, searched: Sequence[str], workers: int) -> float:
    """Customers a second of token_sort_ratio against every listed name; hits are pairs of 80 or more."""
    from ngrams import plain
    from rapidfuzz import fuzz, process

    listed = [plain(name) for _, name in _names(watchlist)]
    begin = time.perf_counter()
    ready = [plain(name) for name in searched]
    for start in range(0, len(ready), 500):
        scores = process.cdist(
            ready[start : start + 500],
            listed,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=80,
            dtype=np.uint8,
            workers=workers,
        )
        np.nonzero(scores)
    return len(searched) / (time.perf_counter() - begin)


_logic_v2_names: Any = None


def logic_v2_speed(watchlist: Watchlist, searched: Sequence[str], workers: int) -> float:
    """Customers a second of logic-v2 in `workers` processes that share the list's names."""
    global _logic_v2_names
    from logic_v2 import ListedNames, warm_up

    warm_up()
    _logic_v2_names = ListedNames(_names(watchlist))
    shares = [list(searched[part::workers]) for part in range(workers)]
    # Forked, so that the list is read once; started before the clock.
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        list(pool.map(_logic_v2_share, [share[:2] for share in shares]))
        begin = time.perf_counter()
        list(pool.map(_logic_v2_share, shares))
        return len(searched) / (time.perf_counter() - begin)


def _logic_v2_share(searched: list[str]) -> int:
    _, _, scores = _logic_v2_names.scores(searched)
    return int((scores >= 70).sum())


def print_rows(given: argparse.Namespace, folder: Path) -> None:
    base = read_watchlist(DATA / "ofac" / given.list)
    files = {count: folder / f"customers-{count}.parquet" for count in given.customers}
    for count, file in files.items():
        grow_customers(count, file)
    list_at = next((count for count in sorted(files) if count >= given.list_at), max(files))
    print(f"{given.list}; {given.workers} processes (the Screener: 1); hits at the default threshold\n")
    print(
        "| customers | listed names | Screener | its peak | sanctions screen (customers/s of its stage) "
        "| its peak | hits | cdist | logic-v2 |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    sample = pq.read_table(files[list_at], columns=["name"])["name"].to_pylist()
    for times in given.times:
        watchlist = grow_list(base, times) if times > 1 else base
        store = folder / f"store-{times}"
        version = import_watchlist(watchlist, store).path
        others = [
            f"{cdist_speed(watchlist, sample[: given.cdist], given.workers):,.0f}/s",
            f"{logic_v2_speed(watchlist, sample[: given.logic_v2], given.workers):,.0f}/s",
        ]
        for count in sorted(files) if times == min(given.times) else [list_at]:
            cells = measure(count, files[count], store, version, given.workers, folder)
            row = [f"{count:,}", f"{watchlist.name_count:,}", *cells, *others]
            print(f"| {' | '.join(row)} |", flush=True)


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["screener"]:
        screen_alone(*map(Path, arguments[1:4]))
        return
    parser = argparse.ArgumentParser(description="Speed and peak memory, over customers and lists.")
    parser.add_argument("--customers", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--times", nargs="+", type=int, default=[1, 2, 4], help="how many times the list")
    parser.add_argument("--list-at", type=int, default=100_000, help="customers that grown lists get")
    parser.add_argument("--list", default="2022-01")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cdist", type=int, default=5_000, help="customers in the sample for cdist")
    parser.add_argument("--logic-v2", type=int, default=2_000, help="customers in the sample for logic-v2")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        print_rows(given, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
