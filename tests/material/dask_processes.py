"""A Dask scheduler and workers, each a process of its own on the loopback, as people start them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60.0


class DaskProcesses:
    """Started in a folder of its own; whatever still runs is killed when the context ends.

    allowed_failures: how many workers may end over a task before the scheduler gives it up.
    """

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        paths = [str(ROOT), str(ROOT / "tests" / "material")]
        self._environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(paths),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures),
        }
        self._all: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._all:
            process.kill()
        for process in self._all:
            process.wait()

    @property
    def address(self) -> str:
        """The scheduler's; once it is there."""
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            if self._file.exists() and (text := self._file.read_text()):
                return str(json.loads(text)["address"])
            time.sleep(0.02)
        raise TimeoutError("no scheduler came up")

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker, which connects when the scheduler is there."""
        fixed = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
        return self._start("worker", "--host", "127.0.0.1", *fixed, *options)

    def _start(self, what: str, *options: Any) -> subprocess.Popen[bytes]:
        place = ("--local-directory", str(self._folder)) if what == "worker" else ()
        log = (self._folder / f"{what}-{len(self._all)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file), *options, *place],
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._all.append(process)
        return process
