"""What a night does to an alert: the whole policy of suppressing and reopening on one page.

| the pair is … | new, open | below threshold | escalated, true match | false positive | closed by change |
| --- | --- | --- | --- | --- | --- |
| a hit, nothing changed | stays | open | stays | stays, suppressed | as it was decided, else open |
| a hit, facts changed | stays, noted | open | stays, noted | open | as above, but no false positive |
| a hit, decision expired | stays | open | stays | open | open |
| below the threshold | below threshold | stays, or closed after days | stays, noted | closed | stays |
| without customer or party | closed | closed | closed | closed | stays |
| of a party that another alert goes on for | closed | closed | closed | closed | stays |

Neither what a person holds to be grave (a true match, an escalated alert) nor what nobody has decided yet is
put away by a score: a customer who changes the name, or a party whose alias is dropped, would slip away. Only
a customer that leaves or a party that is delisted closes it, or a rule that the settings make
(alerts.close_below_threshold_after_days). The same party on several lists is one alert: of several that there
were, one goes on, and what was decided of the others stays with them (`alerts_of_parties`). A list that the
party came onto is a changed fact, one that it was taken off is none. An alert that was rekeyed is another
customer's when its id is a hit again: it begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from screening.model.alert_states import ENDED, STATE_AFTER, Disposition, EventKind, State
from screening.model.changes import Cause, Change, Reason, Statement

__all__ = ["AlertBeforeRun", "Step", "when_joined", "when_missing", "when_seen"]


@dataclass(frozen=True, slots=True)
class AlertBeforeRun:
    """An alert before the night. last_seen: the last day on which it was a hit. disposition, by, decided_on,
    expires_on: of the disposition in force, if any. joined_with: the alert that went on for it, if it did."""

    state: State
    in_hits: bool
    last_seen: date
    disposition: Disposition | None = None
    by: str = ""
    decided_on: date | None = None
    expires_on: date | None = None
    joined_with: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An event to record. ends_disposition: the disposition is no longer in force."""

    kind: EventKind
    state: State
    reason: Reason
    ends_disposition: bool = False


def when_seen(
    alert: AlertBeforeRun,
    day: date,
    since_last_seen: Sequence[Change],
    since_disposition: Sequence[Change],
    joins: Sequence[str] = (),
) -> Step | None:
    """What happens to an alert whose pair is a hit on `day`; None for nothing.

    since_last_seen, since_disposition: what changed of the facts that count. joins: the alerts of the same
    party that go on as this one from `day` on.
    """
    changes = tuple(since_last_seen)
    lapsed = _lapsed(alert, day, since_disposition)
    joined = tuple(Cause("joined by", alert_id=other) for other in joins)
    if alert.state == "false positive":
        if lapsed is not None:
            reason = Reason((*joined, *lapsed.causes), lapsed.changes)
            return Step("reopened", "open", reason, ends_disposition=True)
        return Step("changed", alert.state, Reason(joined)) if joined else None
    if alert.state == "closed by change":
        return _when_back(alert, changes, lapsed, joined)
    if alert.state == "rekeyed":
        return Step("raised", "new", Reason((Cause("another customer's"), *joined)))
    reached = Reason((Cause("threshold reached again"), *joined), changes)
    if alert.state == "below threshold":
        return Step("reopened", "open", reached)
    if not alert.in_hits:
        return Step("returned", alert.state, reached)
    if joined or changes:
        return Step("changed", alert.state, Reason(joined, changes))
    return None


def when_joined(alert: AlertBeforeRun, with_alert: str) -> Step | None:
    """What happens to an alert about a party that the alert `with_alert` goes on for; None for nothing."""
    if alert.state in ENDED:
        return None
    return Step("closed", "closed by change", Reason((Cause("joined with", alert_id=with_alert),)))


def when_missing(
    alert: AlertBeforeRun,
    day: date,
    *,
    has_customer: bool,
    delisted: Sequence[str] = (),
    changes: Sequence[Change],
    close_after_days: int | None = None,
) -> Step | None:
    """What happens to an alert, not ended, whose pair is no hit on `day`; None for nothing.

    delisted: the lists that the party was taken off, none where it is on any. close_after_days: days after
    its last hit on which an alert below the threshold closes; None for never.
    """
    causes = []
    if not has_customer:
        causes.append(Cause("customer left"))
    causes += [Cause("party delisted", list_id=list_id) for list_id in delisted]
    if causes:
        return Step("closed", "closed by change", Reason(tuple(causes), tuple(changes)))
    reason = Reason((Cause("below threshold"),), tuple(changes))
    if alert.state == "false positive":
        return Step("closed", "closed by change", reason)
    if alert.state in ("new", "open"):
        return Step("fell below", "below threshold", reason)
    if alert.state == "below threshold":
        return _when_waited_enough(alert, day, close_after_days)
    if alert.in_hits:
        return Step("fell below", alert.state, reason)
    return None


def _lapsed(alert: AlertBeforeRun, day: date, since_disposition: Sequence[Change]) -> Reason | None:
    """Why a false positive holds no longer; None where it does, and where the disposition is no such."""
    if alert.disposition != "false positive":
        return None
    ends = alert.expires_on
    expired = (Cause("disposition expired", day=ends),) if ends is not None and ends <= day else ()
    if not expired and not since_disposition:
        return None
    return Reason(expired, tuple(since_disposition))


def _when_waited_enough(alert: AlertBeforeRun, day: date, close_after_days: int | None) -> Step | None:
    if close_after_days is None or (day - alert.last_seen).days < close_after_days:
        return None
    cause = Cause("below threshold for long", day=alert.last_seen, days=close_after_days)
    return Step("closed", "closed by change", Reason((cause,)))


def _when_back(
    alert: AlertBeforeRun, changes: tuple[Change, ...], lapsed: Reason | None, joined: tuple[Cause, ...]
) -> Step:
    apart = alert.joined_with
    back = (Cause("came apart", alert_id=apart) if apart is not None else Cause("hit again"), *joined)
    if lapsed is not None:
        reason = Reason((*back, *lapsed.causes), lapsed.changes)
        return Step("reopened", "open", reason, ends_disposition=True)
    disposition, decided_on = alert.disposition, alert.decided_on
    if disposition is None or disposition == "open" or decided_on is None:
        return Step("reopened", "open", Reason(back, changes))
    holds = Cause("disposition holds", statement=Statement(alert.by, decided_on, "", disposition))
    noted = () if disposition == "false positive" else changes
    return Step("restored", STATE_AFTER[disposition], Reason((*back, holds), noted))
