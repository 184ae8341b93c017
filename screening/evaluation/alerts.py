"""Alerts that settings raise on customers taken for clean. Reach for it to see how they are counted.

Each customer is screened twice: by name and entity type alone, and with the identifiers its table has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from screening.evaluation.clean import CleanSample, without_identifiers
from screening.evaluation.figures import share, wanted_rates
from screening.evaluation.measure import Outcome, Tell, best_alerts
from screening.evaluation.record import CleanRecord
from screening.matching.screener import Screener
from screening.settings import Settings

__all__ = ["CleanAlerts", "by_name_alone", "clean_record", "screen_clean"]


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
    by_name: Screener, settings: Settings, sample: CleanSample, as_of: date, tell: Tell | None = None
) -> CleanAlerts:
    """Screen the sample. by_name: a screener for names alone; settings: for customers with identifiers.

    tell: called with the rows screened so far and all rows.
    """
    customers = sample.customers
    rounds = 2 if sample.identifiers else 1

    def so_far(before: int) -> Tell | None:
        if tell is None:
            return None
        return lambda done, total: tell(before + done, rounds * total)

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
