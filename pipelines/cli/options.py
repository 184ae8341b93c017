"""Options that several commands share. Reach for it when a command works with lists or settings."""

from __future__ import annotations

import click

__all__ = ["config_option", "watchlist_option"]

config_option = click.option(
    "--config",
    metavar="FILE",
    help="YAML laid over the defaults; 'sanctions init' writes an example.",
)
watchlist_option = click.option(
    "--watchlist",
    "watchlists",
    multiple=True,
    metavar="PATH",
    help="A folder with a publisher's files, one list file, or a version of the store (OFAC-SDN@2021-04, "
    "OFAC-SDN@previous; see 'sanctions lists diff'). May be given more than once. "
    "Without it, the newest versions of the store are used.",
)
