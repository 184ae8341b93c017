"""Starts Prefect's own server and loads the tables of names at the same time. Reach for it from a command.

Each takes seconds and a core of its own: the server is another process, and loading the tables holds up
every thread of this one. One after the other they would be most of a small run.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["warm_start"]


def warm_start() -> None:
    """Come back once both are ready. Where PREFECT_API_URL names a server, only the tables are loaded.

    Raises RuntimeError where Prefect's server does not start.
    """
    from prefect.settings.context import get_current_settings

    from screening import compare_names

    settings = get_current_settings()
    if settings.api.url or not settings.server.ephemeral.enabled:
        compare_names("one", "another")
        return

    # What Prefect's client starts at its first call; it finds the one that runs already.
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    with ThreadPoolExecutor(max_workers=1) as thread:
        started: Future[None] = thread.submit(server.start)
        # Once tables are being loaded, the thread could not even begin.
        while server.server_process is None and not started.done():
            time.sleep(0.01)
        compare_names("one", "another")
        started.result()
