"""Alerts that live from night to night, and what people decided of them. `Ledger` is the way in.

rules                   what a night does to an alert: the policy on one page
night_comparison        tonight beside the ledger: hits, absences, changes of facts
nights, night_work      a night into the database
dispositions, ...       reviewers' dispositions into it, and who may be whom (`reviewers`)
rekey                   alerts carried to other record ids
alert_reads, event_log  out again: alerts as they stand, and what happened to them
facts                   what was known of both sides, and what changed
database, tables        SQLite or PostgreSQL, its tables and their migrations
"""

from screening.alerts.facts import Facts
from screening.alerts.ledger import Ledger
from screening.alerts.records import (
    Alert,
    AlertHit,
    AlertStatus,
    Event,
    NewDisposition,
    Night,
    NightOutcome,
    Note,
    RecordedDisposition,
    RowOutcome,
)
from screening.model.alert_states import DISPOSITIONS, STATES, UNDECIDED, Disposition, State

__all__ = [
    "DISPOSITIONS",
    "STATES",
    "UNDECIDED",
    "Alert",
    "AlertHit",
    "AlertStatus",
    "Disposition",
    "Event",
    "Facts",
    "Ledger",
    "NewDisposition",
    "Night",
    "NightOutcome",
    "Note",
    "RecordedDisposition",
    "RowOutcome",
    "State",
]
