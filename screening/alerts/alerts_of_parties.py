"""Alerts and the parties they are about, where parties stand on several lists: which alert a hit goes on as.

An alert's id is made of the customer and one entry of a list, its own. While the party is on other lists too,
the ledger keeps all its entries. Of the alerts that are about any entry of a hit, one goes on:

- what a person holds to be grave (a true match, an escalated alert) before all others;
- then alerts that are not ended, those that are closed, those that were joined with another;
- of equals the oldest one.

Each goes on in one hit at most: that which has its own entry, else one that has any of its entries. So the
alert stays when a list comes or goes and when scores move, and alerts that were joined come apart again when
what links their entries is taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from screening.alerts.database import in_chunks
from screening.alerts.tables import alerts
from screening.linking.group_hits import AlertOfParty
from screening.linking.party_links import Entry
from screening.model.alert_ids import alert_id
from screening.model.alert_states import ENDED, State

__all__ = ["KnownAlerts", "entries_of", "listings_json", "read_known_alerts"]

_GRAVE: tuple[State, ...] = ("true match", "escalated")
_COLUMNS = (
    "alert_id",
    "record_id",
    "list_id",
    "entity_id",
    "state",
    "first_seen",
    "listings",
    "joined_with",
)


def entries_of(row: Mapping[str, Any] | sa.RowMapping) -> Sequence[Entry]:
    """What an alert is about now: the entries of its last hit, that which the hit goes by first."""
    if row["listings"] is None:
        return [(row["list_id"], row["entity_id"])]
    return [(list_id, entity_id) for list_id, entity_id in json.loads(row["listings"])]


def listings_json(own: Entry, entries: Sequence[Entry]) -> str | None:
    """The entries as the ledger keeps them: None where there is but the alert's own."""
    return None if not entries or list(entries) == [own] else json.dumps([*map(list, entries)])


@dataclass(frozen=True)
class _Known:
    alert_id: str
    own: Entry
    entries: frozenset[Entry]
    is_joined: bool
    is_ended: bool
    rank: tuple[int, date, str]


class KnownAlerts:
    """Gives each hit of some customers the alert that it goes on as: the `AlertsOfParties` of `group_hits`.

    joins: alert_id → the other alerts about entries of its hit, which are to be joined with it, once `assign`
    was asked. own_entry: alert_id → the entry its id is made of, of the same alerts.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any] | sa.RowMapping] = ()) -> None:
        """rows: of the table of alerts, all of some customers."""
        self.joins: dict[str, tuple[str, ...]] = {}
        self.own_entry: dict[str, Entry] = {}
        self._records: dict[str, list[_Known]] = {}
        for row in rows:
            own = (row["list_id"], row["entity_id"])
            # An alert of another kind about the same pair has an id of another making.
            if row["state"] != "rekeyed" and row["alert_id"] == alert_id(row["record_id"], *own):
                self._records.setdefault(row["record_id"], []).append(_known(row, own))
        for found in self._records.values():
            found.sort(key=lambda alert: alert.rank)

    @property
    def records(self) -> Set[str]:
        return self._records.keys()

    def assign(self, record_id: str, rows: Sequence[Sequence[Entry]]) -> Sequence[AlertOfParty | None]:
        """Of each row of a customer, by all its entries, the alert that it goes on as; None for a new one."""
        place = {entry: number for number, entries in enumerate(rows) for entry in entries}
        taken: list[AlertOfParty | None] = [None] * len(rows)
        joins: dict[int, list[str]] = {}
        for alert in self._records.get(record_id, ()):
            met = [place[entry] for entry in (alert.own, *sorted(alert.entries)) if entry in place]
            row = next((each for each in met if taken[each] is None), None)
            if row is not None:
                taken[row] = AlertOfParty(alert.alert_id, alert.own)
                self.own_entry[alert.alert_id] = alert.own
            elif met and (alert.is_joined or not alert.is_ended):
                joins.setdefault(met[0], []).append(alert.alert_id)
        for number, others in joins.items():
            goes_on = taken[number]
            if goes_on is not None:
                self.joins[goes_on.alert_id] = tuple(others)
        return taken


def _known(row: Mapping[str, Any] | sa.RowMapping, own: Entry) -> _Known:
    is_joined, is_ended = row["joined_with"] is not None, row["state"] in ENDED
    rank = 0 if row["state"] in _GRAVE else 3 if is_joined else 2 if is_ended else 1
    # One that is joined is about its own entry, until it comes apart again.
    entries = frozenset([own]) if is_joined else frozenset([own, *entries_of(row)])
    return _Known(
        row["alert_id"], own, entries, is_joined, is_ended, (rank, row["first_seen"], row["alert_id"])
    )


def read_known_alerts(
    connection: sa.Connection, record_ids: Iterable[str], population: str = "customers"
) -> KnownAlerts:
    """The alerts of these customers, and of all of whose alerts one is about several lists, or was."""
    columns = [alerts.c[name] for name in _COLUMNS]
    query = sa.select(*columns).where(alerts.c.population == population)
    several = sa.or_(alerts.c.listings.is_not(None), alerts.c.joined_with.is_not(None))
    wanted = set(record_ids) | set(
        connection.scalars(
            sa.select(alerts.c.record_id).where(alerts.c.population == population, several).distinct()
        )
    )
    rows: list[sa.RowMapping] = []
    for chunk in in_chunks(sorted(wanted)):
        rows += connection.execute(query.where(alerts.c.record_id.in_(chunk))).mappings().all()
    return KnownAlerts(rows)
