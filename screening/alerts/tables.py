"""The ledger's tables, as `migrations` make them.

`alerts` holds how things stand. Everything else is only ever added to, and triggers see to that: `events`
(what happened), `decisions` (who decided what), `nights` (which runs were recorded) and `facts` (what was
known, under the hash of its content, so that it is kept once).

Why an event happened stands twice: in `reason_data` as data (`screening.model.changes.Reason`), which is what
the program reads, and in `reason` as a sentence, for people who query the database. Events that were recorded
before revision 0003 have the sentence alone. It is never taken apart: they are shown by it, and who may not
see customers is told to look inside.

A column keeps the name that ledgers have it under; where the program calls the matter otherwise, `key` says
how: `verdict` is a disposition, `sightings` are hits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

__all__ = [
    "APPEND_ONLY",
    "alerts",
    "decisions",
    "events",
    "facts",
    "metadata",
    "nights",
    "recorded_dispositions",
]

metadata = sa.MetaData()

APPEND_ONLY = ("events", "decisions", "nights", "facts")


class _Utc(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, whether the database knows of time zones or not."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


facts = sa.Table(
    "facts",
    metadata,
    sa.Column("facts_id", sa.Text, primary_key=True),  # SHA-256 of the content
    sa.Column("content", sa.Text, nullable=False),  # canonical JSON
)

nights = sa.Table(
    "nights",
    metadata,
    sa.Column("run_key", sa.Text, primary_key=True),
    sa.Column("population", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("recorded_at", _Utc, nullable=False),
    sa.Column("watchlist_versions", sa.Text, nullable=False),  # JSON: list_id → version
    sa.Column("sightings", sa.Integer, key="hits", nullable=False),
    sa.Column("sightings_sha256", sa.Text, key="hits_sha256", nullable=False),
    sa.Column("unscreened", sa.Integer, nullable=False),
    sa.Column("last_event", sa.Integer, nullable=False),  # the newest event when the night was recorded
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("alert_id", sa.Text, primary_key=True),
    sa.Column("population", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("list_id", sa.Text, nullable=False),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("in_hits", sa.Boolean, nullable=False),
    sa.Column("first_seen", sa.Date, nullable=False),
    sa.Column("last_seen", sa.Date, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("hit", sa.Text, nullable=False),  # JSON, without status and first_seen
    sa.Column("hit_sha256", sa.Text, nullable=False),
    sa.Column("watchlist_version", sa.Text, nullable=False),
    sa.Column("customer_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
    sa.Column("party_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
    sa.Column("customer_fingerprint", sa.Text, nullable=False),
    sa.Column("party_fingerprint", sa.Text, nullable=False),
    sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.decision_id")),  # in force
    sa.Column("proposal_id", sa.Integer, sa.ForeignKey("decisions.decision_id")),  # waits for a second
    # The alert's id is made of list_id and entity_id. All entries that it is about, as JSON (pairs of list
    # and entity), where they are not just that one; and the alert that went on for it.
    sa.Column("listings", sa.Text),
    sa.Column("joined_with", sa.Text),
    sa.Index("alerts_by_state", "state"),
    sa.Index("alerts_by_record", "record_id"),
)

# The numbers of events and decisions are given by the ledger, without a gap: a gap is a sign of tampering.
events = sa.Table(
    "events",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("alert_id", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", _Utc, nullable=False),
    sa.Column("run_key", sa.Text),
    sa.Column("reviewer", sa.Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("watchlist_version", sa.Text, nullable=False),
    sa.Column("decision_id", sa.Integer),
    sa.Column("login", sa.Text),  # who was logged in when a person did it
    sa.Column("linked_alert_id", sa.Text),  # carried from or to, or joined with
    sa.Column("reason_data", sa.Text),  # JSON; NULL in events of before revision 0003
    # Two writers that both went on from the same revision cannot both succeed.
    sa.UniqueConstraint("alert_id", "revision", name="events_one_a_revision"),
    sa.Index("events_by_run", "run_key"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("alert_id", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("verdict", sa.Text, key="disposition", nullable=False),
    sa.Column("effect", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("decided_at", _Utc, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("watchlist_version", sa.Text, nullable=False),
    sa.Column("customer_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
    sa.Column("party_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
    sa.Column("customer_fingerprint", sa.Text, nullable=False),
    sa.Column("party_fingerprint", sa.Text, nullable=False),
    sa.Column("expires_on", sa.Date),
    sa.Column("confirms", sa.Integer),
    sa.Column("login", sa.Text),
    sa.Index("decisions_by_alert", "alert_id"),
)


def recorded_dispositions() -> sa.Select[Any]:
    """All of `decisions`, its columns under the names that the program has for them."""
    return sa.select(*(column.label(column.key) for column in decisions.c))
