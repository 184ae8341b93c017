"""Fits the deductions of configs/names.yaml to removed aliases and clean customers, and prints them.

    python benchmarks/fit_name_policy.py

A logistic regression with coefficients of one sign: which pairs are one party (a removed alias and its
party's names) and which are not (clean customers and whatever they come near; for things also removed
aliases and other parties, since there are no clean companies). Scaled so that 80 points is where
TARGET_RATE of the clean customers alert. Both lists are used; judge the outcome on another one.
"""

from __future__ import annotations

import numpy as np
from removed_aliases import group, prepare
from scipy.optimize import minimize

from screening.matching.scoring import BatchNames
from screening.names.policy import Deductions, Kind, default_name_policy
from screening.names.score import score

VERSIONS = ("2022-01", "2021-04")
TARGET_RATE = 0.003
LEAST_COVERAGE_SCORE = 45
FIELDS = tuple(Deductions.model_fields)


def features(batch: BatchNames, query: np.ndarray, listed: np.ndarray) -> np.ndarray:
    """What each deduction is a multiple of, one column a deduction: the score taken apart by unit policies."""
    columns = []
    from screening.names.alignment import align

    alignment = align(batch.table, batch.group.names, batch._meetings, query, listed)
    for field in FIELDS:
        unit = Deductions(**{name: 1e-12 if name == "uncovered_worse" else 0 for name in FIELDS} | {field: 1.0})
        parts = score(batch.table, batch.group.names.table, alignment, query, listed, unit)
        columns.append(parts.uncovered + parts.thin + parts.weakest + parts.words + parts.number)
    return np.column_stack(columns)


def collect(kind: Kind) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    policy = default_name_policy()
    found = []
    for version in VERSIONS:
        trial = prepare(version)
        names, party = group(trial, kind, policy)
        batch = BatchNames(trial.searched, names, policy)
        rows, values, labels = [], [], []
        for scored in batch.at_least(LEAST_COVERAGE_SCORE):
            keep = scored.scores.score >= 0
            query, listed = scored.query[keep], scored.listed[keep]
            removed = query < len(trial.party)
            own = np.zeros(len(query), dtype=bool)
            own[removed] = np.array(trial.party)[query[removed]] == np.array(party)[listed[removed]]
            use = ~removed | own | (kind == "thing")
            query, listed, own = query[use], listed[use], own[use]
            rows.append(query)
            values.append(features(batch, query, listed))
            labels.append(own)
        found.append((np.concatenate(rows), np.concatenate(values), np.concatenate(labels)))
        clean = found[-1][0] >= len(trial.party)
        print(kind, version, "true", int(found[-1][2].sum()), "clean", int(clean.sum()))
        found[-1] = (np.where(clean, found[-1][0] - len(trial.party), -1), *found[-1][1:])
    return found


def fit(values: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Coefficients >= 0 (last: the intercept) of P(true) = 1 / (1 + exp(coefficients . values - intercept))."""
    signs = np.where(labels, 1.0, -1.0)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (x[-1] - values @ x[:-1])
        p = 1 / (1 + np.exp(np.clip(margin, -60, 60)))
        gradient = -(weights * p * signs)
        total = float((weights * np.logaddexp(0, -margin)).sum()) + 0.5 * float((x[:-1] ** 2).sum()) * 1e-3
        return total, np.append(-(values.T @ gradient) + 1e-3 * x[:-1], gradient.sum())

    start = np.append(np.ones(values.shape[1]), 1.0)
    bounds = [(0.0, None)] * values.shape[1] + [(None, None)]
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 2000}).x)


def main() -> None:
    for kind in ("person", "thing"):
        data = collect(kind)
        values = np.concatenate([part[1] for part in data])
        labels = np.concatenate([part[2] for part in data])
        weights = np.where(np.concatenate([part[0] for part in data]) >= 0, 1.0, 0.3)
        weights[labels] = 1.0
        x = fit(values, labels, weights)
        limits = []
        for clean, own_values, _ in data:
            worst = np.full(10_000, 1e9)
            chosen = clean >= 0
            np.minimum.at(worst, clean[chosen], own_values[chosen] @ x[:-1])
            limits.append(np.sort(worst)[int(10_000 * TARGET_RATE)])
        limit = float(np.mean(limits))
        print(f"{kind}: # 80 points where {100 * TARGET_RATE} % of clean customers alert; intercept {x[-1]:.2f}, limit {limit:.2f}")
        for field, value in zip(FIELDS, x[:-1], strict=True):
            print(f"    {field}: {20 * value / limit:.1f}")


if __name__ == "__main__":
    main()
