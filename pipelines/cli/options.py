"""Options that several commands share. Reach for it when a command works with lists or settings."""

from __future__ import annotations

import click

__all__ = ["config_option", "watchlist_option"]

config_option = click.option("--config", metavar="FILE", help="YAML laid over configs/screening.yaml.")
watchlist_option = click.option(
    "--watchlist",
    "watchlists",
    multiple=True,
    metavar="PATH",
    help="A folder with a publisher's files, or one list file. May be given more than once. "
    "Without it, the newest versions of the store are used.",
)
