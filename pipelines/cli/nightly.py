"""`sanctions nightly`: one night, from new lists to recorded alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import cluster_option, flow_option
from pipelines.cli.outcome import outcome_lines
from pipelines.cli.terminal import say

if TYPE_CHECKING:
    from screening.storage.addresses import Place

__all__ = ["nightly"]


@click.command(epilog="Example: sanctions nightly --config nightly.yaml")
@click.option(
    "--config",
    required=True,
    metavar="FILE",
    help="Settings of the night; 'sanctions init' writes an example.",
)
@click.option("--full", is_flag=True, help="Screen everything, whatever changed.")
@click.option("--day", metavar="YYYY-MM-DD", help="The date of the night. Without it, today.")
@click.option(
    "--accept-change",
    is_flag=True,
    help="Take the night in however much it differs from last night. What the gate said is recorded.",
)
@cluster_option
@flow_option
def nightly(
    config: str, full: bool, day: str | None, accept_change: bool, cluster: str | None, flow: bool
) -> None:
    """Take new lists in, screen what changed since last night, record the alerts and publish the run.

    Unchanged customers are screened against changed parties only; the hits are those of a full screening. A
    night that was stopped goes on where it was. Two nights with the same state never run at once.

    With a Prefect server configured (PREFECT_API_URL, or a profile), this is a flow run on it, and notices
    are sent through its blocks.
    """
    from pathlib import Path

    from pipelines.cli.progress import log_line, log_warning, shown_progress
    from pipelines.cli.with_or_without_prefect import way_to_run

    with shown_progress():
        way = way_to_run(flow)
        log_line(f"a night with {config}: {way.loading}")
        from screening.settings import load_settings

        # What can be refused at once is refused before anything slow is even imported.
        settings = load_settings(Path(config))
        if settings.nightly.notify_block is not None and not way.is_flow:
            log_warning(
                f"nobody will be notified: the block {settings.nightly.notify_block} is on a Prefect server, "
                "and none is configured. Set PREFECT_API_URL, or nightly.notify_block to null."
            )

        def as_flow() -> Place:
            from pipelines.nightly import nightly_screening

            return settings.place(nightly_screening(config, full, day, accept_change, cluster))

        def directly() -> Place:
            from screening.runs.night import run_night

            return run_night(config, full, day, accept_change, cluster)

        folder = way.run(as_flow, directly)
    for line in outcome_lines(folder):
        say(line)
