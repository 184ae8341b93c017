"""The tasks of a screening flow, as one wants to see them in Prefect's UI. Each calls the library once.

Nothing is cached or persisted: a screening run must look at its input, and Prefect's storage is no place
for customers. Tasks that read or write files try again where the file system failed, never where the input
is wrong.
"""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from prefect.cache_policies import NO_CACHE

from pipelines.kept_private import task
from screening.model.errors import ScreeningError
from screening.runs.evidence import Evidence
from screening.runs.screening_work import ScreeningWork
from screening.runs.set_aside import SetAside
from screening.settings import Settings
from screening.settings.customers import CustomerSettings
from screening.settings.gates import GateSettings

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from screening import Screener
    from screening.customers import CustomerSource
    from screening.model.run_record import RunRecord
    from screening.quality import AgeLimit, CustomerFacts, GateResult
    from screening.runs.list_intake import Intake
    from screening.watchlists import Watchlist

__all__ = [
    "FILES",
    "IN_MEMORY",
    "gate_customers",
    "gate_hits",
    "gate_list",
    "leave_page",
    "load_screener",
    "may_heal",
    "open_customer_file",
    "publish",
    "read_list",
    "read_stored_list",
    "screen_batches",
    "take_in_lists",
]

# What waiting does not heal, though it is an error of the file system.
_LASTING_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
_LASTING = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError, FileExistsError)


def may_heal(task: Any, run: Any, state: Any) -> bool:
    """Whether another try is worth it: only where the file system failed, as network drives do.

    An InputError that was raised because of such a failure counts; one about the content does not.
    """
    error = state.result(raise_on_failure=False)
    cause = error.__cause__ if isinstance(error, ScreeningError) else error
    if not isinstance(cause, OSError) or isinstance(cause, _LASTING):
        return False
    return cause.errno not in _LASTING_NUMBERS


# How tasks run: nothing is kept of any; those that read or write files try again.
IN_MEMORY: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
FILES: dict[str, Any] = IN_MEMORY | {
    "retries": 2,
    "retry_delay_seconds": [2, 10],
    "retry_condition_fn": may_heal,
}


@task(name="read list", task_run_name="read list {path}", **FILES)
def read_list(path: str, store: Path) -> Watchlist:
    """A list as its publisher made it, or a version of the store by what a person calls it."""
    from screening.watchlists.versions.references import open_list

    return open_list(path, store)


@task(name="read stored list", task_run_name="read stored list {path}", **FILES)
def read_stored_list(path: str) -> Watchlist:
    """A version of the store."""
    from screening.watchlists.versions.store import load_version

    return load_version(Path(path))


@task(name="take in lists", task_run_name="take in lists", **FILES)
def take_in_lists(settings: Settings, today: date) -> list[Intake]:
    """New publications from every configured source; what is refused raises nothing here."""
    from screening.runs import list_intake

    return list_intake.take_in_lists(settings, today)


@task(name="gate list", task_run_name="gate list {watchlist.list_id}", **IN_MEMORY)
def gate_list(
    watchlist: Watchlist, limits: GateSettings, today: date, age: AgeLimit | None = None
) -> GateResult:
    """Raises GateFailure where the list must not be screened with. age: of a list that nobody named."""
    from screening.quality import list_gate, raise_if_failed

    result = list_gate(watchlist, limits, today, age)
    raise_if_failed([result])
    return result


@task(name="prepare screener", task_run_name="prepare screener", **IN_MEMORY)
def load_screener(watchlists: list[Watchlist], settings: Settings) -> Screener:
    """The lists' names, analyzed."""
    from screening import Screener

    return Screener(watchlists, settings)


@task(name="open customers", task_run_name="open customers {path}", **FILES)
def open_customer_file(path: str, settings: CustomerSettings, today: date) -> CustomerSource:
    """The customer table, its columns mapped and its bytes hashed."""
    from screening.customers import open_customers

    return open_customers(Path(path), settings, today)


@task(name="screen batches", task_run_name="screen batches from {first_batch}", **IN_MEMORY)
def screen_batches(work: ScreeningWork, first_batch: int, count: int) -> int:
    """Screen the next `count` batches; gives back the rows read."""
    return work.screen(count)


@task(name="gate customers", task_run_name="gate customers", **IN_MEMORY)
def gate_customers(facts: CustomerFacts, rows_in: int, limits: GateSettings) -> GateResult:
    """Raises GateFailure where customers were not read whole."""
    from screening.quality import customers_gate, raise_if_failed

    result = customers_gate(facts, rows_in, limits)
    raise_if_failed([result])
    return result


@task(name="gate hits", task_run_name="gate hits", **IN_MEMORY)
def gate_hits(
    hits: pa.Table,
    watchlists: list[Watchlist],
    facts: CustomerFacts,
    limits: GateSettings,
    threshold: float,
) -> GateResult:
    """Raises GateFailure where hits must not be published."""
    from screening.quality import hits_gate, raise_if_failed

    result = hits_gate(hits, watchlists, facts, limits, threshold)
    raise_if_failed([result])
    return result


@task(name="publish", task_run_name="publish {out}", **FILES)
def publish(out: str, overwrite: bool, evidence: Evidence, hits: pa.Table, set_aside: SetAside) -> RunRecord:
    """Write the run's folder aside and move it into place in one step."""
    from screening.runs.hits_parquet import write_hits_parquet
    from screening.runs.run_folder import staged_run
    from screening.spreadsheets import write_hits_csv, write_hits_xlsx

    with staged_run(Path(out), overwrite) as folder:
        with evidence.clock.stage("write"):
            write_hits_parquet(hits, folder / "hits.parquet")
            write_hits_csv(hits, folder / "hits.csv")
            write_hits_xlsx(hits, folder / "hits.xlsx")
        return _write_evidence(folder, evidence, hits, set_aside)


@task(name="leave page", task_run_name="leave page of the stopped run in {out}", **FILES)
def leave_page(out: str, evidence: Evidence, set_aside: SetAside) -> Path:
    """The page of a run that a gate stopped, in a folder without hits; it replaces that of an earlier try."""
    from screening.model.hit_table import HIT_SCHEMA
    from screening.runs.run_folder import staged_run

    with staged_run(Path(out), overwrite=True) as folder:
        _write_evidence(folder, evidence, HIT_SCHEMA.empty_table(), set_aside, "stopped")
    return Path(out) / "report.html"


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
    write_report(record, hits, folder / "report.html", evidence.background())
    write_run_json(record, folder / "run.json")
    return record
