"""A Prefect server of the user's own, on a loopback port, as a fixture."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(name="server")
def own_server(tmp_path: Path) -> Iterator[str]:
    """The API address of `prefect server start` with an empty database."""
    port = free_port()
    environment = os.environ | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}",
    }
    environment.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, "--no-ui"], env=environment, stdout=log, stderr=log)
    api = f"http://127.0.0.1:{port}/api"
    try:
        if not is_healthy(api, process):
            pytest.skip(f"prefect server does not start here: {(tmp_path / 'server.log').read_text()[-500:]}")
        yield api
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_healthy(api: str, process: subprocess.Popen[bytes]) -> bool:
    began = time.monotonic()
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() - began < PATIENCE and process.poll() is None:
            try:
                if client.get(f"{api}/health").status_code == 200:
                    return True
            except httpx.TransportError:
                time.sleep(0.2)
    return False
