"""What becomes of a disposition: it takes effect, waits for a second person, or is left alone.

A decided alert may be decided otherwise in one step: the history then says whose disposition was taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from screening.alerts.database import plain_text
from screening.alerts.disposition_history import DispositionHistory
from screening.alerts.event_log import EventWriter
from screening.alerts.records import NewDisposition, Note, RowOutcome
from screening.alerts.reviewers import Reviewers
from screening.alerts.tables import alerts, decisions
from screening.model.alert_states import CLOSING, STATE_AFTER, EventKind, State
from screening.model.changes import Cause, Reason, Statement
from screening.settings.alerts import AlertSettings

__all__ = ["REMEMBERED", "DispositionWork"]

# A disposition remembers the alert it was made on under these names.
REMEMBERED = (
    "watchlist_version",
    "customer_facts",
    "party_facts",
    "customer_fingerprint",
    "party_fingerprint",
)


class DispositionWork:
    """Takes the dispositions and notes of one reviewer in one transaction; `write` records them all."""

    def __init__(
        self,
        connection: sa.Connection,
        settings: AlertSettings,
        reviewers: Reviewers,
        reviewer: str,
        login: str | None,
        at: datetime,
        rows: Mapping[str, sa.RowMapping],
    ) -> None:
        self._connection = connection
        self._second_person = settings.second_person
        self._reviewers = reviewers
        self._reviewer = reviewer
        self._login = login
        self._at = at
        self._rows = rows
        self._history = DispositionHistory(connection, settings, reviewers, reviewer, rows)
        self._log = EventWriter(connection, at, reviewer=reviewer, login=login)
        newest = connection.scalar(sa.select(sa.func.max(decisions.c.decision_id)))
        self._next = int(newest or 0) + 1
        self._recorded: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []

    def decide(self, new: NewDisposition) -> RowOutcome:
        """Note what becomes of one disposition; it counts once `write` was called."""
        alert = self._rows[new.alert_id]
        if self._history.is_known(new, alert):
            return RowOutcome(new.alert_id, "already so", alert["state"])
        why_left_alone = self._history.why_left_alone(new, alert)
        if why_left_alone is not None:
            return RowOutcome(new.alert_id, "left alone", alert["state"], why_left_alone)
        proposal = self._history.proposal(alert)
        agrees = (
            proposal is not None
            and proposal["disposition"] == new.disposition
            and not self._reviewers.same(proposal["reviewer"], self._reviewer)
        )
        if new.disposition in CLOSING and self._second_person and not agrees:
            return self._propose(new, alert)
        return self._take_effect(new, alert, proposal if agrees else None)

    def note(self, note: Note) -> RowOutcome:
        """Keep a note, once; the alert stays what it is."""
        alert = self._rows[note.alert_id]
        if self._history.is_noted(note):
            return RowOutcome(note.alert_id, "already so", alert["state"])
        reason = Reason((Cause("comment", statement=self._statement(note.text)),))
        self._change(alert, alert["state"], alert["decision_id"], alert["proposal_id"])
        self._log_event(alert, "noted", alert["state"], reason, None)
        return RowOutcome(note.alert_id, "noted", alert["state"])

    def write(self) -> None:
        if self._recorded:
            self._connection.execute(sa.insert(decisions), self._recorded)
        if self._changed:
            names = ("state", "revision", "decision_id", "proposal_id")
            change = sa.update(alerts).where(alerts.c.alert_id == sa.bindparam("key"))
            self._connection.execute(
                change.values({name: sa.bindparam(f"to_{name}") for name in names}), self._changed
            )
        self._log.write()

    def _propose(self, new: NewDisposition, alert: sa.RowMapping) -> RowOutcome:
        state, back = self._taken_back(alert)
        proposed = Cause("proposed", statement=self._statement(new.reason, new))
        # A proposal leaves in force what is, such as an escalation, but for a disposition it takes back.
        in_force = None if back else alert["decision_id"]
        number = self._keep(new, alert, "proposed", expires_on=new.expires_on)
        self._change(alert, state, in_force, number)
        self._log_event(alert, "proposed", state, Reason((proposed, *back)), number)
        return RowOutcome(new.alert_id, "proposed", state)

    def _take_effect(
        self, new: NewDisposition, alert: sa.RowMapping, agreed: sa.RowMapping | None
    ) -> RowOutcome:
        expires_on = self._history.expires_on(new, self._at.date())
        if agreed is not None and agreed["expires_on"] is not None:
            expires_on = min(expires_on or agreed["expires_on"], agreed["expires_on"])
        state = STATE_AFTER[new.disposition]
        if state == "open":
            state = _waiting(alert)
        causes = [Cause("comment", statement=self._statement(new.reason, new))]
        if agreed is not None:
            causes.append(Cause("agreed with", statement=_recorded_statement(agreed)))
        elif new.disposition != "open":
            causes += self._taken_back(alert)[1]
        confirms = agreed["decision_id"] if agreed is not None else None
        number = self._keep(new, alert, "decided", expires_on=expires_on, confirms=confirms)
        self._change(alert, state, number, None)
        self._log_event(alert, "decided", state, Reason(tuple(causes)), number)
        return RowOutcome(new.alert_id, "decided", state)

    def _taken_back(self, alert: sa.RowMapping) -> tuple[State, list[Cause]]:
        """What the alert is once the disposition that closed it is taken back, and which that is, if any."""
        if alert["state"] not in CLOSING:
            # Somebody has looked at it.
            return ("open" if alert["state"] == "new" else alert["state"]), []
        in_force = self._history.in_force(alert)
        (recorded,) = (each for each in in_force if each["decision_id"] == alert["decision_id"])
        return _waiting(alert), [Cause("taken back", statement=_recorded_statement(recorded))]

    def _statement(self, text: str, new: NewDisposition | None = None) -> Statement:
        """What the reviewer says now."""
        disposition = None if new is None else new.disposition
        return Statement(self._reviewer, self._at.date(), plain_text(text).strip(), disposition)

    def _keep(
        self,
        new: NewDisposition,
        alert: sa.RowMapping,
        effect: Literal["decided", "proposed"],
        *,
        expires_on: date | None,
        confirms: int | None = None,
    ) -> int:
        """Note the disposition. Returns its number."""
        number = self._next + len(self._recorded)
        self._recorded.append(
            {
                "decision_id": number,
                "alert_id": new.alert_id,
                "revision": alert["revision"] + 1,
                "disposition": new.disposition,
                "effect": effect,
                "reviewer": self._reviewer,
                "decided_at": self._at,
                "reason": plain_text(new.reason).strip(),
                "expires_on": expires_on,
                "confirms": confirms,
                "login": self._login,
                **{name: alert[name] for name in REMEMBERED},
            }
        )
        return number

    def _change(
        self, alert: sa.RowMapping, state: State, decision_id: int | None, proposal_id: int | None
    ) -> None:
        self._changed.append(
            {
                "key": alert["alert_id"],
                "to_state": state,
                "to_revision": alert["revision"] + 1,
                "to_decision_id": decision_id,
                "to_proposal_id": proposal_id,
            }
        )

    def _log_event(
        self, alert: sa.RowMapping, kind: EventKind, state: State, reason: Reason, decision_id: int | None
    ) -> None:
        self._log.add(
            alert_id=alert["alert_id"],
            revision=alert["revision"] + 1,
            kind=kind,
            from_state=alert["state"],
            to_state=state,
            reason=reason,
            watchlist_version=alert["watchlist_version"],
            decision_id=decision_id,
        )


def _recorded_statement(recorded: sa.RowMapping) -> Statement:
    on = recorded["decided_at"].date()
    return Statement(recorded["reviewer"], on, recorded["reason"], recorded["disposition"])


def _waiting(alert: sa.RowMapping) -> State:
    """What an alert is that waits again."""
    return "open" if alert["in_hits"] else "below threshold"
