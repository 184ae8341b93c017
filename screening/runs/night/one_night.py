"""One night from start to end: lists in, what changed screened, alerts recorded, a run published.

A night that is stopped at any moment, by a gate or a power cut, has published nothing by halves, and the next
run goes on from what was done: the order of the last steps is the ledger, the run's folder, then the state;
each is one step, and the first two do the same again when they are done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.model.errors import InputError
from screening.model.run_record import NightParties, NightRecord
from screening.runs.evidence import Evidence
from screening.runs.gates import gate_coverage, gate_customers, gate_hits, gate_list
from screening.runs.lists_in_use import age_limit, read_stored
from screening.runs.night import list_states
from screening.runs.night.comparison import gate_night
from screening.runs.night.incremental import NightScreening
from screening.runs.night.plan import NightPlan, plan_night
from screening.runs.night.recording import as_recorded, record_alerts
from screening.runs.night.same_parties import hits_of_parties
from screening.runs.night.start import check_ledger, night_day
from screening.runs.night.state import LastNight, StateFolder
from screening.runs.night.summary import (
    NightSummary,
    alert_counts,
    customer_counts,
    log_published,
    night_alerts,
)
from screening.runs.ownership import ownership_hash, read_owned, with_owned
from screening.runs.publishing import publish
from screening.runs.request import ScreeningRequest
from screening.runs.run_step import FILES, RunStep, Step, run_here
from screening.runs.screening_work import is_large
from screening.runs.set_aside import SetAside
from screening.runs.stopped_run import page_where_stopped
from screening.runs.who_screens import workers_of
from screening.settings import Settings, load_settings
from screening.storage.addresses import Place

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.alerts import NightOutcome
    from screening.customers import CustomerSource
    from screening.matching.workers import BatchWorkers
    from screening.ownership.owned import OwnedCustomers
    from screening.quality import CustomerFacts
    from screening.watchlists import Watchlist

__all__ = ["run_night"]

_log = logging.getLogger(__name__)

# Customers analyzed, kept and screened together. Large, for much of a batch's cost is its distinct words.
_BATCH_ROWS = 50_000
# Fewer kept batches are screened sooner than workers load.
_BATCHES_FOR_WORKERS = 4


def run_night(
    config: str | Path,
    full: bool = False,
    day: str | None = None,
    accept_change: bool = False,
    cluster: str | None = None,
    *,
    run_step: RunStep = run_here,
    when_published: Callable[[NightSummary], object] | None = None,
) -> Place:
    """Run one night and return the folder of the published run.

    config: a file laid over the default settings; it names the customers (`nightly.customers`).
    full: screen everything, whatever changed. day: the date of the night, YYYY-MM-DD; unless given, today in
    the settings' time zone. accept_change: take the night in however much it differs from the one before; its
    gate's record says that it failed and was accepted.
    cluster: the address of a Dask scheduler whose workers screen, in place of `cluster.address`.
    run_step: calls each step of the night; see `screening.runs.run_step`. when_published: is called with what
    people are to be shown of the night, before the night counts as done: again, where the program ended in
    between, for twice is better than never.

    Raises InputError for input that cannot be used, and GateFailure where a gate stopped the night, which
    then leaves its page in a folder of its own. A list that is refused or unusable stops nothing: the night
    is screened with the last good version and published, and ends with an error that says so.
    """
    started_at = datetime.now(UTC)
    laid_over = {} if cluster is None else {"cluster": {"address": cluster}}
    settings = load_settings(Path(config), **laid_over)
    night_of = night_day(day, started_at, settings.nightly)
    state = StateFolder(settings.nightly.state_dir)
    with state.locked():
        last = state.last_night()
        check_ledger(settings.alerts, state, last)
        night = _Night(settings, state, last, started_at, night_of, full, accept_change, run_step)
        return night.run(when_published or (lambda _: None))


@dataclass(frozen=True)
class _Screened:
    """What a step of screening shows: how many batches it screened, with how many hits."""

    batches: int
    hits: int


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
        run_step: RunStep,
    ) -> None:
        rows = settings.customers.model_copy(update={"batch_rows": _BATCH_ROWS})
        # As the night works with them; what was set stands in the evidence.
        self._settings = settings.model_copy(update={"customers": rows})
        self._state = state
        self._last = last
        self._day = day
        self._full = full
        self._accept_change = accept_change
        self._run_step = run_step
        customers = settings.nightly.customers
        if customers is None:
            raise InputError("nightly.customers: name the customer table in the file given with --config.")
        self._customers = customers
        self._owned: OwnedCustomers | None = None
        request = ScreeningRequest(
            customers=customers,
            watchlists=(),
            out=settings.runs_dir,
            settings=settings,
            programs=(),
            overwrite=True,
        )
        self._evidence = Evidence(request, started_at)

    def run(self, when_published: Callable[[NightSummary], object]) -> Place:
        stopped = self._settings.runs_dir / f"night-{self._day.isoformat()}-stopped"
        with (
            closing(SetAside()) as set_aside,
            page_where_stopped(stopped, self._evidence, set_aside, self._run_step),
        ):
            folder = self._published(set_aside, when_published)
        list_states.raise_if_behind(self._evidence.lists, folder)
        return folder

    def _published(self, set_aside: SetAside, when_published: Callable[[NightSummary], object]) -> Place:
        """The folder of the run, once all is done."""
        from screening.matching.screener import Screener
        from screening.quality import CustomerFacts

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        source = self._open_customers()
        lists = self._lists()
        plan = self._plan(lists, source)
        if plan.done is not None:
            _log.info("nothing changed since this night was published in %s", plan.done)
            return plan.done
        with clock.stage("read_ownership"):
            self._owned = read_owned(settings, lists, self._day, self._run_step)
        facts = CustomerFacts(self._day)
        with workers_of(settings) as workers:
            night = NightScreening(plan, self._state, settings, workers)
            self._screen(night, source, facts, set_aside, workers)
            with clock.stage("gather_hits"):
                by_entry = night.hits()
            with clock.stage("link_parties"):
                step = Step("link parties", f"of {len(lists)} lists")
                of_parties = self._run_step(step, hits_of_parties, by_entry, lists, settings)
                evidence.links = of_parties.links
            with clock.stage("judge_ownership"):
                hits = with_owned(
                    of_parties.hits,
                    self._owned,
                    partial(Screener, lists, settings),
                    set_aside,
                    self._run_step,
                ).slice()
            self._note(customers=customer_counts(night))
            self._gate(night, source, facts, hits)
            with clock.stage("record_alerts"):
                step, found = Step("record alerts", f"of {self._day}", FILES), replace(of_parties, hits=hits)
                outcome = self._run_step(step, record_alerts, evidence, night, found, settings)
            self._note(alerts=alert_counts(outcome))
            folder = settings.runs_dir / f"night-{self._day.isoformat()}-{plan.run_key[:8]}"
            recorded = as_recorded(hits, outcome)
            step = Step("publish", str(folder), FILES)
            self._run_step(step, publish, folder, True, evidence, recorded, set_aside)
            summary = self._summary(recorded, outcome, folder)
            when_published(summary)
            log_published(summary)
            with clock.stage("leave_state"):
                self._run_step(Step("leave state", "", FILES), night.leave, by_entry, folder)
        return folder

    def _open_customers(self) -> CustomerSource:
        from screening.customers import open_customers

        self._note()
        evidence = self._evidence
        with evidence.clock.stage("open_customers"):
            step = Step("open customers", str(self._customers), FILES)
            evidence.source = source = self._run_step(
                step, open_customers, self._customers, self._settings.customers, self._day
            )
        return source

    def _lists(self) -> list[Watchlist]:
        """The lists that the night is screened with, once new ones are taken in and all are gated."""
        from screening.runs.list_intake import take_in_lists
        from screening.watchlists import newest

        settings, evidence, clock = self._settings, self._evidence, self._evidence.clock
        with clock.stage("take_in_lists"):
            step = Step("take in lists", "", FILES)
            intakes = self._run_step(step, take_in_lists, settings, self._day) if settings.lists else []
        with clock.stage("read_lists"):
            stored = newest(settings.store_dir)
            evidence.watchlists = lists = read_stored(stored, self._run_step)
        last = self._last.list_versions if self._last else {}
        versions = {watchlist.list_id: watchlist.version for watchlist in lists}
        states = list_states.list_states(intakes, stored, versions, last, self._day, settings)
        evidence.lists = states
        list_states.log_states(states)
        with clock.stage("gate_lists"):
            list_states.raise_if_none(states, intakes)
            for version, watchlist in zip(stored, lists, strict=True):
                step, age = Step("gate list", watchlist.list_id), age_limit(version, settings)
                gate = self._run_step(step, gate_list, watchlist, settings.gates, self._day, age)
                evidence.gates.append(gate)
            for intake in intakes:
                evidence.gates += intake.failed_gates
        return lists

    def _plan(self, lists: list[Watchlist], source: CustomerSource) -> NightPlan:
        """What to screen tonight."""
        with self._evidence.clock.stage("plan"):
            plan = self._run_step(
                Step("plan the night", f"of {self._day}"),
                plan_night,
                self._last,
                lists,
                self._settings,
                source.sha256,
                self._day,
                self._full,
                ownership_hash(self._settings),
            )
        changes = plan.changes
        self._note(
            run_key=plan.run_key,
            full=plan.full,
            why=plan.why,
            parties=NightParties(added=changes.added, changed=changes.changed, removed=changes.removed),
        )
        _log.info("%s: %s", "full" if plan.full else "incremental", plan.why)
        return plan

    def _screen(
        self,
        night: NightScreening,
        source: CustomerSource,
        facts: CustomerFacts,
        set_aside: SetAside,
        workers: BatchWorkers,
    ) -> None:
        """Changed customers against whole lists, and beside that last night's against changed parties."""
        clock, plan = self._evidence.clock, night.plan
        if (plan.full and is_large(source)) or night.kept_batches >= _BATCHES_FOR_WORKERS:
            workers.start(tables=plan.full)

        def customers() -> Iterator[pa.RecordBatch]:
            for batch in source.batches():
                facts.add(batch.customers, batch.rejected)
                set_aside.add(batch)
                if self._owned is not None:
                    self._owned.see(batch.customers)
                night.rejected.update(map(str, batch.rejected["record_id"].drop_null().to_pylist()))
                night.unidentified += batch.rejected["record_id"].null_count
                yield batch.customers

        def changed_parties() -> _Screened:
            step, found = Step("screen changed parties"), night.screen_changed_parties()
            return self._run_step(step, _screened, "changed parties", found)

        # Beside the reading of the table, which leaves the workers without work. In a thread of its own, and
        # with what this thread knows: a scheduler keeps there which run a step belongs to.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="changed-parties") as beside:
            of_parties = beside.submit(copy_context().run, changed_parties)
            try:
                with clock.stage("screen_changed_customers"):
                    self._run_step(
                        Step("screen changed customers"),
                        _screened,
                        "changed customers",
                        night.screen_changed_customers(customers()),
                    )
            finally:
                # The workers must not be ended under it, whatever happened here.
                with clock.stage("wait_for_changed_parties"):
                    beside.shutdown()
            of_parties.result()

    def _gate(
        self, night: NightScreening, source: CustomerSource, facts: CustomerFacts, hits: pa.Table
    ) -> None:
        settings, gates, clock = self._settings, self._evidence.gates, self._evidence.clock
        limits, run_step = settings.gates, self._run_step
        with clock.stage("gate_coverage"):
            step, screened = Step("gate coverage"), night.screened()
            gates.append(run_step(step, gate_coverage, list(night.plan.lists), screened, screened, False))
        with clock.stage("gate_customers"):
            step = Step("gate customers")
            gates.append(run_step(step, gate_customers, facts, source.rows_in, limits))
        with clock.stage("gate_hits"):
            step, lists = Step("gate hits"), list(night.plan.lists)
            gates.append(run_step(step, gate_hits, hits, lists, facts, limits, settings.threshold))
        with clock.stage("gate_night"):
            night.table.columns = tuple(source.columns.used)
            step = Step("gate night")
            gate = run_step(step, gate_night, night, self._state, hits, settings, self._accept_change)
            gates.append(gate)

    def _note(self, **found: Any) -> None:
        """Add to what run.json says of the night."""
        night = self._evidence.night or NightRecord(day=self._day)
        self._evidence.night = night.model_copy(update=found)

    def _summary(self, hits: pa.Table, outcome: NightOutcome, folder: Place) -> NightSummary:
        evidence = self._evidence
        if evidence.night is None:
            raise RuntimeError("a night was published that is no night")
        return NightSummary(
            night=evidence.night,
            folder=folder,
            lists=tuple(evidence.lists),
            hits=hits.num_rows,
            alerts=night_alerts(outcome.events, hits),
            gates=tuple(evidence.gates),
            timings=evidence.clock.timings(),
        )


def _screened(what: str, found: Iterable[int]) -> _Screened:
    """Screens batch by batch, with a line in the log for each."""
    batches = hits = 0
    for count in found:
        batches += 1
        hits += count
        _log.info("%s: %s batches, %s hits", what, f"{batches:,}", f"{hits:,}", extra={"progress": True})
    return _Screened(batches, hits)
