"""Parquet → blocks of text columns.

Pages are decoded as they are needed, so that a file of one huge row group takes no more memory than one
of many small ones. Page checksums are verified where the file has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from screening.customers.text_blocks import RawBlock, as_text, has_text
from screening.model.errors import InputError

__all__ = ["PARQUET_MAGIC", "parquet_blocks", "parquet_schema", "row_groups"]

PARQUET_MAGIC = b"PAR1"
_READ_BUFFER = 1 << 20


def parquet_schema(path: Path) -> tuple[pa.Schema, int]:
    """The file's columns and its number of rows.

    Raises InputError for a file that is not Parquet or was cut short.
    """
    with _opened(path) as file:
        return file.schema_arrow, file.metadata.num_rows


def row_groups(path: Path) -> list[int]:
    """How many rows each of the file's row groups has. Raises InputError as `parquet_schema`."""
    with _opened(path) as file:
        said = file.metadata
        return [said.row_group(place).num_rows for place in range(said.num_row_groups)]


def parquet_blocks(
    path: Path, columns: Sequence[str], batch_rows: int, groups: Sequence[int] | None = None
) -> Iterator[RawBlock]:
    """The file's rows in blocks of at most `batch_rows`, only the `columns` named.

    groups: only these row groups, whose rows are then counted from 1.
    Raises InputError for a column of a type that is not plain, and for data that cannot be decoded.
    """
    with _opened(path) as file:
        for name in columns:
            kind = file.schema_arrow.field(name).type
            if not has_text(kind):
                raise InputError(
                    f"{path}: column '{name}' is of type {kind}, which cannot be read as text. "
                    "Store it as text, a number or a date, or do not map it."
                )
        done = 0
        batches = file.iter_batches(
            batch_size=batch_rows,
            row_groups=None if groups is None else list(groups),
            columns=list(columns),
            use_threads=False,
        )
        while (batch := _next(batches, path, done)) is not None:
            numbers = pa.array(range(done + 1, done + batch.num_rows + 1), pa.int64())
            done += batch.num_rows
            texts = {name: as_text(batch.column(name), f"{path}: column '{name}'") for name in columns}
            yield RawBlock(texts, numbers)


def _opened(path: Path) -> pq.ParquetFile:
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
        raise InputError(
            f"{path}: the Parquet file is cut short or damaged: its end cannot be read ({_first(error)}). "
            "Copy or export it again."
        ) from error


def _next(batches: Iterator[pa.RecordBatch], path: Path, done: int) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{path}: the Parquet file is damaged after row {done} ({_first(error)}). "
            "Copy or export it again."
        ) from error


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
