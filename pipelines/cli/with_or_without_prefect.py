"""How a command runs what is also a flow: as a flow run where there is a Prefect server, else by itself.

The steps and their order are the same. Without a server nothing of Prefect is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.configured_server import configured_api
from screening.storage.addresses import Place

__all__ = ["WayToRun", "way_to_run"]

_TABLES = "the tables of names"


@dataclass(frozen=True)
class WayToRun:
    """api: the address of the configured server's API. embedded: whether a flow run is wanted all the same
    where there is none, on a server for itself."""

    api: str | None
    embedded: bool

    @property
    def is_flow(self) -> bool:
        return self.api is not None or self.embedded

    @property
    def loading(self) -> str:
        """What is loaded first, and how long that takes."""
        if self.api is not None:
            return f"loading Prefect and {_TABLES}, about 10 seconds"
        if self.embedded:
            return f"starting Prefect's own server and loading {_TABLES}, about 15 seconds"
        return f"loading {_TABLES}, about 5 seconds"

    def run(self, as_flow: Callable[[], Place], directly: Callable[[], Place]) -> Place:
        """Run the one or the other."""
        if not self.is_flow:
            return directly()
        if self.api is None:
            from pipelines.embedded_server import start_embedded_server

            start_embedded_server()
        return as_flow()


def way_to_run(flow: bool) -> WayToRun:
    """flow: whether a flow run is wanted also where no server is configured."""
    return WayToRun(configured_api(), flow)
