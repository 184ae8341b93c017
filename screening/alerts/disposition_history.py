"""What is known of alerts when dispositions of them come in: what was decided of each, and what happened to
it since its reviewer saw it.

A disposition counts only for the alert as its reviewer saw it: where a colleague or a night did anything to
it since, it is left alone and the reviewer is told. What the reviewers did themselves they know, and notes
change nothing, so neither counts; but an old file does not undo what its reviewer decided later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from screening.alerts.database import in_chunks, plain_text
from screening.alerts.event_log import reason_of
from screening.alerts.records import NewDisposition, Note
from screening.alerts.reviewers import Reviewers
from screening.alerts.tables import decisions, events, recorded_dispositions
from screening.model.alert_states import CLOSING
from screening.settings.alerts import AlertSettings
from screening.wording.changes import reason_words

__all__ = ["DispositionHistory"]


class DispositionHistory:
    """The dispositions and events of alerts, as one reviewer meets them. rows: alert_id → the alert."""

    def __init__(
        self,
        connection: sa.Connection,
        settings: AlertSettings,
        reviewers: Reviewers,
        reviewer: str,
        rows: Mapping[str, sa.RowMapping],
    ) -> None:
        self._settings = settings
        self._reviewers = reviewers
        self._reviewer = reviewer
        self._recorded = _by_alert(
            connection, recorded_dispositions(), decisions.c.alert_id, decisions.c.decision_id, rows
        )
        # All that happened is only asked of alerts that something happened to.
        grown = [key for key, row in rows.items() if row["revision"] > 1]
        self._events = _by_alert(connection, sa.select(events), events.c.alert_id, events.c.revision, grown)

    def is_known(self, new: NewDisposition, alert: sa.RowMapping) -> bool:
        """Whether what this reviewer says holds already, for the same reason and for as long."""
        return any(self._is_the_same(recorded, new) for recorded in self.in_force(alert))

    def is_noted(self, note: Note) -> bool:
        """Whether this reviewer wrote just that of the alert before."""
        text = plain_text(note.text).strip()
        return any(
            event["kind"] == "noted" and event["reason"] == text and self._is_by_me(event)
            for event in self._events.get(note.alert_id, ())
        )

    def in_force(self, alert: sa.RowMapping) -> list[sa.RowMapping]:
        """The dispositions that hold: the one in force, what it agreed to, and the proposal that waits."""
        recorded = {each["decision_id"]: each for each in self._recorded.get(alert["alert_id"], ())}
        in_force = recorded.get(alert["decision_id"])
        numbers = [alert["decision_id"], alert["proposal_id"], in_force["confirms"] if in_force else None]
        return [recorded[number] for number in numbers if number in recorded]

    def proposal(self, alert: sa.RowMapping) -> sa.RowMapping | None:
        """The disposition that waits for a second person, if any."""
        found = (each for each in self.in_force(alert) if each["decision_id"] == alert["proposal_id"])
        return next(found, None)

    def why_left_alone(self, new: NewDisposition, alert: sa.RowMapping) -> str | None:
        """Why the disposition is left alone, in words for its reviewer; None where it is not."""
        if since := self._since(new):
            return "meanwhile " + "; ".join(since)
        state = alert["state"]
        if state == "closed by change" and alert["joined_with"] is not None:
            return f"was joined with alert {alert['joined_with']}, of the same party; decide that one"
        if state == "closed by change":
            return "is closed, as the pair is no longer a hit; there is nothing to decide"
        if state == "rekeyed":
            return "was carried to another record id; decide it there (export the alerts again)"
        proposal = self.proposal(alert)
        if new.disposition == "open" and proposal is None and state in ("new", "open", "below threshold"):
            return "is open already"
        if state == new.disposition in CLOSING and self._settings.second_person:
            return f"is decided so already ({state})"
        if (
            proposal is not None
            and self._settings.second_person
            and proposal["disposition"] == new.disposition
        ):
            return self._why_no_second(new, str(proposal["reviewer"]))
        return None

    def expires_on(self, new: NewDisposition, decided_on: date) -> date | None:
        """The first day on which it no longer holds, by its own word and the settings; None for never."""
        days = self._settings.false_positive_expires_after_days
        if new.disposition != "false positive" or days is None:
            return new.expires_on
        latest = decided_on + timedelta(days=days)
        return min(new.expires_on or latest, latest)

    def _why_no_second(self, new: NewDisposition, first: str) -> str | None:
        """Why this reviewer is no second person beside the first; None where they are two."""
        if self._reviewers.same(first, self._reviewer):
            return f"{new.disposition} was proposed by the same person; somebody else must agree"
        if self._reviewers.may_be_same(first, self._reviewer):
            return (
                f"{new.disposition} was proposed by '{first}', who may be the same person as "
                f"'{self._reviewer}'; somebody else must agree, or alerts.reviewers say who is who"
            )
        return None

    def _is_the_same(self, recorded: sa.RowMapping, new: NewDisposition) -> bool:
        """Whether this reviewer decided just that, for the same reason and for as long."""
        if (recorded["disposition"], recorded["reason"]) != (new.disposition, plain_text(new.reason).strip()):
            return False
        if not self._is_by_me(recorded):
            return False
        ends = recorded["expires_on"]
        asked = self.expires_on(new, recorded["decided_at"].date())
        # Of two people's dates the earlier one holds.
        return bool(ends == asked or (recorded["confirms"] and ends and (asked is None or ends < asked)))

    def _is_by_me(self, row: sa.RowMapping) -> bool:
        return row["reviewer"] is not None and self._reviewers.same(row["reviewer"], self._reviewer)

    def _since(self, new: NewDisposition) -> list[str]:
        """What happened since the reviewer saw the alert that the reviewer does not know of, in words."""
        later = [
            event
            for event in self._events.get(new.alert_id, ())
            if event["revision"] > new.revision and event["kind"] != "noted"
        ]
        own = [event for event in later if event["kind"] in ("decided", "proposed") and self._is_by_me(event)]
        mine = {event["decision_id"] for event in own}
        repeated = any(
            recorded["decision_id"] in mine and self._is_the_same(recorded, new)
            for recorded in self._recorded.get(new.alert_id, ())
        )
        if len(own) == len(later) and not repeated:
            return []
        return [
            f"{row['kind']} by {row['reviewer'] or 'the nightly run'} on {row['at']:%Y-%m-%d %H:%M} UTC, "
            f"now {row['to_state']}: "
            f"{reason_words(reason_of(row['reason'], row['reason_data']))}"
            for row in later
        ]


def _by_alert(
    connection: sa.Connection,
    query: sa.Select[Any],
    alert_id: sa.Column[str],
    order: sa.Column[int],
    alert_ids: Iterable[str],
) -> Mapping[str, Sequence[sa.RowMapping]]:
    """alert_id → its rows of the query."""
    found: dict[str, list[sa.RowMapping]] = {}
    for chunk in in_chunks(alert_ids):
        for row in connection.execute(query.where(alert_id.in_(chunk)).order_by(order)).mappings():
            found.setdefault(row["alert_id"], []).append(row)
    return found
