"""Fits the deductions of configs/names.yaml and prints them. Takes some minutes.

    python benchmarks/fit_name_policy.py

Fitted on the lists of the EU and the UK without the parties that OFAC lists too (in the versions that
`removed_aliases.py` measures with: any name of theirs that scores SAME_PARTY against one of OFAC's), on one
half of the clean customers (`removed_aliases.py --unfitted` takes the other), and on the labelled pairs.
Figures of OFAC's lists are so of parties that nothing was fitted on.

Every deduction is a number times a feature of the pair, so the features are computed once and the numbers
searched: steps up and down one number at a time, kept where more removed aliases are found at the alert
rates of `removed_aliases.RATES`, on all lists together, and where the F1 on the labelled pairs grows. A
little is taken off for removed aliases of organizations that alert on other parties, as there are no clean
companies to test with. At the end the numbers are scaled so that 80 points is where TARGET_RATE of the
clean customers alert.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from labelled_pairs import PAIRS
from removed_aliases import CLEAN, DATA, RATES, Trial, clean_names, group, trial_of

from screening.matching.candidates import CandidateGenerator
from screening.matching.index import NameGroup
from screening.matching.scoring import BatchNames
from screening.names.alignment import ListedNames, align
from screening.names.analysis import analyze_names
from screening.names.deductions import DEDUCTIONS
from screening.names.elements import read_names
from screening.names.pair_facts import measure
from screening.settings.names import Deductions, Kind, default_name_policy, kind_of
from screening.watchlists import read_watchlist

LISTS = ("eu/fsf_1_1_2026-02-24.xml", "uk/uk_sanctions_list_2026-07-23.xml")
VERSIONS = ("2022-01", "2021-04")
SAME_PARTY = 90.0
# Names read at once.
NAMES = 5_000
TARGET_RATE = 0.004
LEAST = 64.0
FLOOR = default_name_policy().deductions.person.conflict_floor
OTHER_PARTY_WEIGHT = 0.15
PAIRS_WEIGHT = 0.5
# Limits that stay as they are; all else is searched by steps. Those with a floor come last.
FIXED = (
    "conflict_floor",
    "same_word_from",
    "slip_from",
    "distinctive_from",
    "doubt_from",
    "thin_offset",
    "common_below",
    "patronymics",
)
# Too seldom for a fit, and left out of it.
SELDOM = ("line_crossed", "fathers_apart")
FLOORED = (
    "number",
    "other_number",
    "other_place",
    "other_trade",
    "changed_word",
    "conflict",
    "conflict_first",
)
FIELDS = (*(name for name in Deductions.model_fields if name not in FIXED + SELDOM + FLOORED), *FLOORED)
CONFLICTS = -len(FLOORED)
# What may not become cheaper than this, whatever the lists say: a name that is another by it falls below 80.
LEAST_POINTS: dict[Kind, dict[str, float]] = {
    "person": {},
    "non_person": {"number": 20.0, "other_number": 25.0, "other_place": 20.0, "changed_word": 25.0},
}
KINDS: tuple[Kind, ...] = ("person", "non_person")
STEPS = (0.0, 0.5, 0.75, 0.9, 1.1, 1.33, 2.0)


@dataclass(frozen=True)
class Features:
    """Pairs in blocks that end at `ends`: the best of a block is what counts. values: FIELDS × pairs."""

    values: np.ndarray
    starts: np.ndarray
    owner: np.ndarray

    def best(self, points: np.ndarray, count: int) -> np.ndarray:
        """The best score of each of `count` owners under these points; 0 for one without a pair."""
        found = np.zeros(count)
        if len(self.owner):
            found[self.owner] = np.maximum.reduceat(scores(self.values, points), self.starts)
        return found


def scores(values: np.ndarray, points: np.ndarray) -> np.ndarray:
    """As `screening.names.score` puts them together."""
    total = 100 - values[:, :CONFLICTS] @ points[:CONFLICTS]
    conflict = values[:, CONFLICTS:] @ points[CONFLICTS:]
    return np.asarray(total - np.minimum(conflict, np.maximum(total - FLOOR, 0.0)))


def features(batch: BatchNames, query: np.ndarray, listed: np.ndarray) -> np.ndarray:
    """What each deduction is a multiple of: the score taken apart by policies of one point each."""
    alignment = align(batch.table, batch.group.names, batch.matches, query, listed)
    own = default_name_policy().deductions_for(batch.group.kind)
    facts = measure(batch.table, batch.group.names.table, alignment, query, listed, own)
    columns = []
    for field in FIELDS:
        unit = own.model_copy(update=dict.fromkeys((*FIELDS, *SELDOM), 0.0) | {field: 1.0})
        # What makes 0 of a score is no number times a feature.
        parts = [each.points(facts, unit) for each in DEDUCTIONS if each.name != "nothing"]
        columns.append(sum(parts))
    return np.column_stack(columns).astype(np.float32)


def blocks(values: np.ndarray, owner: np.ndarray) -> Features:
    order = np.argsort(owner, kind="stable")
    owner = owner[order]
    starts = np.nonzero(np.concatenate(([True], owner[1:] != owner[:-1])))[0] if len(owner) else owner
    return Features(values[order], starts, owner[starts])


def collect(trial: Trial, kind: Kind) -> tuple[Features, Features, Features]:
    """Own party, clean customers, other parties (of organizations)."""
    names, party = group(trial, kind, default_name_policy())
    policy = default_name_policy()
    batch = BatchNames(analyze_names(trial.searched, kind, policy), names, policy)
    parties, wanted = np.array(party), np.array(trial.party)
    person = np.array(trial.is_person)
    rows, values = [], []
    for scored in batch.at_least(LEAST):
        rows.append(np.column_stack((scored.query, scored.listed)))
        values.append(features(batch, scored.query, scored.listed))
    pairs, table = np.concatenate(rows), np.concatenate(values)
    removed = pairs[:, 0] < len(wanted)
    own, other = np.zeros(len(pairs), dtype=bool), np.zeros(len(pairs), dtype=bool)
    at = pairs[removed]
    own[removed] = wanted[at[:, 0]] == parties[at[:, 1]]
    other[removed] = ~own[removed] & ~person[at[:, 0]]
    return (
        blocks(table[own], pairs[own, 0]),
        blocks(table[~removed], pairs[~removed, 0] - len(wanted)),
        blocks(table[other], pairs[other, 0]),
    )


class Goal:
    def __init__(self) -> None:
        self.trials = unlike_ofac()
        self.features = [{kind: collect(trial, kind) for kind in KINDS} for trial in self.trials]
        self.pairs = {kind: labelled_pairs(kind) for kind in KINDS}

    def scores(self, points: dict[Kind, np.ndarray]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        found = []
        for trial, by_kind in zip(self.trials, self.features, strict=True):
            known = len(trial.party)
            counts = (known, len(trial.searched) - known, known)
            best = [
                np.maximum.reduce([by_kind[kind][which].best(points[kind], count) for kind in KINDS])
                for which, count in enumerate(counts)
            ]
            found.append((best[0], best[1], best[2]))
        return found

    def value(self, points: dict[Kind, np.ndarray]) -> float:
        total = 0.0
        for own, clean, other in self.scores(points):
            ranked = np.sort(clean)[::-1]
            for rate in RATES:
                limit = ranked[int(len(ranked) * rate)]
                total += float((own > limit).mean()) - OTHER_PARTY_WEIGHT * float((other > limit).mean())
        return total / (len(RATES) * len(self.trials)) + PAIRS_WEIGHT * self.f1(points)

    def f1(self, points: dict[Kind, np.ndarray]) -> float:
        """F1 on the labelled pairs at the score that TARGET_RATE of the clean customers reach."""
        limit = self.limit(points)
        hit = np.concatenate(
            [scores(values, points[kind]) >= limit for kind, (values, _) in self.pairs.items()]
        )
        match = np.concatenate([labels for _, labels in self.pairs.values()])
        return 2 * float((hit & match).sum()) / max(float(hit.sum() + match.sum()), 1.0)

    def limit(self, points: dict[Kind, np.ndarray]) -> float:
        return float(
            np.mean(
                [np.sort(clean)[::-1][int(len(clean) * TARGET_RATE)] for _, clean, _ in self.scores(points)]
            )
        )


def unlike_ofac() -> list[Trial]:
    """Trials on the lists, without the parties that OFAC lists too."""
    known = Trial(
        [],
        [],
        [],
        [(party, kind, name) for version in VERSIONS for name, party, kind in list_names(f"ofac/{version}")],
    )
    clean = clean_names(1, CLEAN, fitted=True)
    trials = []
    for which in LISTS:
        rows = list_names(which)
        same = set()
        for kind in KINDS:
            names, _ = group(known, kind, default_name_policy())
            mine = [(name, party) for name, party, other in rows if other == kind]
            for begin in range(0, len(mine), NAMES):
                part = mine[begin : begin + NAMES]
                policy = default_name_policy()
                batch = BatchNames(analyze_names([name for name, _ in part], kind, policy), names, policy)
                for scored in batch.at_least(SAME_PARTY):
                    same |= {part[query][1] for query in scored.query.tolist()}
        tables = read_watchlist(DATA / which).tables
        trials.append(trial_of(tables, clean, without=same))
        print(f"{which}: {len(trials[-1].party)} removed aliases, {len(same)} parties as OFAC's left out")
    return trials


def list_names(which: str) -> list[tuple[str, str, Kind]]:
    """The names of a list but weak ones: name, party, kind."""
    tables = read_watchlist(DATA / which).tables
    types = dict(zip(*(tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True))
    return [
        (row["name"], row["entity_id"], kind_of(types[row["entity_id"]]))
        for row in tables["names"].to_pylist()
        if row["quality"] != "weak"
    ]


def labelled_pairs(kind: Kind) -> tuple[np.ndarray, np.ndarray]:
    """The features of the labelled pairs of a kind, and which are matches."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if (row["schema"] == "Person") == (kind == "person")]
    policy = default_name_policy()
    listed = ListedNames(read_names([row["name2"] for row in rows], kind, policy), policy.similarity)
    nobody = np.zeros(len(rows), dtype=np.int64)
    batch = BatchNames(
        analyze_names([row["name1"] for row in rows], kind, policy),
        NameGroup(kind, listed, CandidateGenerator(listed), nobody, nobody, {}),
        policy,
    )
    each = np.arange(len(rows))
    return features(batch, each, each), np.array([row["is_match"] == "true" for row in rows])


def main() -> None:
    policy = default_name_policy()
    goal = Goal()
    points = {
        kind: np.array([getattr(policy.deductions_for(kind), field) for field in FIELDS]) for kind in KINDS
    }
    best = goal.value(points)
    print(f"start {best:.4f}")
    for _ in range(3):
        before = best
        for kind in KINDS:
            for place in range(len(FIELDS)):
                for step in STEPS:
                    if step == 0.0 and place == 0:
                        continue
                    value = points[kind][place] * step if points[kind][place] else step
                    if value < LEAST_POINTS[kind].get(FIELDS[place], 0.0):
                        continue
                    tried = points | {kind: np.where(np.arange(len(FIELDS)) == place, value, points[kind])}
                    gained = goal.value(tried)
                    if gained > best + 1e-5:
                        best, points = gained, tried
        print(
            f"round {best:.4f} F1 {goal.f1(points):.3f}",
            {kind: np.round(points[kind], 1).tolist() for kind in KINDS},
        )
        if best - before < 5e-4:
            break
    print(f"F1 on the labelled pairs {goal.f1(points):.3f}")
    scale = 20 / (100 - goal.limit(points))
    for kind in KINDS:
        print(f"  {kind}:")
        for field, value in zip(FIELDS, points[kind] * scale, strict=True):
            print(f"    {field}: {value:.1f}")


if __name__ == "__main__":
    main()
