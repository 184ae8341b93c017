"""Does a night run by itself? A real Prefect server and worker, a deployment of prefect.yaml, and a schedule
about a minute ahead.

    python benchmarks/scheduled_night.py          # ends with 0 where the run completed on its schedule
    python benchmarks/scheduled_night.py --keep   # and leaves the pages up to be looked at

Everything happens in a temporary folder, on a loopback port, over the sample data. It takes some three
minutes, most of it waiting, and so is no test of the suite.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml

ROOT = Path(__file__).resolve().parent.parent
PREFECT = [sys.executable, "-m", "prefect"]
PATIENCE = 300
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--deployment", default="nightly-screening", help="one of prefect.yaml")
    arguments.add_argument("--keep", action="store_true", help="leave server and folder until Ctrl-C")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="scheduled-night-") as folder:
        return run(Path(folder), asked.deployment, asked.keep)


def run(folder: Path, deployment: str, keep: bool) -> int:
    for name in ("configs", "pipelines", "sample_data", "prefect.toml"):
        (folder / name).symlink_to(ROOT / name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    api = f"http://127.0.0.1:{port}/api"
    environment = os.environ | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": api,
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
    }

    def prefect(*command: str) -> None:
        subprocess.run(
            [*PREFECT, "--no-prompt", *command], cwd=folder, env=environment, check=True, timeout=PATIENCE
        )

    server = ("server", "start", "--host", "127.0.0.1", "--port", port)
    with started("server", server, folder, environment), httpx.Client(trust_env=False, timeout=30) as client:
        wait_until_up(client, api)
        prefect("work-pool", "create", "screening", "--type", "process")
        due = write_schedule(folder, deployment)
        prefect("deploy", "--name", deployment)
        with started("worker", ("worker", "start", "--pool", "screening"), folder, environment):
            ended = wait_for_end(client, api, due)
        tell(client, api, ended, due)
        if keep:
            print(f"http://127.0.0.1:{port}/runs/flow-run/{ended['id']}\n{folder}", flush=True)
            try:
                while True:
                    time.sleep(3600)
            except KeyboardInterrupt:
                pass
    return 0 if ended["state_type"] == "COMPLETED" else 1


def write_schedule(folder: Path, deployment: str) -> datetime:
    """prefect.yaml with the deployment due at the next full minute that leaves time to deploy it."""
    due = (datetime.now(UTC) + timedelta(seconds=100)).replace(second=0, microsecond=0)
    content = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (chosen,) = (each for each in content["deployments"] if each["name"] == deployment)
    chosen["schedules"] = [{"cron": f"{due.minute} {due.hour} * * *", "timezone": "UTC", "slug": "soon"}]
    (folder / "prefect.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return due


@contextmanager
def started(name: str, command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> Iterator[None]:
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen([*PREFECT, *command], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_up(client: httpx.Client, api: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if client.get(f"{api}/health").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit("the Prefect server does not start")


def wait_for_end(client: httpx.Client, api: str, due: datetime) -> dict[str, Any]:
    """The run that was due first, once it has ended."""
    end = time.monotonic() + PATIENCE
    state = ""
    while time.monotonic() < end:
        runs = found(client, api, "flow_runs", {"sort": "EXPECTED_START_TIME_ASC", "limit": 1})
        if runs and runs[0]["state_name"] != state:
            state = runs[0]["state_name"]
            print(f"{datetime.now(UTC):%H:%M:%S}  {runs[0]['name']}: {state}", flush=True)
        if runs and runs[0]["state_type"] in ENDED:
            return runs[0]
        time.sleep(1)
    raise SystemExit(f"no run of {due:%H:%M} ended within {PATIENCE} seconds")


def tell(client: httpx.Client, api: str, ended: dict[str, Any], due: datetime) -> None:
    of_run = {"flow_runs": {"id": {"any_": [ended["id"]]}}}
    artifacts = found(client, api, "artifacts", of_run)
    tasks = found(client, api, "task_runs", of_run | {"sort": "EXPECTED_START_TIME_ASC"})
    print(
        f"due {due:%H:%M:%S}, started {ended['start_time'][11:19]}, ended {ended['end_time'][11:19]}: "
        f"{ended['state_name']} {ended['state'].get('message') or ''}\n"
        f"tasks: {', '.join(task['name'] for task in tasks)}\n"
        f"artifacts: {', '.join(sorted(each['key'] for each in artifacts if each['key']))}",
        flush=True,
    )


def found(client: httpx.Client, api: str, what: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post(f"{api}/{what}/filter", json=asked)
    response.raise_for_status()
    rows: list[dict[str, Any]] = response.json()
    return rows


if __name__ == "__main__":
    sys.exit(main())
