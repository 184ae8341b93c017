"""One part of a table → its columns, and its rows in blocks of text columns.

What the table says of the part beside its bytes counts as if it stood in the file: columns that a partition
has for all its rows, columns that the file calls otherwise, rows that were deleted since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from screening.customers.csv_in import csv_blocks, csv_columns
from screening.customers.parquet_in import parquet_blocks, parquet_schema
from screening.customers.parts import Part, is_parquet, reading
from screening.customers.text_blocks import RawBlock
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import StoreAddress

__all__ = ["PartHead", "part_blocks", "part_heads"]


@dataclass(frozen=True)
class PartHead:
    """What a part says of itself. rows: None where only reading it tells (CSV)."""

    is_parquet: bool
    columns: list[str]
    rows: int | None


def part_heads(parts: Sequence[Part], settings: CustomerSettings) -> list[PartHead]:
    """That of each part, in order. Raises InputError for a file that is cut short or is no table."""
    if not any(isinstance(part.place, StoreAddress) for part in parts):
        return [_head(part, settings) for part in parts]
    from screening.storage.object_stores import side_by_side

    return side_by_side(lambda part: _head(part, settings), parts)


def _head(part: Part, settings: CustomerSettings) -> PartHead:
    with reading(part.place):
        return _read_head(part, settings)


def _read_head(part: Part, settings: CustomerSettings) -> PartHead:
    if not is_parquet(part.place):
        return PartHead(False, csv_columns(part.place, settings), None)
    schema, rows = parquet_schema(part.place)
    called = {inside: name for name, inside in part.renamed.items()}
    names = [called.get(name, name) for name in schema.names]
    # A partition has the last word, as in other readers of such folders.
    names = [name for name in names if name not in part.said]
    if part.kept is not None:
        rows -= part.kept.false_count
    return PartHead(True, [*names, *part.said], rows)


def part_blocks(
    part: Part, head: PartHead, columns: Sequence[str], settings: CustomerSettings
) -> Iterator[RawBlock]:
    """The rows in blocks of at most `settings.batch_rows`, only the `columns` named, numbered from 1 without
    those that were deleted. Raises InputError for data that cannot be read."""
    with reading(part.place):
        yield from _blocks(part, head, columns, settings)


def _blocks(
    part: Part, head: PartHead, columns: Sequence[str], settings: CustomerSettings
) -> Iterator[RawBlock]:
    if not head.is_parquet:
        yield from csv_blocks(part.place, columns, settings)
        return
    inside = [part.renamed.get(name, name) for name in columns if name not in part.said]
    done = read = 0
    for block in parquet_blocks(part.place, inside, settings.batch_rows):
        count = len(block.rows)
        texts = {
            name: pa.array([part.said[name]] * count, pa.string())
            if name in part.said
            else block.columns[part.renamed.get(name, name)]
            for name in columns
        }
        kept = _kept(part, read, count)
        if kept is not None:
            texts = {name: column.filter(kept) for name, column in texts.items()}
            count = kept.true_count
        read += len(block.rows)
        if count:
            yield RawBlock(texts, pa.array(range(done + 1, done + count + 1), pa.int64()))
        done += count


def _kept(part: Part, read: int, count: int) -> pa.BooleanArray | None:
    """Which of the next `count` rows are there still; None for all."""
    if part.kept is None or read >= len(part.kept):
        return None
    known = part.kept.slice(read, count).to_pylist()
    return pa.array(known + [True] * (count - len(known)), pa.bool_())
