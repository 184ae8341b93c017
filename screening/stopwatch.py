"""Seconds a stage of a run took. Taken around each stage, for the timings in run.json."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

__all__ = ["Stopwatch"]


class Stopwatch:
    """Adds up seconds by stage; the stages keep the order in which they were first entered."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside the `with` block to `name`, also where it ends in an error."""
        began = perf_counter()
        self._seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self._seconds[name] += perf_counter() - began

    def timings(self) -> dict[str, float]:
        """Seconds by stage so far, and `total` since the watch was made, to the millisecond."""
        seconds = self._seconds | {"total": perf_counter() - self._began}
        return {name: round(value, 3) for name, value in seconds.items()}
