"""The nightly flow: lists in, what changed screened, alerts recorded, a run published.

Reach for it to run or schedule a night. A night that is stopped at any moment, by a gate or a power cut, has
published nothing by halves, and the next run goes on from what was done: the order of the last steps is the
ledger, the run's folder, then the state; each is one step, and the first two do the same again when they are
done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import night_tasks, tasks
from pipelines.kept_private import flow
from pipelines.night_artifacts import write_night_artifacts
from pipelines.notifications import notify_of_failure, notify_of_night
from pipelines.stopped_run import page_where_stopped
from screening.model.errors import InputError
from screening.runs.evidence import Evidence
from screening.runs.night import list_states
from screening.runs.night.start import check_ledger, night_day
from screening.runs.night.summary import NightSummary, night_alerts
from screening.runs.request import ScreeningRequest
from screening.runs.screening_work import is_large
from screening.runs.set_aside import SetAside
from screening.runs.stored_lists import age_limit
from screening.settings import Settings, load_settings

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import NightOutcome
    from screening.model.run_record import NightAlertCounts, NightCustomers
    from screening.runs.night import LastNight, NightPlan, NightScreening, StateFolder
    from screening.watchlists import Watchlist

__all__ = ["nightly_screening"]

_log = logging.getLogger("pipelines")
_log.setLevel(logging.INFO)

# Customers analyzed, kept and screened together. Large, for much of a batch's cost is its distinct words.
_BATCH_ROWS = 50_000
# Fewer kept batches are screened sooner than workers load.
_BATCHES_FOR_WORKERS = 4


@flow(
    name="nightly-screening",
    flow_run_name="night with {config}",
    persist_result=False,
    on_failure=[notify_of_failure],
    on_crashed=[notify_of_failure],
)
def nightly_screening(
    config: str, full: bool = False, day: str | None = None, accept_change: bool = False
) -> str:
    """Run one night and give back the path of the published run's folder.

    config: a file laid over the default settings; it names the customers (`nightly.customers`).
    full: screen everything, whatever changed. day: the date of the night, YYYY-MM-DD; unless given, today in
    the settings' time zone. accept_change: take the night in however much it differs from the one before; its
    gate's record says that it failed and was accepted.

    Raises InputError for input that cannot be used, and GateFailure where a gate stopped the night, which
    then leaves its page in a folder of its own. A list that is refused or unusable stops nothing: the night
    is screened with the last good version and published, and ends with an error that says so.
    """
    started_at = datetime.now(UTC)
    settings = load_settings(Path(config))
    night_of = night_day(day, started_at, settings.nightly)

    from screening.runs.night import StateFolder

    state = StateFolder(settings.nightly.state_dir)
    with state.locked():
        last = state.last_night()
        check_ledger(settings.alerts, state, last)
        return _Night(settings, state, last, started_at, night_of, full, accept_change).run()


class _Night:
    """One night on its way; holds what its steps share."""

    def __init__(
        self,
        settings: Settings,
        state: StateFolder,
        last: LastNight | None,
        started_at: datetime,
        day: date,
        full: bool,
        accept_change: bool,
    ) -> None:
        rows = settings.customers.model_copy(update={"batch_rows": _BATCH_ROWS})
        # As the night works with them; what was set stands in the evidence.
        self._settings = settings.model_copy(update={"customers": rows})
        self._state = state
        self._last = last
        self._day = day
        self._full = full
        self._accept_change = accept_change
        customers = settings.nightly.customers
        if customers is None:
            raise InputError("nightly.customers: name the customer table in the file given with --config.")
        self._customers = customers
        request = ScreeningRequest(
            customers=customers,
            watchlists=(),
            out=settings.runs_dir,
            settings=settings,
            programs=(),
            overwrite=True,
        )
        self._evidence = Evidence(request, started_at)

    def run(self) -> str:
        stopped = self._settings.runs_dir / f"night-{self._day.isoformat()}-stopped"
        with closing(SetAside()) as set_aside, page_where_stopped(stopped, self._evidence, set_aside):
            folder = self._published(set_aside)
        list_states.raise_if_behind(self._evidence.lists, folder)
        return str(folder)

    def _published(self, set_aside: SetAside) -> Path:
        """The folder of the run, once all is done."""
        from screening.matching.workers import Workers
        from screening.quality import CustomerFacts
        from screening.runs.night import NightScreening
        from screening.runs.night.sightings import as_recorded

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        limits = settings.gates
        plan = self._plan()
        if plan.done is not None:
            _log.info("nothing changed since this night was published in %s", plan.done)
            return plan.done
        source = evidence.source
        if source is None:
            raise RuntimeError("no customers were opened in this night")
        facts = CustomerFacts(self._day)
        with Workers(settings.workers) as workers:
            night = NightScreening(plan, self._state, settings, workers)
            if (plan.full and is_large(source)) or night.kept_batches >= _BATCHES_FOR_WORKERS:
                workers.start(tables=plan.full)

            def customers() -> Iterator[pa.RecordBatch]:
                for batch in source.batches():
                    facts.add(batch.customers, batch.rejected)
                    set_aside.add(batch)
                    night.rejected.update(map(str, batch.rejected["record_id"].drop_null().to_pylist()))
                    night.unidentified += batch.rejected["record_id"].null_count
                    yield batch.customers

            # Beside the reading of the table, which leaves the workers without work.
            of_parties = night_tasks.screen_changed_parties.submit(night)
            try:
                with clock.stage("screen_changed_customers"):
                    night_tasks.screen_changed_customers(night, customers())
            finally:
                # The workers must not be ended under it, whatever happened here.
                with clock.stage("wait_for_changed_parties"):
                    of_parties.wait()
            of_parties.result()
            with clock.stage("gather_hits"):
                hits = night.hits()
            self._note(customers=_customer_counts(night))
            with clock.stage("gate_customers"):
                evidence.gates.append(tasks.gate_customers(facts, source.rows_in, limits))
            with clock.stage("gate_hits"):
                gate = tasks.gate_hits(hits, list(plan.lists), facts, limits, settings.threshold)
                evidence.gates.append(gate)
            with clock.stage("gate_night"):
                night.table.columns = tuple(source.columns.used)
                gate = night_tasks.gate_night(night, self._state, hits, settings, self._accept_change)
                evidence.gates.append(gate)
            with clock.stage("record_alerts"):
                outcome = night_tasks.record_alerts(evidence, night, hits, settings, self._day)
            self._note(alerts=_alert_counts(outcome))
            folder = settings.runs_dir / f"night-{self._day.isoformat()}-{plan.run_key[:8]}"
            published = as_recorded(hits, outcome)
            tasks.publish(str(folder), True, evidence, published, set_aside)
            # Told twice, where the program ends between the two, is better than never.
            self._tell(published, outcome, folder)
            with clock.stage("leave_state"):
                night_tasks.leave_state(night, hits, folder)
        return folder

    def _plan(self) -> NightPlan:
        """Open the customers, take lists in, read and gate those in use, and decide what to screen."""
        from screening.model.run_record import NightParties

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        self._note()
        with clock.stage("open_customers"):
            evidence.source = source = tasks.open_customer_file(
                str(self._customers), settings.customers, self._day
            )
        lists = self._lists()
        with clock.stage("plan"):
            plan = night_tasks.plan(self._last, lists, settings, source.sha256, self._day, self._full)
        self._note(
            run_key=plan.run_key,
            full=plan.full,
            why=plan.why,
            parties=NightParties(
                added=plan.changes.added, changed=plan.changes.altered, removed=plan.changes.gone
            ),
        )
        _log.info("%s: %s", "full" if plan.full else "incremental", plan.why)
        return plan

    def _lists(self) -> list[Watchlist]:
        """The lists that the night is screened with, once new ones are taken in and all are gated."""
        from screening.watchlists import newest

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        with clock.stage("take_in_lists"):
            intakes = tasks.take_in_lists(settings, self._day) if settings.lists else []
        with clock.stage("read_lists"):
            stored = newest(settings.store_dir)
            evidence.watchlists = lists = [tasks.read_stored_list(str(each.path)) for each in stored]
        last = self._last.list_versions if self._last else {}
        versions = {watchlist.list_id: watchlist.version for watchlist in lists}
        states = list_states.list_states(intakes, stored, versions, last, self._day, settings)
        evidence.lists = states
        list_states.tell_states(states)
        with clock.stage("gate_lists"):
            list_states.raise_if_none(states, intakes)
            for version, watchlist in zip(stored, lists, strict=True):
                age = age_limit(version, settings)
                evidence.gates.append(tasks.gate_list(watchlist, settings.gates, self._day, age))
            for intake in intakes:
                evidence.gates += intake.failed_gates
        return lists

    def _note(self, **found: Any) -> None:
        """Add to what run.json says of the night."""
        from screening.model.run_record import NightRecord

        night = self._evidence.night or NightRecord(day=self._day)
        self._evidence.night = night.model_copy(update=found)

    def _tell(self, hits: pa.Table, outcome: NightOutcome, folder: Path) -> None:
        evidence = self._evidence
        if evidence.night is None:
            raise RuntimeError("a night was published that is no night")
        summary = NightSummary(
            night=evidence.night,
            folder=folder,
            lists=tuple(evidence.lists),
            hits=hits.num_rows,
            alerts=night_alerts(outcome.events, hits),
            gates=tuple(evidence.gates),
            timings=evidence.clock.timings(),
        )
        write_night_artifacts(summary)
        notify_of_night(summary, self._settings.nightly)
        alerts = _alert_counts(outcome)
        _log.info(
            "published %s hits: %s new alerts, %s reopened, %s closed, %s suppressed",
            f"{summary.hits:,}",
            f"{alerts.raised:,}",
            f"{alerts.reopened:,}",
            f"{alerts.closed:,}",
            f"{alerts.suppressed:,}",
        )


def _customer_counts(night: NightScreening) -> NightCustomers:
    from screening.model.run_record import NightCustomers

    found, kept = night.customers, night.kept
    if kept:
        _log.warning(
            "%s of last night's customers are missing and do not count as gone, as %s rows have no id "
            "that can be read (see rejected.csv)",
            f"{kept:,}",
            f"{night.unidentified:,}",
        )
    return NightCustomers(
        new=found.new,
        changed=found.changed,
        unchanged=found.unchanged,
        gone=found.left - kept,
        kept=kept,
    )


def _alert_counts(outcome: NightOutcome) -> NightAlertCounts:
    from screening.model.run_record import NightAlertCounts

    return NightAlertCounts(
        raised=len(outcome.of_kind("raised")),
        reopened=len(outcome.of_kind("reopened")),
        closed=len(outcome.of_kind("closed")),
        suppressed=outcome.suppressed,
        unscreened=outcome.unscreened,
    )
