"""`sanctions automations`: a Prefect server told what to do about runs whose process is gone."""

from __future__ import annotations

import click

from pipelines.cli.terminal import say

__all__ = ["automations"]


@click.command(epilog="Example: sanctions automations --config nightly.yaml")
@click.option(
    "--config", metavar="FILE", help="Settings of the night, for nightly.notify_block: who is to be told."
)
def automations(config: str | None) -> None:
    """Set up on your Prefect server what it does about a run that was killed with its worker or machine.

    Such a run is marked as crashed within minutes, people are told, and a crashed night is started once more.
    Call it once, and again after a change of nightly.notify_block. The server is the one that PREFECT_API_URL
    names.
    """
    from pathlib import Path

    from pipelines.cli.progress import log_line, shown_progress

    with shown_progress():
        log_line("loading Prefect")
        from pipelines.automations import set_up_automations
        from screening.settings import load_settings

        settings = load_settings(Path(config) if config else None)
        names = set_up_automations(settings.nightly.notify_block)
    for each in names:
        say(each)
    if settings.nightly.notify_block is None:
        say("Nobody is told of such a run: nightly.notify_block is null.", err=True)
