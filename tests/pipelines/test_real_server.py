"""The same flow against a Prefect server of the user's own, on a loopback port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prefect_records import newest_run

PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
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


def test_the_flow_runs_against_a_server_of_the_users_own(server, customers, listed, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "pipelines.cli", "screen", str(customers), "--watchlist", str(listed)]
    done = subprocess.run(
        [*command, "--out", str(out)],
        env=os.environ | {"PREFECT_API_URL": server},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (out / "run.json").exists()

    kept = newest_run(server)
    assert kept.run["name"] == f"screen {customers}"
    assert kept.state["type"] == "COMPLETED"
    assert kept.artifacts.keys() == {"screening-summary", "screening-top-hits"}
    assert [task["name"] for task in kept.tasks] == [
        f"open customers {customers}",
        f"read list {listed}",
        "gate list OFAC-SDN",
        "prepare screener",
        "screen batches from 1",
        "gate customers",
        "gate hits",
        f"publish {out}",
    ]
    assert {task["state_type"] for task in kept.tasks} == {"COMPLETED"}
