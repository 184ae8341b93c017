"""A run by itself, in an empty home, at a terminal: it needs no server of the user's, and nothing leaves the
machine, whether it goes without Prefect or starts Prefect's own server.

At a terminal, because that is where Prefect's client would send its events.
"""

import os
import pty
import subprocess
import sys
from pathlib import Path

from no_network import GUARD

# Set on build machines; Prefect sends nothing there by itself.
BUILD_MACHINE = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD", "BUILDKITE", "DRONE")


def guarded_environment(tmp_path: Path) -> dict[str, str]:
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    (tmp_path / "home").mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "OTEL_")) and name not in ("DO_NOT_TRACK", *BUILD_MACHINE)
    }
    return kept | {
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join([str(guard), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "NETWORK_LOG": str(tmp_path / "network.log"),
        # A proxy that is set must not be told either.
        "HTTP_PROXY": "http://proxy.example:3128",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example:4318",
    }


def at_a_terminal(command: list[str], environment: dict[str, str], cwd: Path) -> tuple[int, str]:
    """Run a command whose output is a terminal; give back its status and what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, env=environment, cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            read = os.read(ours, 4096)
        except OSError:  # Linux's way to say that the other side is closed.
            break
        if not read:
            break
        shown += read
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


# As a flow: what runs without one is a part of that.
def test_a_flow_in_an_empty_home_looks_nothing_up(customers, listed, tmp_path):
    environment = guarded_environment(tmp_path)
    command = [sys.executable, "-m", "pipelines.cli", "screen", str(customers), "--watchlist", str(listed)]
    # Lists are fetched where it is asked for, and at night.
    config = tmp_path / "own.yaml"
    config.write_text("lists: [{list_id: OFAC-SDN, source: ofac-sdn}]\n", encoding="utf-8")
    command += ["--config", str(config), "--out", str(tmp_path / "out"), "--flow"]
    status, shown = at_a_terminal(command, environment, tmp_path)
    assert status == 0, shown
    assert "2 hits on 2 of 4 customers" in shown
    assert "screened 5 of 5 rows, 2 hits" in shown
    log = (tmp_path / "network.log").read_text(encoding="utf-8").splitlines()
    assert [line for line in log if line.startswith("refused")] == []
    guarded = [line for line in log if line.startswith("guarded")]
    assert any("pipelines.cli" in line for line in guarded)
    assert any("prefect server start" in line for line in guarded)
    assert [path.name for path in (tmp_path / "home").iterdir()] == [".prefect"]


def test_the_guard_refuses(tmp_path):
    environment = guarded_environment(tmp_path)
    program = "import urllib.request; urllib.request.urlopen('http://example.org', timeout=5)"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert "refused to look up proxy.example" in (tmp_path / "network.log").read_text(encoding="utf-8")
