"""The workers of a Dask cluster in place of processes on this machine (`cluster_worker` runs there).

Hits come back in the order of the work, whichever worker has done it, so they are those of one process. What
is under way is bounded, and with it the memory of scheduler and workers: a task holds one batch or the place
of one, its hits stay with the worker that found them until they are fetched, and the screener is a task's
result that workers hand on to one another. What a lost worker had is done again elsewhere. Where nobody can
go on, the run stops with an InputError that says why.
"""

from __future__ import annotations

import logging
import queue
import secrets
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from screening.matching.cluster_worker import (
    Differs,
    Handed,
    Unseen,
    difference,
    hold,
    identity,
    load_tables,
    screen_packed,
)
from screening.matching.packed import pack, unpack
from screening.model.errors import InputError
from screening.settings.cluster import ClusterSettings

if TYPE_CHECKING:
    from screening.matching.screener import Screener
    from screening.matching.workers import Work

__all__ = ["ClusterWorkers"]

R = TypeVar("R")
_log = logging.getLogger(__name__)

# Tasks under way for each worker, so that none waits for work; and how far the work may run ahead of a batch
# that takes long, as one does whose worker was lost.
_UNDER_WAY = 2
_AHEAD = 8
# Of a table, so many tasks at least for each worker, if each has so many rows.
_TASKS_EACH = 8
_FEWEST_ROWS = 20_000
# Seconds between two looks at who is there.
_LOOK = 2.0
_SAY_AGAIN = 30.0
_GOODBYE = 3.0
# What is lost with its worker is waited for so long before a look at who is there.
_FETCH = 20.0


@dataclass
class _Task(Generic[R]):
    """An item of work on its way. future: None where the result was there before."""

    item: Work[R]
    future: Any = None
    result: R | None = None
    sent: bool = False
    finished: bool = False


class ClusterWorkers:
    """The workers of a cluster, left alone when the context ends; a `BatchWorkers`."""

    def __init__(self, settings: ClusterSettings) -> None:
        if settings.address is None:
            raise ValueError("a cluster has an address")
        self._settings = settings
        self._address: str = settings.address
        self._client: Any = None
        self._loading: list[Any] = []
        self._started = False

    def __enter__(self) -> Self:
        """Raises InputError where no scheduler answers, or a worker has other versions than this machine."""
        # Takes a second to load, and is nobody's business who screens on one machine.
        from distributed import Client

        # What it logs is told by the errors here, in words. Some of its loggers have a level of their own.
        for name in ("distributed", "distributed.client", "distributed.comm", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        _log.info("connecting to the cluster %s", self._address)
        try:
            with warnings.catch_warnings():
                # Versions are compared below, those of more packages.
                warnings.simplefilter("ignore")
                # In two steps, so that one that cannot connect can be ended as well.
                self._client = Client.__new__(Client)
                self._client.__init__(
                    self._address,
                    timeout=self._settings.connect_seconds,
                    set_as_default=False,
                    name="sanctions",
                    direct_to_workers=self._settings.reaches_workers,
                )
            self._check_versions()
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            self._close()
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            raise InputError(
                f"{self._address}: no scheduler of a Dask cluster answers ({reason}). Start one with "
                "'dask scheduler', look at the address (tcp://host:8786, or tls:// where it asks for that), "
                "or leave --cluster out to screen on this machine."
            ) from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        # Whatever is under way is of no use any more: the scheduler forgets it with its client.
        with suppress(OSError, RuntimeError, AttributeError):
            client.close(timeout=_GOODBYE if client.status == "running" else _LOOK / 10)
        # Where that failed, it would be tried again for long when the process ends.
        client.status = "closed"
        with suppress(RuntimeError, AttributeError):
            client._loop_runner.stop()

    @property
    def started(self) -> bool:
        return self._started

    def rows_they_read(self, rows_total: int) -> int | None:
        """Once there is much to read: one process feeds some eight workers, and no more."""
        if not self._started:
            return None
        # Several for each, so that none is without work while another has its last.
        share = rows_total // (_TASKS_EACH * max(1, len(self.workers())))
        return min(self._settings.rows_a_task, max(share, _FEWEST_ROWS))

    @property
    def settings(self) -> ClusterSettings:
        return self._settings

    def start(self, *, tables: bool = True) -> None:
        """Let the workers begin to load, where they have not."""
        if self._started:
            return
        self._started = True
        self._loading = [
            self._client.submit(load_tables, tables, key=f"load-{secrets.token_hex(8)}", workers=[worker])
            for worker in self.workers()
        ]

    def screen(
        self, screener: Screener, work: Iterable[Work[R]], as_of: date, *, alone: int = 4
    ) -> Iterator[R]:
        """What comes of each item of work, in order. alone: how many are screened by this process before it
        asks the cluster, where that was not done yet: to hand the lists over takes longer.

        Raises InputError where the scheduler is lost, no worker is there for too long, workers end one after
        the other on the same rows, or one has other versions.
        """
        waiting = iter(work)
        if not self._started:
            for item in islice(waiting, alone):
                cached = item.cached_hits()
                yield item.screen(screener, as_of) if cached is None else cached
        following = next(waiting, None)
        if following is None:
            return
        self.start()
        yield from _Screening(self, self._client, screener, as_of).results(chain([following], waiting))

    def workers(self) -> list[str]:
        """The addresses of the workers that are there now. Raises InputError where the scheduler is lost."""
        try:
            if self._client.status != "running":
                raise OSError("the connection is closed")
            asked = self._client.scheduler.ncores
            found = self._client.sync(asked, callback_timeout=self._settings.connect_seconds)
        except (OSError, RuntimeError) as error:
            self.lost(error)
        return sorted(found)

    def lost(self, error: BaseException) -> NoReturn:
        """Raises the InputError of a scheduler that is gone."""
        raise InputError(
            f"{self._address}: the scheduler of the cluster is lost; it ended, or the network failed. "
            "Nothing is published. Run the same command again when it is back, or without --cluster."
        ) from error

    def differs(self, worker: str, found: Mapping[str, tuple[str, str]]) -> InputError:
        """The error of a worker with other versions."""
        told = ", ".join(
            f"{name} is {theirs} there and {ours} here" for name, (theirs, ours) in found.items()
        )
        return InputError(
            f"{worker}: this worker of the cluster is not as this machine, and its hits could differ: "
            f"{told}. Install the same version of the program from the same lock on both."
        )

    def without_program(self, worker: str, error: BaseException) -> InputError:
        """The error of a worker that cannot run the tasks."""
        return InputError(
            f"{worker}: this worker of the cluster has not this program ({error}). Install the same version "
            "from the same lock there, and start the worker in that environment."
        )

    def _check_versions(self) -> None:
        try:
            seconds = self._settings.connect_seconds
            asked = self._client.sync(
                self._client._run, identity, on_error="return", callback_timeout=seconds
            )
        except (TimeoutError, ValueError):
            # A worker that loads does not answer, and a scheduler may let nobody ask: each task asks again.
            return
        found: dict[str, Any] = asked
        for worker, theirs in sorted(found.items()):
            if isinstance(theirs, (ImportError, AttributeError)):
                raise self.without_program(worker, theirs)
            if isinstance(theirs, dict) and (others := difference(theirs)):
                raise self.differs(worker, others)


@dataclass
class _Screening:
    """One screener's work on a cluster, from the first task to the last result."""

    cluster: ClusterWorkers
    client: Any
    screener: Screener
    as_of: date
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    # Whether the workers were found to see this machine's files; until one does not.
    shared: bool = True

    def __post_init__(self) -> None:
        self._ended: queue.SimpleQueue[_Task[Any]] = queue.SimpleQueue()
        self._under_way = self._submitted = 0
        self._looked = self._said = self._nobody_since = 0.0
        self._workers = 0
        self._screener: Any = None

    def results(self, work: Iterator[Work[R]]) -> Iterator[R]:
        self._hand_over()
        line: deque[_Task[R]] = deque()
        following = next(work, None)
        while following is not None or line:
            while following is not None and self._has_room(len(line)):
                line.append(self._begun(following))
                following = next(work, None)
            if line[0].finished:
                task = line[0]
                if (result := self._result(task)) is not None:
                    line.popleft()
                    yield result
            else:
                self._wait()

    def _hand_over(self) -> None:
        """Give the screener to all workers that are there. Others will have it from these."""
        self._wait_for_workers()
        self._screener = self._client_submit(hold, pack(self.screener), key=f"screener-{self.key}")
        while self._screener.status == "pending":
            time.sleep(_LOOK / 100)
            self._look_now_and_then()
        if self._screener.status != "finished":
            self._outcome(self._screener, "the lists")
        try:
            copy, limit = self.client._replicate, self.cluster.settings.wait_seconds
            self.client.sync(copy, [self._screener], callback_timeout=limit)
        except TimeoutError:
            # A worker that does not answer need not hold up the others.
            return
        except OSError as error:
            self.cluster.lost(error)

    def _client_submit(self, function: Any, *given: Any, key: Any) -> Any:
        with warnings.catch_warnings():
            # The lists are some tens of megabytes, of which Dask warns.
            warnings.simplefilter("ignore")
            try:
                return self.client.submit(function, *given, key=key)
            except Exception as error:
                # What Dask raises of a closed connection has no class of its own.
                if self.client.status == "running":
                    raise
                self.cluster.lost(error)

    def _has_room(self, in_line: int) -> bool:
        workers = max(1, self._workers)
        return self._under_way < (workers + 1) * _UNDER_WAY and in_line < (workers + 1) * _AHEAD

    def _begun(self, item: Work[R]) -> _Task[R]:
        cached = item.cached_hits()
        if cached is not None:
            return _Task(item, result=cached, finished=True)
        task = _Task(item)
        self._submit(task)
        return task

    def _submit(self, task: _Task[Any]) -> None:
        marks = task.item.marks()
        task.sent = bool(marks) and not self.shared
        item = task.item.sent() if task.sent else task.item
        handed = Handed(self.key, identity(), () if task.sent else tuple(marks))
        self._submitted += 1
        # Of one group by the first part of their keys, by which Dask gives them to whoever has nothing to do.
        key = (f"screen-{self.key}", self._submitted)
        given = (self._screener, handed, pack(item), self.as_of)
        task.future = self._client_submit(screen_packed, *given, key=key)
        self._follow(task)

    def _follow(self, task: _Task[Any]) -> None:
        task.finished = False
        self._under_way += 1
        task.future.add_done_callback(lambda _: self._ended.put(task))

    def _wait(self) -> None:
        """Wait until a task has ended, or for some seconds, and look now and then who is there."""
        try:
            task = self._ended.get(timeout=_LOOK)
        except queue.Empty:
            pass
        else:
            task.finished = True
            self._under_way -= 1
        self._look_now_and_then()

    def _look_now_and_then(self) -> None:
        if time.monotonic() - self._looked > _LOOK:
            self._look()

    def _wait_for_workers(self) -> None:
        self._look()
        while not self._workers:
            time.sleep(_LOOK / 10)
            self._look()

    def _look(self) -> None:
        workers = len(self.cluster.workers())
        self._looked = now = time.monotonic()
        if workers != self._workers and self._workers:
            _log.info("workers of the cluster: %s, before %s", workers, self._workers)
        self._workers = workers
        if workers:
            self._nobody_since = 0.0
            return
        self._nobody_since = self._nobody_since or now
        limit = self.cluster.settings.wait_seconds
        if now - self._nobody_since > limit:
            raise InputError(
                f"{self.cluster.settings.address}: the cluster has no worker, and none came within {limit:g} "
                "seconds (cluster.wait_seconds). Nothing is published. Start workers with 'dask worker', "
                "and run the same command again."
            )
        if now - self._said > _SAY_AGAIN:
            self._said = now
            _log.warning("the cluster has no worker; waiting for one up to %g seconds", limit)

    def _result(self, task: _Task[R]) -> R | None:
        """The result of a task that has ended; None where it was begun again, or is not there yet."""
        if task.future is None:
            return task.result
        try:
            content = self._outcome(task.future, task.item)
        except Unseen:
            if self.shared:
                _log.info("workers do not see the files of this machine: customers are sent to them")
            self.shared = False
            self._submit(task)
            return None
        if content is None:
            return None
        task.future = None
        result = unpack(content)
        return task.item.received(result) if task.sent else result

    def _outcome(self, future: Any, named: object) -> Any:
        """What a task returned; None where its worker was lost with it and it is not done again yet.

        Raises what the task raised, where that is not told otherwise."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            return future.result(timeout=_FETCH)
        except Unseen:
            raise
        except Differs as error:
            raise self.cluster.differs(*error.args) from error
        except KilledWorker as error:
            raise InputError(
                f"{named}: the worker that had these rows ended, and so did all that took them over "
                f"(the last was {error.last_worker.address}). Most likely they need more memory than a "
                "worker has: give it more (dask worker --memory-limit), or set customers.batch_rows and "
                "cluster.rows_a_task lower. Nothing is published."
            ) from error
        except MemoryError as error:
            raise InputError(
                f"{named}: a worker had not memory enough for these rows. Give it more, or set "
                "customers.batch_rows and cluster.rows_a_task lower. Nothing is published."
            ) from error
        except FutureCancelledError as error:
            self.cluster.lost(error)
        except ModuleNotFoundError as error:
            raise self.cluster.without_program("a worker", error) from error
        except OSError as error:
            if future.status == "error":
                raise
            # Not fetched in time: the worker may be gone, and the task under way again elsewhere.
            if not isinstance(error, TimeoutError):
                _log.warning("hits could not be fetched (%s); trying again", error)
            self._look()
            return None
