"""Work to screen, who may screen it, and several processes of this machine that do so side by side.

`BatchWorkers` is what a run knows of those who screen: these processes, or the machines of a cluster
(`matching.cluster`). The hits come back in the order of the batches, so they are the same whatever the number
of workers. The processes are fresh ones (not forks: threads of a flow may hold locks at any moment). Loading
takes them some seconds, so a small table is screened in this process, and for a large one they are best
started before the lists are read: they load meanwhile, and take up the screener once there is one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import secrets
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar, get_args

import pyarrow as pa
import pyarrow.feather

from screening.matching.prepared_cache import (
    PackedFolder,
    pack_prepared,
    read_prepared,
    unpack_prepared,
    write_prepared,
)
from screening.matching.screener import Screener
from screening.names.compare import compare_names
from screening.settings.names import Kind
from screening.storage.file_marks import FileMark

if sys.platform == "linux":
    import fcntl

__all__ = ["BatchWorkers", "WholeWork", "Work", "WorkItem", "Workers"]

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_EVERY_KIND: Sequence[Kind] = get_args(Kind)
# Batches waiting for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 2

# Beside prepared batches; the next whole night takes it away.
_BESIDE = ".seen"

# In a worker: the screener it took up, by the file it came in.
_taken_up: dict[Path, Screener] = {}


class Work(Protocol[R_co]):
    """Something to screen, of which an R_co comes. It pickles; its text says which rows it is of."""

    def cached_hits(self) -> R_co | None:
        """What came of it before, where that was kept."""

    def screen(self, screener: Screener, as_of: date) -> R_co:
        """Do it, wherever this is called."""

    def marks(self) -> Sequence[FileMark]:
        """Files that whoever screens it must see as this machine does; none where it holds all it needs."""

    def sent(self) -> Work[Any]:
        """The same work for a machine that does not see those files."""

    def received(self, result: Any) -> R_co:
        """What comes of this work, from what came of `sent`."""


class BatchWorkers(Protocol):
    """Whoever screens: batches go in, hits come out in the same order. A context, with whose end they end."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def started(self) -> bool:
        """Whether all work goes to them; before, the first of it is screened by this process."""

    def rows_they_read(self, rows_total: int) -> int | None:
        """How many rows of a table they had best be given at once to read them by themselves; None where this
        process is to read them."""

    def start(self, *, tables: bool = True) -> None:
        """Let them begin to load. tables: rigour's too, which batches that are prepared do not need."""

    def screen(
        self, screener: Screener, work: Iterable[Work[R]], as_of: date, *, alone: int = 4
    ) -> Iterator[R]:
        """What comes of each item of work, in order. alone: how many this process screens before it starts
        them, where they are not yet."""


@dataclass(frozen=True)
class WorkItem:
    """A batch of customers to screen, and where what comes of it is cached.

    customers: CUSTOMER_SCHEMA, then carried columns; None for those cached at `prepared`. prepared: where the
    analyzed batch is cached, or shall be: it is not analyzed again. hits: the same of the hits, which are not
    screened again: that is what lets a killed night go on where it stopped.
    """

    customers: pa.RecordBatch | None = None
    prepared: Path | None = None
    hits: Path | None = None

    def cached_hits(self) -> pa.Table | None:
        """The hits, where this item was screened before."""
        if self.hits is None or not self.hits.exists():
            return None
        try:
            return pyarrow.feather.read_table(self.hits, memory_map=False)
        except pa.ArrowInvalid:
            # What a power cut left unwritten is screened again.
            return None

    def screen(self, screener: Screener, as_of: date) -> pa.Table:
        """The hits, as `Screener.screen_batch`; cached where the item says so."""
        if self.prepared is None:
            if self.customers is None:
                raise ValueError("a work item has customers, or a place where they are cached")
            hits = screener.screen_batch(self.customers, as_of)
        elif self.customers is None or self.prepared.exists():
            hits = screener.screen_prepared(read_prepared(self.prepared), as_of)
        else:
            prepared = screener.prepare(self.customers, _EVERY_KIND)
            write_prepared(prepared, self.prepared)
            hits = screener.screen_prepared(prepared, as_of)
        self._keep(hits)
        return hits

    def _keep(self, hits: pa.Table) -> None:
        if self.hits is not None:
            # Processes of several machines may have the same number.
            aside = self.hits.with_name(f".{self.hits.name}.{os.getpid()}.{secrets.token_hex(4)}")
            pyarrow.feather.write_feather(hits, aside, compression="zstd")
            aside.replace(self.hits)

    def marks(self) -> Sequence[FileMark]:
        """A file beside the prepared batches: who sees it, sees them."""
        if self.prepared is None:
            return ()
        beside = self.prepared.parent / _BESIDE
        if not beside.exists():
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.touch()
        return (FileMark.of(beside),)

    def sent(self) -> Work[Any]:
        if self.prepared is None:
            return self
        there = pack_prepared(self.prepared) if self.prepared.exists() else None
        return _SentItem(str(self), self.customers if there is None else None, there)

    def received(self, result: tuple[pa.Table, PackedFolder | None]) -> pa.Table:
        hits, prepared = result
        if prepared is not None and self.prepared is not None:
            unpack_prepared(prepared, self.prepared)
        self._keep(hits)
        return hits

    def __str__(self) -> str:
        if self.customers is None or not self.customers.num_rows:
            return f"customers kept in {self.prepared}"
        ids = self.customers["record_id"]
        return f"the {self.customers.num_rows:,} customers from record_id '{ids[0]}' to '{ids[-1]}'"


@dataclass(frozen=True)
class WholeWork:
    """Work that holds all that it needs, for a machine that sees nothing of this one. called: its rows."""

    called: str

    def cached_hits(self) -> None:
        return None

    def marks(self) -> Sequence[FileMark]:
        return ()

    def sent(self) -> Any:
        return self

    def received(self, result: Any) -> Any:
        return result

    def __str__(self) -> str:
        return self.called


@dataclass(frozen=True)
class _SentItem(WholeWork):
    """A work item that takes along what is kept on the disk of the machine it comes from. Of it come the
    hits, and the prepared batch where it was prepared anew."""

    customers: pa.RecordBatch | None
    prepared: PackedFolder | None

    def screen(self, screener: Screener, as_of: date) -> tuple[pa.Table, PackedFolder | None]:
        with tempfile.TemporaryDirectory(prefix="sanctions-") as folder:
            prepared = Path(folder) / "batch"
            if self.prepared is not None:
                unpack_prepared(self.prepared, prepared)
            hits = WorkItem(self.customers, prepared).screen(screener, as_of)
            return hits, None if self.prepared is not None else pack_prepared(prepared)


class Workers:
    """Processes side by side, ended when the context ends. count: how many; 1 screens in this process."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if kind is not None:
                # What they are at is of no use any more, and may take long.
                for process in list(self._pool._processes.values()):
                    process.kill()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @property
    def started(self) -> bool:
        return self._pool is not None

    def rows_they_read(self, rows_total: int) -> int | None:
        return None

    def start(self, *, tables: bool = True) -> None:
        """Let the processes begin to load, where there are to be any.

        tables: load rigour's dictionaries too, which takes most of the time; batches that are prepared
        already are screened without.
        """
        if self._count > 1 and self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_end_with_parent,
            )
            with _deaf_to_interrupts():
                for _ in range(self._count):
                    self._pool.submit(_load_tables if tables else load_arrays)

    def screen(
        self, screener: Screener, work: Iterable[Work[R]], as_of: date, *, alone: int = 4
    ) -> Iterator[R]:
        """What comes of each item of work, in order; of a WorkItem hits, as of `Screener.screen_batch`.

        alone: how many items this process screens before it starts the others, where they are not yet. Those
        that are started have their first work when this returns.
        """
        waiting = iter(work)
        if self._pool is None:
            return self._alone_first(screener, waiting, as_of, alone)
        return self._side_by_side(self._pool, screener, waiting, as_of)

    def _alone_first(
        self, screener: Screener, waiting: Iterator[Work[R]], as_of: date, alone: int
    ) -> Iterator[R]:
        for item in islice(waiting, alone) if self._count > 1 else waiting:
            cached = item.cached_hits()
            yield item.screen(screener, as_of) if cached is None else cached
        following = next(waiting, None)
        if following is None:
            return
        self.start()
        if self._pool is None:
            raise RuntimeError("one worker left a item unscreened")
        yield from self._side_by_side(self._pool, screener, chain([following], waiting), as_of)

    def _side_by_side(
        self, pool: ProcessPoolExecutor, screener: Screener, waiting: Iterator[Work[R]], as_of: date
    ) -> Iterator[R]:
        file = self._hand_over(screener)

        def begun(item: Work[R]) -> Future[R]:
            cached = item.cached_hits()
            if cached is None:
                with _deaf_to_interrupts():
                    return pool.submit(_screen, file, item, as_of)
            done: Future[R] = Future()
            done.set_result(cached)
            return done

        under_way = deque(begun(item) for item in islice(waiting, self._count * _AHEAD))

        def results() -> Iterator[R]:
            for item in waiting:
                under_way.append(begun(item))
                yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

        return results()

    def _hand_over(self, screener: Screener) -> Path:
        """The screener in a file of its own, for each worker to read once."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="sanctions-")
        with tempfile.NamedTemporaryFile(dir=self._folder.name, delete=False) as file:
            pickle.dump(screener, file, protocol=pickle.HIGHEST_PROTOCOL)
        return Path(file.name)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile hear no ^C of a terminal; the one that started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """In a worker: end when the process that started it is gone, after `kill -9` too.

    Workers wait for work on a pipe whose other end they hold themselves, so none of them would see it close.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        raise RuntimeError("only a worker ends with its parent")

    def watch() -> None:
        parent.join()
        os._exit(1)

    if sys.platform == "linux":
        # Loading rigour's tables holds up every thread for seconds. So the system is asked for a signal as
        # well; what it does where nothing else is said is to end the process.
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, os.O_ASYNC)
    threading.Thread(target=watch, daemon=True).start()


def _load_tables() -> None:
    """Load rigour's dictionaries, so that no batch waits for them."""
    load_arrays()
    load_names()


def load_names() -> None:
    """The same, and nothing else."""
    compare_names("Jan Jansen", "Jansen, Jan")
    compare_names("Jansen Ltd", "Jansen Limited", kind="organization")


def load_arrays() -> None:
    """pyarrow looks for pandas, and loads it, when it first gives an array to numpy."""
    pa.array([0]).to_numpy()


def _screen(file: Path, item: Work[R], as_of: date) -> R:
    screener = _taken_up.get(file)
    if screener is None:
        _taken_up.clear()
        with file.open("rb") as content:
            screener = _taken_up[file] = pickle.load(content)
        # The lists stay; to look through them for garbage again and again takes a tenth of it.
        gc.freeze()
    return item.screen(screener, as_of)
