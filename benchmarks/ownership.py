"""How long ownership takes, and how much memory, on a made-up table of holdings.

    python benchmarks/ownership.py --holdings 1000000 --customers 1000000

Companies own each other in layers of chance, one in a thousand owners is a party of the list, and every tenth
customer is a company of the table. Names are not screened: only what ownership adds is measured.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from screening.matching.screener import Screener
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.ownership.owned import read_ownership
from screening.settings import load_settings
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

_BATCH = 20_000
_LISTED = 200


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--holdings", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=1_000_000)
    asked = parser.parse_args()
    today = datetime.now(UTC).date()
    listed = _list()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "owners.csv"
        companies = _table(path, asked.holdings)
        settings = load_settings(None, ownership={"sources": [str(path)]})
        screener = Screener([listed], settings)
        before, begin = _memory(), time.perf_counter()
        owned = read_ownership(settings, [listed], today)
        if owned is None:
            raise SystemExit("no holding was read")
        read, begin = time.perf_counter() - begin, time.perf_counter()
        for first in range(0, asked.customers, _BATCH):
            owned.see(_customers(first, min(_BATCH, asked.customers - first), companies))
        seen, begin = time.perf_counter() - begin, time.perf_counter()
        judgment = owned.judge(screener)
        judged = time.perf_counter() - begin
    print(f"{asked.holdings:,} holdings, {companies:,} companies, {asked.customers:,} customers, of them")
    print(
        f"{owned.known:,} known, {judgment.alerts.num_rows:,} owned, {judgment.possible.num_rows:,} possibly"
    )
    print(
        f"read {read:.1f} s, customers {seen:.1f} s, judged {judged:.1f} s, {_memory() - before:,.0f} MB more"
    )


def _list() -> Watchlist:
    builder = WatchlistBuilder("OFAC-SDN", source="made up")
    for number in range(_LISTED):
        name = f"Blocked Holding Number {number}"
        builder.add("entities", entity_id=str(number), entity_type="organization", name=name)
        builder.add("names", entity_id=str(number), name=name, kind="primary", quality="primary")
    return builder.build()


def _table(path: Path, holdings: int) -> int:
    chance = random.Random(5)
    companies = max(2, holdings // 2)
    with path.open("w", encoding="utf-8") as file:
        file.write("owner_id,owner_name,owned_id,owned_name,share\n")
        for _ in range(holdings):
            owned = chance.randrange(1, companies)
            owner = chance.randrange(owned)
            named = f"c{owner},Company Number {owner} Trading"
            if chance.random() < 0.001:
                number = chance.randrange(_LISTED)
                named = f"OFAC-SDN:{number},Blocked Holding Number {number}"
            share = chance.choice(["10", "25", "40", "50", "60", "25-50", "50-75", ""])
            file.write(f"{named},c{owned},Company Number {owned} Trading,{share}\n")
    return companies


def _customers(first: int, count: int, companies: int) -> pa.RecordBatch:
    rows = [
        {
            "row": number,
            "record_id": f"c{number % companies}" if number % 10 == 0 else f"x{number}",
            "name": f"Customer {number}",
        }
        for number in range(first, first + count)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=CUSTOMER_SCHEMA)


def _memory() -> float:
    """The most that was held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
