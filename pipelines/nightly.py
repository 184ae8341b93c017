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
from typing import TYPE_CHECKING

from pipelines import night_tasks, tasks
from pipelines.evidence import Evidence
from pipelines.kept_private import flow
from pipelines.night_artifacts import write_night_artifacts
from pipelines.night_summary import ListTaken, NightSummary, night_alerts
from pipelines.notifications import notify_of_failure, notify_of_night
from pipelines.request import ScreeningRequest
from pipelines.row_spool import SetAside
from pipelines.screening_work import is_large
from pipelines.stored_lists import age_limit, versions_of_night
from screening.errors import GateFailure, InputError
from screening.settings import Settings, load_settings

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.list_intake import Intake
    from screening.alerts import NightOutcome
    from screening.nightly import NightPlan, NightScreening, StateFolder

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
    full: screen everything, whatever changed. day: the date of the night, YYYY-MM-DD; today in UTC unless
    given. accept_change: take the night in however much it differs from the one before; its gate's record
    says that it failed and was accepted.

    Raises InputError for input that cannot be used, and GateFailure where a gate stopped the night. A list
    whose new publication is refused stops nothing: the night is screened with the last good version and
    published, and ends with a GateFailure that says so.
    """
    started_at = datetime.now(UTC)
    settings = _night_settings(config)
    night_of = _day(day, started_at)

    from screening.alerts import Ledger
    from screening.nightly import StateFolder

    # What cannot be written at the end is found out at the start.
    Ledger.open(settings.alerts.ledger, settings.alerts).close()
    state = StateFolder(settings.nightly.state_dir)
    with state.locked():
        return _Night(settings, state, started_at, night_of, full, accept_change).run()


class _Night:
    """One night on its way; holds what its steps share."""

    def __init__(
        self,
        settings: Settings,
        state: StateFolder,
        started_at: datetime,
        day: date,
        full: bool,
        accept_change: bool,
    ) -> None:
        self._settings = settings
        self._state = state
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
        self._intakes: list[Intake] = []

    def run(self) -> str:
        from screening.matching.workers import Workers
        from screening.nightly import NightScreening
        from screening.nightly.sightings import as_recorded
        from screening.quality import CustomerFacts

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        limits = settings.gates
        plan = self._plan()
        if plan.done is not None:
            _log.info("nothing changed since this night was published in %s", plan.done)
            self._raise_if_refused(plan.done)
            return str(plan.done)
        source = evidence.source
        if source is None:
            raise RuntimeError("no customers were opened in this night")
        facts = CustomerFacts(self._day)
        with Workers(settings.workers) as workers, closing(SetAside()) as set_aside:
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
            folder = settings.runs_dir / f"night-{self._day.isoformat()}-{plan.run_key[:8]}"
            published = as_recorded(hits, outcome)
            tasks.publish(str(folder), True, evidence, published, set_aside)
            # Told twice, where the program ends between the two, is better than never.
            self._tell(night, published, outcome, folder)
            with clock.stage("leave_state"):
                night_tasks.leave_state(night, hits, folder)
        self._raise_if_refused(folder)
        return str(folder)

    def _plan(self) -> NightPlan:
        """Take lists in, read and gate those in use, open the customers, and decide what to screen."""
        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        with clock.stage("take_in_lists"):
            self._intakes = tasks.take_in_lists(settings) if settings.lists else []
        with clock.stage("read_lists"):
            stored = versions_of_night(settings.store_dir, self._intakes)
            lists = [tasks.read_stored_list(str(version.path)) for version in stored]
        with clock.stage("gate_lists"):
            for version, watchlist in zip(stored, lists, strict=True):
                age = age_limit(version, settings)
                evidence.gates.append(tasks.gate_list(watchlist, settings.gates, self._day, age))
            for intake in self._intakes:
                evidence.gates += intake.failed_gates
        evidence.watchlists = lists
        with clock.stage("open_customers"):
            evidence.source = source = tasks.open_customer_file(str(self._customers), settings.customers)
        with clock.stage("plan"):
            last = self._state.last_night()
            plan = night_tasks.plan(last, lists, settings, source.sha256, self._day, self._full)
        _log.info("%s: %s", "full" if plan.full else "incremental", plan.why)
        return plan

    def _tell(self, night: NightScreening, hits: pa.Table, outcome: NightOutcome, folder: Path) -> None:
        plan, customers = night.plan, night.customers
        versions = {watchlist.list_id: watchlist.version for watchlist in plan.lists}
        summary = NightSummary(
            day=plan.day,
            folder=folder,
            full=plan.full,
            why=plan.why,
            lists=tuple(
                ListTaken(intake.list_id, versions.get(intake.list_id), intake.outcome, intake.notes)
                for intake in self._intakes
            ),
            parties_added=plan.changes.added,
            parties_removed=plan.changes.gone,
            parties_changed=plan.changes.altered,
            customers_new=customers.new,
            customers_changed=customers.changed,
            customers_unchanged=customers.unchanged,
            customers_left=customers.left - night.kept,
            customers_kept=night.kept,
            hits=hits.num_rows,
            raised=len(outcome.of_kind("raised")),
            reopened=len(outcome.of_kind("reopened")),
            closed=len(outcome.of_kind("closed")),
            suppressed=outcome.suppressed,
            alerts=night_alerts(outcome.events, hits),
            gates=tuple(self._evidence.gates),
            timings=self._evidence.clock.timings(),
        )
        write_night_artifacts(summary)
        notify_of_night(summary, self._settings.nightly)
        _log.info(
            "published %s hits: %s new alerts, %s reopened, %s closed, %s suppressed",
            f"{summary.hits:,}",
            f"{summary.raised:,}",
            f"{summary.reopened:,}",
            f"{summary.closed:,}",
            f"{summary.suppressed:,}",
        )
        if summary.customers_kept:
            _log.warning(
                "%s of last night's customers are missing and do not count as gone, as %s rows have no id "
                "that can be read (see rejected.csv)",
                f"{summary.customers_kept:,}",
                f"{night.unidentified:,}",
            )

    def _raise_if_refused(self, folder: Path) -> None:
        refused = [intake for intake in self._intakes if intake.outcome in ("refused", "unusable")]
        if refused:
            reasons = "; ".join(_refusal(intake) for intake in refused)
            raise GateFailure(
                f"the night is published in {folder}, but screened with older lists than were brought: "
                f"{reasons}"
            )


def _refusal(intake: Intake) -> str:
    saw = "; ".join(gate.saw for gate in intake.failed_gates) or "; ".join(intake.notes)
    in_use = intake.in_use
    used = f"{in_use.published or 'undated'} {in_use.sha256[:12]}" if in_use else "none"
    return f"{intake.list_id} was {intake.outcome} ({saw}); in use: {used}"


def _night_settings(config: str) -> Settings:
    settings = load_settings(Path(config))
    rows = settings.customers.model_copy(update={"batch_rows": _BATCH_ROWS})
    return settings.model_copy(update={"customers": rows})


def _day(day: str | None, started_at: datetime) -> date:
    if day is None:
        return started_at.date()
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f"day '{day}': write it as YYYY-MM-DD.") from error
