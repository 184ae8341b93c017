"""The page that a run leaves where a gate stopped it, so that a person sees what the gate saw.

Its folder has the report, the gates' pages, the rows that were set aside and run.json, which says that the
run was stopped; it has no hits. It never takes the place of a run that was published.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from screening.model.errors import GateFailure, ScreeningError
from screening.model.hit_table import HIT_SCHEMA
from screening.runs.publishing import write_evidence
from screening.runs.run_folder import staged_run
from screening.runs.run_step import FILES, RunStep, Step, run_here

if TYPE_CHECKING:
    from screening.runs.evidence import Evidence
    from screening.runs.set_aside import SetAside
    from screening.storage.addresses import Place

__all__ = ["page_where_stopped"]

_log = logging.getLogger(__name__)
_HITS = "hits.parquet"


@contextmanager
def page_where_stopped(
    out: Place, evidence: Evidence, set_aside: SetAside, run_step: RunStep = run_here
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


def _left(folder: Place, evidence: Evidence, set_aside: SetAside, run_step: RunStep) -> Place | None:
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


def _leave_page(out: Place, evidence: Evidence, set_aside: SetAside) -> Place:
    """The page of a run that a gate stopped, in a folder without hits; it replaces that of an earlier try."""
    with staged_run(out, overwrite=True) as folder:
        write_evidence(folder, evidence, HIT_SCHEMA.empty_table(), set_aside, "stopped")
    return out / "report.html"
