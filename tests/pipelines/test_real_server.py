"""The same flow against a Prefect server of the user's own, on a loopback port."""

import os
import subprocess
import sys

from prefect_records import newest_run
from real_server import own_server  # noqa: F401 - the fixture `server`


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
        "prepare screener",
        "gate list OFAC-SDN",
        "screen batches from 1",
        "gate coverage",
        "gate customers",
        "gate hits",
        f"publish {out}",
    ]
    assert {task["state_type"] for task in kept.tasks} == {"COMPLETED"}
