"""What a night did to alerts, from its events, as the report shows it.

A closed alert is no hit any more, so its party is taken from the last hit it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from screening.wording.changes import reason_words

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import Event
    from screening.model.alert_states import State

__all__ = ["AlertChange", "ChangeKind", "NightChanges", "changes_of_night"]

ChangeKind = Literal["reopened", "below threshold", "closed", "new"]  # in the order in which they are shown

_KIND_OF_EVENT: Mapping[str, ChangeKind] = {
    "raised": "new",
    "reopened": "reopened",
    "fell below": "below threshold",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class AlertChange:
    """An alert that a night raised, opened again, closed or found below the threshold.

    reason: in words. before, after: its states; before is None where there was no alert.
    """

    kind: ChangeKind
    alert_id: str
    record_id: str
    party: str
    reason: str
    before: State | None = None
    after: State | None = None


@dataclass(frozen=True)
class NightChanges:
    """What changed since the last run. rows: all of it, as it was recorded."""

    rows: tuple[AlertChange, ...] = ()

    @property
    def new(self) -> int:
        return len(self.of_kind("new"))

    @property
    def reopened(self) -> int:
        return len(self.of_kind("reopened"))

    @property
    def closed(self) -> int:
        return len(self.of_kind("closed"))

    @property
    def below_threshold(self) -> int:
        return len(self.of_kind("below threshold"))

    def of_kind(self, kind: ChangeKind) -> list[AlertChange]:
        return [row for row in self.rows if row.kind == kind]

    def shown(self, at_most: int) -> tuple[list[AlertChange], int]:
        """At most that many rows of each kind, and how many more there are. Of those that closed, the ones
        that nobody had cleared come first."""
        rows = [row for kind in get_args(ChangeKind) for row in self._gravest_first(kind)[:at_most]]
        return rows, len(self.rows) - len(rows)

    def _gravest_first(self, kind: ChangeKind) -> list[AlertChange]:
        return sorted(self.of_kind(kind), key=lambda row: row.before == "false positive")


def changes_of_night(
    events: Iterable[Event], hits: pa.Table, last_hits: Mapping[str, Mapping[str, Any]]
) -> NightChanges:
    """The changes that a night made.

    hits: the night's hits. last_hits: alert_id → the last hit, of every other alert that the events speak of.
    Raises KeyError where one is in neither.
    """
    ids, names = (hits[column].to_pylist() for column in ("alert_id", "entity_name"))
    party = dict(zip(ids, names, strict=True))
    party |= {alert_id: hit["entity_name"] for alert_id, hit in last_hits.items()}
    return NightChanges(
        tuple(
            AlertChange(
                kind=_KIND_OF_EVENT[event.kind],
                alert_id=event.alert_id,
                record_id=event.record_id,
                party=str(party[event.alert_id]),
                reason=reason_words(event.reason),
                before=event.from_state,
                after=event.to_state,
            )
            for event in events
            if event.kind in _KIND_OF_EVENT
        )
    )
