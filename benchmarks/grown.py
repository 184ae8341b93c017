"""Customer tables and lists of any size, made by recombining the name parts of real ones. Seeded.

    python benchmarks/grown.py customers 1000000 customers.parquet
    python benchmarks/grown.py list ../shared/data/ofac/2022-01 4 store

The first writes customers to a Parquet file, the second keeps a list of four times the parties as a version
in a store, for `sanctions screen` with a configuration whose `store_dir` it is. Almost every grown name is
a new one, where real tables repeat names: speed measured on them is at the low end.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from screening.watchlists import SCHEMAS, Watchlist, import_watchlist, read_watchlist
from screening.watchlists.watchlist import content_hash

CUSTOMERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "customers"
# Rows made and written at a time.
CHUNK = 100_000
# Columns that tell something of a customer without being a name, drawn each for itself.
FACTS = ("date_of_birth", "place_of_birth", "nationality")


def grow_customers(count: int, path: Path, seed: int = 1) -> None:
    """Write `count` customers with the columns of the clean files to one Parquet file.

    A customer has the first name and gender of one clean customer and the middle and last name of two
    others who write in the same script; birth date, place of birth and nationality come from others again.
    """
    clean = pd.concat([pd.read_parquet(file) for file in sorted(CUSTOMERS.glob("clean_*.parquet"))])
    source = {column: clean[column].to_numpy(dtype=object) for column in clean}
    # Rows of one script lie side by side, so that a row of the same script is a number in a range.
    scripts, script_of = np.unique([script(name) for name in source["first_name"]], return_inverse=True)
    by_script = np.argsort(script_of, kind="stable")
    bounds = np.searchsorted(script_of[by_script], np.arange(len(scripts) + 1))
    draw = np.random.default_rng(seed)
    schema = pa.schema([pa.field(column, pa.string()) for column in clean])
    with pq.ParquetWriter(path, schema) as out:
        for begin in range(0, count, CHUNK):
            size = min(CHUNK, count - begin)
            first = draw.integers(len(clean), size=size)
            low, high = bounds[script_of[first]], bounds[script_of[first] + 1]
            middle, last = (by_script[draw.integers(low, high)] for _ in range(2))
            columns = {
                "record_id": [f"grown-{number:09d}" for number in range(begin + 1, begin + size + 1)],
                "first_name": source["first_name"][first],
                "middle_name": [None if pd.isna(name) else name for name in source["middle_name"][middle]],
                "last_name": source["last_name"][last],
                "entity_type": source["entity_type"][first],
                "gender": source["gender"][first],
                **{column: source[column][draw.integers(len(clean), size=size)] for column in FACTS},
            }
            parts = zip(columns["first_name"], columns["middle_name"], columns["last_name"], strict=True)
            columns["name"] = [" ".join(part for part in name if part) for name in parts]
            out.write_table(pa.table({column: pa.array(columns[column]) for column in schema.names}, schema))


def script(text: str) -> str:
    """The script of the first letter, as the first word of its Unicode name: LATIN, ARABIC, CJK, …"""
    return unicodedata.name(next(filter(str.isalpha, text), "a")).split()[0]


def grow_list(watchlist: Watchlist, times: int, seed: int = 1) -> Watchlist:
    """The list followed by `times` - 1 altered copies of it, each party of a copy with an id of its own.

    A party of a copy has the facts of the party it was copied from, with document numbers of its own, and
    as many names; they are put together from two other parties of its type, each alias from their aliases,
    so that its names still resemble each other. Weak aliases are those of any party of the type.
    """
    draw = random.Random(seed)
    tables: dict[str, list[pa.Table]] = {name: [watchlist.tables[name]] for name in SCHEMAS}
    parties = _parties(watchlist)
    for copy in range(1, times):
        names = _recombined(parties, draw)
        for table, schema in SCHEMAS.items():
            rows = [_copied(row, copy) for row in watchlist.tables[table].to_pylist()]
            if table in ("names", "entities"):
                place: dict[str, int] = defaultdict(int)
                for row, before in zip(rows, watchlist.tables[table]["entity_id"].to_pylist(), strict=True):
                    row["name"] = names[before][place[before]]
                    place[before] += 1
            tables[table].append(pa.Table.from_pylist(rows, schema=schema))
    grown = {name: pa.concat_tables(parts).combine_chunks() for name, parts in tables.items()}
    return replace(
        watchlist,
        tables=grown,
        sha256=content_hash(grown),
        source=f"{watchlist.source}, grown {times} times",
        remark_segments=watchlist.remark_segments * times,
        orphans=watchlist.orphans * times,
    )


def _parties(watchlist: Watchlist) -> dict[str, dict[str, list[tuple[str, bool]]]]:
    """entity_type → entity_id → its names in list order, each with whether it is weak."""
    types = dict(
        zip(*(watchlist.tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
    )
    found: dict[str, dict[str, list[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(list))
    for row in watchlist.tables["names"].select(["entity_id", "name", "quality"]).to_pylist():
        entity = row["entity_id"]
        found[types[entity]][entity].append((row["name"], row["quality"] == "weak"))
    return found


def _recombined(
    parties: dict[str, dict[str, list[tuple[str, bool]]]], draw: random.Random
) -> dict[str, list[str]]:
    """entity_id → the new names of its copy, as many as it has."""
    result: dict[str, list[str]] = {}
    for of_type in parties.values():
        weak = [name for names in of_type.values() for name, is_weak in names if is_weak]
        donors = [strong for names in of_type.values() if (strong := [n for n, w in names if not w])]
        for entity, names in of_type.items():
            heads, tails = draw.choice(donors), draw.choice(donors)
            result[entity] = [
                draw.choice(weak) if is_weak else _joined(heads[at % len(heads)], tails[at % len(tails)])
                for at, (_, is_weak) in enumerate(names)
            ]
    return result


def _joined(head: str, tail: str) -> str:
    """The family name of one and the given names of the other, or the first words and the last words."""
    if ", " in head and ", " in tail:
        return f"{head.split(', ', 1)[0]}, {tail.split(', ', 1)[1]}"
    first, last = head.split(), tail.split()
    return " ".join(first[: (len(first) + 1) // 2] + (last[(len(last) + 1) // 2 :] or last))


def _copied(row: dict[str, Any], copy: int) -> dict[str, Any]:
    """The row with ids and document numbers that no other copy has, and without parts of the old name."""
    changed = dict(row)
    for column in ("entity_id", "other_entity_id", "name_id", "address_id", "number"):
        if changed.get(column) is not None:
            changed[column] = f"{changed[column]}-{copy}"
    if "currency" in changed:
        changed["address"] = f"{changed['address']}-{copy}"
    for column in {"family_name", "given_name"} & changed.keys():
        changed[column] = None
    return changed


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Grow customers or a list.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    customers = kinds.add_parser("customers", help="write a Parquet file of COUNT customers")
    customers.add_argument("count", type=int)
    customers.add_argument("path", type=Path)
    listed = kinds.add_parser("list", help="keep the list at SOURCE, grown TIMES, in STORE")
    listed.add_argument("source", type=Path)
    listed.add_argument("times", type=int)
    listed.add_argument("store", type=Path)
    for kind in (customers, listed):
        kind.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if given.kind == "customers":
        grow_customers(given.count, given.path, given.seed)
        print(f"{given.path}: {given.count:,} customers")
    else:
        grown = grow_list(read_watchlist(given.source), given.times, given.seed)
        version = import_watchlist(grown, given.store)
        print(f"{version.path}: {version.entities:,} parties, {version.names:,} names")


if __name__ == "__main__":
    main()
