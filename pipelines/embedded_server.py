"""Prefect's own server for the time of one flow run, where the user has configured none.

It is `prefect server start`, as a process that ends with this one, however that ends. Prefect's ephemeral
mode would start one too, but leaves it behind where this process is killed.
"""

from __future__ import annotations

import atexit
import os
import socket
import time
import urllib.request
from importlib import import_module

from pipelines.tied import start_tied

__all__ = ["start_embedded_server"]

# The first start on a machine also makes Prefect's database.
_SECONDS_TO_START = 180
_HOST = "127.0.0.1"
# What only a server needs that lives on: it would start what is scheduled elsewhere.
_WITHOUT = ("--no-ui", "--no-scheduler", "--no-late-runs")


def start_embedded_server() -> None:
    """Start the server and name it in PREFECT_API_URL; call it before Prefect is imported.

    It takes seconds and a core of its own; meanwhile this process imports what a flow run needs. Raises
    RuntimeError where it does not start.
    """
    port = _free_port()
    api = f"http://{_HOST}:{port}/api"
    command = ("server", "start", "--host", _HOST, "--port", str(port), "--log-level", "ERROR", *_WITHOUT)
    server = start_tied("prefect", command, os.environ)
    # After what Prefect, imported later, does at the end: it sends the last lines of the log.
    atexit.register(server.terminate)
    os.environ["PREFECT_API_URL"] = api
    _load_meanwhile()
    end = time.monotonic() + _SECONDS_TO_START
    while not _is_ready(api):
        if server.poll() is not None or time.monotonic() > end:
            del os.environ["PREFECT_API_URL"]
            raise RuntimeError(
                f"Prefect's own server did not start (status {server.poll()}). Start one with "
                "'prefect server start' to see why."
            )
        time.sleep(0.1)


def _load_meanwhile() -> None:
    """Import what a flow run needs. Nothing of it asks for the server before a flow runs."""
    for module in ("pipelines.steps_as_tasks", "screening.matching.workers", "screening.quality.validation"):
        import_module(module)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _is_ready(api: str) -> bool:
    # Straight to it, whatever proxy is set.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{api}/health", timeout=5) as answer:
            return int(answer.status) == 200
    except OSError:
        return False
