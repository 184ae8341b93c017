"""Broken copies of lists of every format, read: how many give a list or a clear error, and how fast.

    python benchmarks/fuzz_lists.py [--cases 100000] [--format ofac-csv] [--seed 1]

Cases are shared out between the formats. What is neither a list nor an InputError is a fault, and so is what
takes more than a second; the first is shown with its number, by which it is made again, and the program ends
with 1. Of the lists, it tells how many hold less than is counted in their files: those the list gate refuses.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "material"))

from fuzzed_lists import SAMPLES, Case, counted, read_broken

LONGEST = 1.0


def fault_of(case: Case) -> str | None:
    if case.seconds > LONGEST:
        return f"took {case.seconds:.1f} s"
    return None if case.watchlist or case.error.strip() else "an error without words"


def outcome_of(case: Case) -> str:
    watchlist = case.watchlist
    if watchlist is None:
        return "clear errors"
    if watchlist.published_counts is None or tuple(watchlist.published_counts) == counted(watchlist):
        return "lists"
    return "lists that hold less than is counted"


def fuzz(name: str, cases: int, seed: int) -> bool:
    """Whether every case of a format is as it should be; prints what came out."""
    outcomes: Counter[str] = Counter()
    slowest, started, done = 0.0, time.perf_counter(), 0
    while done < cases:
        # A batch each from a seed of its own: an exception ends a batch, not the format.
        batch = min(1000, cases - done)
        with tempfile.TemporaryDirectory() as folder:
            try:
                for case in read_broken(name, count=batch, seed=seed + done, folder=Path(folder)):
                    slowest = max(slowest, case.seconds)
                    fault = fault_of(case)
                    outcomes["faults" if fault else outcome_of(case)] += 1
                    if fault and outcomes["faults"] == 1:
                        print(f"  {name}, seed {seed + done}, case {case.number}, {case.file}: {fault}")
            except Exception as error:
                outcomes["exceptions"] += 1
                if outcomes["exceptions"] == 1:
                    print(f"  {name}, seed {seed + done}:")
                    traceback.print_exception(error)
        done += batch
    spent = time.perf_counter() - started
    words = ", ".join(f"{count:,} {word}" for word, count in sorted(outcomes.items()))
    print(f"{name}: {words}; slowest {slowest * 1000:.0f} ms; {spent:.0f} s", flush=True)
    return not outcomes["faults"] and not outcomes["exceptions"]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--cases", type=int, default=100_000)
    arguments.add_argument("--format", choices=sorted(SAMPLES), help="one format alone (all)")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    names = [given.format] if given.format else list(SAMPLES)
    each = -(-given.cases // len(names))
    results = [fuzz(name, each, given.seed) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
