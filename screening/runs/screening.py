"""One customer file against lists, from start to end, to a run's folder.

    run = screen_file("customers.parquet", ["…/ofac/2022-01"], out="runs/today")
    run.record.hits.records        # customers with a hit
    run.hits                       # the hits as a pandas DataFrame

The steps, in order: open the customers, read the lists, prepare the screener, gate the lists, screen batch by
batch, make the hits of a party on several lists one, gate the customers and the hits, publish. Whatever stops
a run, nothing of it is published.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screening.runs.evidence import Evidence
from screening.runs.gates import gate_coverage, gate_customers, gate_hits, gate_list
from screening.runs.kept_tables import kept_tables
from screening.runs.lists_in_use import lists_and_ages, restricted_to
from screening.runs.ownership import read_owned, with_owned
from screening.runs.publishing import publish
from screening.runs.request import ScreeningRequest, prepare_request
from screening.runs.run_step import FILES, RunStep, Step, run_here
from screening.runs.screening_work import ScreeningWork, is_large, pieces
from screening.runs.set_aside import SetAside
from screening.runs.stopped_run import page_where_stopped
from screening.runs.who_screens import workers_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from screening.customers import CustomerSource
    from screening.matching.screener import Screener
    from screening.model.run_record import RunRecord
    from screening.storage.addresses import Place

__all__ = ["ScreeningRun", "screen_file", "screen_request"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ScreeningRun:
    """A run that is published. path: its folder. record: what its run.json says."""

    path: Place
    record: RunRecord

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The hits, the most likely first, read from hits.parquet when they are first asked for."""
        return self.hit_table().to_pandas()

    def hit_table(self) -> pa.Table:
        """The same as an Arrow table, read anew each time."""
        import pyarrow.parquet as pq

        with (self.path / "hits.parquet").open("rb") as file:
            return pq.read_table(file)


def screen_file(
    customers: str | Path,
    watchlists: Sequence[str | Path] = (),
    out: str | Path | None = None,
    threshold: float | None = None,
    config: str | Path | None = None,
    programs: Sequence[str] = (),
    workers: int | None = None,
    overwrite: bool = False,
    list_ids: Sequence[str] = (),
    ownership: Sequence[str | Path] = (),
    cluster: str | None = None,
    *,
    run_step: RunStep = run_here,
) -> ScreeningRun:
    """Screen a customer file and publish the run.

    customers: a .parquet or .csv file, a folder of Parquet parts, or a Delta Lake table, here or in an object
    store (s3://…); TABLE?version=N for that version of a Delta Lake table.
    watchlists: paths of lists, or versions of the store (OFAC-SDN@2021-04); without any, the newest versions
    of the store.
    out: the run's folder, here or in a store; without it, one of its own under the settings' runs_dir.
    threshold, workers: laid over the settings. config: a file laid over the default settings.
    programs: screen only against parties of these programs, such as GLOMAG.
    overwrite: replace the run that is in `out`.
    list_ids: of these lists only those called so, such as OFAC-SDN.
    ownership: files that say who owns whom, in place of `ownership.sources`.
    cluster: the address of a Dask scheduler whose workers screen (docs/scaling.md).
    run_step: calls each step of the run; see `screening.runs.run_step`.

    Raises InputError for input that cannot be used and GateFailure where a gate stops the run, which then
    leaves its page and no hits.
    """
    started_at = datetime.now(UTC)
    request = prepare_request(
        str(customers),
        [str(each) for each in watchlists],
        started_at,
        str(out) if out is not None else None,
        threshold,
        str(config) if config is not None else None,
        programs,
        workers,
        overwrite,
        list_ids,
        [str(each) for each in ownership],
        cluster,
    )
    return screen_request(request, started_at, run_step)


def screen_request(
    request: ScreeningRequest, started_at: datetime, run_step: RunStep = run_here
) -> ScreeningRun:
    """The same for a request that was prepared already."""
    from screening.customers import open_customers

    settings = request.settings
    evidence = Evidence(request, started_at)
    clock, limits = evidence.clock, settings.gates
    today = settings.nightly.day_of(started_at)

    with clock.stage("open_customers"):
        evidence.source = source = run_step(
            Step("open customers", str(request.customers), FILES),
            open_customers,
            request.customers,
            settings.customers,
            today,
        )

    from screening.matching.screener import Screener
    from screening.quality import CustomerFacts

    with (
        workers_of(settings) as processes,
        closing(SetAside()) as set_aside,
        page_where_stopped(request.out, evidence, set_aside, run_step),
    ):
        if is_large(source):
            processes.start()
        with clock.stage("read_lists"):
            kept = kept_tables(settings)
            chosen = lists_and_ages(request.watchlists, settings, run_step, request.list_ids, kept)
        evidence.watchlists = [watchlist for watchlist, _ in chosen]
        lists = restricted_to(request.programs, evidence.watchlists)
        with clock.stage("prepare"):
            screener = run_step(Step("prepare screener"), Screener, lists, settings, kept)
        with clock.stage("read_ownership"):
            owned = read_owned(settings, lists, today, run_step)
        facts = CustomerFacts(today)
        # Processes that wait for work begin; nothing that they find is kept where a gate stops the run.
        work = ScreeningWork(source, screener, facts, set_aside, today, processes, owned)
        with clock.stage("gate_lists"):
            for watchlist, age in chosen:
                step = Step("gate list", watchlist.list_id)
                evidence.gates.append(run_step(step, gate_list, watchlist, limits, today, age))
        evidence.watchlists = lists
        with clock.stage("screen"):
            _screen(work, source, settings.customers.batch_rows, run_step)
        with clock.stage("link_parties"):
            if len(lists) > 1:
                step = Step("link parties", f"of {len(lists)} lists")
                evidence.links = run_step(step, _links, screener)
            hits = work.hits()
        with clock.stage("gate_coverage"):
            step, restricted = Step("gate coverage"), bool(request.programs)
            gate = run_step(step, gate_coverage, lists, screener.counts, work.screened(), restricted)
            evidence.gates.append(gate)
        with clock.stage("judge_ownership"):
            hits = with_owned(hits, owned, lambda: screener, set_aside, run_step)
        with clock.stage("gate_customers"):
            step = Step("gate customers")
            evidence.gates.append(run_step(step, gate_customers, facts, source.rows_in, limits))
        with clock.stage("gate_hits"):
            step = Step("gate hits")
            gate = run_step(step, gate_hits, hits, lists, facts, limits, settings.threshold)
            evidence.gates.append(gate)
        record = run_step(
            Step("publish", str(request.out), FILES),
            publish,
            request.out,
            request.overwrite,
            evidence,
            hits,
            set_aside,
        )
    _log_published(record)
    return ScreeningRun(request.out, record)


def _links(screener: Screener) -> pa.Table:
    return screener.links


def _screen(work: ScreeningWork, source: CustomerSource, batch_rows: int, run_step: RunStep) -> None:
    first = 1
    for count in pieces(source.rows_total, batch_rows):
        if not work.has_more():
            return
        run_step(Step("screen batches", f"from {first}", is_told=False), work.screen, count)
        first += count


def _log_published(record: RunRecord) -> None:
    _log.info(
        "published %s hits on %s of %s customers, %s rows rejected",
        f"{record.hits.rows:,}",
        f"{record.hits.records:,}",
        f"{record.customers.rows_screened:,}",
        f"{record.customers.rows_rejected:,}",
    )
