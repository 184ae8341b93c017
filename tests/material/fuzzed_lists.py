"""Small good lists of every format, broken in many ways and read: a list or a clear error comes out.

    for case in read_broken("ofac-csv", count=500, seed=1, folder=tmp_path):
        ...

A format is a line in SAMPLES.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mutated_files import mutations

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists import Watchlist, read_watchlist

__all__ = ["SAMPLES", "Case", "counted", "read_broken"]

_TESTS = Path(__file__).resolve().parents[1]
# A good list of each format: a file, or a folder of the files that make one.
SAMPLES: Mapping[str, Path] = {
    "ofac-csv": _TESTS / "screening/watchlists/ofac_small",
    "ofac-sdn-xml": _TESTS / "screening/watchlists/sdn_small.xml",
    "ofac-advanced": _TESTS / "screening/watchlists/advanced_small.xml",
    "ofac-enhanced": _TESTS / "screening/watchlists/enhanced_small.xml",
    "opensanctions-csv": _TESTS / "screening/watchlists/table_samples/targets.simple.csv",
    "opensanctions-entities": _TESTS / "screening/watchlists/table_samples/entities.ftm.json",
    "opensanctions-deltas": _TESTS / "screening/watchlists/table_samples/with_deltas",
    "table-csv": _TESTS / "screening/watchlists/table_samples/us_csl_2022-05.csv",
    "table-gzip": _TESTS / "screening/watchlists/table_samples/us_csl_2022-05.csv.gz",
    "table-json-lines": _TESTS / "screening/watchlists/table_samples/us_csl_2022-05.jsonl",
    "table-workbook": _TESTS / "screening/watchlists/table_samples/au_dfat.xlsx",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One broken copy and what reading it gave. number: by which it is made again; file: the one that is
    broken; seconds: of the processor; watchlist: None where it was refused, with the words of `error`."""

    number: int
    file: str
    seconds: float
    watchlist: Watchlist | None = None
    error: str = ""


def read_broken(name: str, *, count: int, seed: int, folder: Path) -> Iterator[Case]:
    """Read `count` broken copies of a format's sample, made in `folder`; of several files, each is broken in
    turn. Whatever is no InputError is raised, with a note of the case."""
    sample = SAMPLES[name]
    good = sorted(sample.iterdir()) if sample.is_dir() else [sample]
    path = folder / sample.name
    # Tables of names and countries are loaded by the first list that is read, which is no fault of a file.
    read_watchlist(sample)
    broken = [mutations(file.read_bytes(), -(-count // len(good)), seed) for file in good]
    if sample.is_dir():
        shutil.copytree(sample, path, dirs_exist_ok=True)
    for number in range(count):
        file = good[number % len(good)]
        target = path / file.name if sample.is_dir() else path
        target.write_bytes(next(broken[number % len(good)]))
        yield _read(path, number, file.name)
        shutil.copyfile(file, target)


def counted(watchlist: Watchlist) -> tuple[PartyCount, ...]:
    """Parties and names in a list's tables, as its publisher's `count` counts them in the files."""
    names = Counter(watchlist.tables["names"]["entity_id"].to_pylist())
    rows = watchlist.tables["entities"].select(["entity_type", "entity_id"]).to_pylist()
    return party_counts((row["entity_type"], names[row["entity_id"]]) for row in rows)


def _read(path: Path, number: int, file: str) -> Case:
    started = time.process_time()
    try:
        watchlist = read_watchlist(path)
    except InputError as error:
        return Case(number, file, time.process_time() - started, error=str(error))
    except BaseException as error:
        error.add_note(f"case {number}: {file} broken, left in {path}")
        raise
    return Case(number, file, time.process_time() - started, watchlist)
