"""Every real list file at hand, read: what it holds, what was not understood, and whether its gate passes.

    python benchmarks/real_lists.py [--cut] [PATH ...]

Without paths, every list in ../shared/data. `counted` says whether parties and names are as many as another
way of counting finds in the raw file. --cut reads copies instead of which a file is cut, in the middle and at
the end of the line before it, and says who stops them: the reader, the list gate, or the gate against the
last good version, which is the whole list.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from screening.model.errors import InputError
from screening.quality import list_change_gate, list_gate
from screening.settings import load_settings
from screening.watchlists import Watchlist, read_watchlist
from screening.watchlists.counts import parsed_counts
from screening.watchlists.read import source_files

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = ("ofac/2021-04", "ofac/2021-07", "ofac/2022-01", "ofac/consolidated")
FILES = (
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
    parser.add_argument("--cut", action="store_true")
    arguments = parser.parse_args()
    paths = arguments.paths or [
        *(DATA / folder for folder in FOLDERS),
        *(path for pattern in FILES for path in sorted(DATA.glob(pattern))),
    ]
    if arguments.cut:
        for path in paths:
            read_cut(path)
        return
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


def read_cut(path: Path) -> None:
    """Prints who stops each cut copy of a list; "NOBODY" where nothing does."""
    whole = read_watchlist(path)
    for file in source_files(path):
        content = file.read_bytes()
        middle = len(content) // 2
        for where, size in (("middle", middle), ("line", content.rfind(b"\n", 0, middle) + 1)):
            if not size:
                continue
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder) / path.name
                if path.is_dir():
                    shutil.copytree(path, place)
                    cut = place / file.name
                else:
                    cut = shutil.copyfile(path, place)
                cut.write_bytes(content[:size])
                print(
                    f"{'/'.join(path.parts[-2:])} {file.name}, cut at a {where}: {_stopped_by(place, whole)}",
                    flush=True,
                )


def _stopped_by(place: Path, whole: Watchlist) -> str:
    limits = load_settings().gates
    try:
        watchlist = read_watchlist(place, whole.list_id)
    except InputError:
        return "the reader"
    if not list_gate(watchlist, limits).passed:
        return "the list gate"
    return (
        "NOBODY" if list_change_gate(watchlist, whole, limits).passed else "the gate against the last version"
    )


if __name__ == "__main__":
    main()
