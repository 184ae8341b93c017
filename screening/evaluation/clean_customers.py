"""Customers taken for clean: a seeded sample of a table, and the alerts that settings raise on them.

Each customer is screened twice: by name and entity type alone, and with the identifiers its table has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from screening.customers import CustomerSource
from screening.evaluation.figures import share, wanted_rates
from screening.evaluation.measure import Outcome, Progress, best_alerts
from screening.evaluation.record import CleanRecord
from screening.matching.identifiers import IDENTIFIERS
from screening.matching.screener import Screener
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.errors import InputError
from screening.settings import Settings

__all__ = [
    "CleanAlerts",
    "CleanSample",
    "by_name_alone",
    "clean_record",
    "draw_clean",
    "screen_clean",
    "without_identifiers",
]


@dataclass(frozen=True)
class CleanSample:
    """customers: CUSTOMER_SCHEMA, in the order of the table. rows_*: of the whole table."""

    path: str
    sha256: str
    rows_in: int
    rows_screened: int
    rows_rejected: int
    customers: pa.RecordBatch

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers that at least one customer of the sample states."""
        columns = self.customers
        return tuple(
            name
            for name in IDENTIFIERS
            if not name.startswith("birth_") and columns[name].null_count < columns.num_rows
        )


def draw_clean(source: CustomerSource, rows: int, seed: int) -> CleanSample:
    """At most `rows` customers that can be screened, each with the same chance, in bounded memory.

    The same table, seed and number give the same sample, whatever the size of batches. Raises InputError for
    a table without a row to screen, and for what reading one raises.
    """
    draw = np.random.default_rng(seed)
    kept = pa.RecordBatch.from_pylist([], schema=CUSTOMER_SCHEMA)
    chances = np.zeros(0)
    for batch in source.batches():
        more = batch.customers.select(CUSTOMER_SCHEMA.names)
        chances = np.concatenate([chances, draw.random(more.num_rows)])
        both = pa.Table.from_batches([kept, more]).combine_chunks()
        # The rows with the smallest chances so far; back in their own order.
        chosen = np.sort(np.argsort(chances, kind="stable")[:rows])
        kept, chances = _one_batch(both.take(pa.array(chosen, pa.int64()))), chances[chosen]
    if not kept.num_rows:
        raise InputError(
            f"{source.path}: holds no customer that can be screened. Give another --clean table."
        )
    return CleanSample(
        path=str(source.path),
        sha256=source.sha256,
        rows_in=source.rows_in,
        rows_screened=source.rows_screened,
        rows_rejected=source.rows_rejected,
        customers=kept,
    )


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def without_identifiers(customers: pa.RecordBatch) -> pa.RecordBatch:
    """The same customers by name and entity type alone."""
    columns = [
        pa.nulls(customers.num_rows, field.type) if field.name in IDENTIFIERS else customers[field.name]
        for field in customers.schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=customers.schema)


@dataclass(frozen=True)
class CleanAlerts:
    """The closest hit (a row of HIT_SCHEMA) of each customer that has any, the highest score first."""

    sample: CleanSample
    with_identifiers: list[dict[str, Any]]
    by_name: list[dict[str, Any]]

    @property
    def scores(self) -> list[float]:
        return [float(hit["score"]) for hit in self.with_identifiers]

    @property
    def scores_by_name(self) -> list[float]:
        return [float(hit["score"]) for hit in self.by_name]


def by_name_alone(settings: Settings) -> Settings:
    """Settings that come to the same where no identifiers are known, and are faster: candidates need not
    allow for points that identifiers could add."""
    matching = settings.matching
    agreements = ("birth_date", "birth_year", "nationality", "country", "gender")
    nothing = {f"{identifier}_agrees": 0.0 for identifier in agreements}
    identifiers = matching.identifiers.model_copy(update=nothing)
    return settings.model_copy(update={"matching": matching.model_copy(update={"identifiers": identifiers})})


def screen_clean(
    by_name: Screener, settings: Settings, sample: CleanSample, as_of: date, progress: Progress | None = None
) -> CleanAlerts:
    """Screen the sample. by_name: a screener for names alone; settings: for customers with identifiers.

    progress: called with the rows screened so far and all rows.
    """
    customers = sample.customers
    rounds = 2 if sample.identifiers else 1

    def so_far(before: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, total: progress(before + done, rounds * total)

    named = best_alerts(by_name, without_identifiers(customers), as_of, so_far(0))
    if not sample.identifiers:
        return CleanAlerts(sample, named, named)
    screener = Screener(by_name.watchlists, settings)
    identified = best_alerts(screener, customers, as_of, so_far(customers.num_rows))
    return CleanAlerts(sample, identified, named)


def clean_record(
    alerts: CleanAlerts, outcomes: Sequence[Outcome], threshold: float, floor: float
) -> CleanRecord:
    """The figures. threshold: of the settings; floor: what alerts and outcomes were screened at."""
    sample, total = alerts.sample, alerts.sample.customers.num_rows
    return CleanRecord(
        path=sample.path,
        sha256=sample.sha256,
        rows_in=sample.rows_in,
        rows_screened=sample.rows_screened,
        rows_rejected=sample.rows_rejected,
        sampled=total,
        identifiers=sample.identifiers,
        alerts=share(sum(score >= threshold for score in alerts.scores), total),
        alerts_by_name=share(sum(score >= threshold for score in alerts.scores_by_name), total),
        wanted_rates=tuple(wanted_rates(outcomes, alerts.scores, total, floor)),
        wanted_rates_by_name=tuple(wanted_rates(outcomes, alerts.scores_by_name, total, floor)),
    )
