"""A night in figures, and the alerts it leaves to people. Reach for it to tell of a night, in whatever way.

Nothing of a customer but the record id is in it, so that it may go where other people read: what an alert's
reason says of a customer is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import Event
    from screening.model.run_record import ListState, NightRecord
    from screening.quality import GateResult

__all__ = ["NightAlert", "NightSummary", "night_alerts"]

_CUSTOMER_CHANGE = re.compile(
    r"customer's (name|birth date|nationality|country|gender|document number|type|address) was "
)


@dataclass(frozen=True)
class NightAlert:
    """An alert that a night raised or opened again. reason: why, free of anything of the customer's."""

    kind: Literal["new", "reopened"]
    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    entity_name: str
    score: float
    reason: str


@dataclass(frozen=True)
class NightSummary:
    """A night that is published, and what people are told of it beside its record in run.json.

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
            reason=_without_customer_data(event.reason),
        )
        for event in events
        if event.kind in ("raised", "reopened")
    ]
    return tuple(sorted(alerts, key=lambda alert: (-alert.score, alert.alert_id)))


def _without_customer_data(reason: str) -> str:
    """The reason up to what it says of the customer, of which only the kind of each change is told.

    The values may hold anything, so what follows the first of them is not taken apart.
    """
    first = _CUSTOMER_CHANGE.search(reason)
    if first is None:
        return reason
    changed = dict.fromkeys(_CUSTOMER_CHANGE.findall(reason))
    return f"{reason[: first.start()]}customer changed: {', '.join(changed)} (see 'sanctions review history')"
