"""How long it takes to make the hits of parties on several lists one alert each.

    python benchmarks/grouping.py [--hits 58000] [--parties 5000] [--linked 1.0]

Invented parties on three lists; a share of them is linked. Prints the seconds of `group_hits`, the links and
lists being there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter, process_time

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "material"))

from hit_rows import hit_table
from party_lists import links, small_list

from screening.linking.group_hits import group_hits
from screening.linking.party_links import PartyGroups

_LISTS = ("EU", "UK", "UN")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--hits", type=int, default=58_000)
    asked.add_argument("--parties", type=int, default=5_000)
    asked.add_argument("--linked", type=float, default=1.0, help="share of the parties that are linked")
    given = asked.parse_args()
    names = {f"{number}": [f"Person {number}"] for number in range(given.parties)}
    lists = [small_list(list_id, names) for list_id in _LISTS]
    linked = range(int(given.parties * given.linked))
    groups = PartyGroups(
        links(*((("EU", f"{each}"), (other, f"{each}"), "same") for each in linked for other in ("UK", "UN")))
    )
    hits = _hits(given.hits, given.parties)
    began, worked = perf_counter(), process_time()
    rows = group_hits(hits, groups, lists).num_rows
    took, worked = perf_counter() - began, process_time() - worked
    print(f"{given.hits:,} hits became {rows:,} alerts in {took:.2f} s ({worked:.2f} s of processor time)")


def _hits(size: int, parties: int) -> pa.Table:
    """As many hits: each customer has one of a party on each list."""
    rows = hit_table({}).take(pa.array([0] * size))
    columns = {
        "list_id": [_LISTS[number % 3] for number in range(size)],
        "entity_id": [str(number // 3 % parties) for number in range(size)],
        "record_id": [f"C-{number // 3}" for number in range(size)],
    }
    for name, values in columns.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(values))
    return rows


if __name__ == "__main__":
    main()
