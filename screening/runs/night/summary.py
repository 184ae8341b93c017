"""A night in figures, and the alerts it leaves to people.

Nothing of a customer but the record id is in it, so that it may go where other people read: of an alert's
reason it has the part without the customer's values (see `screening.model.changes.PublicReason`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import Event
    from screening.model.changes import PublicReason
    from screening.model.run_record import ListState, NightRecord
    from screening.quality import GateResult

__all__ = ["NightAlert", "NightSummary", "night_alerts"]


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


@dataclass(frozen=True)
class NightSummary:
    """A night that is published, and what is reported of it beside its record in run.json.

    night: as in run.json. folder: of the published run. lists: the state of each. hits: how many there are.
    alerts: those raised and reopened, all of them. timings: seconds by stage.
    """

    night: NightRecord
    folder: Path
    lists: tuple[ListState, ...] = ()
    hits: int = 0
    alerts: tuple[NightAlert, ...] = ()
    gates: tuple[GateResult, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.night.day


def night_alerts(events: Iterable[Event], hits: pa.Table) -> tuple[NightAlert, ...]:
    """The alerts that `events` of a night raised or reopened, the closest first.

    hits: rows of HIT_SCHEMA that hold at least the hit of each such event. Raises KeyError for one without.
    """
    columns = ["alert_id", "entity_name", "score"]
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
            reason=event.reason.public(),
        )
        for event in events
        if event.kind in ("raised", "reopened")
    ]
    return tuple(sorted(alerts, key=lambda alert: (-alert.score, alert.alert_id)))
