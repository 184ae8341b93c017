"""Options that several commands share: of lists, settings, and how a run is run."""

from __future__ import annotations

import click

__all__ = ["cluster_option", "config_option", "flow_option", "ownership_option", "watchlist_option"]

config_option = click.option(
    "--config",
    metavar="FILE",
    help="YAML laid over the defaults; 'sanctions init' writes an example.",
)
cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Screen on a Dask cluster: the address of its scheduler, such as tcp://host:8786. In place of "
    "cluster.address. See docs/scaling.md for how its workers are started.",
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
ownership_option = click.option(
    "--ownership",
    multiple=True,
    metavar="PATH",
    help="A file that says who owns whom: a CSV or Parquet table, statements of the Beneficial Ownership "
    "Data Standard, or GLEIF's relationships and entities. Customers that blocked parties own by half are "
    "alerts. May be given more than once, and takes the place of ownership.sources.",
)
# For `make run`, which shows what a run looks like in Prefect.
flow_option = click.option(
    "--flow",
    is_flag=True,
    hidden=True,
    help="As a flow run, on Prefect's own server for the time of the run where no server is configured.",
)
