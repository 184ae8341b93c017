"""What a night writes. Reach for it to see how alerts are raised, changed and closed in the database; what
happens to an alert is decided in `rules`.

All alerts of the night are read at once, changed in memory, and written at once: it takes a statement a
thousand alerts, not one each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from screening.alerts.event_log import EventWriter
from screening.alerts.fact_changes import FactChanges
from screening.alerts.fact_store import keep_facts
from screening.alerts.records import Night
from screening.alerts.rules import Step, when_missing, when_seen
from screening.alerts.sightings import Prepared
from screening.alerts.standing_alerts import standing_alerts, standing_of
from screening.alerts.tables import alerts, nights
from screening.settings import ReopenOn

__all__ = ["NightWork"]

# What a night may change of an alert.
_WRITTEN = (
    "state",
    "in_hits",
    "revision",
    "hit",
    "hit_sha256",
    "watchlist_version",
    "customer_facts",
    "party_facts",
    "customer_fingerprint",
    "party_fingerprint",
    "decision_id",
    "proposal_id",
)


class NightWork:
    """Records one night in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection, reopen_on: ReopenOn, night: Night) -> None:
        self._connection = connection
        self._reopen_on = reopen_on
        self._night = night
        self._at = datetime.now(UTC)
        self._log = EventWriter(connection, self._at, run_key=night.run_key)
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []

    def run(self, prepared: Sequence[Prepared], digest: str) -> None:
        connection, night = self._connection, self._night
        mine = alerts.c.population == night.population
        connection.execute(sa.update(alerts).where(mine, alerts.c.state == "new").values(state="open"))
        seen = {each.sighting.alert_id: each for each in prepared}
        standing = standing_alerts(connection, night.population, list(seen))
        missing = [row for key, row in sorted(standing.items()) if key not in seen]
        of_lists = [row for row in missing if row["list_id"] in night.watchlist_versions]
        rejected = [row for row in of_lists if night.was_rejected(row["record_id"])]
        screened = [row for row in of_lists if not night.was_rejected(row["record_id"])]
        known = [(seen[key], row) for key, row in standing.items() if key in seen]
        self._changes = FactChanges(connection, self._reopen_on, known, screened)
        keep_facts(connection, {s.key: s.content for each in prepared for s in (each.customer, each.party)})
        for each in prepared:
            self._see(each, standing.get(each.sighting.alert_id))
        for row in screened:
            self._miss(row)
        self._write()
        screened_lists = alerts.c.list_id.in_(list(night.watchlist_versions))
        connection.execute(
            sa.update(alerts).where(mine, alerts.c.in_hits, screened_lists).values(last_seen=night.day)
        )
        # Nobody looked at these tonight.
        for row in rejected:
            same = alerts.c.alert_id == row["alert_id"]
            connection.execute(sa.update(alerts).where(same).values(last_seen=row["last_seen"]))
        connection.execute(
            sa.insert(nights).values(
                run_key=night.run_key,
                population=night.population,
                day=night.day,
                recorded_at=self._at,
                watchlist_versions=json.dumps(dict(night.watchlist_versions), sort_keys=True),
                sightings=len(prepared),
                sightings_sha256=digest,
                unscreened=len(missing) - len(screened),
                last_event=self._log.last,
            )
        )

    def _see(self, each: Prepared, row: sa.RowMapping | None) -> None:
        seen = each.sighting
        values = {
            "in_hits": True,
            "hit": each.hit,
            "hit_sha256": each.hit_sha256,
            "watchlist_version": self._night.watchlist_versions[seen.list_id],
            "customer_facts": each.customer.key,
            "party_facts": each.party.key,
            "customer_fingerprint": each.customer.fingerprint,
            "party_fingerprint": each.party.fingerprint,
        }
        if row is None:
            self._raise_alert(each, values)
            return
        step = when_seen(
            standing_of(row),
            self._night.day,
            self._changes.since_last_seen(row, each),
            self._changes.since_decision(row, each),
        )
        self._keep(row, step, values)

    def _raise_alert(self, each: Prepared, values: Mapping[str, Any]) -> None:
        seen, night = each.sighting, self._night
        self._new.append(
            {
                "alert_id": seen.alert_id,
                "population": night.population,
                "record_id": seen.record_id,
                "list_id": seen.list_id,
                "entity_id": seen.entity_id,
                "state": "new",
                "first_seen": night.day,
                "last_seen": night.day,
                "revision": 1,
                **values,
            }
        )
        self._log.add(
            alert_id=seen.alert_id,
            revision=1,
            kind="raised",
            from_state=None,
            to_state="new",
            reason=f"first seen, with a score of {seen.hit.get('score')}",
            watchlist_version=values["watchlist_version"],
        )

    def _miss(self, row: sa.RowMapping) -> None:
        night = self._night
        pair = (row["list_id"], row["entity_id"])
        customer, party = night.customer_facts(row["record_id"]), night.party_facts(*pair)
        step = when_missing(
            standing_of(row),
            has_customer=night.has_customer(row["record_id"]),
            is_listed=night.is_listed(*pair),
            list_id=row["list_id"],
            changes=self._changes.of_missing(row, customer, party),
        )
        self._keep(row, step, {"in_hits": False, "watchlist_version": night.watchlist_versions[pair[0]]})

    def _keep(self, row: sa.RowMapping, step: Step | None, values: Mapping[str, Any]) -> None:
        """Note what is to be written of an alert: `values`, and the step as an event."""
        after = {name: values.get(name, row.get(name)) for name in _WRITTEN}
        if step is not None:
            after["state"] = step.state
            after["revision"] = row["revision"] + 1
            # Who was to agree to a proposal would agree to something else now.
            after["proposal_id"] = None
            if step.ends_decision:
                after["decision_id"] = None
            self._log.add(
                alert_id=row["alert_id"],
                revision=after["revision"],
                kind=step.kind,
                from_state=row["state"],
                to_state=step.state,
                reason=step.reason,
                watchlist_version=after["watchlist_version"],
            )
        if any(after[name] != row[name] for name in _WRITTEN if name != "hit"):
            self._changed.append({"key": row["alert_id"], **after})

    def _write(self) -> None:
        if self._new:
            self._connection.execute(sa.insert(alerts), self._new)
        # A pair that is no hit keeps the row of the hit it was.
        for with_hit in (True, False):
            rows = [row for row in self._changed if (row["hit"] is not None) == with_hit]
            if rows:
                names = [name for name in _WRITTEN if with_hit or name != "hit"]
                change = sa.update(alerts).where(alerts.c.alert_id == sa.bindparam("key"))
                self._connection.execute(
                    change.values({name: sa.bindparam(f"to_{name}") for name in names}),
                    [{"key": row["key"], **{f"to_{name}": row[name] for name in names}} for row in rows],
                )
        self._log.write()
