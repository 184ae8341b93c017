"""What many customers take on many workers: a simulation of the measured costs, with the arithmetic shown.

    python benchmarks/simulate_scale.py
    python benchmarks/simulate_scale.py --costs costs.yaml --customers 1e8 1e9 --workers 2 16 64 256

Client, scheduler and workers are queues that each do one thing at a time, with the bounds of
screening/matching/cluster.py: so many tasks under way for each worker, results taken in order, at most so
far ahead of the first that is missing. Some workers are slower than others and some are lost; the same seed
draws the same ones. What costs what is read from a YAML file as benchmarks/on_dask.py prints it; what it
leaves out has the value below.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import yaml

# As in screening/matching/cluster.py and screening/runs/screening_work.py.
UNDER_WAY, AHEAD = 2, 8


@dataclass(frozen=True)
class Costs:
    """Measured: see docs/scaling.md. us: microseconds of one process's time, ms: thousandths of a second."""

    worker_us_a_customer: float = 44.0
    client_us_a_customer: float = 0.05
    client_us_a_customer_sent: float = 4.5
    bytes_a_customer: float = 8.1
    bytes_a_customer_sent: float = 39.0
    bytes_a_hit: float = 1000.0
    hits_a_customer: float = 0.01
    scheduler_ms_a_task: float = 2.5
    client_ms_a_task: float = 2.7
    clock_ms_a_task: float = 13.0
    screener_bytes: float = 44e6
    # From the command's start to the first task: reading, gating and analyzing the lists.
    start_seconds: float = 10.0
    # The table's hash, for the evidence: its bytes, and how many of them a second.
    file_bytes_a_customer: float = 36.0
    hashed_bytes: float = 1e9
    # A worker unpacks the screener.
    take_up_seconds: float = 2.0
    # Ids in order to find doubled ones; and gates, files and page, for each hit.
    order_us_a_customer: float = 0.13
    publish_seconds: float = 6.0
    publish_us_a_hit: float = 31.0
    # Of the network, a second.
    network_bytes: float = 1e9
    # How much tasks differ; how many workers are slow, and how slow; how many tasks are lost with their
    # worker, and how long it takes until somebody else has done them.
    spread: float = 0.05
    slow_workers: float = 0.02
    slowness: float = 2.0
    lost_tasks: float = 0.0005
    lost_seconds: float = 30.0

    @classmethod
    def read(cls, path: Path) -> Costs:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        known = {field.name for field in fields(cls)}
        unknown = set(said) - known
        if unknown:
            raise SystemExit(f"{path}: {', '.join(sorted(unknown))}: no such cost. There are {sorted(known)}")
        return replace(cls(), **{name: float(value) for name, value in said.items()})


@dataclass(frozen=True)
class Outcome:
    """seconds: of screening, from the first task to the last result taken; the busy shares of that time."""

    seconds: float
    workers_busy: float
    client_busy: float
    scheduler_busy: float


def simulate(costs: Costs, customers: int, workers: int, rows: int, sent: bool, seed: int) -> Outcome:
    """One screening. rows: customers a task. sent: whether the client reads the table and sends the rows."""
    draw = random.Random(seed)
    tasks = math.ceil(customers / rows)
    speed = [costs.slowness if draw.random() < costs.slow_workers else 1.0 for _ in range(workers)]
    a_task = rows * costs.worker_us_a_customer / 1e6
    us = costs.client_us_a_customer_sent if sent else costs.client_us_a_customer
    client_a_task = costs.client_ms_a_task / 1e3 + rows * us / 1e6
    # Reading and sending comes before a task, taking what came of it after it.
    give = client_a_task * (0.9 if sent else 0.3)
    take = client_a_task - give
    scheduler_a_task = costs.scheduler_ms_a_task / 1e3
    spread_out = math.ceil(math.log2(workers + 1)) * costs.screener_bytes / costs.network_bytes
    idle = [(spread_out + costs.take_up_seconds, worker) for worker in range(workers)]
    heapq.heapify(idle)
    ended: list[tuple[float, int]] = []
    done_at: dict[int, float] = {}
    line: deque[int] = deque()
    now = scheduler_free = busy = client_busy = scheduler_busy = 0.0
    given = under_way = 0
    while given < tasks or line:
        while ended and ended[0][0] <= now:
            heapq.heappop(ended)
            under_way -= 1
        has_room = under_way < (workers + 1) * UNDER_WAY and len(line) < (workers + 1) * AHEAD
        if given < tasks and has_room:
            now += give
            client_busy += give
            scheduler_free = max(scheduler_free, now) + scheduler_a_task
            scheduler_busy += scheduler_a_task
            free, worker = heapq.heappop(idle)
            takes = a_task * speed[worker] * max(0.5, draw.gauss(1, costs.spread))
            end = max(free, scheduler_free) + takes
            busy += takes
            heapq.heappush(idle, (end, worker))
            if draw.random() < costs.lost_tasks:
                end += costs.lost_seconds
            heapq.heappush(ended, (end, given))
            done_at[given] = end
            line.append(given)
            given += 1
            under_way += 1
        elif done_at[line[0]] <= now:
            done_at.pop(line.popleft())
            now += take
            client_busy += take
        else:
            following = done_at[line[0]]
            now = min(following, ended[0][0]) if ended else following
    return Outcome(now, busy / (now * workers), client_busy / now, scheduler_busy / now)


def arithmetic(costs: Costs, customers: int, workers: int, rows: int, sent: bool) -> list[str]:
    """The same without chance, as lines that can be followed with a pencil."""
    us = costs.client_us_a_customer_sent if sent else costs.client_us_a_customer
    tasks = math.ceil(customers / rows)
    moved = costs.bytes_a_customer + costs.hits_a_customer * costs.bytes_a_hit
    moved += costs.bytes_a_customer_sent if sent else 0
    hits = int(customers * costs.hits_a_customer)
    hashing = customers * costs.file_bytes_a_customer
    client = tasks * costs.client_ms_a_task / 1e3 + customers * us / 1e6
    each = costs.worker_us_a_customer
    together = customers * each / 1e6 / workers
    return [
        f"workers    {customers:,} × {each:g} µs / {workers} = {together:,.0f} s",
        f"client     {tasks:,} tasks × {costs.client_ms_a_task:g} ms + {customers:,} × {us:g} µs "
        f"= {client:,.0f} s",
        f"scheduler  {tasks:,} tasks × {costs.scheduler_ms_a_task:g} ms = "
        f"{tasks * costs.scheduler_ms_a_task / 1e3:,.0f} s",
        f"the table's hash  {customers:,} × {costs.file_bytes_a_customer:g} bytes at "
        f"{costs.hashed_bytes / 1e9:g} GB a second = {hashing / costs.hashed_bytes:,.0f} s",
        f"ids in order  {customers:,} × {costs.order_us_a_customer:g} µs = "
        f"{customers * costs.order_us_a_customer / 1e6:,.0f} s",
        f"publishing  {hits:,} hits × {costs.publish_us_a_hit:g} µs + {costs.publish_seconds:g} s = "
        f"{hits * costs.publish_us_a_hit / 1e6 + costs.publish_seconds:,.0f} s",
        f"network    {customers:,} × {moved:g} bytes = {customers * moved / 1e9:,.1f} GB; the lists "
        f"{workers} × {costs.screener_bytes / 1e6:,.0f} MB = {workers * costs.screener_bytes / 1e9:,.1f} GB",
        f"client's memory  {customers:,} ids × 8 bytes, twice = {customers * 16 / 1e9:,.1f} GB",
        f"workers that one client keeps busy  {costs.worker_us_a_customer:g} µs / "
        f"({us:g} µs + {costs.client_ms_a_task:g} ms / {rows:,}) = "
        f"{costs.worker_us_a_customer / (us + 1e3 * costs.client_ms_a_task / rows):,.0f}",
    ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description="What many customers take on many workers, simulated from measured costs.",
        epilog="Example: python benchmarks/simulate_scale.py --customers 1e8 --workers 16 64 256",
    )
    parser.add_argument("--costs", type=Path, help="YAML, as on_dask.py prints it")
    parser.add_argument("--customers", nargs="+", type=float, default=[1e8, 1e9])
    parser.add_argument("--workers", nargs="+", type=int, default=[2, 8, 16, 32, 64, 128, 256])
    parser.add_argument("--rows-a-task", type=int, default=100_000)
    parser.add_argument("--sent", action="store_true", help="rows are sent: workers do not see the table")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    costs = Costs.read(given.costs) if given.costs else Costs()
    rows = min(given.rows_a_task, 20_000) if given.sent else given.rows_a_task
    print(f"{rows:,} customers a task, {'sent to the workers' if given.sent else 'read by the workers'}\n")
    print("| customers | workers | screening | in all | workers busy | client busy | scheduler busy |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for count in map(int, given.customers):
        for workers in given.workers:
            found = simulate(costs, count, workers, rows, given.sent, given.seed)
            after = count * costs.order_us_a_customer / 1e6 + costs.publish_seconds
            after += count * costs.hits_a_customer * costs.publish_us_a_hit / 1e6
            hashing = count * costs.file_bytes_a_customer / costs.hashed_bytes
            whole = costs.start_seconds + hashing + found.seconds + after
            shares = (found.workers_busy, found.client_busy, found.scheduler_busy)
            cells = [f"{count:,}", str(workers), _time(found.seconds), _time(whole)]
            print(f"| {' | '.join([*cells, *(f'{100 * share:.0f} %' for share in shares)])} |", flush=True)
    count, workers = int(given.customers[0]), given.workers[len(given.workers) // 2]
    print(f"\nWith a pencil, {count:,} customers on {workers} workers:\n")
    print("\n".join(arithmetic(costs, count, workers, rows, given.sent)))
    return 0


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
