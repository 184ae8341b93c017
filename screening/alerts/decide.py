"""Reviewers' decisions into the ledger, all that can be or none. Reach for it to see what is refused.

What becomes of a decision that can be is in `decision_work`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from screening.alerts.decision_work import REMEMBERED, DecisionWork
from screening.alerts.fact_store import in_chunks
from screening.alerts.records import Decision, RowOutcome
from screening.alerts.states import VERDICTS
from screening.alerts.tables import alerts
from screening.errors import InputError
from screening.settings import AlertSettings

__all__ = ["record_decisions"]


def record_decisions(
    connection: sa.Connection,
    settings: AlertSettings,
    batch: Sequence[Decision],
    reviewer: str,
    at: datetime,
) -> list[RowOutcome]:
    """Record the decisions in the transaction of `connection`; gives one outcome each, in their order.

    Raises InputError, with nothing recorded, for a blank reviewer, an unknown alert, an alert twice in the
    batch, a blank reason, a revision the alert never had, and an expiry that cannot be. Raises ValueError
    for a moment without a time zone.
    """
    reviewer = " ".join(reviewer.split())
    if not reviewer:
        raise InputError("reviewer: the name is blank. Say who decides.")
    if at.tzinfo is None:
        raise ValueError("a decision needs a moment with a time zone")
    rows = _alerts(connection, [each.alert_id for each in batch])
    _check(batch, rows, at)
    work = DecisionWork(connection, settings, reviewer, at.astimezone(UTC), rows)
    outcomes = [work.decide(each) for each in batch]
    work.write()
    return outcomes


def _alerts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, sa.RowMapping]:
    names = ("alert_id", "state", "revision", "decision_id", "proposal_id", "in_hits", *REMEMBERED)
    query = sa.select(*(alerts.c[name] for name in names))
    found: dict[str, sa.RowMapping] = {}
    for chunk in in_chunks(ids):
        for row in connection.execute(query.where(alerts.c.alert_id.in_(chunk))).mappings():
            found[row["alert_id"]] = row
    return found


def _check(batch: Sequence[Decision], rows: Mapping[str, sa.RowMapping], at: datetime) -> None:
    seen: set[str] = set()
    for each in batch:
        alert = rows.get(each.alert_id)
        if alert is None:
            raise InputError(f"alert '{each.alert_id}': not in the ledger. Export the alerts again.")
        if each.alert_id in seen:
            raise InputError(f"alert '{each.alert_id}': decided twice at once. Keep one of the decisions.")
        seen.add(each.alert_id)
        if each.verdict not in VERDICTS:
            raise InputError(
                f"alert '{each.alert_id}': '{each.verdict}' is no decision. Use {', '.join(VERDICTS)}."
            )
        if not each.reason.strip():
            raise InputError(f"alert '{each.alert_id}': a decision needs a reason.")
        if not 1 <= each.revision <= alert["revision"]:
            raise InputError(
                f"alert '{each.alert_id}': has no revision {each.revision}. Export the alerts again."
            )
        if each.expires_on is None:
            continue
        if each.verdict != "false positive":
            raise InputError(f"alert '{each.alert_id}': only a false positive can expire.")
        if each.expires_on <= at.astimezone(UTC).date():
            raise InputError(f"alert '{each.alert_id}': would expire on {each.expires_on}, which is past.")
