"""A pandas table → customers, where a program and not a file hands them over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from screening.customers.clean import CustomerBatch, clean_block
from screening.customers.columns import map_columns
from screening.customers.text_blocks import RawBlock, as_text, trimmed
from screening.customers.words import TableWords
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["customers_from_frame"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute


def customers_from_frame(
    frame: pd.DataFrame, settings: CustomerSettings, today: date | None = None
) -> CustomerBatch:
    """Read a DataFrame with the columns of a customer table, by the same rules as a file.

    Raises InputError for columns that cannot be mapped, a type that cannot be read and a doubled record_id.
    """
    where = "the table given"
    names = [str(name) for name in frame.columns]
    columns = map_columns(names, settings, where)
    texts = {
        name: _text(frame.iloc[:, names.index(name)], f"{where}, column '{name}'") for name in columns.to_read
    }
    ids: Any = texts[columns.sources["record_id"]]
    counts = pc.value_counts(TableWords(settings).without_nothing(trimmed(ids)).drop_null()).to_pylist()
    doubled = [entry["values"] for entry in counts if entry["counts"] > 1]
    if doubled:
        raise InputError(
            f"{where}: record_id '{doubled[0]}' stands more than once; it must tell records apart."
        )
    rows = pa.array(range(1, len(frame) + 1), pa.int64())
    return clean_block(RawBlock(texts, rows), columns, settings, today or datetime.now(UTC).date())


def _text(values: pd.Series[Any], where: str) -> pa.StringArray:
    try:
        column: Any = pa.Array.from_pandas(values)
    except (pa.ArrowException, UnicodeError, OverflowError) as error:
        # What Arrow and Python say of it quotes the value, which may be a name.
        raise InputError(
            f"{where}: the values are of several types, or are no text that Unicode knows "
            f"({type(error).__name__}). Make them all text: frame[column].astype('string')."
        ) from error
    return as_text(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column, where)
