"""Names of people read in a process beside this one, which meanwhile loads all else that it needs.

rigour's table of the names of people takes some seconds to load, and holds up every thread of the process
that loads it. So another process may be asked to load it at the very start; names are then read there, and
what comes back is the same. Where none was started, or it ended, names are read in this process, and from
then on always.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if sys.platform == "linux":
    import fcntl

if TYPE_CHECKING:
    from screening.names.name_table import NameWords
    from screening.settings.names import Kind, NamePolicy

__all__ = ["is_loading", "read_beside", "start_reading_beside", "stop_reading_beside"]

_log = logging.getLogger(__name__)
_LENGTH = struct.Struct("<Q")
# The process finds the same code as this one, wherever that lies.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from screening.names.beside import _serve; _serve({held})"


class _Reader:
    """The other process. A pickle is only ever read from the process that this one started itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started_by = os.getpid()
        self.has_answered = self._has_ended = False
        # This end is held as long as this process lives, however that ends.
        held, self._hold = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM.format(path=sys.path, held=held)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=[held],
                # ^C at a terminal reaches this process alone.
                start_new_session=True,
            )
        except OSError:
            os.close(self._hold)
            raise
        finally:
            os.close(held)

    def read(self, names: Sequence[str], policy: NamePolicy) -> NameWords | None:
        """None where the process has ended, or belongs to the process that this one is a fork of."""
        if os.getpid() != self._started_by:
            return None
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError("the process was started without pipes")
        with self._lock:
            if not self.has_answered:
                _log.info("waiting for the table of people's names", extra={"progress": True})
            try:
                _send(asked, pickle.dumps((list(names), policy), pickle.HIGHEST_PROTOCOL))
                answer = _receive(answered)
            except (OSError, ValueError):
                answer = None
            except BaseException:
                # What it answers now would be taken for the next answer.
                self.stop()
                raise
            self.has_answered = True
            words: NameWords | None = None if answer is None else pickle.loads(answer)
            return words

    def stop(self) -> None:
        if self._has_ended or os.getpid() != self._started_by:
            return
        self._has_ended = True
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        os.close(self._hold)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What was not sent is of no use any more.
                with suppress(OSError):
                    pipe.close()


_reader: _Reader | None = None
# Whether this process has the table, or will have it.
_is_read_here = False


def start_reading_beside() -> None:
    """Start the process, unless there is one, this one has the table already, or has one processor only.
    Elsewhere than on POSIX systems names are read here."""
    global _reader
    if _reader is None and not _is_read_here and os.name == "posix" and _processors() > 1:
        with suppress(OSError):
            _reader = _Reader()
            atexit.register(stop_reading_beside)


def stop_reading_beside() -> None:
    """End the process, where there is one. Names are read in this process from now on."""
    global _reader, _is_read_here
    reader, _reader, _is_read_here = _reader, None, True
    if reader is not None:
        reader.stop()


def is_loading() -> bool:
    """Whether there is the process, and nobody knows yet that it has loaded its table."""
    return _reader is not None and not _reader.has_answered


def read_beside(names: Sequence[str], kind: Kind, policy: NamePolicy) -> NameWords | None:
    """What `analysis.analyze` gives; None where names are to be read here. Other names than those of people
    need no slow table, and are never read elsewhere."""
    if kind != "person":
        return None
    words = None if _reader is None else _reader.read(names, policy)
    if words is None:
        stop_reading_beside()
    return words


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(held: int) -> None:
    """In the other process: read names for whoever is at the other end of the pipes until they are closed."""
    if sys.platform == "linux":
        # While the table is loaded no thread sees that they are. So the system is asked for a signal where
        # the other end of this one is let go of; where nothing else is said that ends the process.
        fcntl.fcntl(held, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(held, fcntl.F_SETFL, os.O_ASYNC)
    from screening.names.analysis import analyze
    from screening.settings.names import default_name_policy

    asked, answered = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What any library prints is no answer.
    os.dup2(2, 1)
    analyze(["Jan Jansen"], "person", default_name_policy())
    while (request := _receive(asked)) is not None:
        names, policy = pickle.loads(request)
        _send(answered, pickle.dumps(analyze(names, "person", policy), pickle.HIGHEST_PROTOCOL))


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """What was sent; None where the other end is closed."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None
