"""What becomes of a decision. Reach for it to see when it takes effect, waits, or is left alone.

A decision counts only for the alert as its reviewer saw it: where anything happened to it since, by a
colleague or by a night, it is left alone and the reviewer is told. A decided alert must be opened before it
can be decided otherwise, so that the history shows who took the first decision back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from screening.alerts.event_log import EventWriter
from screening.alerts.records import Decision, RowOutcome
from screening.alerts.states import CLOSING, STATE_AFTER, UNDECIDED, State
from screening.alerts.tables import alerts, decisions, events
from screening.settings import AlertSettings

__all__ = ["REMEMBERED", "DecisionWork", "proposal_words"]

# A decision remembers the alert it was made on under these names.
REMEMBERED = (
    "watchlist_version",
    "customer_facts",
    "party_facts",
    "customer_fingerprint",
    "party_fingerprint",
)


class DecisionWork:
    """Takes the decisions of one reviewer in one transaction; `write` records them all."""

    def __init__(
        self,
        connection: sa.Connection,
        settings: AlertSettings,
        reviewer: str,
        at: datetime,
        rows: Mapping[str, sa.RowMapping],
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._reviewer = reviewer
        self._at = at
        self._rows = rows
        self._log = EventWriter(connection, at, reviewer=reviewer)
        newest = connection.scalar(sa.select(sa.func.max(decisions.c.decision_id)))
        self._next = int(newest or 0) + 1
        self._decisions: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._proposals = self._read_proposals()

    def decide(self, decision: Decision) -> RowOutcome:
        """Note what becomes of one decision; it counts once `write` was called."""
        alert = self._rows[decision.alert_id]
        refused = self._refused(decision, alert)
        if refused is not None:
            return RowOutcome(decision.alert_id, "left alone", alert["state"], refused)
        proposal = self._proposals.get(alert["proposal_id"])
        agrees = (
            proposal is not None and proposal["verdict"] == decision.verdict and not self._is_by_me(proposal)
        )
        if decision.verdict in CLOSING and self._settings.second_person and not agrees:
            return self._propose(decision, alert)
        return self._take_effect(decision, alert, proposal if agrees else None)

    def write(self) -> None:
        if not self._decisions:
            return
        self._connection.execute(sa.insert(decisions), self._decisions)
        names = ("state", "revision", "decision_id", "proposal_id")
        change = sa.update(alerts).where(alerts.c.alert_id == sa.bindparam("key"))
        self._connection.execute(
            change.values({name: sa.bindparam(f"to_{name}") for name in names}), self._changed
        )
        self._log.write()

    def _refused(self, decision: Decision, alert: sa.RowMapping) -> str | None:
        """Why the decision is left alone, in words for its reviewer; None where it is not."""
        if decision.revision < alert["revision"]:
            return "meanwhile " + "; ".join(self._since(decision))
        state = alert["state"]
        if state == "closed by change":
            return "is closed, as the pair is no longer a hit; there is nothing to decide"
        if state not in UNDECIDED and decision.verdict != "open":
            return f"is decided already ({state}); decide 'open' first to take that back"
        proposal = self._proposals.get(alert["proposal_id"])
        if decision.verdict == "open" and state in ("new", "open", "below threshold") and proposal is None:
            return "is open already"
        if proposal is not None and self._settings.second_person:
            same = proposal["verdict"] == decision.verdict
            if same and self._is_by_me(proposal):
                return f"{decision.verdict} was proposed by the same person; somebody else must agree"
        return None

    def _is_by_me(self, proposal: sa.RowMapping) -> bool:
        return _person(proposal["reviewer"]) == _person(self._reviewer)

    def _since(self, decision: Decision) -> list[str]:
        query = (
            sa.select(events.c.kind, events.c.to_state, events.c.reviewer, events.c.at, events.c.reason)
            .where(events.c.alert_id == decision.alert_id, events.c.revision > decision.revision)
            .order_by(events.c.revision)
        )
        return [
            f"{row.kind} by {row.reviewer or 'the nightly run'} on {row.at:%Y-%m-%d %H:%M} UTC, "
            f"now {row.to_state}: {row.reason}"
            for row in self._connection.execute(query)
        ]

    def _propose(self, decision: Decision, alert: sa.RowMapping) -> RowOutcome:
        # Somebody has looked at it.
        state: State = "open" if alert["state"] == "new" else alert["state"]
        reason = f"{decision.verdict}: {decision.reason}"
        self._keep(decision, alert, "proposed", state, reason, expires_on=decision.expires_on)
        return RowOutcome(decision.alert_id, "proposed", state)

    def _take_effect(
        self, decision: Decision, alert: sa.RowMapping, agreed: sa.RowMapping | None
    ) -> RowOutcome:
        expiries = [decision.expires_on, agreed["expires_on"] if agreed else None]
        days = self._settings.false_positive_expires_after_days
        if decision.verdict == "false positive" and days is not None:
            expiries.append(self._at.date() + timedelta(days=days))
        expires_on = min((day for day in expiries if day is not None), default=None)
        state = STATE_AFTER[decision.verdict]
        if state == "open" and not alert["in_hits"]:
            state = "below threshold"
        reason = decision.reason
        if agreed is not None:
            reason = f"{reason} (agrees with {agreed['reviewer']}: {agreed['reason']})"
        confirms = agreed["decision_id"] if agreed is not None else None
        self._keep(decision, alert, "decided", state, reason, expires_on=expires_on, confirms=confirms)
        return RowOutcome(decision.alert_id, "decided", state)

    def _keep(
        self,
        decision: Decision,
        alert: sa.RowMapping,
        effect: Literal["decided", "proposed"],
        state: State,
        reason: str,
        *,
        expires_on: date | None,
        confirms: int | None = None,
    ) -> None:
        """Note the decision, what it makes of the alert, and the event."""
        number = self._next + len(self._decisions)
        revision = alert["revision"] + 1
        decided = effect == "decided"
        self._decisions.append(
            {
                "decision_id": number,
                "alert_id": decision.alert_id,
                "revision": revision,
                "verdict": decision.verdict,
                "effect": effect,
                "reviewer": self._reviewer,
                "decided_at": self._at,
                "reason": decision.reason.strip(),
                "expires_on": expires_on,
                "confirms": confirms,
                **{name: alert[name] for name in REMEMBERED},
            }
        )
        self._changed.append(
            {
                "key": decision.alert_id,
                "to_state": state,
                "to_revision": revision,
                # A proposal leaves in force what is, such as an escalation.
                "to_decision_id": number if decided else alert["decision_id"],
                "to_proposal_id": None if decided else number,
            }
        )
        self._log.add(
            alert_id=decision.alert_id,
            revision=revision,
            kind=effect,
            from_state=alert["state"],
            to_state=state,
            reason=reason.strip(),
            watchlist_version=alert["watchlist_version"],
            decision_id=number,
        )

    def _read_proposals(self) -> dict[int, sa.RowMapping]:
        numbers = sorted(
            {row["proposal_id"] for row in self._rows.values() if row["proposal_id"] is not None}
        )
        found: dict[int, sa.RowMapping] = {}
        for start in range(0, len(numbers), 1_000):
            wanted = decisions.c.decision_id.in_(numbers[start : start + 1_000])
            for row in self._connection.execute(sa.select(decisions).where(wanted)).mappings():
                found[row["decision_id"]] = row
        return found


def proposal_words(proposal: sa.RowMapping) -> str:
    """A proposed decision as a second person should read it."""
    day = proposal["decided_at"].date()
    return f"{proposal['verdict']} by {proposal['reviewer']} on {day}: {proposal['reason']}"


def _person(name: str) -> str:
    """A reviewer's name by which one person is known, however it was typed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
