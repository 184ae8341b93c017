"""What a user sees of a run: a running line on a terminal, plain log lines elsewhere. All on stderr.

Work tells of itself through the logger "pipelines"; a record with `progress` set replaces the one before it
on a terminal.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pipelines.cli.terminal import made_visible

__all__ = ["shown_progress", "tell"]

_CLEAR_LINE = "\r\x1b[2K"


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator[None]:
    """Show what the logger "pipelines" says inside the `with` block on `stream`, stderr by default."""
    target = stream or sys.stderr
    handler: logging.Handler
    if target.isatty():
        handler = _RunningLine(target)
    else:
        handler = logging.StreamHandler(target)
        lines = _Lines("%(asctime)s %(levelname)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")
        lines.converter = time.gmtime
        handler.setFormatter(lines)
    logger = logging.getLogger("pipelines")
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
        handler.close()


def tell(message: str) -> None:
    """A line of a command's own. A command that has slow things to load says so before it loads them."""
    logging.getLogger("pipelines.cli").info(message)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return made_visible(super().format(record))


class _RunningLine(logging.Handler):
    """Writes records as lines; one that tells of progress stays open until the next one comes."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._open = False

    def emit(self, record: logging.LogRecord) -> None:
        progress = getattr(record, "progress", False)
        previous_was_progress, self._open = self._open, progress
        if previous_was_progress:
            self._stream.write(_CLEAR_LINE if progress else "\n")
        self._stream.write(made_visible(record.getMessage()) + ("" if progress else "\n"))
        self._stream.flush()

    def close(self) -> None:
        if self._open:
            self._stream.write("\n")
            self._open = False
        super().close()
