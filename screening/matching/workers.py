"""Several processes that screen batches side by side. Reach for it where a table has many batches.

The hits come back in the order of the batches, so they are the same whatever the number of workers. Workers
are fresh processes (not forks: threads of a flow may hold locks at any moment) that are handed the prepared
screener once. Loading takes them some seconds, so a small table is screened in this process.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import chain, islice

import pyarrow as pa

from screening.matching.screener import Screener

__all__ = ["screen_batches"]

# Batches waiting for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 2

_screener: Screener | None = None


def screen_batches(
    screener: Screener, batches: Iterable[pa.RecordBatch], as_of: date, *, workers: int = 1, alone: int = 4
) -> Iterator[pa.Table]:
    """Hits of each batch (CUSTOMER_SCHEMA), in order; see `Screener.screen_batch`.

    workers: processes side by side; 1 screens in this process. alone: how many batches this process screens
    before it starts any.
    """
    waiting = iter(batches)
    for batch in islice(waiting, alone) if workers > 1 else waiting:
        yield screener.screen_batch(batch, as_of)
    following = next(waiting, None)
    if following is None:
        return
    with ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_receive,
        initargs=(screener,),
    ) as pool:
        under_way: deque[Future[pa.Table]] = deque()
        try:
            for batch in chain([following], waiting):
                under_way.append(pool.submit(_screen, batch, as_of))
                if len(under_way) > workers * _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def _receive(screener: Screener) -> None:
    global _screener
    screener.warm_up()
    _screener = screener


def _screen(batch: pa.RecordBatch, as_of: date) -> pa.Table:
    if _screener is None:
        raise RuntimeError("a worker was asked to screen before it got its screener")
    return _screener.screen_batch(batch, as_of)
