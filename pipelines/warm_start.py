"""Starts Prefect's own server and loads the tables of names at the same time. Reach for it from a command.

Each takes seconds and a core of its own: the server is another process, and loading the tables holds up
every thread of this one. One after the other they would be most of a small run.
"""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from pipelines.tied import start_tied

__all__ = ["warm_start"]


def warm_start() -> None:
    """Come back once both are ready. Where PREFECT_API_URL names a server, only the tables are loaded.

    The server ends with this process, however that ends. Raises RuntimeError where it does not start.
    """
    from prefect.settings.context import get_current_settings

    from screening import compare_names

    settings = get_current_settings()
    if settings.api.url or not settings.server.ephemeral.enabled:
        compare_names("one", "another")
        return

    # What Prefect's client starts at its first call; it finds the one that runs already.
    from prefect.server.api.server import SubprocessASGIServer

    server: Any = SubprocessASGIServer()
    # Prefect's own way to start it leaves it behind where this process is killed.
    server._run_uvicorn_command = lambda: _start_server(server.port)
    with ThreadPoolExecutor(max_workers=1) as thread:
        started: Future[None] = thread.submit(server.start)
        # Once tables are being loaded, the thread could not even begin.
        while server.server_process is None and not started.done():
            time.sleep(0.01)
        compare_names("one", "another")
        started.result()


def _start_server(port: int) -> subprocess.Popen[bytes]:
    """Prefect's server without its pages, as Prefect would start it for this process."""
    from prefect.settings.context import get_current_settings

    of_server = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    where = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "--lifespan", "on"]
    return start_tied(
        "uvicorn",
        ["--factory", "prefect.server.api.server:create_app", *where],
        {**os.environ, **of_server, **settings},
    )
