"""How a command ends that is told to stop: by ^C, by SIGTERM, by its terminal's end.

It says so at once and unwinds, so that folders begun are removed and a Prefect server of the user's own is
told; what takes longer than some seconds is cut off. A thread of its own sees to that, woken by the system
whoever handles the signal in Python (Prefect does, inside a flow) and whatever the main thread waits for.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

__all__ = ["Stopping", "ends_when_told", "interrupt_ends_block"]

# A night's processes are ended early: the main thread may be waiting for what they do.
_SECONDS_FOR_WORKERS = 1.0
_SECONDS_IN_ALL = 6.0
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_FINISHED = b"\0"


class Stopping:
    """Whether the command was told to stop, and by which signal."""

    def __init__(self) -> None:
        self.by: signal.Signals | None = None
        self.said = threading.Event()

    @property
    def status(self) -> int:
        """The exit status after the signal, as shells have it: 130 for ^C, 143 for SIGTERM."""
        return 128 + (self.by or 0)


@contextmanager
def ends_when_told() -> Iterator[Stopping]:
    """Inside the block, a signal to stop raises KeyboardInterrupt, and the time until the end is counted.

    Elsewhere than in the main thread of a POSIX system signals stay as they are.
    """
    stopping = Stopping()
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield stopping
        return
    wake, woken = os.pipe()
    os.set_blocking(woken, False)

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.by = signal.Signals(number)
        raise KeyboardInterrupt(signal.Signals(number).name)

    # What is ignored stays so: nohup does that with SIGHUP.
    heard = [each for each in _SIGNALS if signal.getsignal(each) != signal.SIG_IGN]
    before = {each: signal.signal(each, stop) for each in heard}
    woken_before = signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(wake, stopping), daemon=True)
    watch.start()
    try:
        yield stopping
    finally:
        if stopping.by is not None:
            # The watch goes on until the process has ended.
            stopping.said.wait(_SECONDS_FOR_WORKERS)
        else:
            signal.set_wakeup_fd(woken_before)
            for each, handler in before.items():
                signal.signal(each, handler)
            os.write(woken, _FINISHED)
            watch.join()
            os.close(wake)
            os.close(woken)


class _Interrupted(BaseException):
    """^C where it ends nothing but the block."""


@contextmanager
def interrupt_ends_block() -> Iterator[None]:
    """^C leaves the block, and the command goes on behind it: a person has no more to type.

    Other signals stop the command as everywhere.
    """
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise _Interrupted

    # The watch would take it for the end of the command.
    woken = signal.set_wakeup_fd(-1)
    before = signal.signal(signal.SIGINT, leave)
    try:
        yield
    except _Interrupted:
        pass
    finally:
        signal.signal(signal.SIGINT, before)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)


def _watch(wake: int, stopping: Stopping) -> None:
    while True:
        byte = os.read(wake, 1)
        if byte == _FINISHED:
            return
        if byte[0] in _SIGNALS:
            break
    stopping.by = signal.Signals(byte[0])
    # Who would read it may be gone, as a terminal is after SIGHUP.
    with suppress(OSError):
        sys.stderr.write(
            f"\nStopped by {stopping.by.name}. Nothing is published by halves: run the same command again.\n"
        )
        sys.stderr.flush()
    stopping.said.set()
    threading.Thread(target=_end_if_told_again, args=(wake, stopping), daemon=True).start()
    time.sleep(_SECONDS_FOR_WORKERS)
    _end_workers()
    time.sleep(_SECONDS_IN_ALL - _SECONDS_FOR_WORKERS)
    _end(stopping)


def _end_if_told_again(wake: int, stopping: Stopping) -> None:
    # Of SIGTERM, Prefect sends this process another one when a flow has come to its end.
    while os.read(wake, 1)[0] != signal.SIGINT:
        pass
    _end(stopping)


def _end(stopping: Stopping) -> None:
    """End this process now. What it started with `tied` ends with it."""
    _end_workers()
    os._exit(stopping.status)


def _end_workers() -> None:
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()
