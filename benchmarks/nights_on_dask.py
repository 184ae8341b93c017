"""Nights on a Dask cluster of this machine's own: the same hits.parquet as without, also of a night that was
killed half way.

    python benchmarks/nights_on_dask.py --file customers.parquet      # 200,000 grown customers unless given

Two real snapshots of the list as two nights: everything is screened, then what changed. Each is run by local
processes, by the cluster, and by the cluster with the first night killed (kill -9) once some of it was
screened, and run again. Tables need some 200,000 customers for a night to ask the cluster at all. Ends with
1 where bytes differ.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from grown import grow_customers
from night_command import OF_SNAPSHOTS, NightFolder
from on_dask import Cluster
from removed_aliases import DATA

NIGHTS = (("2026-01-02", "2021-07"), ("2026-01-03", "2022-01"))
WAYS = ("cluster", "killed")
_SOME = "changed customers: 2 batches"


def run(night: NightFolder, customers: Path, folder: Path, *, kill: bool) -> list[str]:
    """The hash of each night's hits.parquet."""
    found = []
    for day, snapshot in NIGHTS:
        night.bring(DATA / "ofac" / snapshot, customers)
        if kill:
            with night.started(day, folder / "prefect") as process:
                while process.poll() is None and _SOME not in night.said:
                    time.sleep(0.02)
                os.kill(process.pid, signal.SIGKILL)
            kill = False
            kept = len(list((night.path / "state" / "results").glob("*.arrow")))
            print(f"killed, with the hits of {kept} batches kept")
        seconds = night.run(day, folder / "prefect").ended
        (run_folder,) = (night.path / "runs").glob(f"night-{day}-*")
        found.append(hashlib.sha256((run_folder / "hits.parquet").read_bytes()).hexdigest())
        print(f"{night.path.name}: {day} in {seconds:.0f} s, hits.parquet {found[-1][:12]}", flush=True)
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Nights on a Dask cluster of this machine: the same bytes, also after a kill.",
        epilog="Example: python benchmarks/nights_on_dask.py --customers 200000",
    )
    parser.add_argument("--customers", type=int, default=200_000, help="how many to grow")
    parser.add_argument("--file", type=Path, help="a Parquet file of customers, in place of grown ones")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, help="beside local processes")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nights-") as place:
        folder = Path(place)
        customers = given.file or folder / "customers.parquet"
        if given.file is None:
            grow_customers(given.customers, customers)
        local = run(NightFolder(folder / "local", workers=1), customers, folder, kill=False)
        with closing(Cluster(folder / "dask", 100_000)) as cluster:
            cluster.start_worker()
            cluster.wait(1)
            at = f"cluster: {{address: '{cluster.address}'}}\n" + OF_SNAPSHOTS.format(workers=1)
            results = []
            for name in given.ways:
                night = NightFolder(folder / name)
                night.configure("customers.parquet", at)
                results.append(run(night, customers, folder, kill=name == "killed"))
    same = all(result == local for result in results)
    print("the same bytes in all" if same else "BYTES DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
