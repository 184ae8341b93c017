"""The effectiveness test as a flow. Reach for it to run `sanctions evaluate` from a schedule or from Prefect.

The measuring is `screening.evaluation`'s. Prefect is shown figures only: no customer and no varied name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import tasks
from pipelines.kept_private import flow, task
from pipelines.markdown_tables import markdown_table
from pipelines.notifications import notify_of_failure
from screening.runs.code_version import code_version
from screening.runs.stored_lists import stored_versions
from screening.settings import Settings, load_settings

if TYPE_CHECKING:
    from screening.customers import CustomerSource
    from screening.evaluation import Evaluation, EvaluationRecord, Share
    from screening.watchlists import Watchlist

__all__ = ["FIGURES_KEY", "evaluate_matching", "figures_markdown"]

FIGURES_KEY = "evaluation-figures"
_log = logging.getLogger("pipelines")
_log.setLevel(logging.INFO)


@flow(
    name="evaluate-matching",
    persist_result=False,
    on_failure=[notify_of_failure],
    on_crashed=[notify_of_failure],
)
def evaluate_matching(
    config: str | None = None,
    watchlists: Sequence[str] = (),
    clean: str | None = None,
    threshold: float | None = None,
    names: int = 500,
    seed: int = 1,
    out: str | None = None,
    overwrite: bool = False,
) -> str:
    """Measure what the settings find and what they let through; gives back the evaluation's folder.

    config: a file laid over the default settings. watchlists: paths of lists; without any, the newest
    versions of the store. clean: a table of customers taken for clean; without it no alerts are counted.
    threshold: laid over the settings. names: listed parties to draw. seed: another one draws others.
    out: the folder; without it, a new one under the settings' runs_dir. overwrite: replace what is there.

    Raises InputError for input that cannot be used.
    """
    from screening.evaluation import EVALUATION
    from screening.storage.staged_folder import check_target

    settings = load_settings(Path(config) if config else None, threshold=threshold)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-evaluation"
    folder = Path(out) if out else settings.runs_dir / name
    check_target(folder, EVALUATION, overwrite)
    today = settings.nightly.day_of(datetime.now(UTC))
    source = tasks.open_customer_file(clean, settings.customers, today) if clean else None
    if watchlists:
        lists = [tasks.read_list(path, settings.store_dir) for path in watchlists]
    else:
        lists = [tasks.read_stored_list(str(each.path)) for each in stored_versions(settings.store_dir)]
    evaluation = _measure(lists, settings, source, names, seed)
    _write(evaluation, str(folder), overwrite)
    _show(evaluation.record, folder)
    return str(folder)


@task(name="measure", task_run_name="measure", **tasks.IN_MEMORY)
def _measure(
    lists: list[Watchlist], settings: Settings, source: CustomerSource | None, names: int, seed: int
) -> Evaluation:
    from screening.evaluation import evaluate

    return evaluate(
        lists,
        settings,
        source,
        parties=names,
        seed=seed,
        code_version=code_version(),
        tell=partial(_log.info, extra={"progress": True}),
    )


@task(name="write evaluation", task_run_name="write evaluation {folder}", **tasks.FILES)
def _write(evaluation: Evaluation, folder: str, overwrite: bool) -> None:
    from screening.evaluation import write_evaluation

    write_evaluation(evaluation, Path(folder), overwrite)


def _show(record: EvaluationRecord, folder: Path) -> None:
    from prefect.artifacts import create_markdown_artifact

    create_markdown_artifact(
        key=FIGURES_KEY,
        markdown=figures_markdown(record, folder),
        description="What the settings find, by kind of variation, and what that costs in alerts",
    )


def figures_markdown(record: EvaluationRecord, folder: Path) -> str:
    """The figures on one page, in Markdown, each with its 95 % interval."""
    lines = [
        f"# {record.found.share:.1%} found at a threshold of {record.threshold:g}",
        "",
        f"Measured on {', '.join(each.list_id for each in record.watchlists)}, "
        f"{record.sample.parties:,} parties, {record.sample.variations:,} variations; "
        f"settings `{record.config_sha256[:12]}`, code {record.code_version}.",
        "",
        f"Published in `{folder.resolve()}`; read `evaluation.html` there.",
        "",
        *markdown_table(
            ("Kind", "Tried", "Found", "95 % interval"),
            [
                *(_figures(kind.kind, kind.found) for kind in record.kinds),
                _figures("all but the exact names", record.found),
            ],
            numbers=3,
        ),
        "",
        "## Alerts on customers taken for clean",
        "",
    ]
    if record.clean is None:
        return "\n".join([*lines, "Not measured: no customers were given (parameter `clean`)."])
    rows = [
        _figures("with their identifiers", record.clean.alerts, 2),
        _figures("by name alone", record.clean.alerts_by_name, 2),
    ]
    return "\n".join([*lines, *markdown_table(("", "Customers", "Alerts", "95 % interval"), rows, numbers=3)])


def _figures(what: str, figure: Share, places: int = 1) -> tuple[str, str, str, str]:
    interval = f"{figure.low:.{places}%} to {figure.high:.{places}%}"
    return what, f"{figure.total:,}", f"{figure.share:.{places}%}", interval
