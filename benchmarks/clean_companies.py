"""How many companies that are not listed alert by their name, and how many listed ones on another party.

    python benchmarks/clean_companies.py [2022-01 ...] [--show N]

There is no public table of clean companies beside these lists, so two stand in for one. Companies: real names
that OFAC's Specially Designated Nationals list does not have: of the other lists in the US Consolidated
Screening List (export controls, procurement), and of the ownership samples (GLEIF, Beneficial Ownership Data
Standard). Some are of one group with a listed party, and some are the listed party spelled otherwise; names
that are the same word for word are left out, and every search of a name against the list counts, so figures
are for comparing one policy with another. Other parties: each name of an organization against all other
organizations, vessels and aircraft of the same list. --show: prints so many pairs that alert, spread over
the scores.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from removed_aliases import DATA

from screening.matching.candidates import CandidateGenerator
from screening.matching.index import NameGroup
from screening.matching.scoring import BatchNames
from screening.names.alignment import ListedNames
from screening.names.analysis import analyze_names
from screening.names.elements import read_names
from screening.settings.names import default_name_policy
from screening.watchlists import read_watchlist

LISTED = "Specially Designated Nationals"
# Mostly people.
WITH_PEOPLE = ("Denied Persons", "ITAR Debarred")
THRESHOLDS = (75, 80, 85, 90)
LEAST = 75.0


@dataclass(frozen=True)
class Names:
    """Names and the party of each."""

    names: list[str]
    party: list[str]


def companies() -> list[str]:
    """Names of companies that OFAC's SDN list does not have word for word."""
    with gzip.open(DATA / "custom" / "us_csl_2022-05.csv.gz") as packed:
        rows = list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8")))
    listed, found = set(), []
    for row in rows:
        names = [row["name"], *row["alt_names"].split("; ")]
        if row["source"].startswith(LISTED):
            listed |= {key(name) for name in names}
        elif row["type"] != "Individual" and not row["source"].startswith(WITH_PEOPLE):
            found.append(row["name"])
    ownership = (DATA / "ownership" / "gleif_lei.xml").read_text(encoding="utf-8")
    found += re.findall(r"<lei:LegalName[^>]*>([^<]+)<", ownership)
    for line in (DATA / "ownership" / "bods_records.json").read_text(encoding="utf-8").splitlines():
        found += [
            name["PRIMARY_NAME_ORG"] for name in json.loads(line)["NAMES"] if "PRIMARY_NAME_ORG" in name
        ]
    return [name for name in dict.fromkeys(found) if key(name) not in listed]


def key(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"\w+", name.casefold())))


def listed_names(version: str) -> Names:
    tables = read_watchlist(DATA / "ofac" / version).tables
    types = dict(zip(*(tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True))
    rows = [
        row
        for row in tables["names"].to_pylist()
        if types[row["entity_id"]] != "person" and row["quality"] != "weak"
    ]
    return Names([row["name"] for row in rows], [row["entity_id"] for row in rows])


def alerts(names: Sequence[str], party: Sequence[str], listed: Names) -> list[tuple[float, str, str]]:
    """The best hit of each name on a party that is not its own: score, name, listed name."""
    policy = default_name_policy()
    table = ListedNames(read_names(listed.names, "non_person", policy), policy.similarity)
    nothing = np.zeros(len(listed.names), dtype=np.int64)
    group = NameGroup("non_person", table, CandidateGenerator(table), nothing, nothing, {})
    batch = BatchNames(analyze_names(list(names), "non_person", policy), group, policy)
    best: dict[int, tuple[float, str, str]] = {}
    for scored in batch.at_least(LEAST):
        for query, other, score in zip(
            scored.query.tolist(), scored.listed.tolist(), scored.scores.score.tolist(), strict=True
        ):
            if party[query] != listed.party[other] and score > best.get(query, (0.0, "", ""))[0]:
                best[query] = (score, names[query], listed.names[other])
    return sorted(best.values(), reverse=True)


def report(what: str, count: int, found: Sequence[tuple[float, str, str]], show: int) -> None:
    print(f"{what}: {count} names")
    for threshold in THRESHOLDS:
        reached = sum(score >= threshold for score, _, _ in found)
        print(f"  at {threshold}: {reached} alert, {1000 * reached / count:.1f} of 1,000")
    shown = [each for each in found if each[0] >= 80]
    step = max(1, len(shown) // show) if show else len(shown) + 1
    for score, name, other in shown[::step] if show else ():
        print(f"    {score:6.2f}  {name} | {other}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Alerts of companies that are not listed.")
    parser.add_argument("versions", nargs="*", default=["2022-01"])
    parser.add_argument("--show", type=int, default=0, help="how many pairs that alert are printed")
    given = parser.parse_args()
    clean = companies()
    for version in given.versions:
        listed = listed_names(version)
        same = {key(name) for name in listed.names}
        others = [name for name in clean if key(name) not in same]
        report(f"{version}, companies", len(others), alerts(others, [""] * len(others), listed), given.show)
        found = alerts(listed.names, listed.party, listed)
        report(f"{version}, other parties", len(listed.names), found, given.show)


if __name__ == "__main__":
    main()
