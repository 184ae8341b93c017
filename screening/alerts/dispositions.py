"""Reviewers' dispositions into the ledger, all that can be or none, and which cannot be.

What becomes of one that can be is in `disposition_work`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime

import sqlalchemy as sa

from screening.alerts.database import in_chunks, plain_text
from screening.alerts.disposition_work import REMEMBERED, DispositionWork
from screening.alerts.records import NewDisposition, Note, RowOutcome
from screening.alerts.reviewers import Reviewers
from screening.alerts.tables import alerts
from screening.model.alert_states import DISPOSITIONS
from screening.model.errors import InputError
from screening.settings.alerts import AlertSettings

__all__ = ["record_dispositions"]


def record_dispositions(
    connection: sa.Connection,
    settings: AlertSettings,
    batch: Sequence[NewDisposition],
    reviewer: str,
    at: datetime,
    *,
    notes: Sequence[Note] = (),
    login: str = "",
) -> list[RowOutcome]:
    """Record dispositions and notes in the transaction of `connection`. Returns one outcome each, in their
    order, those of the notes last. login: who is logged in.

    Raises InputError, with nothing recorded, for a blank reviewer or one that may not decide, an unknown
    alert, an alert twice in the batch, a blank reason or note, a revision the alert never had, and an expiry
    that cannot be. Raises ValueError for a moment without a time zone.
    """
    reviewers = Reviewers(settings.reviewers)
    reviewer = reviewers.named(reviewer, login)
    if at.tzinfo is None:
        raise ValueError("a decision needs a moment with a time zone")
    ids = [each.alert_id for each in batch] + [each.alert_id for each in notes]
    rows = _alerts(connection, ids)
    _check(batch, rows, at)
    _check_notes(notes, rows, {each.alert_id for each in batch})
    at = at.astimezone(UTC)
    work = DispositionWork(connection, settings, reviewers, reviewer, plain_text(login) or None, at, rows)
    outcomes = [work.decide(each) for each in batch] + [work.note(each) for each in notes]
    work.write()
    return outcomes


def _alerts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, sa.RowMapping]:
    names = (
        "alert_id",
        "state",
        "revision",
        "decision_id",
        "proposal_id",
        "in_hits",
        "joined_with",
        *REMEMBERED,
    )
    query = sa.select(*(alerts.c[name] for name in names))
    found: dict[str, sa.RowMapping] = {}
    for chunk in in_chunks(ids):
        for row in connection.execute(query.where(alerts.c.alert_id.in_(chunk))).mappings():
            found[row["alert_id"]] = row
    return found


def _check(batch: Sequence[NewDisposition], rows: Mapping[str, sa.RowMapping], at: datetime) -> None:
    seen: set[str] = set()
    for each in batch:
        alert = rows.get(each.alert_id)
        if alert is None:
            raise InputError(f"alert '{each.alert_id}': not in the ledger. Export the alerts again.")
        if each.alert_id in seen:
            raise InputError(f"alert '{each.alert_id}': decided twice at once. Keep one of the decisions.")
        seen.add(each.alert_id)
        if each.disposition not in DISPOSITIONS:
            raise InputError(
                f"alert '{each.alert_id}': '{each.disposition}' is no decision. "
                f"Use {', '.join(DISPOSITIONS)}."
            )
        if not plain_text(each.reason).strip():
            raise InputError(f"alert '{each.alert_id}': a decision needs a reason.")
        if not 1 <= each.revision <= alert["revision"]:
            raise InputError(
                f"alert '{each.alert_id}': has no revision {each.revision}. Export the alerts again."
            )
        if each.expires_on is None:
            continue
        if each.disposition != "false positive":
            raise InputError(f"alert '{each.alert_id}': only a false positive can expire.")
        if each.expires_on <= at.astimezone(UTC).date():
            raise InputError(f"alert '{each.alert_id}': would expire on {each.expires_on}, which is past.")


def _check_notes(notes: Sequence[Note], rows: Mapping[str, sa.RowMapping], decided: Set[str]) -> None:
    seen = set(decided)
    for each in notes:
        if each.alert_id not in rows:
            raise InputError(f"alert '{each.alert_id}': not in the ledger. Export the alerts again.")
        if each.alert_id in seen:
            raise InputError(f"alert '{each.alert_id}': comes twice at once. Keep one of the rows.")
        seen.add(each.alert_id)
        if not plain_text(each.text).strip():
            raise InputError(f"alert '{each.alert_id}': the note is blank.")
