"""A pandas table → customers. Reach for it where a program, not a file, hands customers over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from screening.customers.as_text import as_text
from screening.customers.clean import CustomerBatch, clean_block
from screening.customers.mapping import map_columns
from screening.customers.raw import RawBlock
from screening.errors import InputError
from screening.settings import CustomerSettings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["customers_from_frame"]


def customers_from_frame(
    frame: pd.DataFrame, settings: CustomerSettings, today: date | None = None
) -> CustomerBatch:
    """Read a DataFrame with the columns of a customer table, by the same rules as a file.

    Raises InputError for columns that cannot be mapped, a type that cannot be read and a doubled record_id.
    """
    where = "the table given"
    columns = map_columns([str(name) for name in frame.columns], settings, where)
    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    texts = {}
    for name in columns.to_read:
        chunks = table.column(name)
        whole = chunks.chunk(0) if chunks.num_chunks else pa.array([], chunks.type)
        texts[name] = as_text(whole, f"{where}, column '{name}'")
    ids = texts[columns.sources["record_id"]]
    doubled = [entry["values"] for entry in ids.drop_null().value_counts().to_pylist() if entry["counts"] > 1]
    if doubled:
        raise InputError(
            f"{where}: record_id '{doubled[0]}' stands more than once; it must tell records apart."
        )
    rows = pa.array(range(1, table.num_rows + 1), pa.int64())
    return clean_block(RawBlock(texts, rows), columns, settings, today or datetime.now(UTC).date())
