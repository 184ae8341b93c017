"""The flow nightly-screening: one night, shown to Prefect and told to people.

The steps are those of `screening.runs.night`, each a task.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pipelines.kept_private import flow
from pipelines.night_artifacts import write_night_artifacts
from pipelines.notifications import notify_of_failure, notify_of_night
from pipelines.steps_as_tasks import run_as_task
from screening.runs.night import run_night
from screening.runs.night.summary import NightSummary
from screening.settings import load_settings
from screening.settings.nights import NightlySettings

__all__ = ["nightly_screening"]


@flow(
    name="nightly-screening",
    flow_run_name="night with {config}",
    persist_result=False,
    on_failure=[notify_of_failure],
    on_crashed=[notify_of_failure],
)
def nightly_screening(
    config: str,
    full: bool = False,
    day: str | None = None,
    accept_change: bool = False,
    cluster: str | None = None,
) -> str:
    """Run one night and return the path of the published run's folder.

    config: a file laid over the default settings; it names the customers (`nightly.customers`).
    full: screen everything, whatever changed. day: the date of the night, YYYY-MM-DD; unless given, today in
    the settings' time zone. accept_change: take the night in however much it differs from the one before; its
    gate's record says that it failed and was accepted. cluster: the address of a Dask scheduler whose workers
    screen, in place of `cluster.address`.

    Raises InputError for input that cannot be used, and GateFailure where a gate stopped the night, which
    then leaves its page in a folder of its own. A list that is refused or unusable stops nothing: the night
    is screened with the last good version and published, and ends with an error that says so.
    """
    settings = load_settings(Path(config)).nightly
    folder = run_night(
        config,
        full,
        day,
        accept_change,
        cluster,
        run_step=run_as_task,
        when_published=partial(_show, settings),
    )
    return str(folder)


def _show(settings: NightlySettings, summary: NightSummary) -> None:
    write_night_artifacts(summary)
    notify_of_night(summary, settings)
