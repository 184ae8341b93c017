"""How many listed parties are found by an alias that was taken off the list, at which alert rate.

    python benchmarks/removed_aliases.py [2022-01 2021-04 ...] [--seeds 1 2 3] [--clean N] [--unfitted]

One alias of each person and organization that has any is removed (chosen by a seeded draw) and searched for;
10,000 clean customers are searched for too, or as many as --clean says (all: every one at hand). A party is
found at an alert rate of 0.1 % where the removed alias scores higher against its party's remaining names than
all but 0.1 % of the clean customers score against anything. Names only; the type of a customer is not told.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from screening.matching.candidates import CandidateGenerator
from screening.matching.index import NameGroup
from screening.matching.scoring import BatchNames
from screening.names.alignment import ListedNames
from screening.names.analysis import analyze_names
from screening.names.elements import read_names
from screening.names.name_table import FloatArray, IntArray
from screening.settings.names import Kind, NamePolicy, default_name_policy, kind_of
from screening.watchlists import read_watchlist

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
RATES = (0.001, 0.005, 0.01, 0.05)
CLEAN = 10_000
CLEAN_FILES = ("clean_us", "clean_global")


@dataclass(frozen=True)
class Trial:
    """The names to search for: first the removed aliases, then clean customers.

    party: for each removed alias its party; names: (party, kind, name) left on the list.
    """

    searched: list[str]
    party: list[str]
    is_person: list[bool]
    names: list[tuple[str, Kind, str]]


def prepare(
    version: str, seed: int = 1, clean_customers: int | None = CLEAN, fitted: bool | None = None
) -> Trial:
    """A trial on a list of OFAC's, with clean customers; see `clean_names`."""
    clean = clean_names(seed, clean_customers, fitted)
    return trial_of(read_watchlist(DATA / "ofac" / version).tables, clean, seed)


def clean_names(seed: int, clean_customers: int | None, fitted: bool | None = None) -> list[str]:
    """Names of clean customers. clean_customers: how many are drawn, the same number from each file; None:
    all. fitted: only of the half that `fit_name_policy.py` fits on, or only of the other."""
    clean: list[str] = []
    for file in CLEAN_FILES:
        names = pq.read_table(DATA / "customers" / f"{file}.parquet", columns=["name"]).to_pandas()["name"]
        if fitted is not None:
            names = names[[(crc32(name.encode()) % 2 == 0) == fitted for name in names]]
        if clean_customers is not None:
            names = names.sample(clean_customers // len(CLEAN_FILES), random_state=seed)
        clean += names.tolist()
    return clean


def trial_of(
    tables: Mapping[str, pa.Table], clean: Sequence[str], seed: int = 1, without: Collection[str] = ()
) -> Trial:
    """A trial on a list's tables. without: entities that are left out."""
    types = dict(zip(*(tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True))
    aliases: dict[str, list[int]] = defaultdict(list)
    rows = tables["names"].to_pylist()
    for place, row in enumerate(rows):
        if row["entity_id"] in without:
            continue
        if row["quality"] == "strong" and types[row["entity_id"]] in ("person", "organization"):
            aliases[row["entity_id"]].append(place)
    draw = random.Random(seed)
    removed = {party: draw.choice(places) for party, places in aliases.items()}
    gone = set(removed.values())
    return Trial(
        searched=[rows[place]["name"] for place in removed.values()] + list(clean),
        party=list(removed),
        is_person=[types[party] == "person" for party in removed],
        # Weak aliases never make a hit by name alone.
        names=[
            (row["entity_id"], kind_of(types[row["entity_id"]]), row["name"])
            for place, row in enumerate(rows)
            if place not in gone and row["quality"] != "weak" and row["entity_id"] not in without
        ],
    )


def group(trial: Trial, kind: Kind, policy: NamePolicy) -> tuple[NameGroup, list[str]]:
    """The names of one kind as a group of their own, and the party of each."""
    chosen = [(party, name) for party, other, name in trial.names if other == kind]
    listed = ListedNames(read_names([name for _, name in chosen], kind, policy), policy.similarity)
    nothing = np.zeros(len(chosen), dtype=np.int64)
    return NameGroup(kind, listed, CandidateGenerator(listed), nothing, nothing, {}), [
        party for party, _ in chosen
    ]


def groups_of(trial: Trial, policy: NamePolicy) -> list[tuple[NameGroup, list[str]]]:
    """The whole list, prepared: what is done once, however many names are searched for."""
    return [group(trial, kind, policy) for kind in ("person", "non_person")]


def best_scores(
    trial: Trial,
    policy: NamePolicy,
    least: float = 62,
    groups: Sequence[tuple[NameGroup, list[str]]] | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Score of each removed alias against its own party, and of each clean customer against anything."""
    known = len(trial.party)
    own = np.zeros(known)
    clean = np.zeros(len(trial.searched) - known)
    for names, party in groups or groups_of(trial, policy):
        parties = np.array(party)
        batch = BatchNames(analyze_names(trial.searched, names.kind, policy), names, policy)
        for scored in batch.at_least(least):
            update_best(
                own, clean, np.array(trial.party), parties, scored.query, scored.listed, scored.scores.score
            )
    return own, clean


def update_best(
    own: FloatArray,
    clean: FloatArray,
    wanted: np.ndarray,
    parties: np.ndarray,
    query: IntArray,
    listed: IntArray,
    scores: FloatArray,
) -> None:
    removed = np.nonzero(query < len(own))[0]
    removed = removed[wanted[query[removed]] == parties[listed[removed]]]
    np.maximum.at(own, query[removed], scores[removed])
    rest = np.nonzero(query >= len(own))[0]
    np.maximum.at(clean, query[rest] - len(own), scores[rest])


def found_at(own: FloatArray, clean: FloatArray, rate: float) -> tuple[float, np.ndarray]:
    """The score that `rate` of the clean customers exceed, and which aliases score above it."""
    limit = float(np.sort(clean)[::-1][int(len(clean) * rate)])
    return limit, own > limit


def report(version: str, trial: Trial, own: FloatArray, clean: FloatArray, seconds: float) -> None:
    person = np.array(trial.is_person)
    print(f"{version}: {len(own)} removed aliases, {len(clean)} clean customers, {seconds:.1f} s")
    print("  alerts   at score   found   people   organizations")
    for rate in RATES:
        limit, found = found_at(own, clean, rate)
        shares = [100 * float(found[mask].mean()) for mask in (slice(None), person, ~person)]
        shown = "   ".join(f"{share:4.1f} %" for share in shares)
        print(f"  {100 * rate:4.1f} %   {limit:8.2f}   {shown}")
    for threshold in (75, 80, 85, 90):
        print(
            f"  at {threshold}: {100 * float((own >= threshold).mean()):.1f} % found, "
            f"{1000 * float((clean >= threshold).mean()):.1f} alerts per 1,000 clean customers"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Parties found by an alias that was taken off the list.")
    parser.add_argument("versions", nargs="*", default=["2022-01", "2021-04"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="one draw of aliases each")
    parser.add_argument("--clean", default=str(CLEAN), help="clean customers, or 'all'")
    parser.add_argument("--unfitted", action="store_true", help="clean customers that nothing was fitted on")
    given = parser.parse_args(arguments)
    clean_customers = None if given.clean == "all" else int(given.clean)
    policy = default_name_policy()
    for version in given.versions:
        for seed in given.seeds:
            trial = prepare(version, seed, clean_customers, False if given.unfitted else None)
            begin = time.perf_counter()
            own, clean = best_scores(trial, policy)
            report(f"{version}, seed {seed}", trial, own, clean, time.perf_counter() - begin)


if __name__ == "__main__":
    main()
