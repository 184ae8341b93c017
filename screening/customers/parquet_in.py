"""Parquet → blocks of text columns.

Pages are decoded as they are needed, so that a file of one huge row group takes no more memory than one
of many small ones. From an object store a row group's columns come in few requests where they are small
enough to be held, else piece by piece. Page checksums are verified where the file has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from screening.customers.text_blocks import RawBlock, as_text, has_text
from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreAddress

__all__ = ["PARQUET_MAGIC", "parquet_blocks", "parquet_schema"]

PARQUET_MAGIC = b"PAR1"
_READ_BUFFER = 1 << 20
# Of each column, where a row group is too large to be fetched at once: a request costs more than a read.
_STORE_BUFFER = 4 << 20
# The columns of a row group that are fetched at once, in bytes as they lie in the file.
_MOST_AT_ONCE = 48 << 20


def parquet_schema(path: Place) -> tuple[pa.Schema, list[int]]:
    """The file's columns, and the number of rows of each of its row groups.

    Raises InputError for a file that is not Parquet or was cut short.
    """
    with _opened(path) as file:
        said = file.metadata
        return file.schema_arrow, [said.row_group(place).num_rows for place in range(said.num_row_groups)]


def parquet_blocks(
    path: Place, columns: Sequence[str], batch_rows: int, groups: Sequence[int] | None = None
) -> Iterator[RawBlock]:
    """The file's rows in blocks of at most `batch_rows`, only the `columns` named.

    groups: only these row groups, whose rows are then counted from 1.
    Raises InputError for a column of a type that is not plain, and for data that cannot be decoded.
    """
    with _opened(path, columns) as file:
        for name in columns:
            kind = file.schema_arrow.field(name).type
            if not has_text(kind):
                raise InputError(
                    f"{path}: column '{name}' is of type {kind}, which cannot be read as text. "
                    "Store it as text, a number or a date, or do not map it."
                )
        done = 0
        batches = _batches(file, path, columns, batch_rows, groups)
        while (batch := _next(batches, path, done)) is not None:
            numbers = pa.array(range(done + 1, done + batch.num_rows + 1), pa.int64())
            done += batch.num_rows
            texts = {name: as_text(batch.column(name), f"{path}: column '{name}'") for name in columns}
            yield RawBlock(texts, numbers)


def _opened(path: Place, columns: Sequence[str] = ()) -> pq.ParquetFile:
    """columns: those that will be read; without any, only the file's description is."""
    if isinstance(path, StoreAddress):
        return _opened_in_store(path, columns)
    with path.open("rb") as file:
        magic = file.read(len(PARQUET_MAGIC))
    if magic != PARQUET_MAGIC:
        raise InputError(
            f"{path}: not a Parquet file (it does not begin with PAR1). "
            "Give a .parquet file, a folder of them, or a .csv file."
        )
    try:
        return pq.ParquetFile(path, buffer_size=_READ_BUFFER, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        raise _cut_short(path, error) from error


def _opened_in_store(address: StoreAddress, columns: Sequence[str]) -> pq.ParquetFile:
    from screening.storage.object_stores import from_store

    source = address.open()
    try:
        # Its end alone is read, which says PAR1 as well.
        plain = pq.ParquetFile(source, buffer_size=_STORE_BUFFER, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        if from_store(error):
            raise
        raise _cut_short(address, error) from error
    if not columns or _largest(plain.metadata, columns) > _MOST_AT_ONCE:
        return plain
    return pq.ParquetFile(source, metadata=plain.metadata, pre_buffer=True, page_checksum_verification=True)


def _largest(said: pq.FileMetaData, columns: Sequence[str]) -> int:
    """The bytes of these columns in the row group that has most of them."""
    places = [place for place in range(said.num_columns) if said.schema.column(place).name in columns]
    groups = (said.row_group(group) for group in range(said.num_row_groups))
    return max(
        (sum(group.column(place).total_compressed_size for place in places) for group in groups), default=0
    )


def _batches(
    file: pq.ParquetFile, path: Place, columns: Sequence[str], batch_rows: int, groups: Sequence[int] | None
) -> Iterator[pa.RecordBatch]:
    wanted: dict[str, Any] = {"batch_size": batch_rows, "columns": list(columns), "use_threads": False}
    if not isinstance(path, StoreAddress):
        yield from file.iter_batches(row_groups=None if groups is None else list(groups), **wanted)
        return
    # One after the other: what is fetched at once is all that is asked for, and stays as long.
    for group in range(file.num_row_groups) if groups is None else groups:
        yield from file.iter_batches(row_groups=[group], **wanted)


def _next(batches: Iterator[pa.RecordBatch], path: Place, done: int) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except (pa.ArrowException, OSError) as error:
        if isinstance(path, StoreAddress):
            from screening.storage.object_stores import from_store

            if from_store(error):
                raise
        raise InputError(
            f"{path}: the Parquet file is damaged after row {done} ({_first(error)}). "
            "Copy or export it again."
        ) from error


def _cut_short(path: Place, error: Exception) -> InputError:
    return InputError(
        f"{path}: the Parquet file is cut short or damaged: its end cannot be read ({_first(error)}). "
        "Copy or export it again."
    )


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
