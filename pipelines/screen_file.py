"""The flow screen-file: one customer file against lists, to a run's folder, shown to Prefect.

The steps are those of `screening.runs.screening`, each a task. Whatever stops them, a ScreeningError reaches
the caller as it is, Prefect shows the run as failed with the same message, and nothing is published.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.artifacts import write_artifacts
from pipelines.kept_private import flow
from pipelines.steps_as_tasks import run_as_task
from screening.runs import screening

__all__ = ["screen_file"]


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
    list_ids: Sequence[str] = (),
    ownership: Sequence[str] = (),
    cluster: str | None = None,
) -> str:
    """Screen a customer file and publish the run; returns the path of its folder.

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
    cluster: the address of a Dask scheduler whose workers screen.

    Raises InputError for input that cannot be used and GateFailure where a gate stops the run, which then
    leaves its page and no hits.
    """
    run = screening.screen_file(
        customers,
        watchlists,
        out,
        threshold,
        config,
        programs,
        workers,
        overwrite,
        list_ids,
        ownership,
        cluster,
        run_step=run_as_task,
    )
    write_artifacts(run.record, run.hit_table(), run.path)
    return str(run.path)
