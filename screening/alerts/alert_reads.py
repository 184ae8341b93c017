"""Alerts as they stand: with all that people ask of them, how many are where, and before a night."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from screening.alerts.database import in_chunks
from screening.alerts.event_log import latest_events, notes_of, waiting_since
from screening.alerts.records import Alert
from screening.alerts.rules import AlertBeforeRun
from screening.alerts.tables import alerts, decisions
from screening.model.alert_states import ENDED, STATES, UNDECIDED, State
from screening.model.changes import Statement
from screening.model.errors import InputError
from screening.model.hit_table import kept_hit

__all__ = ["LedgerCounts", "alerts_before_run", "before_run", "count_alerts", "read_alerts"]

_BEFORE_RUN = [
    *(alerts.c[name] for name in alerts.c.keys() if name != "hit"),  # noqa: SIM118 - a column collection
    decisions.c.disposition.label("disposition"),
    decisions.c.reviewer,
    decisions.c.decided_at,
    decisions.c.expires_on,
    decisions.c.customer_facts.label("decided_customer"),
    decisions.c.party_facts.label("decided_party"),
]


@dataclass(frozen=True)
class LedgerCounts:
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
            proposed.c.disposition.label("disposition"),
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
            state_before=latest[row["alert_id"]].from_state,
            changed_on=latest[row["alert_id"]].day,
            waits_since=waits.get(row["alert_id"]),
            proposed=_proposed(row),
            decided_by=row["in_force_by"] or "",
            decided_at=row["in_force_at"],
            notes=notes.get(row["alert_id"], []),
            hit=kept_hit(json.loads(row["hit"])),
        )
        for row in rows
    ]


def count_alerts(connection: sa.Connection) -> LedgerCounts:
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
    return LedgerCounts(
        counts=counts,
        oldest=None if oldest is None else (oldest[0], record[oldest[0]], oldest[1]),
        proposed=int(connection.scalar(proposed) or 0),
    )


def alerts_before_run(
    connection: sa.Connection, population: str, seen: Sequence[str]
) -> dict[str, sa.RowMapping]:
    """alert_id → row, of every alert of the population that is `seen` or had not ended before.

    A row has the alert's columns but its hit, and of the disposition in force disposition, reviewer,
    decided_at, expires_on, decided_customer and decided_party. Raises InputError for one seen that is of
    another population.
    """
    query = sa.select(*_BEFORE_RUN).outerjoin_from(
        alerts, decisions, decisions.c.decision_id == alerts.c.decision_id
    )
    live = query.where(alerts.c.population == population, alerts.c.state.notin_(ENDED))
    found = {row["alert_id"]: row for row in connection.execute(live).mappings()}
    for chunk in in_chunks(key for key in seen if key not in found):
        for row in connection.execute(query.where(alerts.c.alert_id.in_(chunk))).mappings():
            if row["population"] != population:
                raise InputError(
                    f"record_id '{row['record_id']}' is in the ledger as one of {row['population']}, and "
                    f"comes again in {population}. Give each table of customers record ids of its own, "
                    "or a ledger of its own (alerts.ledger)."
                )
            found[row["alert_id"]] = row
    return found


def before_run(row: sa.RowMapping) -> AlertBeforeRun:
    """What `rules` needs to know of such a row."""
    decided = row["decided_at"]
    return AlertBeforeRun(
        state=row["state"],
        in_hits=row["in_hits"],
        last_seen=row["last_seen"],
        disposition=row["disposition"],
        by=row["reviewer"] or "",
        decided_on=decided.date() if decided else None,
        expires_on=row["expires_on"],
        joined_with=row["joined_with"],
    )


def _proposed(row: sa.RowMapping) -> Statement | None:
    if row["proposal_id"] is None:
        return None
    return Statement(row["reviewer"], row["decided_at"].date(), row["reason"], row["disposition"])
