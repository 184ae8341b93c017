"""variations.csv: every variation with its result."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from screening.evaluation.measure import Outcome
from screening.spreadsheets.formula_guard import guard

__all__ = ["write_variations_csv"]

_COLUMNS = (
    "list_id",
    "entity_id",
    "entity_type",
    "listed_name",
    "kind",
    "variation",
    "score",
    "found",
    "matched_name",
    "explanation",
)


def write_variations_csv(outcomes: Sequence[Outcome], threshold: float, path: Path) -> None:
    """Write one row an outcome, texts made harmless as in hits.csv.

    score, matched_name and explanation are empty where the party was no hit at all.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for outcome in outcomes:
            listed = outcome.variation.listed
            found = outcome.score is not None and outcome.score >= threshold
            writer.writerow(
                [
                    *map(guard, (listed.list_id, listed.entity_id, listed.entity_type, listed.name)),
                    guard(outcome.variation.kind),
                    guard(outcome.variation.text),
                    "" if outcome.score is None else f"{outcome.score:.2f}",
                    "yes" if found else "no",
                    guard(outcome.matched_name or ""),
                    guard(outcome.explanation or ""),
                ]
            )
