"""Alerts as they stand, with all that people ask of them. Reach for it to read alerts from the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from screening.alerts.decision_work import proposal_words
from screening.alerts.event_log import latest_events, notes_of, waiting_since
from screening.alerts.records import Alert
from screening.alerts.tables import alerts, decisions
from screening.model.alert_states import STATES, UNDECIDED, State
from screening.model.hit_table import kept_hit

__all__ = ["LedgerStanding", "read_alerts", "read_standing"]


@dataclass(frozen=True)
class LedgerStanding:
    """counts: how many alerts are in each state. oldest: alert_id, record_id and the day since which it
    waits, of the alert that has waited longest for a person. proposed: how many wait for a second person."""

    counts: Mapping[State, int]
    oldest: tuple[str, str, date] | None
    proposed: int

    @property
    def waiting(self) -> int:
        return sum(self.counts[state] for state in UNDECIDED)


def read_alerts(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Alert]:
    """The alerts that meet the condition, by alert_id."""
    proposed, decided = decisions.alias("proposed"), decisions.alias("decided")
    query = (
        sa.select(
            alerts,
            proposed.c.verdict,
            proposed.c.reviewer,
            proposed.c.decided_at,
            proposed.c.reason,
            decided.c.reviewer.label("in_force_by"),
            decided.c.decided_at.label("in_force_at"),
        )
        .outerjoin_from(alerts, proposed, proposed.c.decision_id == alerts.c.proposal_id)
        .outerjoin(decided, decided.c.decision_id == alerts.c.decision_id)
        .where(condition)
        .order_by(alerts.c.alert_id)
    )
    rows = connection.execute(query).mappings().all()
    ids = [row["alert_id"] for row in rows]
    latest, notes = latest_events(connection, ids), notes_of(connection, ids)
    waits = waiting_since(connection, [row["alert_id"] for row in rows if row["state"] in UNDECIDED])
    return [
        Alert(
            alert_id=row["alert_id"],
            record_id=row["record_id"],
            list_id=row["list_id"],
            entity_id=row["entity_id"],
            state=row["state"],
            in_hits=row["in_hits"],
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
            revision=row["revision"],
            why=latest[row["alert_id"]].reason,
            state_before=latest[row["alert_id"]].from_state or "",
            changed_on=latest[row["alert_id"]].day,
            waits_since=waits.get(row["alert_id"]),
            proposed=proposal_words(row) if row["proposal_id"] is not None else "",
            decided_by=row["in_force_by"] or "",
            decided_at=row["in_force_at"],
            notes=notes.get(row["alert_id"], []),
            hit=kept_hit(json.loads(row["hit"])),
        )
        for row in rows
    ]


def read_standing(connection: sa.Connection) -> LedgerStanding:
    """How all alerts stand, without reading their hits."""
    counted = sa.select(alerts.c.state, sa.func.count()).group_by(alerts.c.state)
    counts = dict.fromkeys(STATES, 0)
    counts.update((row[0], row[1]) for row in connection.execute(counted))
    waits = alerts.c.state.in_(UNDECIDED)
    pairs = connection.execute(sa.select(alerts.c.alert_id, alerts.c.record_id).where(waits))
    record = {row.alert_id: row.record_id for row in pairs}
    since = waiting_since(connection, record)
    oldest = min(since.items(), key=lambda pair: (pair[1], pair[0]), default=None)
    proposed = sa.select(sa.func.count()).where(waits, alerts.c.proposal_id.is_not(None))
    return LedgerStanding(
        counts=counts,
        oldest=None if oldest is None else (oldest[0], record[oldest[0]], oldest[1]),
        proposed=int(connection.scalar(proposed) or 0),
    )
