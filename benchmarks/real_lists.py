"""Every real list file at hand, read: what it holds, what was not understood, and whether its gate passes.

    python benchmarks/real_lists.py [PATH ...]

Without paths, every list in ../shared/data. `counted` says whether parties and names are as many as another
way of counting finds in the raw file.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from screening.model.errors import InputError
from screening.quality import list_gate
from screening.settings import load_settings
from screening.watchlists import read_watchlist
from screening.watchlists.counts import parsed_counts

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_FOLDERS = ("ofac/2021-04", "ofac/2021-07", "ofac/2022-01", "ofac/consolidated")
_FILES = (
    "ofac/consolidated_xml/*.xml",
    "ofac/advanced/*.xml",
    "ofac/enhanced/*.xml",
    "un/*.xml",
    "eu/*.xml",
    "uk/*.xml",
    "opensanctions/*.csv",
    "opensanctions/*.json",
    "custom/*.*",
)
_TABLES = ("names", "birth_dates", "identifiers", "relations", "programs", "measures", "references")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    paths = parser.parse_args().paths or [
        *(DATA / folder for folder in _FOLDERS),
        *(path for pattern in _FILES for path in sorted(DATA.glob(pattern))),
    ]
    limits = load_settings().gates
    columns = ("list", "file", "parties", *_TABLES, "not understood", "counted", "gate", "seconds")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for path in paths:
        begin = time.perf_counter()
        try:
            watchlist = read_watchlist(path)
        except InputError as error:
            print(f"| | {path.name} | {error} |")
            continue
        seconds = time.perf_counter() - begin
        gate = list_gate(watchlist, limits)
        counted = watchlist.published_counts
        cells = [
            watchlist.list_id,
            "/".join(path.parts[-2:]),
            f"{watchlist.entity_count:,}",
            *(f"{watchlist.tables[name].num_rows:,}" for name in _TABLES),
            f"{watchlist.unparsed_share:.3%} of {watchlist.remark_segments:,}",
            "not" if counted is None else "same" if tuple(counted) == parsed_counts(watchlist) else "OTHER",
            "passes" if gate.passed else "; ".join(f"{c.name}: {c.saw}" for c in gate.failures),
            f"{seconds:.1f}",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
