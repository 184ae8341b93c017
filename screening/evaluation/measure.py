"""Variations and clean customers through the screener: raw results, and the worst misses, each explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from screening.evaluation.variations import KINDS, Variation
from screening.matching.screener import Screener
from screening.model.hit_table import closest_first
from screening.names.compare import compare_names
from screening.settings import Settings
from screening.settings.customers import CustomerSettings

__all__ = ["Miss", "Outcome", "best_alerts", "screen_variations", "worst_misses"]

_ROWS_AT_A_TIME = 2_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a variation came to. score: of its own party; None where that is no hit for the screener."""

    variation: Variation
    score: float | None
    matched_name: str | None
    explanation: str | None


def screen_variations(
    screener: Screener, variations: Sequence[Variation], as_of: date, progress: Progress | None = None
) -> list[Outcome]:
    """One outcome a variation, in the same order; each is screened by name, as its party's entity type.

    progress: called with the rows screened so far and all rows.
    """
    own: dict[int, dict[str, Any]] = {}
    for hit in _hits(screener, _as_customers(variations), as_of, progress).to_pylist():
        place = int(hit["record_id"])
        listed = variations[place].listed
        if (hit["list_id"], hit["entity_id"]) == (listed.list_id, listed.entity_id):
            own[place] = hit
    outcomes = []
    for place, variation in enumerate(variations):
        hit = own.get(place, {})
        outcomes.append(Outcome(variation, hit.get("score"), hit.get("matched_name"), hit.get("explanation")))
    return outcomes


def best_alerts(
    screener: Screener, customers: pa.RecordBatch, as_of: date, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """For each customer with a hit the closest one (a row of HIT_SCHEMA), the highest score first."""
    hits = closest_first(_hits(screener, customers, as_of, progress))
    best: dict[str | None, int] = {}
    for place, record_id in enumerate(hits.column("record_id").to_pylist()):
        best.setdefault(record_id, place)
    return hits.take(pa.array(list(best.values()), pa.int64())).to_pylist()


def _hits(screener: Screener, customers: pa.RecordBatch, as_of: date, progress: Progress | None) -> pa.Table:
    tables = []
    # An empty batch still tells the columns.
    for start in range(0, max(1, customers.num_rows), _ROWS_AT_A_TIME):
        tables.append(screener.screen_batch(customers.slice(start, _ROWS_AT_A_TIME), as_of))
        if progress:
            progress(min(start + _ROWS_AT_A_TIME, customers.num_rows), customers.num_rows)
    return pa.concat_tables(tables)


def _as_customers(variations: Sequence[Variation]) -> pa.RecordBatch:
    # pandas is only needed here.
    import pandas as pd

    from screening.customers.frame import customers_from_frame

    frame = pd.DataFrame(
        {
            "record_id": [str(place) for place in range(len(variations))],
            "name": [variation.text for variation in variations],
            "entity_type": [variation.listed.entity_type for variation in variations],
        },
        dtype="str",
    )
    # A user's mapping is for the user's columns, not for these.
    return customers_from_frame(frame, CustomerSettings()).customers


@dataclass(frozen=True)
class Miss:
    """A variation that did not reach the threshold.

    score and explanation: of the closest name of its party, by names alone.
    """

    outcome: Outcome
    score: float
    matched_name: str
    explanation: str


def worst_misses(
    outcomes: Sequence[Outcome],
    settings: Settings,
    names: Mapping[tuple[str, str], Sequence[str]],
    each: int,
) -> list[Miss]:
    """Up to `each` misses of every kind, the lowest scores first, kinds in the order of their table.

    names: (list_id, entity_id) → the names of a party. A miss that was no hit at all is compared with them.
    """
    found: list[Miss] = []
    for kind in KINDS:
        missed = [
            outcome
            for outcome in outcomes
            if outcome.variation.kind == kind.name
            and (outcome.score is None or outcome.score < settings.threshold)
        ]
        explained = [_explained(outcome, settings, names) for outcome in missed]
        found += sorted(explained, key=lambda miss: miss.score)[:each]
    return found


def _explained(outcome: Outcome, settings: Settings, names: Mapping[tuple[str, str], Sequence[str]]) -> Miss:
    if outcome.score is not None and outcome.matched_name and outcome.explanation:
        return Miss(outcome, outcome.score, outcome.matched_name, outcome.explanation)
    variation, listed = outcome.variation, outcome.variation.listed
    compared = [
        (compare_names(variation.text, name, kind=listed.entity_type, policy=settings.names), name)
        for name in names[listed.list_id, listed.entity_id]
    ]
    best, name = max(compared, key=lambda pair: pair[0].score)
    return Miss(outcome, best.score, name, best.explanation)
