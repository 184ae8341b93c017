"""Whether a run may be relied on, and what speaks against it, as data. Its words: `wording.run_verdict`.

A run is not sound where nobody was screened or a gate failed that nobody accepted. It is sound with
reservations where something of it should be known before it is relied on: a list that is old, undated or not
the newest, rows that were not screened or not in full, a change that only a person's word vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from screening.model.run_record import ListRecord, RunRecord

__all__ = ["Reason", "ReasonKind", "Soundness", "Verdict", "age_in_days", "judge_run"]

Soundness = Literal["sound", "sound with reservations", "not sound"]

ReasonKind = Literal[
    # Not sound. subject: the gate; of "nobody screened" the customer table.
    "stopped by gate",
    "gate failed",
    "nobody screened",
    # Reservations about a list, subject (its gate, where no states of lists were kept). value: its age in
    # days, where known.
    "list refused",
    "list unusable",
    "list missing",
    "list too old",  # by the limit of the settings
    "list undated",
    "list not screened against",  # no version of it was there to screen with
    "programs unknown",  # value: codes of which nobody tells the authority
    # About customers. value: rows.
    "rows rejected",
    "rows with warnings",
    # About gates.
    "change accepted",  # subject: the gate that did not pass
    "no gates",
]

_NOT_SOUND: tuple[ReasonKind, ...] = ("stopped by gate", "gate failed", "nobody screened")
# Where the settings allow every age, or were not kept, a list older than this is told all the same:
# publishers write several times a month.
_OLD_AFTER_DAYS = 30


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reason(_Part):
    """One thing that speaks against a run. subject, value: see ReasonKind; None where it has none."""

    kind: ReasonKind
    subject: str | None = None
    value: int | None = None

    @property
    def is_reservation(self) -> bool:
        return self.kind not in _NOT_SOUND


class Verdict(_Part):
    """reasons: what makes the run not sound first; none where it is sound."""

    state: Soundness
    reasons: tuple[Reason, ...] = ()


def judge_run(record: RunRecord) -> Verdict:
    """The verdict on a run, from nothing but its record."""
    faults = tuple(_faults(record))
    reasons = (*faults, *_of_lists(record), *_of_customers(record), *_of_gates(record))
    if faults:
        return Verdict(state="not sound", reasons=reasons)
    return Verdict(state="sound with reservations" if reasons else "sound", reasons=reasons)


def age_in_days(watchlist: ListRecord, record: RunRecord) -> int | None:
    """How old a list was at the run, of a night on its day; None where its files do not tell. Never below 0:
    clocks differ."""
    if watchlist.published is None:
        return None
    day = record.night.day if record.night else record.started_at.astimezone(UTC).date()
    return max(0, (day - watchlist.published).days)


def _faults(record: RunRecord) -> Iterator[Reason]:
    stopped = record.outcome == "stopped"
    # A gate that kept a newer publication out leaves the run as sound as the list in use.
    failed = [
        gate.name for gate in record.gates if not gate.passed and not gate.accepted and gate.kind == "run"
    ]
    for name in failed:
        yield Reason(kind="stopped by gate" if stopped else "gate failed", subject=name)
    if stopped and not failed:
        yield Reason(kind="stopped by gate")
    if not stopped and not record.customers.rows_screened:
        yield Reason(kind="nobody screened", subject=record.customers.path)


def _of_lists(record: RunRecord) -> Iterator[Reason]:
    kinds: Mapping[str, ReasonKind] = {
        "refused": "list refused",
        "unusable": "list unusable",
        "missing": "list missing",
        "too old": "list too old",
    }
    told_as_old = set()
    for state in record.lists:
        if state.state in kinds:
            yield Reason(kind=kinds[state.state], subject=state.list_id, value=state.age_days)
            if state.state == "too old":
                told_as_old.add(state.list_id)
        if state.version is None:
            yield Reason(kind="list not screened against", subject=state.list_id)
    for watchlist in record.watchlists:
        age = age_in_days(watchlist, record)
        if age is None:
            yield Reason(kind="list undated", subject=watchlist.list_id)
        elif age > _most_days(record.settings, watchlist.list_id) and watchlist.list_id not in told_as_old:
            yield Reason(kind="list too old", subject=watchlist.list_id, value=age)
        if watchlist.unknown_programs:
            unknown = len(watchlist.unknown_programs)
            yield Reason(kind="programs unknown", subject=watchlist.list_id, value=unknown)


def _most_days(settings: Mapping[str, Any], list_id: str) -> int:
    """The age limit of a list: that of its own source, else that of all."""
    own = [source.get("max_age_days") for source in settings.get("lists", ()) if source["list_id"] == list_id]
    limits = [*own, settings.get("gates", {}).get("max_list_age_days")]
    return next((int(limit) for limit in limits if limit is not None), _OLD_AFTER_DAYS)


def _of_customers(record: RunRecord) -> Iterator[Reason]:
    if record.customers.rows_rejected:
        yield Reason(kind="rows rejected", value=record.customers.rows_rejected)
    if record.customers.rows_with_warnings:
        yield Reason(kind="rows with warnings", value=record.customers.rows_with_warnings)


def _of_gates(record: RunRecord) -> Iterator[Reason]:
    for gate in record.gates:
        if gate.passed:
            continue
        if gate.accepted:
            yield Reason(kind="change accepted", subject=gate.name)
        elif gate.kind == "publication" and not record.lists:
            # Else the state of its list tells it.
            yield Reason(kind="list refused", subject=gate.name)
    if not record.gates:
        yield Reason(kind="no gates")
