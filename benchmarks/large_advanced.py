"""How long a whole SDN_ADVANCED.XML takes to read, and how much memory.

    .venv/bin/python benchmarks/large_advanced.py [--parties 19000] [--megabytes 125] [--form advanced]

Makes a file of that many parties out of the real list of 2022-01, filled up with names in another script
until it has the size, and reads it in a fresh process: seconds for reading, hashing and counting its parties
and names by the second way, and the peak memory of all of it. --form enhanced does the same with the enhanced
form, at the size that so many parties have there. Needs ../shared/data/ofac/2022-01.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "material"))

from ofac_writers import Party, grown, parties_of, write_advanced, write_enhanced  # noqa: E402

from screening.watchlists import read_watchlist  # noqa: E402

LIST = ROOT.parent / "shared" / "data" / "ofac" / "2022-01"
DAY = date(2022, 1, 31)
_OTHER_SCRIPT = str.maketrans("ABCDEFGHIJKLMNOPRSTUVYZ", "АБЦДЕФГХИЙКЛМНОПРСТУВЫЗ")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--parties", type=int, default=19_000)
    options.add_argument("--megabytes", type=float, default=125)
    options.add_argument("--form", choices=("advanced", "enhanced"), default="advanced")
    options.add_argument("--read", type=Path, help="read this file and print the figures as JSON")
    given = options.parse_args()
    if given.read:
        print(json.dumps(measured(given.read)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"SDN_{given.form.upper()}.XML"
        started = time.perf_counter()
        make(path, given.parties, given.megabytes)
        size = path.stat().st_size / 1e6
        print(f"{path.name}: {size:.0f} MB, {given.parties:,} parties, "
              f"made in {time.perf_counter() - started:.0f} s")  # fmt: skip
        command = [sys.executable, __file__, "--read", str(path)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for name, value in found.items():
        print(f"{name}: {value}")


def make(path: Path, count: int, megabytes: float) -> None:
    """A file of `count` parties; an advanced one with as many more names as it needs to have the size."""
    parties = list(grown(parties_of(read_watchlist(LIST)), count))
    if "ENHANCED" in path.name:
        write_enhanced(parties, path, published=DAY)
        return
    sample = parties[: max(1, count // 20)]
    plain = _size(sample, path, 0)
    each = (_size(sample, path, 1) - plain) / len(sample)
    missing = (megabytes * 1e6 - plain / len(sample) * count) / each
    more, rest = divmod(max(0, round(missing)), count)
    filled = [_with_names(party, more + (number < rest)) for number, party in enumerate(parties)]
    write_advanced(filled, path, published=DAY)


def measured(path: Path) -> dict[str, str]:
    """Figures of reading a file in this process."""
    before = _peak()
    started, worked = time.perf_counter(), time.process_time()
    watchlist = read_watchlist(path)
    return {
        "read and counted": f"{time.perf_counter() - started:.1f} s",
        "of the processor's time": f"{time.process_time() - worked:.1f} s",
        "peak memory": f"{_peak():.0f} MB ({before:.0f} MB before reading)",
        "parties": f"{watchlist.entity_count:,}",
        "names": f"{watchlist.name_count:,}",
        "counted by the second way": ", ".join(
            f"{each.entity_type} {each.parties:,}/{each.names:,}" for each in watchlist.published_counts or ()
        ),
        "orphans": str(watchlist.orphans),
        "not understood": f"{watchlist.unparsed_share:.4%}",
    }


def _size(parties: Sequence[Party], path: Path, names: int) -> int:
    write_advanced([_with_names(party, names) for party in parties], path, published=DAY)
    return path.stat().st_size


def _with_names(party: Party, count: int) -> Party:
    """The party with that many aliases more, in another script."""
    name = party.primary
    alias = {
        **name,
        "kind": "aka",
        "quality": "strong",
        "script": "Cyrillic",
        **{part: name[part] and name[part].upper().translate(_OTHER_SCRIPT)
           for part in ("name", "family_name", "given_name")},
    }  # fmt: skip
    return replace(party, tables={**party.tables, "names": (*party.rows("names"), *[alias] * count)})


def _peak() -> float:
    """Highest memory of this process so far, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        # The other way counts what the parent had when it started this process.
        return float(re.search(r"VmHWM:\s+(\d+) kB", status.read_text()).group(1)) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
