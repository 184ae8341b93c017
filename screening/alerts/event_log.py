"""Events: written with their numbers, read in their order, and followed to ids that an alert had before.

An alert id may have been one customer's first and another's after it was rekeyed: of each id only the events
count that lie between coming to it and going on from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from screening.alerts.database import in_chunks, plain_text
from screening.alerts.records import AlertStatus, Event
from screening.alerts.tables import alerts, events, nights
from screening.model.alert_states import UNDECIDED, State
from screening.model.changes import Reason, Statement
from screening.wording.changes import reason_words

__all__ = [
    "EventWriter",
    "Latest",
    "earlier_events",
    "events_of_alert",
    "events_of_runs",
    "last_event",
    "latest_events",
    "notes_of",
    "reason_of",
    "statuses_at",
    "waiting_since",
]


class EventWriter:
    """Collects events of one transaction under one moment; `write` adds them."""

    def __init__(
        self,
        connection: sa.Connection,
        at: datetime,
        *,
        run_key: str | None = None,
        reviewer: str | None = None,
        login: str | None = None,
    ) -> None:
        self._connection = connection
        self._same = {"at": at, "run_key": run_key, "reviewer": reviewer, "login": login}
        self._next = last_event(connection) + 1
        self._rows: list[dict[str, Any]] = []

    def add(
        self,
        *,
        alert_id: str,
        revision: int,
        kind: str,
        from_state: str | None,
        to_state: str,
        reason: Reason,
        watchlist_version: str,
        decision_id: int | None = None,
        linked_alert_id: str | None = None,
    ) -> None:
        self._rows.append(
            {
                "event_id": self._next + len(self._rows),
                "alert_id": alert_id,
                "revision": revision,
                "kind": kind,
                "from_state": from_state,
                "to_state": to_state,
                "reason": plain_text(reason_words(reason)),
                "reason_data": reason.as_json(),
                "watchlist_version": watchlist_version,
                "decision_id": decision_id,
                "linked_alert_id": linked_alert_id,
                **self._same,
            }
        )

    @property
    def last(self) -> int:
        """The number of the newest event, those collected here included."""
        return self._next + len(self._rows) - 1

    def write(self) -> None:
        if self._rows:
            self._connection.execute(sa.insert(events), self._rows)


def last_event(connection: sa.Connection) -> int:
    """The number of the newest event, 0 before the first."""
    return int(connection.scalar(sa.select(sa.func.max(events.c.event_id))) or 0)


def events_of_alert(connection: sa.Connection, alert_id: str) -> list[Event]:
    return _read(connection, events.c.alert_id == alert_id)


def earlier_events(connection: sa.Connection, alert_id: str) -> list[Event]:
    """Those of a rekeyed alert under the ids it had before."""
    rows = carried_histories(connection, [alert_id]).get(alert_id, ())
    numbers = [row.event_id for row in rows if row.alert_id != alert_id]
    return _read(connection, events.c.event_id.in_(numbers))


def events_of_runs(connection: sa.Connection, run_keys: Sequence[str]) -> list[Event]:
    return _read(connection, events.c.run_key.in_(run_keys))


def reason_of(sentence: str, data: str | None) -> Reason:
    """Why an event happened, of the columns `reason` and `reason_data`."""
    return Reason(sentence=sentence) if data is None else Reason.from_json(data)


@dataclass(frozen=True, slots=True)
class Latest:
    """What brought an alert to where it stands, notes left aside. day: of the night, or of the person's
    clock in UTC."""

    reason: Reason
    from_state: State | None
    day: date


def latest_events(connection: sa.Connection, alert_ids: Iterable[str]) -> dict[str, Latest]:
    """alert_id → its latest event that is no note."""
    alert_ids = list(alert_ids)
    found = {row.alert_id: _latest(row) for row in _newest(connection, alert_ids, events.c.kind != "noted")}
    for alert_id, rows in carried_histories(connection, alert_ids).items():
        # That it was carried says nothing of the alert; a rekeyed one says where it went.
        of_itself = [row for row in rows if row.kind not in ("noted", "rekeyed")]
        if rows[-1].to_state != "rekeyed" and of_itself:
            found[alert_id] = _latest(of_itself[-1])
    return found


def _latest(row: sa.Row[Any]) -> Latest:
    return Latest(reason_of(row.reason, row.reason_data), row.from_state, row.day or row.at.date())


def waiting_since(connection: sa.Connection, alert_ids: Iterable[str]) -> dict[str, date]:
    """alert_id → the day on which it last began to wait for a person."""
    before = sa.or_(events.c.from_state.is_(None), events.c.from_state.notin_(UNDECIDED))
    began = sa.and_(events.c.to_state.in_(UNDECIDED), before)
    alert_ids = list(alert_ids)
    found = {row.alert_id: row.day or row.at.date() for row in _newest(connection, alert_ids, began)}
    for alert_id, rows in carried_histories(connection, alert_ids).items():
        of_itself = [row for row in rows if row.kind != "rekeyed"]
        days = [
            row.day or row.at.date()
            for row in of_itself
            if row.to_state in UNDECIDED and row.from_state not in UNDECIDED
        ]
        if days:
            found[alert_id] = days[-1]
    return found


def notes_of(connection: sa.Connection, alert_ids: Iterable[str]) -> dict[str, list[Statement]]:
    """alert_id → its notes, oldest first."""
    alert_ids = list(alert_ids)
    rows: dict[str, list[sa.Row[Any]]] = {}
    for chunk in in_chunks(alert_ids):
        query = sa.select(events).where(events.c.alert_id.in_(chunk), events.c.kind == "noted")
        for row in connection.execute(query.order_by(events.c.event_id)):
            rows.setdefault(row.alert_id, []).append(row)
    for alert_id, carried in carried_histories(connection, alert_ids).items():
        rows[alert_id] = [row for row in carried if row.kind == "noted"]
    # The sentence of a note is what its writer wrote, in events of every revision.
    return {
        alert_id: [Statement(row.reviewer, row.at.date(), row.reason) for row in noted]
        for alert_id, noted in rows.items()
    }


def _newest(
    connection: sa.Connection, alert_ids: Iterable[str], condition: sa.ColumnElement[bool]
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """Of each alert the newest event that meets the condition, with the day of its night."""
    for chunk in in_chunks(alert_ids):
        newest = (
            sa.select(events.c.alert_id, sa.func.max(events.c.revision).label("revision"))
            .where(events.c.alert_id.in_(chunk), condition)
            .group_by(events.c.alert_id)
            .subquery()
        )
        same = sa.and_(newest.c.alert_id == events.c.alert_id, newest.c.revision == events.c.revision)
        query = sa.select(
            *(events.c[name] for name in ("alert_id", "reason", "reason_data", "from_state", "at")),
            nights.c.day,
        ).join(newest, same)
        yield from connection.execute(query.outerjoin(nights, nights.c.run_key == events.c.run_key))


def statuses_at(
    connection: sa.Connection, alert_ids: Iterable[str], run_keys: Sequence[str], until: int
) -> dict[str, AlertStatus]:
    """How alerts stood after a night whose newest event was `until`: whatever came later does not show. An
    alert is new only in the night that raised it, or that reports it first: one of `run_keys`."""
    found: dict[str, AlertStatus] = {}
    for chunk in in_chunks(alert_ids):
        newest = (
            sa.select(events.c.alert_id, sa.func.max(events.c.revision).label("revision"))
            .where(events.c.alert_id.in_(chunk), events.c.event_id <= until)
            .group_by(events.c.alert_id)
            .subquery()
        )
        same = sa.and_(newest.c.alert_id == events.c.alert_id, newest.c.revision == events.c.revision)
        query = (
            sa.select(
                events.c.alert_id, events.c.revision, events.c.to_state, events.c.run_key, alerts.c.first_seen
            )
            .join(newest, same)
            .join(alerts, alerts.c.alert_id == events.c.alert_id)
        )
        for row in connection.execute(query):
            aged = row.to_state == "new" and row.run_key not in run_keys
            found[row.alert_id] = AlertStatus("open" if aged else row.to_state, row.first_seen, row.revision)
    return found


def _read(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Event]:
    query = (
        sa.select(events, alerts.c.record_id, alerts.c.list_id, alerts.c.entity_id)
        .join(alerts, alerts.c.alert_id == events.c.alert_id)
        .where(condition)
        .order_by(events.c.event_id)
    )
    return [_event(row) for row in connection.execute(query)]


def _event(row: sa.Row[Any]) -> Event:
    columns = {name: value for name, value in row._mapping.items() if name != "reason_data"}
    return Event(**columns | {"reason": reason_of(row.reason, row.reason_data)})


def carried_histories(connection: sa.Connection, alert_ids: Iterable[str]) -> dict[str, list[sa.Row[Any]]]:
    """alert_id → all its events, those under earlier ids first, of those of the alerts that came from
    another id. A row has the columns of `events` and the `day` of its night."""
    found: dict[str, list[sa.Row[Any]]] = {}
    # Of each alert the id it had at the step at hand, and the event by which it came from there.
    steps: dict[str, tuple[str, sa.Row[Any] | None]] = {alert_id: (alert_id, None) for alert_id in alert_ids}
    is_first = True
    while steps:
        ids = {earlier for earlier, _ in steps.values()}
        rows = _events_by_alert(connection, ids, only_rekeyed=is_first)
        is_first = False
        following: dict[str, tuple[str, sa.Row[Any] | None]] = {}
        for alert_id, (earlier, came_by) in steps.items():
            own = rows.get(earlier, [])
            if came_by is not None:
                own = own[: _going_on(own, came_by) + 1]
            came = [place for place, row in enumerate(own) if _comes_in(row)]
            if came:
                following[alert_id] = (own[came[-1]].linked_alert_id, own[came[-1]])
                own = own[came[-1] :]
            if came or came_by is not None:
                found[alert_id] = own + found.get(alert_id, [])
        steps = following
    return found


def _going_on(own: Sequence[sa.Row[Any]], came_by: sa.Row[Any]) -> int:
    """The place of the event by which an alert went on to where it came by `came_by`: the two were recorded
    together, in this order."""
    return max(
        place
        for place, row in enumerate(own)
        if row.linked_alert_id == came_by.alert_id
        and row.to_state == "rekeyed"
        and row.event_id < came_by.event_id
    )


def _comes_in(row: sa.Row[Any]) -> bool:
    return bool(row.kind == "rekeyed" and row.to_state != "rekeyed")


def _events_by_alert(
    connection: sa.Connection, alert_ids: Iterable[str], *, only_rekeyed: bool
) -> dict[str, list[sa.Row[Any]]]:
    """only_rekeyed: leave out alerts that never came from another id."""
    if only_rekeyed:
        came = sa.select(events.c.alert_id).where(events.c.kind == "rekeyed", events.c.to_state != "rekeyed")
    found: dict[str, list[sa.Row[Any]]] = {}
    for chunk in in_chunks(sorted(alert_ids)):
        query = sa.select(events, nights.c.day).outerjoin(nights, nights.c.run_key == events.c.run_key)
        query = query.where(events.c.alert_id.in_(chunk))
        if only_rekeyed:
            query = query.where(events.c.alert_id.in_(came))
        for row in connection.execute(query.order_by(events.c.event_id)):
            found.setdefault(row.alert_id, []).append(row)
    return found
