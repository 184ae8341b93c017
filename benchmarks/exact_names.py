"""Every name of a list, screened against that list: which do not hit their own party at 100, and why.

    python benchmarks/exact_names.py [PATH ...] [--show N]

Without paths, every list in ../shared/data. Each name is screened as a customer of its party's type, with no
identifiers. Printed for each list: names, those that hit at 100, and the exceptions by reason, N of each.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from real_lists import DATA, FILES, FOLDERS

from screening.customers.frame import customers_from_frame
from screening.matching.screener import Screener
from screening.names.analysis import analyze
from screening.settings import Settings, load_settings
from screening.settings.names import kind_of
from screening.watchlists import Watchlist, read_watchlist

LISTS = (*FOLDERS, *FILES)
# Reasons for which a name is no hit by what the settings say; any other is a fault.
WEAK = "weak alias alone"
NO_LETTERS = "no letters or digits"
NO_ROW = "no row that can be screened"
LOWER = "scores less than 100"
NO_HIT = "no hit"
_ROWS = 5_000


@dataclass(frozen=True)
class Missed:
    """A name that does not hit its own party at 100. score: what it scores, None where it is no hit."""

    name: str
    entity_type: str
    reason: str
    score: float | None


def missed_names(watchlist: Watchlist, settings: Settings) -> Iterator[Missed]:
    """The names of a list that do not hit their own party at 100, each with the reason."""
    entities = watchlist.tables["entities"].select(["entity_id", "entity_type"]).to_pylist()
    types = {row["entity_id"]: row["entity_type"] for row in entities}
    names = watchlist.tables["names"].select(["entity_id", "name", "quality"]).to_pylist()
    screener = Screener([watchlist], settings)
    for begin in range(0, len(names), _ROWS):
        rows = names[begin : begin + _ROWS]
        frame = pd.DataFrame(
            {
                "record_id": [str(place) for place in range(len(rows))],
                "name": [row["name"] for row in rows],
                "entity_type": [types[row["entity_id"]] for row in rows],
            },
            dtype="str",
        )
        customers = customers_from_frame(frame, settings.customers).customers
        screened = set(customers["record_id"].to_pylist())
        hits = screener.screen_batch(customers).select(["record_id", "entity_id", "name_score"]).to_pylist()
        scores = {(int(hit["record_id"]), hit["entity_id"]): float(hit["name_score"]) for hit in hits}
        for place, row in enumerate(rows):
            score = scores.get((place, row["entity_id"]))
            if score == 100:
                continue
            entity_type = types[row["entity_id"]]
            if row["quality"] == "weak":
                reason = WEAK
            elif not _has_words(row["name"], entity_type, settings):
                reason = NO_LETTERS
            elif str(place) not in screened:
                reason = NO_ROW
            else:
                reason = NO_HIT if score is None else LOWER
            yield Missed(row["name"], entity_type, reason, score)


def _has_words(name: str, entity_type: str, settings: Settings) -> bool:
    return len(analyze([name], kind_of(entity_type), settings.names).word_text) > 0


def report(path: Path, settings: Settings, show: int) -> None:
    watchlist = read_watchlist(path)
    by_reason: dict[str, list[Missed]] = defaultdict(list)
    for missed in missed_names(watchlist, settings):
        by_reason[missed.reason].append(missed)
    lost = sum(map(len, by_reason.values()))
    print(f"{path.name}: {watchlist.name_count:,} names, {watchlist.name_count - lost:,} hit at 100")
    for reason, found in sorted(by_reason.items()):
        print(f"  {reason}: {len(found):,}")
        for missed in [] if reason == WEAK else found[:show]:
            score = "no hit" if missed.score is None else f"{missed.score:.2f}"
            print(f"    {missed.entity_type}  {score}  {missed.name[:160]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--show", type=int, default=10, help="exceptions to print of each reason")
    arguments = parser.parse_args()
    settings = load_settings()
    for path in arguments.paths or [path for pattern in LISTS for path in sorted(DATA.glob(pattern))]:
        try:
            report(path, settings, arguments.show)
        except Exception as error:
            print(f"{path.name}: not read: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
