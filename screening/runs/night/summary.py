"""A night in figures, and the alerts it leaves to people.

Nothing of a customer but the record id is in it, so that it may go where other people read: of an alert's
reason it has the part without the customer's values (see `screening.model.changes.PublicReason`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from screening.model.run_record import NightAlertCounts, NightCustomers
from screening.storage.addresses import Place

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import Event, NightOutcome
    from screening.model.changes import PublicReason
    from screening.model.run_record import ListState, NightRecord
    from screening.quality import GateResult
    from screening.runs.night.incremental import NightScreening

__all__ = ["NightAlert", "NightSummary", "alert_counts", "customer_counts", "log_published", "night_alerts"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NightAlert:
    """An alert that a night raised or opened again. reason: without anything of the customer's."""

    kind: Literal["new", "reopened"]
    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    entity_name: str
    score: float
    reason: PublicReason
    match_probability: float | None = None


@dataclass(frozen=True)
class NightSummary:
    """A night that is published, and what is reported of it beside its record in run.json.

    night: as in run.json. folder: of the published run. lists: the state of each. hits: how many there are.
    alerts: those raised and reopened, all of them. timings: seconds by stage.
    """

    night: NightRecord
    folder: Place
    lists: tuple[ListState, ...] = ()
    hits: int = 0
    alerts: tuple[NightAlert, ...] = ()
    gates: tuple[GateResult, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.night.day


def night_alerts(events: Iterable[Event], hits: pa.Table) -> tuple[NightAlert, ...]:
    """The alerts that `events` of a night raised or reopened, the most likely first.

    hits: rows of HIT_SCHEMA that hold at least the hit of each such event. Raises KeyError for one without.
    """
    columns = ["alert_id", "entity_name", "score", "match_probability"]
    rows = {row["alert_id"]: row for row in hits.select(columns).to_pylist()}
    alerts = [
        NightAlert(
            kind="new" if event.kind == "raised" else "reopened",
            alert_id=event.alert_id,
            record_id=event.record_id,
            list_id=event.list_id,
            entity_id=event.entity_id,
            entity_name=rows[event.alert_id]["entity_name"],
            score=rows[event.alert_id]["score"],
            match_probability=rows[event.alert_id]["match_probability"],
            reason=event.reason.public(),
        )
        for event in events
        if event.kind in ("raised", "reopened")
    ]
    return tuple(
        sorted(alerts, key=lambda alert: (-(alert.match_probability or 0.0), -alert.score, alert.alert_id))
    )


def log_published(summary: NightSummary) -> None:
    """A line in the log: what is published, and what became of alerts."""
    alerts = summary.night.alerts
    if alerts is not None:
        _log.info(
            "published %s hits: %s new alerts, %s reopened, %s closed, %s suppressed",
            f"{summary.hits:,}",
            f"{alerts.raised:,}",
            f"{alerts.reopened:,}",
            f"{alerts.closed:,}",
            f"{alerts.suppressed:,}",
        )


def customer_counts(night: NightScreening) -> NightCustomers:
    """How many customers are new, changed and gone; a warning for those who do not count as gone."""
    found, kept = night.customers, night.kept
    if kept:
        _log.warning(
            "%s of last night's customers are missing and do not count as gone, as %s rows have no id "
            "that can be read (see rejected.csv)",
            f"{kept:,}",
            f"{night.unidentified:,}",
        )
    return NightCustomers(
        new=found.new,
        changed=found.changed,
        unchanged=found.unchanged,
        gone=found.left - kept,
        kept=kept,
    )


def alert_counts(outcome: NightOutcome) -> NightAlertCounts:
    """How many alerts the night raised, opened again, closed, and left suppressed or unscreened."""
    return NightAlertCounts(
        raised=len(outcome.of_kind("raised")),
        reopened=len(outcome.of_kind("reopened")),
        closed=len(outcome.of_kind("closed")),
        suppressed=outcome.suppressed,
        unscreened=outcome.unscreened,
    )
