"""What happened to an alert under the ids it had before it was rekeyed. Reach for it for its whole history.

An alert id may have been one customer's first and another's after: of each id only the events count that
lie between coming to it and going on from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from screening.alerts.fact_store import in_chunks
from screening.alerts.tables import events, nights

__all__ = ["carried_histories"]


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
