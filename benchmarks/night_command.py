"""`sanctions nightly` as it is run from cron, in a folder of its own, to time, kill or mislead nights."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Night", "NightFolder"]

ROOT = Path(__file__).resolve().parents[1]
# Seconds that what the command started may outlive it.
_LINGERING = 5.0
PATIENCE = 3600
CONFIG = """
lists: [{{list_id: OFAC-SDN, folder: drop, settle_seconds: 0}}]
nightly: {{customers: {customers}, state_dir: state}}
runs_dir: runs
store_dir: store
alerts: {{ledger: "sqlite:///ledger.db"}}
"""
# For nights of real snapshots, which are years older.
OF_SNAPSHOTS = """workers: {workers}
gates: {{max_list_age_days: null}}
"""
# The first words of a night that knows what to screen.
_PLANNED = ("full: ", "incremental: ")


@dataclass(frozen=True)
class Night:
    """A night that ended well. planned, ended: seconds after its start."""

    planned: float
    ended: float


class NightFolder:
    """Where nights are run: lists, customers, state, ledger and runs. Made unless it is there."""

    def __init__(self, path: Path, workers: int = 2) -> None:
        self.path = path
        if not path.exists():
            path.mkdir()
            self.configure("customers.parquet", OF_SNAPSHOTS.format(workers=workers))

    def configure(self, customers: str, more: str = "") -> None:
        """Write its settings, anew. customers: the table's name. more: settings beside the usual."""
        (self.path / "own.yaml").write_text(CONFIG.format(customers=customers) + more, encoding="utf-8")

    def bring(self, snapshot: Path, customers: Path) -> None:
        """Put tonight's list (a folder called YYYY-MM) and customers where the night finds them."""
        shutil.copytree(snapshot, self.path / "drop" / f"{snapshot.name}-01")
        shutil.copy(customers, self.path / "customers.parquet")

    @contextmanager
    def started(self, day: str, prefect: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The command, begun. What is left of it and of all that it started is killed when the block ends.

        prefect: the folder of Prefect's own database.
        """
        command = [sys.executable, "-m", "pipelines.cli", "nightly", "--config", "own.yaml", "--day", day]
        environment = os.environ | {"PREFECT_HOME": str(prefect), "PYTHONPATH": str(ROOT)}
        with (self.path / "said.log").open("wb") as said:
            process = subprocess.Popen(
                command, cwd=self.path, env=environment, stdout=said, stderr=said, start_new_session=True
            )
        try:
            yield process
        finally:
            _kill_group(process)

    def run(self, day: str, prefect: Path) -> Night:
        """Run a night to its end. Ends the program where it does not go well or leaves a process."""
        began, planned = time.monotonic(), 0.0
        with self.started(day, prefect) as process:
            while process.poll() is None and time.monotonic() < began + PATIENCE:
                if not planned and self.is_planned:
                    planned = time.monotonic() - began
                time.sleep(0.02)
            ended = time.monotonic() - began
            if process.poll() != 0:
                raise SystemExit(f"the night of {day} ended with {process.poll()}:\n{self.said}")
            # Prefect's own server may take a moment longer than the command.
            while (left := _members(process.pid)) and time.monotonic() < began + ended + _LINGERING:
                time.sleep(0.05)
            if left:
                raise SystemExit(f"the night of {day} left processes running: {left}")
        return Night(planned or ended, ended)

    @property
    def said(self) -> str:
        """What the command told so far."""
        return (self.path / "said.log").read_text(encoding="utf-8", errors="replace")

    @property
    def is_planned(self) -> bool:
        return any(word in self.said for word in _PLANNED)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End every process of the group at once, and see that none is left."""
    if _members(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 30
    while left := _members(process.pid):
        if time.monotonic() > end:
            raise SystemExit(f"not to be killed: {left}")
        time.sleep(0.05)


def _members(group: int) -> list[int]:
    """The processes of a group that are alive."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name stands in brackets and may hold anything; state, parent and group follow.
                state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(its_group) == group and state != "Z":
                found.append(int(entry.name))
    return found
