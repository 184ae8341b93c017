"""The flow evaluate-matching: the effectiveness test, on a schedule or from Prefect's pages.

The steps are those of `screening.runs.evaluation`, each a task. Prefect is shown figures only: no customer
and no varied name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.kept_private import flow
from pipelines.markdown_tables import markdown_table
from pipelines.notifications import notify_of_failure
from pipelines.steps_as_tasks import run_as_task
from screening.runs import evaluation
from screening.storage.addresses import Place

if TYPE_CHECKING:
    from screening.evaluation import EvaluationRecord, Share

__all__ = ["FIGURES_KEY", "evaluate_matching", "figures_markdown"]

FIGURES_KEY = "evaluation-figures"


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
    """Measure what the settings find and what they let through; returns the evaluation's folder.

    config: a file laid over the default settings. watchlists: paths of lists; without any, the newest
    versions of the store. clean: a table of customers taken for clean; without it no alerts are counted.
    threshold: laid over the settings. names: listed parties to draw. seed: another one draws others.
    out: the folder; without it, a new one under the settings' runs_dir. overwrite: replace what is there.

    Raises InputError for input that cannot be used.
    """
    finished = evaluation.evaluate_matching(
        watchlists, clean, config, threshold, names, seed, out, overwrite, run_step=run_as_task
    )
    _show(finished.record, finished.path)
    return str(finished.path)


def _show(record: EvaluationRecord, folder: Place) -> None:
    from prefect.artifacts import create_markdown_artifact

    create_markdown_artifact(
        key=FIGURES_KEY,
        markdown=figures_markdown(record, folder),
        description="What the settings find, by kind of variation, and what that costs in alerts",
    )


def figures_markdown(record: EvaluationRecord, folder: Place) -> str:
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
