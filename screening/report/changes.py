"""What a night did to alerts, as the report tells it. Reach for it to go from a night's events to the page.

A closed alert is no hit any more, so its party is told from the last hit it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import Event

__all__ = ["AlertChange", "ChangeKind", "NightChanges", "changes_of_night"]

ChangeKind = Literal["new", "reopened", "closed"]

_KIND_OF_EVENT: Mapping[str, ChangeKind] = {"raised": "new", "reopened": "reopened", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class AlertChange:
    """An alert that a night raised, opened again or closed, and the reason in words."""

    kind: ChangeKind
    alert_id: str
    record_id: str
    party: str
    reason: str


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

    def of_kind(self, kind: ChangeKind) -> list[AlertChange]:
        return [row for row in self.rows if row.kind == kind]

    def told(self, at_most: int) -> tuple[list[AlertChange], int]:
        """At most that many rows of each kind, the reopened first, then closed, then new; and how many more
        there are."""
        kinds = sorted(get_args(ChangeKind), key=("reopened", "closed", "new").index)
        rows = [row for kind in kinds for row in self.of_kind(kind)[:at_most]]
        return rows, len(self.rows) - len(rows)


def changes_of_night(
    events: Iterable[Event], hits: pa.Table, last_hits: Mapping[str, Mapping[str, Any]]
) -> NightChanges:
    """The changes that the events of a night tell.

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
                reason=event.reason,
            )
            for event in events
            if event.kind in _KIND_OF_EVENT
        )
    )
