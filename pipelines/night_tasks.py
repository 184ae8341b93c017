"""The tasks of the nightly flow that a run for one file has not. As there, each calls the library once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.kept_private import task
from pipelines.tasks import FILES, IN_MEMORY

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import NightOutcome
    from screening.quality import GateResult
    from screening.runs.evidence import Evidence
    from screening.runs.night import LastNight, NightPlan, NightScreening, StateFolder
    from screening.settings import Settings
    from screening.watchlists import Watchlist

__all__ = [
    "gate_night",
    "leave_state",
    "plan",
    "record_alerts",
    "screen_changed_customers",
    "screen_changed_parties",
]

_log = logging.getLogger("pipelines")


@dataclass(frozen=True)
class _Screened:
    """What a task of screening shows: how many batches it screened, with how many hits."""

    batches: int
    hits: int


@task(name="plan the night", task_run_name="plan the night of {day}", **IN_MEMORY)
def plan(
    last: LastNight | None,
    lists: list[Watchlist],
    settings: Settings,
    customers_sha256: str,
    day: date,
    full: bool,
) -> NightPlan:
    """What is to be screened tonight, and why."""
    from screening.runs.night import plan_night

    return plan_night(last, lists, settings, customers_sha256, day, full)


@task(name="screen changed parties", task_run_name="screen changed parties", **IN_MEMORY)
def screen_changed_parties(night: NightScreening) -> _Screened:
    """Last night's customers against the parties that are new or changed."""
    return _told("changed parties", night.screen_changed_parties())


@task(name="screen changed customers", task_run_name="screen changed customers", **IN_MEMORY)
def screen_changed_customers(night: NightScreening, batches: Iterator[pa.RecordBatch]) -> _Screened:
    """The customers that are new or changed against the whole lists, while the table is read."""
    return _told("changed customers", night.screen_changed_customers(batches))


@task(name="gate night", task_run_name="gate night", **IN_MEMORY)
def gate_night(
    night: NightScreening, state: StateFolder, hits: pa.Table, settings: Settings, accept_change: bool
) -> GateResult:
    """Raises GateFailure where tonight is too far from last night, unless a person accepts that."""
    from screening.alerts import Ledger
    from screening.model.alert_states import UNDECIDED
    from screening.quality import night_gate, raise_if_failed
    from screening.runs.night.comparison import compare_with_last

    with Ledger.open(settings.alerts.ledger, settings.alerts) as ledger:
        alerts = ledger.pairs_in_hits([*UNDECIDED, "true match"], before=night.plan.run_key)
    result = night_gate(compare_with_last(night, hits, alerts, state), settings.gates.night)
    if accept_change and not result.passed:
        result = replace(result, accepted=True)
    raise_if_failed([result])
    return result


@task(name="record alerts", task_run_name="record alerts of {day}", **FILES)
def record_alerts(
    evidence: Evidence, night: NightScreening, hits: pa.Table, settings: Settings, day: date
) -> NightOutcome:
    """The night in the ledger: one transaction, and the same again where it was recorded before.

    Leaves with the evidence what the report tells of alerts beside the hits.
    """
    from screening.alerts import Ledger
    from screening.report import SHOWN_AT_MOST, changes_of_night
    from screening.runs.night.sightings import NightFacts

    known = NightFacts(night)
    with Ledger.open(settings.alerts.ledger, settings.alerts) as ledger:
        outcome = ledger.record_night(known.ledger_night(), known.sightings(hits))
        last_hits = ledger.last_hits({event.alert_id for event in outcome.events} - outcome.statuses.keys())
        rulings = ledger.dispositions_of(map(str, hits["alert_id"].slice(0, SHOWN_AT_MOST).to_pylist()))
    evidence.changes = changes_of_night(outcome.events, hits, last_hits)
    # Of a night that is run again, what was decided since the first time is no part.
    evidence.rulings = {
        alert_id: [ruling for ruling in decided if ruling.revision <= outcome.statuses[alert_id].revision]
        for alert_id, decided in rulings.items()
    }
    return outcome


@task(name="leave state", task_run_name="leave state", **FILES)
def leave_state(night: NightScreening, hits: pa.Table, folder: Path) -> None:
    """What the next night goes on from; from here on this night is done."""
    night.leave(hits, folder)


def _told(what: str, found: Iterable[int]) -> _Screened:
    batches = hits = 0
    for count in found:
        batches += 1
        hits += count
        _log.info("%s: %s batches, %s hits", what, f"{batches:,}", f"{hits:,}", extra={"progress": True})
    return _Screened(batches, hits)
