"""The moment by which a list must have been fetched, whatever its server does.

Timeouts of single reads do not end a server that sends a byte now and then, least of all before its answer
begins. So the connection that is open when the time is over is shut.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["Deadline"]


class Deadline:
    """`seconds` from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def is_over(self) -> bool:
        return not self.left

    @contextmanager
    def watched(self) -> Iterator[Callable[[str, Mapping[str, Any]], None]]:
        """Gives a trace for httpx's requests: what they connect to is shut once the time is over, and whoever
        waits for it is told that the connection was lost."""
        connections: list[socket.socket] = []
        lock = threading.Lock()

        def trace(event: str, info: Mapping[str, Any]) -> None:
            if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
                return
            connection = info["return_value"].get_extra_info("socket")
            with lock:
                connections.append(connection)
            if self.is_over:
                shut()

        def shut() -> None:
            with lock:
                for connection in connections:
                    try:
                        # Not the method of TLS connections, which another thread may be reading through.
                        socket.socket.shutdown(connection, socket.SHUT_RDWR)
                    except OSError:
                        continue  # It was closed already.

        # A little later, so that whoever is woken finds the time to be over.
        timer = threading.Timer(self.left + 0.01, shut)
        timer.daemon = True
        timer.start()
        try:
            yield trace
        finally:
            timer.cancel()
