"""What becomes of a decision. Reach for it to see when it takes effect, waits, or is left alone.

A decision counts only for the alert as its reviewer saw it: where a colleague or a night did anything to it
since, it is left alone and the reviewer is told. What the reviewers did themselves they know, and notes
change nothing, so neither counts; but an old file does not undo what its reviewer decided later. A decided
alert may be decided otherwise in one step: the history then says whose decision was taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from screening.alerts.event_log import EventWriter
from screening.alerts.fact_store import in_chunks
from screening.alerts.plain_text import plain_text
from screening.alerts.records import Decision, Note, RowOutcome
from screening.alerts.reviewers import Reviewers
from screening.alerts.tables import alerts, decisions, events
from screening.model.alert_states import CLOSING, STATE_AFTER, State
from screening.settings.alerts import AlertSettings

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
    """Takes the decisions and notes of one reviewer in one transaction; `write` records them all."""

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
        self._settings = settings
        self._reviewers = reviewers
        self._reviewer = reviewer
        self._login = login
        self._at = at
        self._rows = rows
        self._log = EventWriter(connection, at, reviewer=reviewer, login=login)
        newest = connection.scalar(sa.select(sa.func.max(decisions.c.decision_id)))
        self._next = int(newest or 0) + 1
        self._decisions: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._rulings = _by_alert(connection, decisions, rows, decisions.c.decision_id)
        # All that happened is only asked of alerts that something happened to.
        grown = [key for key, row in rows.items() if row["revision"] > 1]
        self._events = _by_alert(connection, events, grown, events.c.revision)

    def decide(self, decision: Decision) -> RowOutcome:
        """Note what becomes of one decision; it counts once `write` was called."""
        alert = self._rows[decision.alert_id]
        if any(self._is_the_same(ruling, decision) for ruling in self._standing(alert)):
            return RowOutcome(decision.alert_id, "already so", alert["state"])
        refused = self._refused(decision, alert)
        if refused is not None:
            return RowOutcome(decision.alert_id, "left alone", alert["state"], refused)
        proposal = self._proposal(alert)
        agrees = (
            proposal is not None
            and proposal["verdict"] == decision.verdict
            and not self._reviewers.same(proposal["reviewer"], self._reviewer)
        )
        if decision.verdict in CLOSING and self._settings.second_person and not agrees:
            return self._propose(decision, alert)
        return self._take_effect(decision, alert, proposal if agrees else None)

    def note(self, note: Note) -> RowOutcome:
        """Keep a note, once; the alert stays what it is."""
        alert, text = self._rows[note.alert_id], plain_text(note.text).strip()
        for event in self._events.get(note.alert_id, ()):
            if event["kind"] == "noted" and event["reason"] == text and self._is_by_me(event):
                return RowOutcome(note.alert_id, "already so", alert["state"])
        self._change(alert, alert["state"], alert["decision_id"], alert["proposal_id"])
        self._tell(alert, "noted", alert["state"], text, None)
        return RowOutcome(note.alert_id, "noted", alert["state"])

    def write(self) -> None:
        if self._decisions:
            self._connection.execute(sa.insert(decisions), self._decisions)
        if self._changed:
            names = ("state", "revision", "decision_id", "proposal_id")
            change = sa.update(alerts).where(alerts.c.alert_id == sa.bindparam("key"))
            self._connection.execute(
                change.values({name: sa.bindparam(f"to_{name}") for name in names}), self._changed
            )
        self._log.write()

    def _refused(self, decision: Decision, alert: sa.RowMapping) -> str | None:
        """Why the decision is left alone, in words for its reviewer; None where it is not."""
        if since := self._since(decision):
            return "meanwhile " + "; ".join(since)
        state = alert["state"]
        if state == "closed by change":
            return "is closed, as the pair is no longer a hit; there is nothing to decide"
        if state == "rekeyed":
            return "was carried to another record id; decide it there (export the alerts again)"
        proposal = self._proposal(alert)
        if decision.verdict == "open" and proposal is None and state in ("new", "open", "below threshold"):
            return "is open already"
        if state == decision.verdict in CLOSING and self._settings.second_person:
            return f"is decided so already ({state})"
        if proposal is not None and self._settings.second_person and proposal["verdict"] == decision.verdict:
            return self._why_no_second(decision, str(proposal["reviewer"]))
        return None

    def _why_no_second(self, decision: Decision, first: str) -> str | None:
        """Why this reviewer is no second person beside the first; None where they are two."""
        if self._reviewers.same(first, self._reviewer):
            return f"{decision.verdict} was proposed by the same person; somebody else must agree"
        if self._reviewers.may_be_same(first, self._reviewer):
            return (
                f"{decision.verdict} was proposed by '{first}', who may be the same person as "
                f"'{self._reviewer}'; somebody else must agree, or alerts.reviewers say who is who"
            )
        return None

    def _standing(self, alert: sa.RowMapping) -> list[sa.RowMapping]:
        """The rulings that hold: the decision in force, what it agreed to, and the proposal that waits."""
        rulings = {ruling["decision_id"]: ruling for ruling in self._rulings.get(alert["alert_id"], ())}
        in_force = rulings.get(alert["decision_id"])
        numbers = [alert["decision_id"], alert["proposal_id"], in_force["confirms"] if in_force else None]
        return [rulings[number] for number in numbers if number in rulings]

    def _proposal(self, alert: sa.RowMapping) -> sa.RowMapping | None:
        found = (r for r in self._standing(alert) if r["decision_id"] == alert["proposal_id"])
        return next(found, None)

    def _is_the_same(self, ruling: sa.RowMapping, decision: Decision) -> bool:
        """Whether this reviewer decided just that, for the same reason and for as long."""
        if (ruling["verdict"], ruling["reason"]) != (decision.verdict, _reason(decision)):
            return False
        if not self._is_by_me(ruling):
            return False
        ends = ruling["expires_on"]
        asked = self._expires_on(decision, ruling["decided_at"].date())
        # Of two people's dates the earlier one holds.
        return bool(ends == asked or (ruling["confirms"] and ends and (asked is None or ends < asked)))

    def _is_by_me(self, row: sa.RowMapping) -> bool:
        return row["reviewer"] is not None and self._reviewers.same(row["reviewer"], self._reviewer)

    def _since(self, decision: Decision) -> list[str]:
        """What happened since the reviewer saw the alert that the reviewer does not know of, in words."""
        later = [
            event
            for event in self._events.get(decision.alert_id, ())
            if event["revision"] > decision.revision and event["kind"] != "noted"
        ]
        own = [event for event in later if event["kind"] in ("decided", "proposed") and self._is_by_me(event)]
        mine = {event["decision_id"] for event in own}
        repeated = any(
            ruling["decision_id"] in mine and self._is_the_same(ruling, decision)
            for ruling in self._rulings.get(decision.alert_id, ())
        )
        if len(own) == len(later) and not repeated:
            return []
        return [
            f"{row['kind']} by {row['reviewer'] or 'the nightly run'} on {row['at']:%Y-%m-%d %H:%M} UTC, "
            f"now {row['to_state']}: {row['reason']}"
            for row in later
        ]

    def _propose(self, decision: Decision, alert: sa.RowMapping) -> RowOutcome:
        state, back = self._taken_back(alert)
        reason = f"{decision.verdict}: {_reason(decision)}{back}"
        # A proposal leaves in force what is, such as an escalation, but for a decision it takes back.
        in_force = None if back else alert["decision_id"]
        number = self._keep(decision, alert, "proposed", expires_on=decision.expires_on)
        self._change(alert, state, in_force, number)
        self._tell(alert, "proposed", state, reason, number)
        return RowOutcome(decision.alert_id, "proposed", state)

    def _take_effect(
        self, decision: Decision, alert: sa.RowMapping, agreed: sa.RowMapping | None
    ) -> RowOutcome:
        expires_on = self._expires_on(decision, self._at.date())
        if agreed is not None and agreed["expires_on"] is not None:
            expires_on = min(expires_on or agreed["expires_on"], agreed["expires_on"])
        state = STATE_AFTER[decision.verdict]
        if state == "open":
            state = _waiting(alert)
        reason = _reason(decision)
        if agreed is not None:
            reason = f"{reason} (agrees with {agreed['reviewer']}: {agreed['reason']})"
        elif decision.verdict != "open":
            reason += self._taken_back(alert)[1]
        confirms = agreed["decision_id"] if agreed is not None else None
        number = self._keep(decision, alert, "decided", expires_on=expires_on, confirms=confirms)
        self._change(alert, state, number, None)
        self._tell(alert, "decided", state, reason, number)
        return RowOutcome(decision.alert_id, "decided", state)

    def _taken_back(self, alert: sa.RowMapping) -> tuple[State, str]:
        """What the alert is once the decision that closed it is taken back, and words for that, if any."""
        if alert["state"] not in CLOSING:
            # Somebody has looked at it.
            return ("open" if alert["state"] == "new" else alert["state"]), ""
        (ruling,) = (r for r in self._standing(alert) if r["decision_id"] == alert["decision_id"])
        return _waiting(alert), f" (takes back {proposal_words(ruling)})"

    def _expires_on(self, decision: Decision, decided_on: date) -> date | None:
        days = self._settings.false_positive_expires_after_days
        if decision.verdict != "false positive" or days is None:
            return decision.expires_on
        latest = decided_on + timedelta(days=days)
        return min(decision.expires_on or latest, latest)

    def _keep(
        self,
        decision: Decision,
        alert: sa.RowMapping,
        effect: Literal["decided", "proposed"],
        *,
        expires_on: date | None,
        confirms: int | None = None,
    ) -> int:
        """Note the decision; gives its number."""
        number = self._next + len(self._decisions)
        self._decisions.append(
            {
                "decision_id": number,
                "alert_id": decision.alert_id,
                "revision": alert["revision"] + 1,
                "verdict": decision.verdict,
                "effect": effect,
                "reviewer": self._reviewer,
                "decided_at": self._at,
                "reason": _reason(decision),
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

    def _tell(
        self, alert: sa.RowMapping, kind: str, state: State, reason: str, decision_id: int | None
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


def proposal_words(proposal: sa.RowMapping) -> str:
    """A decision as somebody else should read it."""
    day = proposal["decided_at"].date()
    return f"{proposal['verdict']} by {proposal['reviewer']} on {day}: {proposal['reason']}"


def _reason(decision: Decision) -> str:
    return plain_text(decision.reason).strip()


def _waiting(alert: sa.RowMapping) -> State:
    """What an alert is that waits again."""
    return "open" if alert["in_hits"] else "below threshold"


def _by_alert(
    connection: sa.Connection, table: sa.Table, alert_ids: Iterable[str], order: sa.Column[int]
) -> Mapping[str, Sequence[sa.RowMapping]]:
    """alert_id → its rows of the table."""
    found: dict[str, list[sa.RowMapping]] = {}
    for chunk in in_chunks(alert_ids):
        query = sa.select(table).where(table.c.alert_id.in_(chunk)).order_by(order)
        for row in connection.execute(query).mappings():
            found.setdefault(row["alert_id"], []).append(row)
    return found
