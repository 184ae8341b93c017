"""The removed-alias test with birth date, nationality and gender on both sides.

    python benchmarks/with_identifiers.py [2022-01 2021-04 ...] [--seeds 1 2 3] [--clean N]
        [--screener-only] [--logic-v2]

A removed alias is searched for as a customer with the birth date and nationality that the list gives its
party first, and its gender; what the list does not state is missing. Clean customers have their own; 10,000
are drawn, or as many as --clean says (all: every one at hand). Shown are the parties found where 0.1 to 5 %
of the clean customers alert, as in removed_aliases.py, scored by name and with identifiers, which bring in
parties born on the same day whatever their names; then whether an identifier that is missing ever takes
points; then what a Screener with the default settings gives for the same customers. --screener-only leaves
out all but the last, and tells the clean customers that alert. --logic-v2 puts nomenklatura's logic-v2 beside
ours (make benchmark-env, and run with .venv-benchmark/bin/python).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from removed_aliases import CLEAN, CLEAN_FILES, DATA, RATES, Trial, found_at, groups_of, prepare, update_best

from screening import Screener
from screening.customers.frame import customers_from_frame
from screening.matching.identifiers import ListedIdentity, best_bonus, birth_days, judge, listed_identities
from screening.matching.scoring import BatchNames, ScoredPairs
from screening.names.analysis import analyze_names
from screening.names.name_table import FloatArray
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist, read_watchlist

# Pairs of names scored below this are left out; the figures must not depend on them (see `shares`).
LEAST = 50.0


def customers(trial: Trial, watchlist: Watchlist, seed: int, clean_customers: int | None) -> pd.DataFrame:
    """What is searched for, in the order of trial.searched, as a customer table; seed and clean_customers as
    they were given to removed_aliases.prepare."""
    facts = watchlist.tables
    genders = dict(zip(*(facts["entities"][c].to_pylist() for c in ("entity_id", "gender")), strict=True))
    births: dict[str, str] = {}
    for row in facts["birth_dates"].to_pylist():
        if row["year"] is not None:
            births.setdefault(row["entity_id"], _iso(row))
    countries: dict[str, str] = {}
    for row in facts["countries"].to_pylist():
        if row["country"]:
            countries.setdefault(row["entity_id"], row["country"])
    removed = pd.DataFrame(
        {
            "name": trial.searched[: len(trial.party)],
            "date_of_birth": [births.get(party) for party in trial.party],
            "nationality": [countries.get(party) for party in trial.party],
            "gender": [genders[party] for party in trial.party],
        }
    )
    clean = []
    for file in CLEAN_FILES:
        table = pq.read_table(DATA / "customers" / f"{file}.parquet", columns=list(removed)).to_pandas()
        if clean_customers is not None:
            table = table.sample(clean_customers // len(CLEAN_FILES), random_state=seed)
        clean.append(table)
    frame = pd.concat([removed, *clean], ignore_index=True)
    if frame["name"].tolist() != trial.searched:
        raise SystemExit("The customers drawn here are not those of removed_aliases.prepare.")
    frame.insert(0, "record_id", [str(at) for at in range(len(frame))])
    return frame


def _iso(row: dict[str, Any]) -> str:
    """A birth date of the list as far as it is stated: 1974, 1974-06 or 1974-06-20."""
    parts = [row["year"], row["month"], row["day"]]
    return "-".join(f"{part:02d}" for part in parts[: parts.index(None) if None in parts else 3])


def without_removed(watchlist: Watchlist, trial: Trial) -> Watchlist:
    """The list without the aliases that the trial removed."""
    gone = set(zip(trial.party, trial.searched, strict=False))
    keep = []
    for row in watchlist.tables["names"].select(["entity_id", "name", "quality"]).to_pylist():
        key = (row["entity_id"], row["name"])
        keep.append(row["quality"] != "strong" or key not in gone)
        if not keep[-1]:
            gone.remove(key)
    names = watchlist.tables["names"].filter(pa.array(keep))
    return replace(watchlist, tables={**watchlist.tables, "names": names})


def scores(
    trial: Trial, rows: Sequence[dict[str, Any]], identities: dict[str, ListedIdentity], settings: Settings
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Best scores of removed aliases and clean customers, as removed_aliases.best_scores, in both ways."""
    policy = settings.matching.identifiers
    known = len(trial.party)
    wanted = np.array(trial.party)
    best = {way: (np.zeros(known), np.zeros(len(rows) - known)) for way in ("by name", "with identifiers")}
    for group, party in groups_of(trial, settings.names):
        parties = np.array(party)
        batch = BatchNames(analyze_names(trial.searched, group.kind, settings.names), group, settings.names)
        for scored in (*batch.at_least(LEAST), *born_on_one_day(batch, party, rows, identities)):
            query, listed, points = scored.query, scored.listed, scored.scores.score
            # A removed alias that resembles another party is neither found nor a false alert.
            counts = (query >= known) | (wanted[np.minimum(query, known - 1)] == parties[listed])
            query, listed, points = query[counts], listed[counts], points[counts]
            update_best(*best["by name"], wanted, parties, query, listed, points)
            evidence = [
                judge(rows[customer], identities[party[name]], policy)
                for customer, name in zip(query.tolist(), listed.tolist(), strict=True)
            ]
            weighed = np.clip(points + np.array([found.points for found in evidence]), 0, 100)
            least = [found.least_score.score if found.least_score else 0.0 for found in evidence]
            weighed = np.maximum(weighed, least)
            update_best(*best["with identifiers"], wanted, parties, query, listed, weighed)
    return best


def born_on_one_day(
    batch: BatchNames,
    party: Sequence[str],
    rows: Sequence[dict[str, Any]],
    identities: dict[str, ListedIdentity],
) -> Iterator[ScoredPairs]:
    """Pairs that share a birth date to the day: a Screener looks those up, whatever their names."""
    born: dict[date, list[int]] = defaultdict(list)
    for name, owner in enumerate(party):
        for day in birth_days(identities[owner]):
            born[day].append(name)
    pairs = [
        (customer, name)
        for customer, row in enumerate(rows)
        if row["birth_earliest"] is not None and row["birth_earliest"] == row["birth_latest"]
        for name in born.get(row["birth_earliest"], ())
    ]
    if pairs:
        columns = np.array(pairs, dtype=np.int64)
        yield batch.pairs(columns[:, 0], columns[:, 1])


def shares(own: FloatArray, clean: FloatArray, least: float) -> str:
    """Share found at each of RATES. Raises SystemExit where pairs that were left out could change it."""
    found = []
    for rate in RATES:
        limit, mask = found_at(own, clean, rate)
        if limit < least:
            raise SystemExit(f"At {100 * rate:g} % alerts the limit is {limit:.1f}: make LEAST lower.")
        found.append(f"{100 * mask.mean():.0f}")
    return " · ".join(found) + " %"


def report_screener(screener: Screener, frame: pd.DataFrame, trial: Trial, *, each: bool) -> None:
    """each: whether to tell the clean customers that alert with identifiers."""
    threshold = screener.settings.threshold
    clean = len(frame) - len(trial.party)
    found: dict[str, set[int]] = {}
    alerts: dict[str, int] = {}
    for way, table in (("by name", frame[["record_id", "name"]]), ("with identifiers", frame)):
        hits = screener.screen(table)
        record = hits["record_id"].astype(int)
        own = [
            at < len(trial.party) and trial.party[at] == entity
            for at, entity in zip(record, hits["entity_id"], strict=True)
        ]
        found[way] = set(record[own])
        alerts[way] = record[record >= len(trial.party)].nunique()
        print(
            f"- at the default threshold of {threshold:g}, {way}: "
            f"{100 * len(found[way]) / len(trial.party):.1f} % found, "
            f"{alerts[way]} of {clean:,} clean customers alert ({1000 * alerts[way] / clean:.2f} per 1,000)",
            flush=True,
        )
    if each:
        for hit in hits[record >= len(trial.party)].to_dict("records"):
            print(f"    {hit['name']} → {hit['entity_name']} {hit['score']}: {hit['explanation']}")
    factor = alerts["by name"] / max(alerts["with identifiers"], 1)
    lost = found["by name"] - found["with identifiers"]
    print(f"- alerts fall {factor:.1f} times; parties found by name but not with identifiers: {len(lost)}")


def report_missing(
    rows: Sequence[dict[str, Any]], trial: Trial, identities: dict[str, ListedIdentity], settings: Settings
) -> None:
    """Every true pair with every choice of identifiers missing, on either side."""
    policy = settings.matching.identifiers
    tried = lower = 0
    for row, party in zip(rows, trial.party, strict=False):
        for customer, listed in _with_missing(row, identities[party]):
            tried += 1
            lower += judge(customer, listed, policy).points < 0
    print(f"- true pairs with identifiers missing on either side: {tried:,}; below their name score: {lower}")


def _with_missing(
    row: dict[str, Any], identity: ListedIdentity
) -> Iterator[tuple[dict[str, Any], ListedIdentity]]:
    for birth, country, gender in product((True, False), repeat=3):
        blank = dict(row)
        if birth:
            blank |= {"date_of_birth": None, "birth_earliest": None, "birth_latest": None}
        if country:
            blank |= {"nationality": None, "country": None}
        if gender:
            blank["gender"] = None
        yield blank, identity
        yield (
            row,
            replace(
                identity,
                birth_dates=[] if birth else identity.birth_dates,
                nationalities=set() if country else identity.nationalities,
                other_countries=set() if country else identity.other_countries,
                gender=None if gender else identity.gender,
            ),
        )


def logic_v2_scores(
    trial: Trial, rows: Sequence[dict[str, Any]], watchlist: Watchlist
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """As `scores`, of logic-v2."""
    from logic_v2 import ListedNames, warm_up

    warm_up()
    known = len(trial.party)
    wanted, parties = np.array(trial.party), np.array([party for party, _, _ in trial.names])
    facts = _listed_facts(watchlist)
    searched = [
        {
            "birthDate": [row["date_of_birth"]] if row["date_of_birth"] else [],
            "nationality": [row["nationality"]] if row["nationality"] else [],
            "gender": [row["gender"]] if row["gender"] else [],
        }
        for row in rows
    ]
    best = {}
    for way in ("by name", "with identifiers"):
        told = way != "by name"
        names = ListedNames(
            [(kind, name) for _, kind, name in trial.names],
            [facts[party] for party in parties.tolist()] if told else None,
        )
        best[way] = (np.zeros(known), np.zeros(len(rows) - known))
        update_best(*best[way], wanted, parties, *names.scores(trial.searched, searched if told else None))
    return best


def _listed_facts(watchlist: Watchlist) -> dict[str, dict[str, list[str]]]:
    facts = {
        row["entity_id"]: {
            "birthDate": [],
            "nationality": [],
            "gender": [row["gender"]] if row["gender"] else [],
        }
        for row in watchlist.tables["entities"].to_pylist()
    }
    for row in watchlist.tables["birth_dates"].to_pylist():
        if row["year"] is not None:
            facts[row["entity_id"]]["birthDate"].append(_iso(row))
    for row in watchlist.tables["countries"].to_pylist():
        if row["country"]:
            facts[row["entity_id"]]["nationality"].append(row["country"])
    return facts


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Removed aliases with identifiers.")
    parser.add_argument("versions", nargs="*", default=["2022-01", "2021-04"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="one draw of aliases each")
    parser.add_argument("--clean", default=str(CLEAN), help="clean customers, or 'all'")
    parser.add_argument("--screener-only", action="store_true")
    parser.add_argument("--logic-v2", action="store_true")
    given = parser.parse_args(arguments)
    settings = load_settings()
    clean_customers = None if given.clean == "all" else int(given.clean)
    for version in given.versions:
        watchlist = read_watchlist(DATA / "ofac" / version)
        for seed in given.seeds:
            trial = prepare(version, seed, clean_customers)
            frame = customers(trial, watchlist, seed, clean_customers)
            clean_count = len(frame) - len(trial.party)
            searched = f"{len(trial.party):,} removed aliases, {clean_count:,} clean customers"
            print(f"\n{version}, seed {seed}: {searched}\n")
            if not given.screener_only:
                report_rates(trial, frame, watchlist, settings, logic_v2=given.logic_v2)
            screener = Screener([without_removed(watchlist, trial)], settings)
            report_screener(screener, frame, trial, each=given.screener_only)


def report_rates(
    trial: Trial, frame: pd.DataFrame, watchlist: Watchlist, settings: Settings, *, logic_v2: bool
) -> None:
    policy = settings.matching.identifiers
    batch = customers_from_frame(frame, settings.customers)
    if batch.rejected.num_rows:
        raise SystemExit(f"Customers were rejected: {batch.rejected.to_pylist()[:3]}")
    rows = batch.customers.to_pylist()
    identities = listed_identities(watchlist, policy)
    rates = " · ".join(f"{100 * rate:g}" for rate in RATES)
    print(f"| matcher | found where {rates} % of clean customers alert |")
    print("| --- | --- |")
    if logic_v2:
        for way, (own, clean) in logic_v2_scores(trial, rows, watchlist).items():
            at = f"at 0.7: {100 * (own >= 70).mean():.1f} % at {100 * (clean >= 70).mean():.2f} % alerts"
            print(f"| logic-v2 {way}; {at} | {shares(own, clean, 0)} |", flush=True)
    for way, (own, clean) in scores(trial, rows, identities, settings).items():
        least = LEAST if way == "by name" else LEAST + best_bonus(policy)
        print(f"| ours {way} | {shares(own, clean, least)} |", flush=True)
    print()
    report_missing(rows, trial, identities, settings)


if __name__ == "__main__":
    main()
