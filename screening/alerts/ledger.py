"""The ledger of alerts and dispositions: nights in, dispositions in, alerts and their history out.

    ledger = Ledger.open("sqlite:///ledger.db")
    outcome = ledger.record_night(night, hits)
    ledger.decide([NewDisposition(alert_id, "false positive", "other birth date", revision=1)], "Ann", at)
    ledger.history(alert_id)

Every call is one transaction: all of it or nothing, whatever ends the program in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from screening.alerts.alert_reads import LedgerCounts, count_alerts, read_alerts
from screening.alerts.alerts_of_parties import KnownAlerts, entries_of, read_known_alerts
from screening.alerts.database import Database, LedgerError, in_chunks, migrate, plain_text
from screening.alerts.dispositions import record_dispositions
from screening.alerts.event_log import earlier_events, events_of_alert
from screening.alerts.facts import load_facts
from screening.alerts.nights import record_night
from screening.alerts.records import (
    Alert,
    AlertHit,
    Event,
    Identity,
    NewDisposition,
    Night,
    NightOutcome,
    Note,
    RecordedDisposition,
    RowOutcome,
)
from screening.alerts.rekey import Rekeyed, rekey_alerts
from screening.alerts.reviewers import Reviewers
from screening.alerts.tables import alerts, decisions, events, nights, recorded_dispositions
from screening.model.alert_states import UNDECIDED, EventKind, State
from screening.model.errors import InputError
from screening.model.hit_table import kept_hit
from screening.settings import load_settings
from screening.settings.alerts import AlertSettings

__all__ = ["Ledger"]

# What a night does to an alert that was a hit before it; all else that it does, it does to one that was none.
_OF_HITS: tuple[EventKind, ...] = ("changed", "fell below", "closed")


class Ledger:
    """An open ledger; use `Ledger.open`. It may be shared by threads, and closes at the end of a `with`."""

    def __init__(self, database: Database, settings: AlertSettings) -> None:
        self._database = database
        self._settings = settings

    @classmethod
    def open(cls, url: str, settings: AlertSettings | None = None, *, create: bool = True) -> Ledger:
        """Open the ledger at `url` (sqlite:///FILE or postgresql+psycopg://...); bring its tables up to date.

        settings: how dispositions hold, the defaults of configs/screening.yaml unless given. create:
        whether a SQLite file that is not there is made. Raises InputError where the ledger cannot be
        reached, is no ledger, or was written by a newer version of the program.
        """
        database = Database(url, create=create)
        try:
            migrate(database)
        except LedgerError as fault:
            raise database.unusable(str(fault)) from fault
        return cls(database, settings or load_settings().alerts)

    def record_night(self, night: Night, hits: Iterable[AlertHit]) -> NightOutcome:
        """Record which pairs were hits in a night, and do to every alert what `rules` says.

        The same run recorded again (a run that was killed before it could publish) changes nothing and gives
        the same outcome. Raises InputError for a run_key recorded with other hits, a day before that of the
        last night, and a record id that two populations share; ValueError for hits that contradict
        themselves.
        """
        return record_night(self._database, self._settings, night, hits)

    def knows_night(self, run_key: str) -> bool:
        """Whether the night of this run is in the ledger."""
        with self._database.reading() as connection:
            return connection.scalar(sa.select(nights.c.day).where(nights.c.run_key == run_key)) is not None

    def decide(
        self,
        batch: Sequence[NewDisposition],
        reviewer: str,
        at: datetime,
        *,
        notes: Sequence[Note] = (),
        login: str = "",
    ) -> list[RowOutcome]:
        """Record a reviewer's dispositions and notes, all that can be or none. Returns an outcome for each,
        in their order, those of the notes last. login: who is logged in.

        An alert that something happened to since the reviewer saw it is left alone, and the outcome says
        what. Raises InputError, and records nothing, for what cannot be one: see `record_dispositions`.
        """
        with self._database.writing() as connection:
            return record_dispositions(
                connection, self._settings, batch, reviewer, at, notes=notes, login=login
            )

    def rekey(
        self,
        mapping: Mapping[str, str],
        source: Path,
        reviewer: str,
        *,
        login: str = "",
        customers: Set[str] | None = None,
    ) -> Rekeyed:
        """Carry the alerts of customers to other record ids, and what was decided of them: see `rekey`."""
        named = Reviewers(self._settings.reviewers).named(reviewer, login)
        with self._database.writing() as connection:
            return rekey_alerts(connection, mapping, source, named, plain_text(login), customers)

    def earlier_events(self, alert_id: str) -> list[Event]:
        """What happened to an alert under the ids it had before it was rekeyed, oldest first."""
        with self._database.reading() as connection:
            return earlier_events(connection, alert_id)

    def open_alerts(self) -> list[Alert]:
        """The alerts that wait for a person: new, open, below the threshold and escalated, by alert_id."""
        return self.alerts(UNDECIDED)

    def alerts(self, states: Iterable[State]) -> list[Alert]:
        """The alerts in these states, by alert_id."""
        with self._database.reading() as connection:
            return read_alerts(connection, alerts.c.state.in_(list(states)))

    def alerts_of_record(self, record_id: str) -> list[Alert]:
        """The alerts of one customer, whatever their states. Raises InputError where there is none."""
        with self._database.reading() as connection:
            found = read_alerts(connection, alerts.c.record_id == record_id)
        if not found:
            raise InputError(f"record_id '{record_id}': has no alert in the ledger {self._database.name}.")
        return found

    def alert(self, alert_id: str) -> Alert:
        """One alert. Raises InputError where there is none of this id."""
        with self._database.reading() as connection:
            found = read_alerts(connection, alerts.c.alert_id == alert_id)
        if not found:
            raise InputError(f"alert '{alert_id}': not in the ledger {self._database.name}.")
        return found[0]

    def identities(self, alert_ids: Iterable[str]) -> dict[str, Identity]:
        """alert_id → which pair it is about, of those of the ids that are in the ledger."""
        names = ("alert_id", "record_id", "list_id", "entity_id", "revision", "listings")
        query = sa.select(*(alerts.c[name] for name in names))
        found: dict[str, Identity] = {}
        with self._database.reading() as connection:
            for chunk in in_chunks(alert_ids):
                for row in connection.execute(query.where(alerts.c.alert_id.in_(chunk))).mappings():
                    pair = (row["record_id"], row["list_id"], row["entity_id"])
                    found[row["alert_id"]] = Identity(*pair, row["revision"], entries_of(row))
        return found

    def pairs_in_hits(
        self, states: Iterable[State], population: str = "customers", *, before: str | None = None
    ) -> list[Identity]:
        """Which pairs the alerts in these states are about that were hits in the last night, of one customer
        table. One that fell below the threshold in an earlier night is none of them.

        before: run_key of a night; where it is recorded already, alerts count as they stood before it.
        """
        wanted = frozenset(states)
        columns = [
            alerts.c[name]
            for name in ("alert_id", "state", "in_hits", "record_id", "list_id", "entity_id", "revision")
        ]
        query = sa.select(*columns).where(alerts.c.population == population)
        of_night = sa.select(events.c.alert_id, events.c.from_state, events.c.kind)
        of_night = of_night.where(events.c.run_key == before).order_by(events.c.revision.desc())
        with self._database.reading() as connection:
            # The first of an alert's events in that night comes last here, so it is the one that is kept.
            stood = {
                alert_id: (state, kind in _OF_HITS) for alert_id, state, kind in connection.execute(of_night)
            }
            found = []
            for alert_id, state, in_hits, *identity in connection.execute(query):
                state_before, was_hit = stood.get(alert_id, (state, in_hits))
                if was_hit and state_before in wanted:
                    found.append(Identity(*identity))
            return found

    def known_alerts(self, record_ids: Iterable[str], population: str = "customers") -> KnownAlerts:
        """The alerts of these customers, and of all that have one of a party on several lists, by which a
        night's hits go on as the alerts that there are."""
        with self._database.reading() as connection:
            return read_known_alerts(connection, record_ids, population)

    def counts(self) -> LedgerCounts:
        """How many alerts stand where, and which waits longest."""
        with self._database.reading() as connection:
            return count_alerts(connection)

    def history(self, alert_id: str) -> list[Event]:
        """Everything that happened to an alert, oldest first; nothing for an unknown one."""
        with self._database.reading() as connection:
            return events_of_alert(connection, alert_id)

    def dispositions(self, alert_id: str) -> list[RecordedDisposition]:
        """Every disposition of an alert with the facts it was made on, oldest first."""
        return list(self.dispositions_of([alert_id]).get(alert_id, ()))

    def dispositions_of(self, alert_ids: Iterable[str]) -> dict[str, Sequence[RecordedDisposition]]:
        """alert_id → `dispositions` of it, of those of the ids that anything was decided on."""
        query = recorded_dispositions().order_by(decisions.c.decision_id)
        found: dict[str, list[RecordedDisposition]] = {}
        with self._database.reading() as connection:
            for chunk in in_chunks(alert_ids):
                rows = connection.execute(query.where(decisions.c.alert_id.in_(chunk))).mappings().all()
                known = load_facts(connection, [row[side] for row in rows for side in _SIDES])
                for row in rows:
                    found.setdefault(row["alert_id"], []).append(_disposition(row, known))
        return dict(found)

    def last_hits(self, alert_ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """alert_id → its latest row of the hit table, of those of the ids that are in the ledger."""
        found: dict[str, Mapping[str, Any]] = {}
        with self._database.reading() as connection:
            for chunk in in_chunks(alert_ids):
                query = sa.select(alerts.c.alert_id, alerts.c.hit).where(alerts.c.alert_id.in_(chunk))
                found.update(
                    (row.alert_id, kept_hit(json.loads(row.hit))) for row in connection.execute(query)
                )
        return found

    def close(self) -> None:
        """Let go of the database's connections."""
        self._database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


_SIDES = ("customer_facts", "party_facts")


def _disposition(row: sa.RowMapping, known: Mapping[str, Mapping[str, Sequence[str]]]) -> RecordedDisposition:
    values = {name: value for name, value in row.items() if name not in _SIDES}
    return RecordedDisposition(
        **values, customer=known[row["customer_facts"]], party=known[row["party_facts"]]
    )
