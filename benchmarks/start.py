"""How soon a command of this checkout answers: its first line, one name, each further name, a small file.

    python benchmarks/start.py --watchlist ../shared/data/ofac/2022-01
    python benchmarks/start.py --watchlist lists/ofac --customers customers.parquet --rows 300 --times 3

Commands run as processes of their own, in a folder of their own, one after another. With nothing kept the
list is read and analyzed; later runs find both. Seconds are those of a clock, with those of the processors in
brackets, which other work on the machine moves less; each is the median of `--times` runs.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq

REPOSITORY = Path(__file__).resolve().parent.parent
_COMMAND = (sys.executable, "-m", "pipelines.cli")
_NAME = "Qais al Khazali"
_FURTHER = (
    "Vladimir Putin",
    "Rex Tillerson",
    "Kim Jong Un",
    "김정은",
    "Владимир Путин",
    "Jan Jansen",
    "Aerocaribbean Airlines",
    "Maria del Carmen Gonzalez",
    "Islamic Republic of Iran Shipping Lines",
    "Wang Xiaoming",
)


@dataclass(frozen=True)
class Taken:
    """Seconds that something took: of a clock, and of the processors of all processes it started."""

    clock: float
    processors: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--watchlist", required=True, type=Path, metavar="PATH")
    parser.add_argument(
        "--customers",
        type=Path,
        metavar="FILE",
        default=REPOSITORY / "sample_data" / "customers.parquet",
        help="A Parquet table; its first rows are screened.",
    )
    parser.add_argument("--rows", type=int, default=300, metavar="N")
    parser.add_argument("--times", type=int, default=3, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="start-") as folder:
        place = Path(folder)
        table = pq.read_table(given.customers)
        small = place / "customers.parquet"
        pq.write_table(table.slice(0, given.rows), small)
        _measure(place, given.watchlist.resolve(), small, min(given.rows, len(table)), given.times)


def _measure(place: Path, watchlist: Path, customers: Path, rows: int, times: int) -> None:
    listed = ("--watchlist", str(watchlist))
    screen = ("screen", str(customers), *listed, "--overwrite", "--out", "out")
    print("| seconds (of processors) | nothing kept | kept |\n| --- | ---: | ---: |")

    def row(what: str, run: Callable[[], Taken]) -> None:
        columns = []
        for forget in (True, False):
            taken = []
            for _ in range(times):
                if forget:
                    shutil.rmtree(place / "cache", ignore_errors=True)
                taken.append(run())
            clock, processors = (
                statistics.median(getattr(each, field) for each in taken) for field in ("clock", "processors")
            )
            columns.append(f"{clock:.2f} ({processors:.1f})")
        print(f"| {what} | {' | '.join(columns)} |", flush=True)

    row("first line of `screen`", lambda: _first_line(place, screen))
    row("first line of `name`", lambda: _first_line(place, ("name", _NAME, *listed)))
    row("`name`", lambda: _whole(place, ("name", _NAME, *listed)))
    row("each further name", lambda: _further(place, ("name", "-", *listed)))
    row(f"`screen`, {rows} rows", lambda: _whole(place, screen))
    row(f"`screen --flow`, {rows} rows", lambda: _whole(place, (*screen, "--flow")))


@contextmanager
def _started(place: Path, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "XDG_CACHE_HOME": str(place / "cache"),
        "PREFECT_HOME": str(place / "prefect"),
        "PYTHONPATH": str(REPOSITORY),
    }
    environment.pop("PREFECT_API_URL", None)
    with subprocess.Popen(
        [*_COMMAND, *command],
        cwd=place,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as process:
        yield process


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _first_line(place: Path, command: Sequence[str]) -> Taken:
    before, began = _processors(), perf_counter()
    with _started(place, command) as process:
        assert process.stderr is not None
        process.stderr.read(1)
        seconds = perf_counter() - began
        process.kill()
    return Taken(seconds, _processors() - before)


def _whole(place: Path, command: Sequence[str]) -> Taken:
    before, began = _processors(), perf_counter()
    with _started(place, command) as process:
        _, said = process.communicate()
        seconds = perf_counter() - began
    if process.returncode:
        raise SystemExit(said.decode())
    return Taken(seconds, _processors() - before)


def _further(place: Path, command: Sequence[str]) -> Taken:
    """The median of what names take after the first one."""
    taken = []
    before = _processors()
    with _started(place, command) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in (_NAME, *_FURTHER):
            began = perf_counter()
            process.stdin.write(f"{name}\n".encode())
            answer = b""
            while not answer.endswith(b"\n\n"):
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    raise SystemExit("it ended before it had answered")
                answer += piece
            taken.append(perf_counter() - began)
        process.communicate()
    return Taken(statistics.median(taken[1:]), _processors() - before)


if __name__ == "__main__":
    main()
