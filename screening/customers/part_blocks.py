"""One part of a table → its columns, and its rows in blocks of text columns.

What the table says of the part beside its bytes counts as if it stood in the file: columns that a partition
has for all its rows, columns that the file calls otherwise, rows that were deleted since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import pyarrow as pa

from screening.customers.csv_in import csv_blocks, csv_columns
from screening.customers.parquet_in import parquet_blocks, parquet_schema
from screening.customers.parts import Part, is_parquet, reading
from screening.customers.text_blocks import RawBlock
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import StoreAddress

__all__ = ["PartHead", "part_blocks", "part_heads", "rows_of_groups"]


@dataclass(frozen=True)
class PartHead:
    """What a part says of itself. groups: how many rows each row group of its file has, deleted ones too;
    None for CSV, where only reading tells."""

    columns: list[str]
    groups: tuple[int, ...] | None


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
        return PartHead(csv_columns(part.place, settings), None)
    schema, groups = parquet_schema(part.place)
    called = {inside: name for name, inside in part.renamed.items()}
    names = [called.get(name, name) for name in schema.names]
    # A partition has the last word, as in other readers of such folders.
    names = [name for name in names if name not in part.said]
    return PartHead([*names, *part.said], tuple(groups))


def rows_of_groups(part: Part, head: PartHead) -> list[int] | None:
    """How many rows each row group has, without those that were deleted; None where only reading tells."""
    if head.groups is None or part.kept is None:
        return None if head.groups is None else list(head.groups)
    begins = accumulate(head.groups, initial=0)
    return [
        count - part.kept.slice(begin, count).false_count
        for begin, count in zip(begins, head.groups, strict=False)
    ]


def part_blocks(
    part: Part,
    head: PartHead,
    columns: Sequence[str],
    settings: CustomerSettings,
    groups: Sequence[int] | None = None,
) -> Iterator[RawBlock]:
    """The rows in blocks of at most `settings.batch_rows`, only the `columns` named, numbered from 1 without
    those that were deleted. groups: only these row groups, neighbors of one another.

    Raises InputError for data that cannot be read.
    """
    with reading(part.place):
        if head.groups is None:
            yield from csv_blocks(part.place, columns, settings)
        else:
            begin = sum(head.groups[: groups[0]]) if groups else 0
            yield from _parquet_blocks(part, columns, settings, groups, begin)


def _parquet_blocks(
    part: Part,
    columns: Sequence[str],
    settings: CustomerSettings,
    groups: Sequence[int] | None,
    read: int,
) -> Iterator[RawBlock]:
    """read: how many rows of the file, deleted ones too, come before."""
    inside = [part.renamed.get(name, name) for name in columns if name not in part.said]
    done = 0
    for block in parquet_blocks(part.place, inside, settings.batch_rows, groups):
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
