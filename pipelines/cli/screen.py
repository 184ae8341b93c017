"""`sanctions screen`: one customer file against lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import (
    cluster_option,
    config_option,
    flow_option,
    ownership_option,
    watchlist_option,
)
from pipelines.cli.outcome import outcome_lines
from pipelines.cli.terminal import say

if TYPE_CHECKING:
    from screening.storage.addresses import Place

__all__ = ["screen"]


@click.command(epilog="Example: sanctions screen customers.parquet --watchlist lists/ofac --out runs/today")
@click.argument("customers")
@watchlist_option
@click.option(
    "--out",
    metavar="DIR",
    help="The run's folder, here or in an object store. Without it, a new one under runs/.",
)
@click.option("--threshold", type=float, metavar="N", help="A score of N or more is a hit (0 to 100).")
@config_option
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="CODE",
    help="Only parties of this program, such as GLOMAG. May be given more than once.",
)
@click.option(
    "--list",
    "list_ids",
    multiple=True,
    metavar="ID",
    help="Only this list, such as OFAC-SDN. May be given more than once.",
)
@ownership_option
@click.option("--workers", type=int, metavar="N", help="Processes that screen side by side.")
@cluster_option
@click.option("--overwrite", is_flag=True, help="Replace the run that is in --out.")
@flow_option
def screen(
    customers: str,
    watchlists: tuple[str, ...],
    out: str | None,
    threshold: float | None,
    config: str | None,
    programs: tuple[str, ...],
    list_ids: tuple[str, ...],
    ownership: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    overwrite: bool,
    flow: bool,
) -> None:
    """Screen CUSTOMERS: a .parquet or .csv file, a folder of Parquet parts or a Delta Lake table, here or in
    an object store (s3://BUCKET/KEY, gs://…, abfs://…).

    The run's folder holds the hits (hits.parquet, hits.csv, hits.xlsx), the rows that could not be screened
    (rejected.csv), what of the others could not be read (warnings.csv), a page to read (report.html), the
    gates' pages (gates) and the evidence (run.json).

    With a Prefect server configured (PREFECT_API_URL, or a profile), this is a flow run on it.
    """
    from datetime import UTC, datetime

    from pipelines.cli.progress import log_line, shown_progress
    from pipelines.cli.with_or_without_prefect import way_to_run
    from screening.storage.addresses import without_secrets

    started_at = datetime.now(UTC)
    with shown_progress():
        way = way_to_run(flow)
        log_line(f"screening {without_secrets(customers)}: {way.loading}")
        from screening.runs.request import prepare_request

        # What can be refused at once is refused before anything slow is even imported.
        request = prepare_request(
            customers,
            watchlists,
            started_at,
            out,
            threshold,
            config,
            programs,
            workers,
            overwrite,
            list_ids,
            ownership,
            cluster,
        )

        def as_flow() -> Place:
            from pipelines.screen_file import screen_file

            folder = screen_file(
                customers=customers,
                watchlists=list(watchlists),
                out=str(request.out),
                threshold=threshold,
                config=config,
                programs=list(programs),
                workers=workers,
                overwrite=overwrite,
                list_ids=list(list_ids),
                ownership=list(ownership),
                cluster=cluster,
            )
            return request.settings.place(folder)

        def directly() -> Place:
            from screening.runs.screening import screen_request

            return screen_request(request, started_at).path

        folder = way.run(as_flow, directly)
    for line in outcome_lines(folder):
        say(line)
