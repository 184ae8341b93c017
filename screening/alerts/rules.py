"""What a night does to an alert: the whole policy of suppressing and reopening on one page.

| the pair is … | new, open | below threshold | escalated, true match | false positive | closed by change |
| --- | --- | --- | --- | --- | --- |
| a hit, nothing changed | stays | open | stays | stays, suppressed | as it was decided, else open |
| a hit, facts changed | stays, noted | open | stays, noted | open | as above, but no false positive |
| a hit, decision expired | stays | open | stays | open | open |
| below the threshold | below threshold | stays, or closed after days | stays, noted | closed | stays |
| without customer or party | closed | closed | closed | closed | stays |

Neither what a person holds to be grave (a true match, an escalated alert) nor what nobody has decided yet is
put away by a score: a customer who changes the name, or a party whose alias is dropped, would slip away. Only
a customer that leaves or a party that is delisted closes it, or a rule that the settings make
(alerts.close_below_threshold_after_days). An alert that was rekeyed is another customer's when its id is a
hit again: it begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from screening.model.alert_states import STATE_AFTER, EventKind, State, Verdict

__all__ = ["Standing", "Step", "when_missing", "when_seen"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert before the night. last_seen: the last day on which it was a hit. verdict, by, decided_on,
    expires_on: of the decision in force, if any."""

    state: State
    in_hits: bool
    last_seen: date
    verdict: Verdict | None = None
    by: str = ""
    decided_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An event to record. ends_decision: the decision is no longer in force."""

    kind: EventKind
    state: State
    reason: str
    ends_decision: bool = False


def when_seen(
    alert: Standing, day: date, since_last_seen: Sequence[str], since_decision: Sequence[str]
) -> Step | None:
    """What happens to an alert whose pair is a hit on `day`; None for nothing.

    since_last_seen, since_decision: what changed of the facts that count, in words.
    """
    lapsed = list(since_decision) if alert.verdict == "false positive" else []
    if alert.verdict == "false positive" and alert.expires_on is not None and alert.expires_on <= day:
        lapsed.append(f"the decision expired on {alert.expires_on.isoformat()}")
    if alert.state == "false positive":
        if lapsed:
            return Step("reopened", "open", "; ".join(lapsed), ends_decision=True)
        return None
    if alert.state == "closed by change":
        return _when_back(alert, since_last_seen, lapsed)
    changes = list(since_last_seen)
    if alert.state == "rekeyed":
        return Step("raised", "new", "is a hit of the customer who has this record id now")
    if alert.state == "below threshold":
        return Step("reopened", "open", "; ".join(["reaches the threshold again", *changes]))
    if not alert.in_hits:
        return Step("returned", alert.state, "; ".join(["reaches the threshold again", *changes]))
    if changes:
        return Step("changed", alert.state, "; ".join(changes))
    return None


def when_missing(
    alert: Standing,
    day: date,
    *,
    has_customer: bool,
    is_listed: bool,
    list_id: str,
    changes: Sequence[str],
    close_after_days: int | None = None,
) -> Step | None:
    """What happens to an alert, not ended, whose pair is no hit on `day`; None for nothing.

    close_after_days: days after its last hit on which an alert below the threshold closes; None for never.
    """
    causes = []
    if not has_customer:
        causes.append("the customer has left")
    if not is_listed:
        causes.append(f"the party was taken off {list_id}")
    if causes:
        return Step("closed", "closed by change", "; ".join([*causes, *changes]))
    reason = "; ".join(["no longer reaches the threshold", *changes])
    if alert.state == "false positive":
        return Step("closed", "closed by change", reason)
    if alert.state in ("new", "open"):
        return Step("fell below", "below threshold", reason)
    if alert.state == "below threshold":
        return _when_waited_enough(alert, day, close_after_days)
    if alert.in_hits:
        return Step("fell below", alert.state, reason)
    return None


def _when_waited_enough(alert: Standing, day: date, close_after_days: int | None) -> Step | None:
    if close_after_days is None or (day - alert.last_seen).days < close_after_days:
        return None
    reason = (
        f"below the threshold since it was last a hit on {alert.last_seen.isoformat()}; "
        f"closed after {close_after_days} days (alerts.close_below_threshold_after_days)"
    )
    return Step("closed", "closed by change", reason)


def _when_back(alert: Standing, changes: Sequence[str], lapsed: Sequence[str]) -> Step:
    if lapsed:
        return Step("reopened", "open", "; ".join(["is a hit again", *lapsed]), ends_decision=True)
    if alert.verdict is None or alert.verdict == "open":
        return Step("reopened", "open", "; ".join(["is a hit again", *changes]))
    decided = f"decided by {alert.by} on {alert.decided_on}"
    words = ["is a hit again", f"{STATE_AFTER[alert.verdict]} as {decided}"]
    noted = [] if alert.verdict == "false positive" else changes
    return Step("restored", STATE_AFTER[alert.verdict], "; ".join([*words, *noted]))
