"""A FollowTheMoney file of any size: how long it takes to be read, and how much memory.

    python benchmarks/large_entities.py                       # 500,000 entities, 20,000 of them targets
    python benchmarks/large_entities.py --entities 3000000 --targets 20000

Of the entities that are no targets, a tenth are sanctions, owners, relatives and addresses of targets, the
others what a registry has: companies and their owners, who are nobody's here. Memory should follow the
targets, not the file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.watchlists.publishers.opensanctions.entities import apply_delta
from screening.watchlists.publishers.opensanctions.follow_the_money import read_entities

NOTE = (
    "A text as a source has it, some two hundred characters long, that nobody reads and everybody keeps. " * 2
)


def entities(count: int, targets: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(targets):
        yield made(f"T-{number}", "Person", True, name=[f"Target Number {number}", f"T. Number {number}"],
                   birthDate=["1970-01-02"], country=["ru"], addressEntity=[f"A-{number}"])  # fmt: skip
    for number in range(count - targets):
        target = f"T-{chance.randrange(targets)}"
        match number % 40:
            case 0:
                yield made(
                    f"S-{number}",
                    "Sanction",
                    False,
                    entity=[target],
                    programId=["EX"],
                    authority=["Somebody"],
                )
            case 1:
                yield made(
                    f"O-{number}",
                    "Ownership",
                    False,
                    owner=[target],
                    asset=[f"C-{number}"],
                    percentage=["50"],
                )
            case 2:
                yield made(f"F-{number}", "Family", False, person=[target], relative=[f"C-{number}"])
            case 3:
                yield made(
                    f"A-{number // 40}", "Address", False, full=["1 Pier Road, Lathin"], country=["sy"]
                )
            case _ if number % 2:
                yield made(
                    f"O-{number}", "Ownership", False, owner=[f"C-{number}"], asset=[f"C-{number + 1}"]
                )
            case _:
                yield made(f"C-{number}", "Company", False, name=[f"Company Number {number}"], notes=[NOTE])


def made(entity_id: str, schema: str, target: bool, **properties: Any) -> dict[str, Any]:
    caption = properties.get("name", [entity_id])[0]
    return {"id": entity_id, "caption": caption, "schema": schema, "properties": properties, "target": target}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--entities", type=int, default=500_000)
    arguments.add_argument("--targets", type=int, default=20_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entities.ftm.json"
        with path.open("w", encoding="utf-8") as file:
            for entity in entities(given.entities, given.targets, random.Random(1)):
                file.write(json.dumps(entity) + "\n")
        size = path.stat().st_size / 1e6
        started, cpu = time.perf_counter(), time.process_time()
        watchlist = read_entities(apply_delta(path))
        spent, cpu = time.perf_counter() - started, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    rows = {name: table.num_rows for name, table in watchlist.tables.items() if table.num_rows}
    print(f"{given.entities:,} entities, {size:,.0f} MB: {watchlist.entity_count:,} targets in {spent:.0f} s "
          f"({cpu:.0f} s of the processor), at most {peak:,.0f} MB of memory")  # fmt: skip
    print(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
