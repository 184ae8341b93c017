"""What goes into the ledger (nights with their hits, dispositions, notes) and comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from screening.alerts.facts import Facts
from screening.model.alert_states import Disposition, EventKind, State
from screening.model.changes import Reason, Statement

__all__ = [
    "Alert",
    "AlertHit",
    "AlertStatus",
    "Event",
    "Identity",
    "NewDisposition",
    "Night",
    "NightOutcome",
    "Note",
    "RecordedDisposition",
    "Result",
    "RowOutcome",
]


def _nobody(_record_id: str) -> bool:
    return False


def _no_facts(_record_ids: Collection[str]) -> Mapping[str, Facts]:
    return {}


def _unknown_facts(*_ids: str) -> Facts | None:
    return None


@dataclass(frozen=True)
class Night:
    """One nightly run.

    run_key: names the run; the same run recorded again changes nothing. day: its date, never before that of
    the night before. watchlist_versions: list_id → version, of the lists screened with; alerts of other
    lists are left as they are. population: the customer table that was screened; alerts of another are left
    as they are. has_customer(record_id), is_listed(list_id, entity_id): asked of pairs that are no hit any
    more. was_rejected(record_id): whether the customer's row could not be screened tonight, or may be one of
    those that could not; their alerts are left as they are. customer_facts(record_ids): the facts of those of
    the customers that are known tonight, all asked for at once; party_facts(list_id, entity_id): a party's,
    None where not known; they let the reason hold what changed. All of these are asked before the ledger is
    locked. reported: run_key of the last night that was reported to people; what nights after it did (they
    were stopped before they could publish) is reported with this one.
    """

    run_key: str
    day: date
    watchlist_versions: Mapping[str, str]
    has_customer: Callable[[str], bool]
    is_listed: Callable[[str, str], bool]
    population: str = "customers"
    was_rejected: Callable[[str], bool] = _nobody
    customer_facts: Callable[[Collection[str]], Mapping[str, Facts]] = _no_facts
    party_facts: Callable[[str, str], Facts | None] = _unknown_facts
    reported: str | None = None


@dataclass(frozen=True, slots=True)
class AlertHit:
    """A pair that was a hit tonight. hit: its row of the hit table (HIT_SCHEMA, carried columns after it).

    list_id, entity_id: the entry that the alert's id is made of. listings: all entries of the party that the
    hit names, that which it goes by first; none where it is just that one. joins: other alerts about these
    entries, which go on as this one.
    customer and party are all that is known of the two sides, whether it counts for reopening or not.
    """

    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    hit: Mapping[str, Any]
    customer: Facts
    party: Facts
    listings: Sequence[tuple[str, str]] = ()
    joins: Sequence[str] = ()

    @property
    def entries(self) -> Sequence[tuple[str, str]]:
        """All entries that the hit names."""
        return self.listings or [(self.list_id, self.entity_id)]


@dataclass(frozen=True, slots=True)
class AlertStatus:
    """What a hit shows of its alert."""

    state: State
    first_seen: date
    revision: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an alert. `run_key` is set where a night did it, `reviewer` where a person.

    revision: the alert's after it; each event adds one. from_state is None for the first. at: UTC.
    reason: why, as data. watchlist_version: of the party's list when it happened. decision_id: the recorded
    disposition it was. login: who was logged in when a person did it. linked_alert_id: of a rekeyed alert,
    where it was carried from or to; of one that was joined, the alert that goes on for both.
    """

    event_id: int
    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    revision: int
    at: datetime
    run_key: str | None
    reviewer: str | None
    kind: EventKind
    from_state: State | None
    to_state: State
    reason: Reason
    watchlist_version: str
    decision_id: int | None
    login: str | None = None
    linked_alert_id: str | None = None


@dataclass(frozen=True)
class NightOutcome:
    """What a night did, and nights before it that were never reported. statuses: alert_id → status, of every
    pair that was a hit.

    events: what happened, in the order recorded. suppressed: hits that stay false positives.
    unscreened: live alerts left as they are because their list was not screened with, or their customer's row
    was rejected.
    """

    statuses: Mapping[str, AlertStatus]
    events: Sequence[Event]
    suppressed: int
    unscreened: int

    def of_kind(self, *kinds: EventKind) -> list[Event]:
        """The events of these kinds, such as "raised", "reopened" or "closed"."""
        return [event for event in self.events if event.kind in kinds]


@dataclass(frozen=True, slots=True)
class NewDisposition:
    """A reviewer's disposition of one alert, to be recorded.

    revision: of the alert as the reviewer saw it. reason: never blank. expires_on: only for a false
    positive, the first day on which it no longer holds; None leaves it to the settings.
    """

    alert_id: str
    disposition: Disposition
    reason: str
    revision: int
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer wrote of an alert without a disposition, to be kept in its history. text: never
    blank."""

    alert_id: str
    text: str


Result = Literal["decided", "proposed", "noted", "already so", "left alone"]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a disposition or a note: "decided", "proposed" (a second person must agree), "noted",
    "already so" (the same person did just that before), or "left alone".

    state: of the alert afterward. note: for "left alone", why.
    """

    alert_id: str
    result: Result
    state: State
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordedDisposition:
    """A disposition as it is kept: who, when (UTC), what, why, and on which facts of both sides.

    effect: "decided" took effect; "proposed" waits, or waited, for a second person; "carried" took effect on
    an alert that was rekeyed, and holds on for the one it became. login: who was logged in. confirms: the
    one that was proposed before by somebody else. revision: the alert's once recorded.
    """

    decision_id: int
    alert_id: str
    revision: int
    disposition: Disposition
    effect: Literal["decided", "proposed", "carried"]
    reviewer: str
    decided_at: datetime
    reason: str
    watchlist_version: str
    customer: Facts
    party: Facts
    customer_fingerprint: str
    party_fingerprint: str
    expires_on: date | None
    confirms: int | None
    login: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it stands. hit: its latest row of the hit table. in_hits: a hit in the latest night.

    why: the reason of its latest event that is no note, by which it went from state_before (None where it was
    raised) to its state, on the day changed_on. waits_since: the day since which it waits for a person, None
    where it does not. proposed: for an alert that waits for a second person, what the first one said.
    decided_by, decided_at: of the disposition in force. notes: oldest first.
    """

    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    state: State
    in_hits: bool
    first_seen: date
    last_seen: date
    revision: int
    why: Reason
    state_before: State | None
    changed_on: date
    waits_since: date | None
    proposed: Statement | None
    decided_by: str
    decided_at: datetime | None
    notes: Sequence[Statement]
    hit: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """The pair an alert is about, and its revision. listings: all entries of lists that it is about."""

    record_id: str
    list_id: str
    entity_id: str
    revision: int
    listings: Sequence[tuple[str, str]] = ()
