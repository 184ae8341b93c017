"""Hits while a run goes on: in memory while they are few, else in temporary files, from which they are read
in the order of a report, part by part.

A million hits are two gigabytes as Arrow holds them. So batches are set aside as they come, only the columns
that hits are ordered by stay in memory, and the rows are written once more, each to the part of the report it
belongs to. A part is then read and put in order where it is asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from screening.model.hit_table import ORDERED_BY, HitRows, order_hits, report_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HitSpool", "OrderedHits"]

# Numbers of blocks, each with the places of its rows among all hits.
_Part: TypeAlias = "list[tuple[int, NDArray[np.int64]]]"

# Hits that are worth no file: some 200 MB.
_IN_MEMORY = 100_000
# Rows of a part of the report, and rows that are written at once.
_PART = 25_000


class HitSpool:
    """Hits of one schema, whose batches come one by one; `ordered` gives them all, the most likely first.

    The files have no name, so that nothing is left behind, however the run ends.
    """

    def __init__(self, schema: pa.Schema, in_memory: int = _IN_MEMORY, part: int = _PART) -> None:
        """in_memory: with more hits than so many, files are used. part: rows that are ordered at once."""
        self.schema = schema
        self.num_rows = 0
        self._in_memory = in_memory
        self._part = part
        self._waiting: list[pa.Table] = []
        self._keys: list[pa.Table] = []
        self._files: list[_Blocks] = []

    def add(self, hits: pa.Table) -> None:
        """Keep a batch: all hits of its customers."""
        if not hits.num_rows:
            return
        # Its metadata are of the batch.
        hits = hits.replace_schema_metadata(None)
        self.num_rows += hits.num_rows
        self._waiting.append(hits)
        self._keys.append(hits.select(list(ORDERED_BY)))
        if self.num_rows > self._in_memory and _rows(self._waiting) >= self._part:
            self._put_aside()

    def regrouped(self, group: Callable[[pa.Table], pa.Table]) -> HitSpool:
        """What `group` makes of each batch. This spool is empty then."""
        made = HitSpool(self.schema, self._in_memory, self._part)
        for batch in self._batches():
            made.add(group(batch))
        self.close()
        return made

    def ordered(self) -> HitRows:
        """All hits, the most likely first: a table where they are few. No more can be added then."""
        if not self._files:
            return order_hits(pa.concat_tables([self.schema.empty_table(), *self._waiting]))
        order = report_order(pa.concat_tables(self._keys))
        self._keys = []
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        parts = _Blocks(self.schema)
        of_part: list[_Part] = [[] for _ in range(-(-len(rank) // self._part))]
        begin = 0
        for batch in self._batches():
            its_ranks = rank[begin : begin + batch.num_rows]
            begin += batch.num_rows
            part = its_ranks // self._part
            for number in np.unique(part).tolist():
                places = np.nonzero(part == number)[0]
                block = parts.add(batch.take(pa.array(places, pa.int64())))
                of_part[number].append((block, its_ranks[places]))
        self.close()
        self._files = [parts]
        return OrderedHits(parts, of_part, self._part)

    def close(self) -> None:
        """Let go of the rows and files."""
        for file in self._files:
            file.close()
        self._files, self._waiting, self._keys = [], [], []

    def _put_aside(self) -> None:
        if not self._waiting:
            return
        if not self._files:
            self._files.append(_Blocks(self.schema))
        self._files[0].add(pa.concat_tables(self._waiting))
        self._waiting = []

    def _batches(self) -> Iterator[pa.Table]:
        """In the order they came."""
        if self._files:
            self._put_aside()
            (file,) = self._files
            yield from map(file.read, range(file.count))
        else:
            yield from self._waiting


class OrderedHits:
    """Hits in files, the most likely first: what is asked for is read (`HitRows`)."""

    def __init__(
        self,
        blocks: _Blocks,
        of_part: Sequence[_Part],
        part: int,
        columns: Sequence[str] | None = None,
    ) -> None:
        """of_part: the blocks of each part. part: its rows. columns: those that are read, if not all."""
        names = blocks.schema.names if columns is None else columns
        self.schema = pa.schema([blocks.schema.field(name) for name in names])
        self.num_rows = sum(len(places) for of_one in of_part for _, places in of_one)
        self._blocks = blocks
        self._of_part = of_part
        self._part = part
        self._last: tuple[int, pa.Table] | None = None

    def slice(self, offset: int = 0, length: int | None = None) -> pa.Table:
        """Some of the rows, one after the other, read into memory."""
        end = self.num_rows if length is None else min(self.num_rows, offset + length)
        if offset >= end:
            return self.schema.empty_table()
        found = []
        for number in range(offset // self._part, -(-end // self._part)):
            first = number * self._part
            table = self._read(number)
            found.append(table.slice(max(0, offset - first), end - max(offset, first)))
        return pa.concat_tables(found)

    def select(self, columns: list[str]) -> OrderedHits:
        """The same hits, of which only some columns are read."""
        return OrderedHits(self._blocks, self._of_part, self._part, columns)

    def _read(self, number: int) -> pa.Table:
        # Files are written in smaller pieces, one after the other.
        if self._last is None or self._last[0] != number:
            self._last = None
            of_part = self._of_part[number]
            tables = [self._blocks.read(block, self.schema.names) for block, _ in of_part]
            order = np.argsort(np.concatenate([places for _, places in of_part]))
            part = pa.concat_tables(tables).take(pa.array(order, pa.int64())).combine_chunks()
            self._last = (number, part)
        return self._last[1]


class _Blocks:
    """Tables of one schema in a temporary file, compressed; written one by one, then read in any order."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self.count = 0
        self._file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the run
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writer: Any = pa.ipc.new_file(self._file, schema, options=options)
        self._readers: dict[tuple[str, ...], Any] = {}

    def add(self, table: pa.Table) -> int:
        """Keep a table as one block; gives its number."""
        (batch,) = table.combine_chunks().to_batches()
        self._writer.write_batch(batch)
        self.count += 1
        return self.count - 1

    def read(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """A block, or some of its columns."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        names = tuple(columns or self.schema.names)
        if names not in self._readers:
            fields = [self.schema.get_field_index(name) for name in names]
            options = pa.ipc.IpcReadOptions(included_fields=fields)
            self._readers[names] = pa.ipc.open_file(self._file, options=options)
        batch = self._readers[names].get_batch(number)
        return pa.Table.from_batches([batch]).select(list(names))

    def close(self) -> None:
        self._readers = {}
        if self._writer is not None:
            self._writer.close()
        self._file.close()


def _rows(tables: Sequence[pa.Table]) -> int:
    return sum(table.num_rows for table in tables)
