"""What a user sees of a run: a running line on a terminal, plain log lines elsewhere. All on stderr.

The library logs below "screening", the rest below "pipelines"; a record with `progress` set replaces the one
before it on a terminal.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pipelines.cli.terminal import made_visible

__all__ = ["log_line", "log_warning", "shown_progress"]

_LOGGERS = ("pipelines", "screening")
_CLEAR_LINE = "\r\x1b[2K"


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator[None]:
    """Show what is logged inside the `with` block on `stream`, stderr by default."""
    target = stream or sys.stderr
    handler: logging.Handler
    if target.isatty():
        handler = _RunningLine(target)
    else:
        handler = logging.StreamHandler(target)
        lines = _Lines("%(asctime)s %(levelname)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")
        lines.converter = time.gmtime
        handler.setFormatter(lines)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
        handler.close()


def log_line(message: str) -> None:
    """A line of a command's own. A command that has slow things to load says so before it loads them."""
    logging.getLogger("pipelines.cli").info(message)


def log_warning(message: str) -> None:
    """A line that a person should act on."""
    logging.getLogger("pipelines.cli").warning(message)


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
