"""Alerts that live from night to night, and what people decided of them. Reach for `Ledger`.

states, rules    what an alert can be, and what a night does to it
facts            what was known of both sides, and what changed, in words
ledger           the database: nights in, decisions in, history out
review_*         the same for a reviewer's spreadsheet
"""

from screening.alerts.facts import Facts
from screening.alerts.ledger import Ledger
from screening.alerts.records import (
    Alert,
    AlertStatus,
    Decision,
    Event,
    Night,
    NightOutcome,
    Note,
    RowOutcome,
    Ruling,
    Sighting,
)
from screening.model.alert_states import STATES, UNDECIDED, VERDICTS, State, Verdict

__all__ = [
    "STATES",
    "UNDECIDED",
    "VERDICTS",
    "Alert",
    "AlertStatus",
    "Decision",
    "Event",
    "Facts",
    "Ledger",
    "Night",
    "NightOutcome",
    "Note",
    "RowOutcome",
    "Ruling",
    "Sighting",
    "State",
    "Verdict",
]
