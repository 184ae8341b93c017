"""`sanctions nightly`: one night, from new lists to recorded alerts."""

from __future__ import annotations

import click

from pipelines.cli.outcome import outcome_lines
from pipelines.cli.terminal import say

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
def nightly(config: str, full: bool, day: str | None, accept_change: bool) -> None:
    """Take new lists in, screen what changed since last night, record the alerts and publish the run.

    Unchanged customers are screened against changed parties only; the hits are those of a full screening. A
    night that was stopped goes on where it was. Two nights with the same state never run at once.
    """
    from pathlib import Path

    from pipelines.cli.progress import shown_progress, tell

    with shown_progress():
        tell(f"a night with {config}: loading Prefect and the tables of names, about 15 seconds")
        from screening.settings import load_settings

        # What can be refused at once is refused before Prefect is even imported.
        load_settings(Path(config))
        from pipelines.nightly import nightly_screening
        from pipelines.warm_start import warm_start

        warm_start()
        folder = Path(nightly_screening(config=config, full=full, day=day, accept_change=accept_change))
    for line in outcome_lines(folder):
        say(line)
