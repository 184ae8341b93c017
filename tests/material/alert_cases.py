"""Nights and decisions to test with: one customer, one listed party, and what becomes of their alert."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from screening.alerts import Alert, AlertHit, Ledger, NewDisposition, Night, NightOutcome, RowOutcome
from screening.model.alert_ids import alert_id
from screening.settings import load_settings
from screening.settings.alerts import AlertSettings

LIST = "OFAC-SDN"
FIRST_NIGHT = date(2026, 1, 1)

CUSTOMER = {"name": ["Qais Khazali"], "date_of_birth": ["1974"], "nationality": ["IQ"], "address": ["Basra"]}
PARTY = {
    "names": ["AL-KHAZALI, Qais", "AL-KHAZALI, Qays"],
    "birth_dates": ["20 Jun 1974"],
    "programs": ["SDGT"],
    "countries": ["nationality Iraq"],
    "linked_to": ["Linked To ASA'IB AHL AL-HAQ"],
}


@cache
def _default_settings() -> AlertSettings:
    return load_settings().alerts


def settings_with(**changes: Any) -> AlertSettings:
    """The default settings of `alerts`, with changes."""
    return AlertSettings.model_validate(_default_settings().model_dump() | changes)


def alert_hit(
    record_id: str = "C-1",
    entity_id: str = "28004",
    *,
    customer: Mapping[str, list[str]] = CUSTOMER,
    party: Mapping[str, list[str]] = PARTY,
    **hit: Any,
) -> AlertHit:
    """A hit of a pair, its row of the hit table with changes."""
    key = alert_id(record_id, LIST, entity_id)
    row = {
        "alert_id": key,
        "record_id": record_id,
        "name": customer["name"][0],
        "list_id": LIST,
        "entity_id": entity_id,
        "entity_name": party["names"][0],
        "score": 91.5,
        "status": "new",
        "first_seen": "2026-01-01",
        "watchlist_version": "v1",
    }
    return AlertHit(key, record_id, LIST, entity_id, row | hit, customer, party)


def night(day: date, **changes: Any) -> Night:
    """A night screened with one list, on which every customer is known and every party listed."""
    values: dict[str, Any] = {
        "run_key": f"night of {day}",
        "day": day,
        "watchlist_versions": {LIST: f"{LIST} {day}"},
        "has_customer": lambda _record_id: True,
        "is_listed": lambda _list_id, _entity_id: True,
    }
    return Night(**(values | changes))


@dataclass(frozen=True)
class Seen:
    """A night in which the pair is a hit, with facts that differ from those above."""

    customer: Mapping[str, list[str]] = field(default_factory=dict)
    party: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gone:
    """A night in which it is none. because: "customer" left, "party" delisted, or too low a "score"."""

    because: str = "score"
    customer: Mapping[str, list[str]] | None = None
    party: Mapping[str, list[str]] | None = None


@dataclass(frozen=True)
class Says:
    """A reviewer's decision, made on the day of the last night."""

    disposition: Any
    by: str = "Ann"
    expires_in_days: int | None = None
    reason: str = "because"


@dataclass(frozen=True)
class Pass:
    """Days without a night."""

    days: int


Step = Seen | Gone | Says | Pass


class Story:
    """Plays steps into a ledger, a night a day."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.alert_id = alert_hit().alert_id
        self.day = FIRST_NIGHT - timedelta(days=1)
        self.outcomes: list[NightOutcome | RowOutcome] = []

    def play(self, steps: Iterable[Step]) -> Alert:
        for step in steps:
            if isinstance(step, Pass):
                self.day += timedelta(days=step.days)
            elif isinstance(step, Says):
                self.outcomes.append(self._decide(step))
            else:
                self.day += timedelta(days=1)
                self.outcomes.append(self._record(step))
        return self.ledger.alert(self.alert_id)

    def _record(self, step: Seen | Gone) -> NightOutcome:
        if isinstance(step, Seen):
            seen = alert_hit(customer=CUSTOMER | step.customer, party=PARTY | step.party)
            return self.ledger.record_night(night(self.day), [seen])
        known = {
            "customer_facts": lambda record_ids: (
                {} if step.customer is None else dict.fromkeys(record_ids, CUSTOMER | step.customer)
            ),
            "party_facts": lambda _list_id, _entity_id: None if step.party is None else PARTY | step.party,
        }
        here = {
            "has_customer": lambda _record_id: step.because != "customer",
            "is_listed": lambda _list_id, _entity_id: step.because != "party",
        }
        return self.ledger.record_night(night(self.day, **known, **here), [])

    def _decide(self, step: Says) -> RowOutcome:
        revision = self.ledger.alert(self.alert_id).revision
        expires_on = None
        if step.expires_in_days is not None:
            expires_on = self.day + timedelta(days=step.expires_in_days)
        decision = NewDisposition(self.alert_id, step.disposition, step.reason, revision, expires_on)
        return self.ledger.decide([decision], step.by, noon(self.day))[0]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
