"""Alerts and dispositions carried to other record ids, after customers were numbered anew.

An alert's id is made of its record id, so a carried alert goes on as another one: the old one ends as
"rekeyed", the new one has its state, its days, its hit and what was decided of it. Both have an event that
names the other. All alerts move at once, so ids may also move in a row or trade places: A to B, B to C.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from screening.alerts.database import in_chunks
from screening.alerts.event_log import EventWriter
from screening.alerts.facts import sha256
from screening.alerts.tables import alerts, decisions, recorded_dispositions
from screening.model.alert_ids import alert_id
from screening.model.alert_states import ENDED, UNDECIDED, State
from screening.model.changes import Cause, CauseCode, Reason
from screening.model.errors import InputError

__all__ = ["Rekeyed", "rekey_alerts"]

_MOST_SHOWN = 20


@dataclass(frozen=True)
class Rekeyed:
    """alerts: how many were carried; waiting: how many of them wait for a person; records: of how many
    customers. without: how many old ids of the mapping have no alert. left: how many customers have alerts
    and are not in the mapping."""

    alerts: int
    waiting: int
    records: int
    without: int
    left: int


def rekey_alerts(
    connection: sa.Connection,
    mapping: Mapping[str, str],
    source: Path,
    reviewer: str,
    login: str,
    customers: Set[str] | None = None,
) -> Rekeyed:
    """Carry the alerts of each old record id to its new one, in the transaction of `connection`.

    source: the file of the mapping, which errors and events name. reviewer: who asked for it. customers: the
    record ids of the last night, where they are known. Raises InputError, with nothing carried, where no old
    id has an alert, for old ids that have none and are no customer's either, and for new ids that have alerts
    of their own which are not carried on.
    """
    rows = _alerts_of(connection, {*mapping, *mapping.values()})
    moving = [row for row in rows if row["record_id"] in mapping and row["state"] != "rekeyed"]
    known = {row["record_id"] for row in moving}
    without = [old for old in mapping if old not in known]
    problems = [
        f"old_record_id '{old}' has no alert in the ledger, and was no customer last night."
        for old in without
        if not known or (customers is not None and old not in customers)
    ]
    taken = {row["record_id"] for row in rows if row["state"] != "rekeyed"} - mapping.keys()
    problems += [
        f"new_record_id '{new}' (for '{old}') has alerts of its own. Say where they go, or leave the row out."
        for old, new in mapping.items()
        if new in taken
    ]
    _refuse(source, problems)
    work = _Work(connection, mapping, source, reviewer, login, {row["alert_id"]: row for row in rows})
    work.run(moving)
    others = sa.select(alerts.c.record_id).where(alerts.c.state.notin_(ENDED)).distinct()
    moved = {*mapping.values()}
    return Rekeyed(
        alerts=len(moving),
        waiting=sum(row["state"] in UNDECIDED for row in moving),
        records=len(known),
        without=len(without),
        left=sum(record_id not in moved for record_id in connection.scalars(others)),
    )


class _Work:
    """Writes the move: first all events that end old alerts, then those of the new ones."""

    def __init__(
        self,
        connection: sa.Connection,
        mapping: Mapping[str, str],
        source: Path,
        reviewer: str,
        login: str,
        rows: Mapping[str, sa.RowMapping],
    ) -> None:
        self._connection = connection
        self._mapping = mapping
        self._source = source
        self._reviewer = reviewer
        self._rows = rows
        self._log = EventWriter(connection, datetime.now(UTC), reviewer=reviewer, login=login or None)
        self._revisions = {key: int(row["revision"]) for key, row in rows.items()}
        newest = connection.scalar(sa.select(sa.func.max(decisions.c.decision_id)))
        self._next = int(newest or 0) + 1
        self._carried_on: list[dict[str, Any]] = []

    def run(self, moving: Sequence[sa.RowMapping]) -> None:
        targets = {
            row["alert_id"]: alert_id(
                self._mapping[row["record_id"]],
                row["list_id"],
                row["entity_id"],
                # Hits that were kept before there were kinds are by names.
                json.loads(row["hit"]).get("alert_kind", "name"),
            )
            for row in moving
        }
        self._targets = targets
        recorded = self._dispositions(moving)
        carried: dict[str, dict[str, Any]] = {}
        for row in moving:
            self._end(row, targets[row["alert_id"]])
        for row in moving:
            target = targets[row["alert_id"]]
            carried[target] = self._begin(row, target, recorded)
        # Nothing comes to these; ids that trade places end and begin at once.
        ended = [{"key": key, "to_revision": self._revisions[key]} for key in targets if key not in carried]
        if self._carried_on:
            self._connection.execute(sa.insert(decisions), self._carried_on)
        self._log.write()
        same = alerts.c.alert_id == sa.bindparam("key")
        if ended:
            end = (
                sa.update(alerts)
                .where(same)
                .values(
                    state="rekeyed",
                    in_hits=False,
                    revision=sa.bindparam("to_revision"),
                    decision_id=None,
                    proposal_id=None,
                    listings=None,
                    joined_with=None,
                )
            )
            self._connection.execute(end, ended)
        new = [values for key, values in carried.items() if key not in self._rows]
        taken = [values for key, values in carried.items() if key in self._rows]
        if new:
            self._connection.execute(sa.insert(alerts), new)
        if taken:
            names = [name for name in taken[0] if name != "alert_id"]
            change = sa.update(alerts).where(same)
            self._connection.execute(
                change.values({name: sa.bindparam(f"to_{name}") for name in names}),
                [
                    {"key": values["alert_id"], **{f"to_{name}": values[name] for name in names}}
                    for values in taken
                ],
            )

    def _end(self, row: sa.RowMapping, target: str) -> None:
        reason = self._reason("carried to", self._mapping[row["record_id"]], target)
        self._log_event(row, row["alert_id"], row["state"], "rekeyed", reason, target)

    def _begin(
        self, row: sa.RowMapping, target: str, recorded: Mapping[int, sa.RowMapping]
    ) -> dict[str, Any]:
        """The alert as it goes on under its new id."""
        old = self._rows.get(target)
        from_state: State | None = None if old is None else "rekeyed"
        revision = self._revisions.get(target, 0) + 1
        in_force = self._carry(row["decision_id"], target, revision, "carried", recorded)
        proposal = self._carry(row["proposal_id"], target, revision, "proposed", recorded)
        reason = self._reason("carried from", row["record_id"], row["alert_id"])
        number = in_force or proposal
        self._log_event(row, target, from_state, row["state"], reason, row["alert_id"], decision_id=number)
        new = self._mapping[row["record_id"]]
        hit = json.loads(row["hit"])
        hit |= {name: value for name, value in (("alert_id", target), ("record_id", new)) if name in hit}
        text = json.dumps(hit, ensure_ascii=False, separators=(",", ":"))
        return {
            **row,
            "alert_id": target,
            "record_id": new,
            "revision": revision,
            "hit": text,
            "hit_sha256": sha256(text),
            "decision_id": in_force,
            "proposal_id": proposal,
            "joined_with": self._targets.get(row["joined_with"]),
        }

    def _carry(
        self,
        number: int | None,
        target: str,
        revision: int,
        effect: str,
        recorded: Mapping[int, sa.RowMapping],
    ) -> int | None:
        if number is None:
            return None
        carried = self._next + len(self._carried_on)
        changes = {"decision_id": carried, "alert_id": target, "revision": revision, "effect": effect}
        self._carried_on.append({**recorded[number], **changes})
        return carried

    def _reason(self, code: CauseCode, record_id: str, other: str) -> Reason:
        return Reason((Cause(code, record_id=record_id, alert_id=other, source=self._source.name),))

    def _log_event(
        self,
        row: sa.RowMapping,
        key: str,
        from_state: State | None,
        to_state: State,
        reason: Reason,
        linked: str,
        *,
        decision_id: int | None = None,
    ) -> None:
        revision = self._revisions[key] = self._revisions.get(key, 0) + 1
        self._log.add(
            alert_id=key,
            revision=revision,
            kind="rekeyed",
            from_state=from_state,
            to_state=to_state,
            reason=reason,
            watchlist_version=row["watchlist_version"],
            decision_id=decision_id,
            linked_alert_id=linked,
        )

    def _dispositions(self, moving: Iterable[sa.RowMapping]) -> dict[int, sa.RowMapping]:
        """The dispositions in force and the proposals of alerts, by their numbers."""
        wanted = {row[name] for row in moving for name in ("decision_id", "proposal_id")} - {None}
        found: dict[int, sa.RowMapping] = {}
        numbers = sorted(wanted)
        for start in range(0, len(numbers), 1_000):
            these = decisions.c.decision_id.in_(numbers[start : start + 1_000])
            for row in self._connection.execute(recorded_dispositions().where(these)).mappings():
                found[row["decision_id"]] = row
        return found


def _alerts_of(connection: sa.Connection, record_ids: Iterable[str]) -> list[sa.RowMapping]:
    found: list[sa.RowMapping] = []
    for chunk in in_chunks(sorted(record_ids)):
        query = sa.select(alerts).where(alerts.c.record_id.in_(chunk)).order_by(alerts.c.alert_id)
        found += connection.execute(query).mappings().all()
    return found


def _refuse(path: Path, problems: Sequence[str]) -> None:
    if not problems:
        return
    shown = [f"  {problem}" for problem in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        shown.append(f"  and {len(problems) - _MOST_SHOWN:,} more")
    raise InputError("\n".join([f"{path}: nothing was carried. What cannot be used:", *shown]))
