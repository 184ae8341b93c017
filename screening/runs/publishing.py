"""A run's folder, written: whole with its hits, or, of a run that a gate stopped, the page without them.

hits.parquet: equal hits, equal bytes. Nothing that varies from run to run gets in: no pandas metadata, no
chunk borders of the batches that were screened, no time. The bytes also depend on pyarrow, which the lock
pins and the file names as its maker.

The folder of a stopped run has the report, the gates' pages, the rows that were set aside and run.json, which
says that the run was stopped. It never takes the place of a run that was published.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from screening.model.errors import GateFailure, ScreeningError
from screening.model.hit_table import HIT_SCHEMA, plain_hits
from screening.runs.run_folder import staged_run
from screening.runs.steps import FILES, RunStep, Step, run_here

if TYPE_CHECKING:
    from screening.model.run_record import RunRecord
    from screening.runs.evidence import Evidence
    from screening.runs.set_aside import SetAside

__all__ = ["page_where_stopped", "publish", "write_hits_parquet"]

_log = logging.getLogger(__name__)
_ROWS_A_GROUP = 100_000
_HITS = "hits.parquet"


def publish(out: Path, overwrite: bool, evidence: Evidence, hits: pa.Table, set_aside: SetAside) -> RunRecord:
    """Write the run's folder aside and move it into place in one step."""
    from screening.spreadsheets import write_hits_csv, write_hits_xlsx

    with staged_run(out, overwrite) as folder:
        with evidence.clock.stage("write"):
            write_hits_parquet(hits, folder / _HITS)
            write_hits_csv(hits, folder / "hits.csv")
            write_hits_xlsx(hits, folder / "hits.xlsx")
        return _write_evidence(folder, evidence, hits, set_aside)


def write_hits_parquet(hits: pa.Table, path: Path) -> None:
    """Write hits, ordered already, to `path`: the columns of HIT_SCHEMA, then carried ones as text.

    Raises ValueError where a column of HIT_SCHEMA is missing or out of its place.
    """
    pq.write_table(
        plain_hits(hits),
        path,
        version="2.6",
        compression="zstd",
        compression_level=9,
        row_group_size=_ROWS_A_GROUP,
        write_statistics=True,
    )


@contextmanager
def page_where_stopped(
    out: Path, evidence: Evidence, set_aside: SetAside, run_step: RunStep = run_here
) -> Iterator[None]:
    """Where a gate stops what is done inside the block, leave its page, and name it in the GateFailure.

    out: the folder that the run was to be published in, which then holds the page; where a published run is
    there already, that stays, and the page goes beside it, to `out`-stopped.
    """
    try:
        yield
    except GateFailure as failure:
        evidence.gates += [result for result in failure.results if result not in evidence.gates]
        folder = out.with_name(f"{out.name}-stopped") if (out / _HITS).exists() else out
        page = _left(folder, evidence, set_aside, run_step)
        if page is None:
            raise
        raise GateFailure(f"{failure}\nWhat was seen: {page}", failure.results) from failure


def _left(folder: Path, evidence: Evidence, set_aside: SetAside, run_step: RunStep) -> Path | None:
    if evidence.source is None:
        # The run was stopped before there was anything to report.
        return None
    step = Step("leave page", f"of the stopped run in {folder}", FILES)
    try:
        return run_step(step, _leave_page, folder, evidence, set_aside)
    except (ScreeningError, OSError) as error:
        # What stopped the run is the news; it must not be hidden by this.
        _log.warning("the page of the stopped run could not be written: %s", error)
        return None


def _leave_page(out: Path, evidence: Evidence, set_aside: SetAside) -> Path:
    """The page of a run that a gate stopped, in a folder without hits; it replaces that of an earlier try."""
    with staged_run(out, overwrite=True) as folder:
        _write_evidence(folder, evidence, HIT_SCHEMA.empty_table(), set_aside, "stopped")
    return out / "report.html"


def _write_evidence(
    folder: Path,
    evidence: Evidence,
    hits: pa.Table,
    set_aside: SetAside,
    outcome: Literal["published", "stopped"] = "published",
) -> RunRecord:
    """Everything in a run's folder but the hits."""
    from screening.model.run_record import write_run_json
    from screening.quality.data_docs import write_gate_pages
    from screening.report import write_report
    from screening.spreadsheets import write_rows_csv

    with evidence.clock.stage("write"):
        write_rows_csv(set_aside.rejected.batches(), set_aside.rejected.schema, folder / "rejected.csv")
        write_rows_csv(set_aside.warnings.batches(), set_aside.warnings.schema, folder / "warnings.csv")
        write_gate_pages(evidence.gates, folder / "gates", report="../report.html")
    record = evidence.record(hits, outcome)
    write_report(record, hits, folder / "report.html", evidence.report_context())
    write_run_json(record, folder / "run.json")
    return record
