"""The ad-hoc flow: one customer file against lists, to a run's folder. Reach for it to run or schedule one.

It runs by itself (Prefect then starts a server for the time of the run) and against a server of the user's
own (PREFECT_API_URL). Whatever stops it, a ScreeningError reaches the caller as it is, Prefect shows the run
as failed with the same message, and nothing is published.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines import tasks
from pipelines.artifacts import write_artifacts
from pipelines.kept_private import flow
from pipelines.stopped_run import page_where_stopped
from screening.model.errors import InputError
from screening.runs.evidence import Evidence
from screening.runs.request import ScreeningRequest, prepare_request
from screening.runs.screening_work import ScreeningWork, is_large, pieces
from screening.runs.set_aside import SetAside
from screening.runs.stored_lists import age_limit, stored_versions

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.customers import CustomerSource
    from screening.model.run_record import RunRecord
    from screening.quality import AgeLimit
    from screening.watchlists import Watchlist

__all__ = ["screen_file"]

# What the UI shows of a run, and the command line as its progress.
_log = logging.getLogger("pipelines")
_log.setLevel(logging.INFO)


@flow(name="screen-file", flow_run_name="screen {customers}", persist_result=False)
def screen_file(
    customers: str,
    watchlists: Sequence[str] = (),
    out: str | None = None,
    threshold: float | None = None,
    config: str | None = None,
    programs: Sequence[str] = (),
    workers: int | None = None,
    overwrite: bool = False,
) -> str:
    """Screen a customer file and publish the run; gives back the path of its folder.

    customers: a .parquet or .csv file, or a folder of Parquet parts.
    watchlists: paths of lists, or versions of the store (OFAC-SDN@2021-04); without any, the newest versions
    of the store.
    out: the run's folder; without it, one of its own under the settings' runs_dir.
    threshold, workers: laid over the settings. config: a file laid over the default settings.
    programs: screen only against parties of these programs, such as GLOMAG.
    overwrite: replace the run that is in `out`.

    Raises InputError for input that cannot be used and GateFailure where a gate stops the run, which then
    leaves its page and no hits.
    """
    started_at = datetime.now(UTC)
    request = prepare_request(
        customers, watchlists, started_at, out, threshold, config, programs, workers, overwrite
    )
    evidence = Evidence(request, started_at)
    clock, limits = evidence.clock, request.settings.gates
    today = request.settings.nightly.day_of(started_at)

    with clock.stage("open_customers"):
        evidence.source = source = tasks.open_customer_file(
            str(request.customers), request.settings.customers, today
        )

    from screening.matching.workers import Workers
    from screening.quality import CustomerFacts

    with (
        Workers(request.settings.workers) as processes,
        closing(SetAside()) as set_aside,
        page_where_stopped(request.out, evidence, set_aside),
    ):
        if is_large(source):
            processes.start()
        with clock.stage("read_lists"):
            lists, ages = _read_lists(request)
        with clock.stage("gate_lists"):
            evidence.watchlists = lists
            for watchlist, age in zip(lists, ages, strict=True):
                evidence.gates.append(tasks.gate_list(watchlist, limits, today, age))
        evidence.watchlists = screened_with = _restricted(lists, request.programs)
        with clock.stage("prepare"):
            screener = tasks.load_screener(screened_with, request.settings)
        facts = CustomerFacts(today)
        work = ScreeningWork(source, screener, facts, set_aside, today, processes)
        with clock.stage("screen"):
            _screen(work, source, request.settings.customers.batch_rows)
            hits = work.hits()
        with clock.stage("gate_customers"):
            evidence.gates.append(tasks.gate_customers(facts, source.rows_in, limits))
        with clock.stage("gate_hits"):
            evidence.gates.append(
                tasks.gate_hits(hits, screened_with, facts, limits, request.settings.threshold)
            )
        record = tasks.publish(str(request.out), request.overwrite, evidence, hits, set_aside)
    write_artifacts(record, hits, request.out)
    _tell(record, hits)
    return str(request.out)


def _read_lists(request: ScreeningRequest) -> tuple[list[Watchlist], list[AgeLimit | None]]:
    """The lists, and for each how old it may be: what a person named may be of any age."""
    ages: list[AgeLimit | None]
    if request.watchlists:
        store = request.settings.store_dir
        lists = [tasks.read_list(str(path), store) for path in request.watchlists]
        ages = [None] * len(lists)
    else:
        versions = stored_versions(request.settings.store_dir)
        lists = [tasks.read_stored_list(str(version.path)) for version in versions]
        ages = [age_limit(version, request.settings) for version in versions]
    seen: dict[str, str] = {}
    for watchlist in lists:
        if watchlist.list_id in seen:
            raise InputError(
                f"{watchlist.source}: is {watchlist.list_id}, as is {seen[watchlist.list_id]}. "
                "Give each list once, so that no party is screened against twice."
            )
        seen[watchlist.list_id] = watchlist.source
        _log.info(
            "read %s: %s parties, %s names",
            watchlist.version,
            f"{watchlist.entity_count:,}",
            f"{watchlist.name_count:,}",
        )
    return lists, ages


def _restricted(lists: list[Watchlist], programs: Sequence[str]) -> list[Watchlist]:
    if not programs:
        return lists
    from screening.watchlists.programs import restrict_to_programs

    restricted = restrict_to_programs(lists, programs)
    parties = sum(watchlist.entity_count for watchlist in restricted)
    _log.info("restricted to %s parties of %s", f"{parties:,}", ", ".join(programs))
    return restricted


def _screen(work: ScreeningWork, source: CustomerSource, batch_rows: int) -> None:
    first = 1
    for count in pieces(source.rows_total, batch_rows):
        if not work.has_more():
            return
        tasks.screen_batches(work, first, count)
        first += count


def _tell(record: RunRecord, hits: pa.Table) -> None:
    _log.info(
        "published %s hits on %s of %s customers, %s rows rejected",
        f"{hits.num_rows:,}",
        f"{record.hits.records:,}",
        f"{record.customers.rows_screened:,}",
        f"{record.customers.rows_rejected:,}",
    )
