"""Alerts and decisions carried to other record ids. Reach for it when customers were numbered anew.

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

from screening.alerts.event_log import EventWriter
from screening.alerts.fact_store import in_chunks
from screening.alerts.facts import sha256
from screening.alerts.plain_text import plain_text
from screening.alerts.tables import alerts, decisions
from screening.model.alert_states import ENDED, UNDECIDED
from screening.model.errors import InputError
from screening.spreadsheets.sheet_rows import read_sheet

__all__ = ["Rekeyed", "read_mapping", "rekey_alerts"]

_COLUMNS = ("old_record_id", "new_record_id")
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


def read_mapping(path: Path) -> dict[str, str]:
    """old record id → new one, of a CSV file or workbook with the columns old_record_id and new_record_id.

    Ids that stay what they are are left out. Raises InputError for a file that is no such table or was cut
    short, a blank id, and an id that stands twice on one side.
    """
    sheet = read_sheet(path, _COLUMNS, like="Its first line must be old_record_id,new_record_id.")
    problems: list[str] = []
    seen: dict[str, dict[str, int]] = {name: {} for name in _COLUMNS}
    for row in sheet.rows:
        for name in _COLUMNS:
            text = row.cells[name]
            if not text or plain_text(text) != text:
                problems.append(f"row {row.number}, column {name}: '{plain_text(text)}' is no id.")
            elif (first := seen[name].setdefault(text, row.number)) != row.number:
                problems.append(f"row {row.number}, column {name}: '{text}' stands in row {first} too.")
    if not sheet.rows:
        problems.append("there is no row below the first line.")
    _refuse(path, problems)
    pairs = (tuple(row.cells[name] for name in _COLUMNS) for row in sheet.rows)
    return {old: new for old, new in pairs if old != new}


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
    standing = {row["record_id"] for row in rows if row["state"] != "rekeyed"} - mapping.keys()
    problems += [
        f"new_record_id '{new}' (for '{old}') has alerts of its own. Say where they go, or leave the row out."
        for old, new in mapping.items()
        if new in standing
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
        self._decisions: list[dict[str, Any]] = []

    def run(self, moving: Sequence[sa.RowMapping]) -> None:
        from screening.model.alert_ids import alert_id

        targets = {
            row["alert_id"]: alert_id(self._mapping[row["record_id"]], row["list_id"], row["entity_id"])
            for row in moving
        }
        rulings = self._rulings(moving)
        carried: dict[str, dict[str, Any]] = {}
        for row in moving:
            self._end(row, targets[row["alert_id"]])
        for row in moving:
            target = targets[row["alert_id"]]
            carried[target] = self._begin(row, target, rulings)
        # Nothing comes to these; ids that trade places end and begin at once.
        ended = [{"key": key, "to_revision": self._revisions[key]} for key in targets if key not in carried]
        if self._decisions:
            self._connection.execute(sa.insert(decisions), self._decisions)
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
        new = self._mapping[row["record_id"]]
        self._tell(row, row["alert_id"], row["state"], "rekeyed", f"carried to record {new}", target)

    def _begin(self, row: sa.RowMapping, target: str, rulings: Mapping[int, sa.RowMapping]) -> dict[str, Any]:
        """The alert as it goes on under its new id."""
        old = self._rows.get(target)
        from_state = None if old is None else "rekeyed"
        revision = self._revisions.get(target, 0) + 1
        in_force = self._carry(row["decision_id"], target, revision, "carried", rulings)
        proposal = self._carry(row["proposal_id"], target, revision, "proposed", rulings)
        reason = f"carried from record {row['record_id']}"
        number = in_force or proposal
        self._tell(row, target, from_state, row["state"], reason, row["alert_id"], decision_id=number)
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
        }

    def _carry(
        self,
        number: int | None,
        target: str,
        revision: int,
        effect: str,
        rulings: Mapping[int, sa.RowMapping],
    ) -> int | None:
        if number is None:
            return None
        carried = self._next + len(self._decisions)
        changes = {"decision_id": carried, "alert_id": target, "revision": revision, "effect": effect}
        self._decisions.append({**rulings[number], **changes})
        return carried

    def _tell(
        self,
        row: sa.RowMapping,
        alert_id: str,
        from_state: str | None,
        to_state: str,
        what: str,
        linked: str,
        *,
        decision_id: int | None = None,
    ) -> None:
        revision = self._revisions[alert_id] = self._revisions.get(alert_id, 0) + 1
        self._log.add(
            alert_id=alert_id,
            revision=revision,
            kind="rekeyed",
            from_state=from_state,
            to_state=to_state,
            reason=f"{what}, alert {linked}, by {self._source.name}",
            watchlist_version=row["watchlist_version"],
            decision_id=decision_id,
            linked_alert_id=linked,
        )

    def _rulings(self, moving: Iterable[sa.RowMapping]) -> dict[int, sa.RowMapping]:
        """The decisions in force and the proposals of alerts, by their numbers."""
        wanted = {row[name] for row in moving for name in ("decision_id", "proposal_id")} - {None}
        found: dict[int, sa.RowMapping] = {}
        numbers = sorted(wanted)
        for start in range(0, len(numbers), 1_000):
            these = decisions.c.decision_id.in_(numbers[start : start + 1_000])
            for row in self._connection.execute(sa.select(decisions).where(these)).mappings():
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
