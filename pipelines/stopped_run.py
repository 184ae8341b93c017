"""A run that a gate stops leaves its page, so that a person sees what the gate saw. Reach for it in a flow.

The folder has the report, the gates' pages, the rows that were set aside and run.json, which says that the
run was stopped; it has no hits. It never takes the place of a run that was published.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import tasks
from screening.model.errors import GateFailure, ScreeningError

if TYPE_CHECKING:
    from screening.runs.evidence import Evidence
    from screening.runs.set_aside import SetAside

__all__ = ["page_where_stopped"]

_log = logging.getLogger("pipelines")
_HITS = "hits.parquet"


@contextmanager
def page_where_stopped(out: Path, evidence: Evidence, set_aside: SetAside) -> Iterator[None]:
    """Where a gate stops what is done inside the block, leave its page, and name it in the GateFailure.

    out: the folder that the run was to be published in, which then holds the page; where a published run is
    there already, that stays, and the page goes beside it, to `out`-stopped.
    """
    try:
        yield
    except GateFailure as failure:
        evidence.gates += [result for result in failure.results if result not in evidence.gates]
        page = _left(_folder(out), evidence, set_aside)
        if page is None:
            raise
        raise GateFailure(f"{failure}\nWhat was seen: {page}", failure.results) from failure


def _folder(out: Path) -> Path:
    return out.with_name(f"{out.name}-stopped") if (out / _HITS).exists() else out


def _left(folder: Path, evidence: Evidence, set_aside: SetAside) -> Path | None:
    if evidence.source is None:
        # The run was stopped before there was anything to tell of.
        return None
    try:
        return tasks.leave_page(str(folder), evidence, set_aside)
    except (ScreeningError, OSError) as error:
        # What stopped the run is the news; it must not be hidden by this.
        _log.warning("the page of the stopped run could not be written: %s", error)
        return None
