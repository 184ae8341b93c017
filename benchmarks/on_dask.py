"""Screening on a Dask cluster of this machine's own: the same bytes, and what it costs.

    python benchmarks/on_dask.py                                  # 200,000 grown customers
    python benchmarks/on_dask.py --customers 1000000 --rounds 3

A scheduler and workers are started as processes of their own on the loopback. The customers are screened by
local processes, then by the cluster: by 1 and by 2 workers, with one worker killed half way, from 1, 10 and
100 files, with workers that read the table and with rows that are sent to them. The hits.parquet of all must
be the same bytes. Costs are CPU time (user and system) of the processes that had it, so that another
program on the machine does not count; seconds on the clock stand beside. Then empty tasks, for what Dask
itself costs. The last lines are what simulate_scale.py reads. Ends with 1 where bytes differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq
from empty_work import Empty, NoScreener
from grown import grow_customers
from removed_aliases import DATA

from screening import Screener
from screening.customers import open_customers
from screening.matching import cluster as on_cluster
from screening.matching.cluster import ClusterWorkers
from screening.matching.packed import pack, unpack
from screening.matching.workers import BatchWorkers, Workers
from screening.quality import CustomerFacts
from screening.runs.publishing import write_hits_parquet
from screening.runs.screening_work import ScreeningWork
from screening.runs.set_aside import SetAside
from screening.settings import Settings, load_settings
from screening.settings.cluster import ClusterSettings
from screening.watchlists import read_watchlist

ROOT = Path(__file__).resolve().parents[1]
TODAY = datetime.now(UTC).date()
FILES = (1, 10, 100)
_TICK = os.sysconf("SC_CLK_TCK")


def cpu(pids: Sequence[int]) -> float:
    """Seconds of CPU that these processes have had so far; of one that ended, nothing."""
    total = 0.0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / _TICK
    return total


class Cluster:
    """A scheduler, and workers as they are started."""

    def __init__(self, folder: Path, rows_a_task: int) -> None:
        self.folder = folder
        self._rows_a_task = rows_a_task
        folder.mkdir()
        self._file = folder / "scheduler.json"
        self._paths = os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0")
        while not (self._file.exists() and self._file.read_text()):
            time.sleep(0.05)
        self.address = str(json.loads(self._file.read_text())["address"])

    def start_worker(self) -> subprocess.Popen[bytes]:
        preload = ("--preload", "screening.matching.cluster_worker")
        own = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--local-directory", self.folder)
        self.workers.append(self._start("worker", *own, *preload))
        return self.workers[-1]

    def _start(self, what: str, *options: object) -> subprocess.Popen[bytes]:
        given = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", self._file, *options]
        log = (self.folder / f"{what}-{len(self.workers)}.log").open("wb")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *map(str, given)],
                env=os.environ | {"PYTHONPATH": self._paths},
                stdout=log,
                stderr=log,
            )

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self.workers]

    def settings(self) -> ClusterSettings:
        said = {"address": self.address, "rows_a_task": self._rows_a_task}
        return load_settings(None, cluster=said).cluster

    def wait(self, count: int) -> float:
        """Seconds until so many workers are there."""
        begin = time.perf_counter()
        with ClusterWorkers(self.settings()) as workers:
            while len(workers.workers()) != count:
                time.sleep(0.05)
        return time.perf_counter() - begin

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@dataclass
class Cost:
    """Of one way to screen the customers: seconds on the clock, and of CPU in each kind of process."""

    name: str
    count: int
    seconds: float
    client: float
    workers: float
    scheduler: float
    sha256: str
    hits: int
    sent: int = 0
    received: int = 0

    def row(self) -> str:
        each = [1e6 * value / self.count for value in (self.workers, self.client, self.scheduler)]
        moved = [f"{value / self.count:.1f}" for value in (self.sent, self.received)]
        cells = [
            self.name,
            f"{self.seconds:.1f}",
            *(f"{value:.1f}" for value in each),
            *moved,
            self.sha256[:12],
        ]
        return f"| {' | '.join(cells)} |"


@contextmanager
def counted_bytes() -> Iterator[list[int]]:
    """[sent, received]: the bytes of all that goes to workers and comes from them, Dask's own words aside."""
    moved = [0, 0]
    packs, unpacks = on_cluster.pack, on_cluster.unpack

    def count_pack(value: Any) -> bytes:
        content = packs(value)
        moved[0] += len(content) if not isinstance(value, Screener) else 0
        return content

    def count_unpack(content: bytes) -> Any:
        moved[1] += len(content)
        return unpacks(content)

    on_cluster.pack, on_cluster.unpack = count_pack, count_unpack
    try:
        yield moved
    finally:
        on_cluster.pack, on_cluster.unpack = packs, unpacks


def screened(
    name: str,
    customers: Path,
    screener: Screener,
    workers: BatchWorkers,
    pids: Callable[[], Sequence[int]],
    scheduler: Sequence[int] = (),
    when_half: Callable[[], object] | None = None,
) -> Cost:
    """Screen the table once, as a run does, to hits.parquet. when_half: called once half is screened."""
    source = open_customers(customers, screener.settings.customers, TODAY)
    facts = CustomerFacts(TODAY)
    before = cpu(pids()), cpu(scheduler), time.process_time(), time.perf_counter()
    with closing(SetAside()) as aside, counted_bytes() as moved, tempfile.TemporaryDirectory() as folder:
        work = ScreeningWork(source, screener, facts, aside, TODAY, workers)
        rows, total = 0, source.rows_total or 0
        while work.has_more():
            rows += work.screen(1)
            if when_half and rows >= total / 2:
                when_half()
                when_half = None
        after = cpu(pids()), cpu(scheduler), time.process_time(), time.perf_counter()
        hits = work.hits()
        write_hits_parquet(hits, Path(folder) / "hits.parquet")
        digest = hashlib.sha256((Path(folder) / "hits.parquet").read_bytes()).hexdigest()
    used, of_scheduler, client, seconds = (end - begin for begin, end in zip(before, after, strict=True))
    cost = Cost(name, rows, seconds, client, used, of_scheduler, digest, hits.num_rows, *moved)
    print(cost.row(), flush=True)
    return cost


def empty_tasks(cluster: Cluster, count: int, size: int) -> dict[str, float]:
    """What each of so many empty tasks costs client, scheduler and worker, in milliseconds."""
    with ClusterWorkers(cluster.settings()) as workers:
        begin, client = time.perf_counter(), time.process_time()
        scheduler, used = cpu([cluster.scheduler.pid]), cpu(cluster.pids)
        work = (Empty(bytes(size)) for _ in range(count))
        done = sum(1 for _ in workers.screen(NoScreener(), work, TODAY, alone=0))  # type: ignore[arg-type]
    if done != count:
        raise RuntimeError(f"{count} tasks went out, {done} came back")
    spent = {
        "seconds": time.perf_counter() - begin,
        "client": time.process_time() - client,
        "scheduler": cpu([cluster.scheduler.pid]) - scheduler,
        "worker": cpu(cluster.pids) - used,
    }
    return {name: 1000 * value / count for name, value in spent.items()}


def write_files(customers: Path, folder: Path) -> dict[int, Path]:
    """The same table in 1, 10 and 100 files."""
    table = pq.read_table(customers)
    found = {1: customers}
    for count in FILES[1:]:
        found[count] = folder / f"in-{count}"
        found[count].mkdir()
        size = -(-table.num_rows // count)
        for part in range(count):
            pq.write_table(table.slice(part * size, size), found[count] / f"part-{part:03}.parquet")
    return found


def compare(given: argparse.Namespace, folder: Path, settings: Settings) -> int:
    customers = given.file or folder / "customers.parquet"
    if given.file is None:
        grow_customers(given.customers, customers)
    files = write_files(customers, folder)
    begin = time.perf_counter()
    cluster = Cluster(folder / "dask", given.batch_rows)
    with closing(cluster):
        cluster.start_worker()
        screener = Screener([read_watchlist(DATA / "ofac" / given.list)], settings)
        cluster.wait(1)
        start = time.perf_counter() - begin
        print(
            f"{given.list}; {cpu(cluster.pids):.1f} s of CPU to start a worker, {start:.1f} s with the list"
        )
        began = time.process_time()
        content = pack(screener)
        packed = time.process_time() - began
        began = time.process_time()
        unpack(content)
        unpacked, blob = time.process_time() - began, len(content)
        print(
            f"the screener, sent once a worker: {blob / 1e6:.1f} MB, packed in {packed:.1f} s of CPU, "
            f"unpacked in {unpacked:.1f} s; both are in the rows below\n"
        )
        print(
            "| screened by | s | workers µs a customer | client µs | scheduler µs | bytes sent a customer "
            "| bytes received | hits.parquet |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        dask = ([cluster.scheduler.pid],)
        local, there, all_costs = [], [], []
        with Workers(2) as processes, ClusterWorkers(cluster.settings()) as workers:
            workers.start()
            processes.start()

            def of_pool() -> list[int]:
                return list(processes._pool._processes) if processes._pool else []

            def of_cluster() -> list[int]:
                return cluster.pids

            # The first of each takes the screener up, and does not count.
            screened("(2 local processes, taking up the lists)", files[1], screener, processes, of_pool)
            screened("(1 worker, taking up the lists)", files[1], screener, workers, of_cluster, *dask)
            all_costs.append(screened("1 worker", files[1], screener, workers, of_cluster, *dask))
            cluster.start_worker()
            cluster.wait(2)
            screened("(2 workers, 1 taking up the lists)", files[1], screener, workers, of_cluster, *dask)
            for _ in range(given.rounds):
                local.append(screened("2 local processes", files[1], screener, processes, of_pool))
                there.append(screened("2 workers", files[1], screener, workers, of_cluster, *dask))
        all_costs += [*local, *there]
        with ClusterWorkers(cluster.settings()) as workers:
            workers.start()
            for count in FILES[1:]:
                path, name = files[count], f"2 workers, customers in {count} files"
                all_costs.append(screened(name, path, screener, workers, of_cluster, *dask))
            third = cluster.start_worker()
            cluster.wait(3)
            all_costs.append(
                screened(
                    "3 workers, 1 killed half way",
                    files[10],
                    screener,
                    workers,
                    of_cluster,
                    *dask,
                    when_half=third.kill,
                )
            )
            workers.rows_they_read = lambda _: None  # type: ignore[method-assign]
            sent = screened("2 workers, rows are sent", files[1], screener, workers, of_cluster, *dask)
            all_costs.append(sent)
        same = len({cost.sha256 for cost in all_costs}) == 1
        print(f"\n{'the same bytes in all' if same else 'BYTES DIFFER'}; {all_costs[0].hits:,} hits")
        # A reading process is part of what local processes cost.
        by_local = median((cost.workers + cost.client) / cost.count for cost in local)
        by_worker = median((cost.workers + cost.client) / cost.count for cost in there)
        print(f"CPU a customer, with reading: local {1e6 * by_local:.1f} µs, Dask {1e6 * by_worker:.1f} µs")
        speeds = [median(cost.count / cost.seconds for cost in each) for each in (local, there)]
        print(
            f"2 local processes {speeds[0]:,.0f} customers a second, 2 workers {speeds[1]:,.0f}: "
            f"{100 * speeds[1] / speeds[0]:.0f} % by the clock, {100 * by_local / by_worker:.0f} % by CPU"
        )
        tasks = empty_tasks(cluster, given.empty_tasks, 600)
        rows = sent.count
        costs = {
            # Once a run, whatever its customers.
            "take_up_seconds": round(unpacked, 2),
            "worker_us_a_customer": _each([cost.workers - 2 * unpacked for cost in there], rows),
            "client_us_a_customer": _each([cost.client - packed for cost in there], rows),
            "client_us_a_customer_sent": _each([sent.client - packed], rows),
            "bytes_a_customer": round(median(cost.received / cost.count for cost in there), 1),
            "bytes_a_customer_sent": round(sent.sent / sent.count, 1),
            "hits_a_customer": round(all_costs[0].hits / all_costs[0].count, 6),
            "scheduler_ms_a_task": round(tasks["scheduler"], 2),
            "client_ms_a_task": round(tasks["client"], 2),
            "clock_ms_a_task": round(tasks["seconds"], 2),
            "screener_bytes": blob,
        }
        print(f"\n{given.empty_tasks:,} empty tasks, milliseconds each: " + json.dumps(tasks))
        print("\n# costs.yaml for simulate_scale.py")
        for name, value in costs.items():
            print(f"{name}: {value}")
    return 0 if same else 1


def _each(seconds: Sequence[float], count: int) -> float:
    """Microseconds for each of so many."""
    return round(1e6 * median(seconds) / count, 2)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Screening on a Dask cluster of this machine: the same bytes, and what it costs.",
        epilog="Example: python benchmarks/on_dask.py --customers 200000 --rounds 3",
    )
    parser.add_argument("--customers", type=int, default=200_000, help="how many to grow")
    parser.add_argument("--file", type=Path, help="a Parquet file of customers, in place of grown ones")
    parser.add_argument("--list", default="2022-01")
    parser.add_argument("--rounds", type=int, default=3, help="local processes and worker in turn, so often")
    parser.add_argument("--empty-tasks", type=int, default=10_000)
    parser.add_argument("--batch-rows", type=int, default=20_000, help="rows a batch, and a task")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="on-dask-") as folder:
        return compare(given, Path(folder), load_settings(None, customers={"batch_rows": given.batch_rows}))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
