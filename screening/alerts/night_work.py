"""What a night writes: how alerts are raised, changed and closed in the database. What happens to an alert is
decided in `rules`.

All alerts of the night are read at once, changed in memory, and written at once: it takes a statement a
thousand alerts, not one each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from screening.alerts.alert_reads import alerts_before_run, before_run
from screening.alerts.alerts_of_parties import entries_of, listings_json
from screening.alerts.database import Database
from screening.alerts.event_log import EventWriter
from screening.alerts.facts import keep_facts, known_facts
from screening.alerts.night_comparison import Absences, FactChanges, PreparedHit, was_no_hit
from screening.alerts.records import Night
from screening.alerts.rules import Step, when_joined, when_missing, when_seen
from screening.alerts.tables import alerts, nights
from screening.model.changes import Cause, Reason
from screening.settings.alerts import AlertSettings

__all__ = ["NightWork"]

# What a night may change of an alert.
_WRITTEN = (
    "state",
    "in_hits",
    "first_seen",
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
    "listings",
    "joined_with",
)


class NightWork:
    """Records one night: `prepare` while others may write, then `run` in the transaction that writes.

    What is slow is in `prepare`. Reviewers may decide between the two, so `run` reads again how alerts stand,
    and asks for what `prepare` could not know of.
    """

    def __init__(self, settings: AlertSettings, night: Night, prepared: Sequence[PreparedHit]) -> None:
        self._close_after_days = settings.close_below_threshold_after_days
        self._night = night
        self._prepared = prepared
        self._seen = {each.hit.alert_id: each for each in prepared}
        # Alert → that which goes on for it.
        self._joins = {other: each.hit.alert_id for each in prepared for other in each.hit.joins}
        self._asked = [*self._seen, *self._joins]
        self._absences = Absences(night)
        self._changes = FactChanges(settings.reopen_on)
        self._contents = {s.key: s.content for each in prepared for s in (each.customer, each.party)}
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []

    def prepare(self, database: Database) -> None:
        """Ask the night of pairs that are no hit any more, and compare facts."""
        with database.reading() as connection:
            before = alerts_before_run(connection, self._night.population, self._asked)
        missing = self._missing(before)
        # Not while the ledger is read: on SQLite that keeps others from writing.
        self._absences.ask(missing)
        with database.reading() as connection:
            self._read(connection, before, missing)
            known = known_facts(connection, self._contents)
        self._contents = {key: text for key, text in self._contents.items() if key not in known}
        for key, row in before.items():
            if (each := self._seen.get(key)) is not None:
                self._changes.since_last_seen(row, each)
                self._changes.since_disposition(row, each, self._decided_too(each, before))

    def run(self, connection: sa.Connection, digest: str) -> None:
        """Write the night."""
        self._connection, night = connection, self._night
        self._at = datetime.now(UTC)
        self._log = EventWriter(connection, self._at, run_key=night.run_key)
        mine = alerts.c.population == night.population
        connection.execute(sa.update(alerts).where(mine, alerts.c.state == "new").values(state="open"))
        before = alerts_before_run(connection, night.population, self._asked)
        of_lists = self._missing(before)
        self._absences.ask(of_lists)
        rejected = [row for row in of_lists if self._absences[row].rejected]
        screened = [row for row in of_lists if not self._absences[row].rejected]
        self._read(connection, before, screened)
        keep_facts(connection, self._contents)
        for each in self._prepared:
            self._see(each, before)
        for row in screened:
            self._miss(row)
        for key, goes_on in self._joins.items():
            if key in before:
                self._join(before[key], goes_on)
        self._write()
        self._date_hits(rejected)
        unseen = sum(key not in self._seen and key not in self._joins for key in before)
        connection.execute(
            sa.insert(nights).values(
                run_key=night.run_key,
                population=night.population,
                day=night.day,
                recorded_at=self._at,
                watchlist_versions=json.dumps(dict(night.watchlist_versions), sort_keys=True),
                hits=len(self._prepared),
                hits_sha256=digest,
                unscreened=unseen - len(screened),
                last_event=self._log.last,
            )
        )

    def _missing(self, before: Mapping[str, sa.RowMapping]) -> list[sa.RowMapping]:
        """Alerts of the lists that were screened whose pairs are no hit."""
        versions = self._night.watchlist_versions
        return [
            row
            for key, row in sorted(before.items())
            if key not in self._seen
            and key not in self._joins
            and any(list_id in versions for list_id, _ in entries_of(row))
        ]

    def _decided_too(self, each: PreparedHit, before: Mapping[str, sa.RowMapping]) -> Sequence[sa.RowMapping]:
        """Of the alerts that go on as that of the hit, those that are false positives of their own lists."""
        day, rows = self._night.day, [before[key] for key in each.hit.joins if key in before]
        return [
            row
            for row in rows
            if row["disposition"] == "false positive"
            and (row["expires_on"] is None or row["expires_on"] > day)
        ]

    def _read(
        self,
        connection: sa.Connection,
        before: Mapping[str, sa.RowMapping],
        missing: Sequence[sa.RowMapping],
    ) -> None:
        seen = [(self._seen[key], row) for key, row in before.items() if key in self._seen]
        joined = [before[key] for key in self._joins if key in before]
        self._changes.read(connection, seen, [row for row in missing if not was_no_hit(row)], joined)

    def _date_hits(self, rejected: Sequence[sa.RowMapping]) -> None:
        """Date every alert that is still a hit, but those that nobody looked at tonight."""
        night = self._night
        mine = alerts.c.population == night.population
        screened_lists = alerts.c.list_id.in_(list(night.watchlist_versions))
        self._connection.execute(
            sa.update(alerts).where(mine, alerts.c.in_hits, screened_lists).values(last_seen=night.day)
        )
        # Of alerts whose own list was not screened with, those are hits by another list of their party.
        by_others = [each.hit for each in self._prepared if each.hit.list_id not in night.watchlist_versions]
        dated = [{"key": row["alert_id"], "day": row["last_seen"]} for row in rejected]
        dated += [{"key": hit.alert_id, "day": night.day} for hit in by_others]
        if dated:
            same = alerts.c.alert_id == sa.bindparam("key")
            self._connection.execute(
                sa.update(alerts).where(same).values(last_seen=sa.bindparam("day")), dated
            )

    def _see(self, each: PreparedHit, before: Mapping[str, sa.RowMapping]) -> None:
        hit, row = each.hit, before.get(each.hit.alert_id)
        goes_by, _ = hit.entries[0]
        values: dict[str, Any] = {
            "in_hits": True,
            "hit": each.row,
            "hit_sha256": each.row_sha256,
            "watchlist_version": self._night.watchlist_versions[goes_by],
            "customer_facts": each.customer.key,
            "party_facts": each.party.key,
            "customer_fingerprint": each.customer.fingerprint,
            "party_fingerprint": each.party.fingerprint,
            "listings": listings_json((hit.list_id, hit.entity_id), hit.entries),
            "joined_with": None,
        }
        if row is None:
            self._raise_alert(each, values)
            return
        step = when_seen(
            before_run(row),
            self._night.day,
            self._changes.since_last_seen(row, each),
            self._changes.since_disposition(row, each, self._decided_too(each, before)),
            [key for key in hit.joins if key in before and before[key]["joined_with"] != hit.alert_id],
        )
        if step is not None and step.kind == "raised":
            values["first_seen"] = self._night.day
        self._keep(row, step, values)

    def _raise_alert(self, each: PreparedHit, values: Mapping[str, Any]) -> None:
        hit, night = each.hit, self._night
        self._new.append(
            {
                "alert_id": hit.alert_id,
                "population": night.population,
                "record_id": hit.record_id,
                "list_id": hit.list_id,
                "entity_id": hit.entity_id,
                "state": "new",
                "first_seen": night.day,
                "last_seen": night.day,
                "revision": 1,
                **values,
            }
        )
        self._log.add(
            alert_id=hit.alert_id,
            revision=1,
            kind="raised",
            from_state=None,
            to_state="new",
            reason=Reason((Cause("first seen", score=hit.hit.get("score")),)),
            watchlist_version=values["watchlist_version"],
        )

    def _miss(self, row: sa.RowMapping) -> None:
        night, absence = self._night, self._absences[row]
        recorded_before = was_no_hit(row)
        changes = () if recorded_before else self._changes.of_missing(row, absence.customer, absence.party)
        step = when_missing(
            before_run(row),
            night.day,
            has_customer=absence.has_customer,
            delisted=absence.delisted,
            changes=changes,
            close_after_days=self._close_after_days,
        )
        versions = (night.watchlist_versions.get(list_id) for list_id, _ in entries_of(row))
        version = next(version for version in versions if version is not None)
        self._keep(row, step, {"in_hits": False, "watchlist_version": version})

    def _join(self, row: sa.RowMapping, goes_on: str) -> None:
        step = when_joined(before_run(row), goes_on)
        # From now on it is about its own entry alone.
        values = {"in_hits": False, "joined_with": goes_on, "listings": None}
        self._keep(row, step, values, linked=goes_on)

    def _keep(
        self, row: sa.RowMapping, step: Step | None, values: Mapping[str, Any], linked: str | None = None
    ) -> None:
        """Note what is to be written of an alert: `values`, and the step as an event. linked: the alert that
        the event names."""
        after = {name: values.get(name, row.get(name)) for name in _WRITTEN}
        if step is not None:
            after["state"] = step.state
            after["revision"] = row["revision"] + 1
            # Who was to agree to a proposal would agree to something else now.
            after["proposal_id"] = None
            if step.ends_disposition:
                after["decision_id"] = None
            self._log.add(
                alert_id=row["alert_id"],
                revision=after["revision"],
                kind=step.kind,
                from_state=row["state"],
                to_state=step.state,
                reason=step.reason,
                watchlist_version=after["watchlist_version"],
                linked_alert_id=linked,
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
