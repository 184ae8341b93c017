"""A column of any plain type → text. Reach for it before anything else looks at a customer table.

Numbers lose a needless ".0" (pandas makes floats of integers as soon as one is missing), dates and
timestamps become ISO dates, dictionaries and large strings become plain strings. Nested columns, times
and durations have no plain text and are refused.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.errors import InputError

__all__ = ["as_text", "has_text"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

_EXACT_INTEGERS = 2.0**53  # beyond it a float no longer tells whole numbers apart


def has_text(kind: pa.DataType) -> bool:
    """Whether `as_text` can read a column of this Arrow type."""
    if pa.types.is_dictionary(kind):
        return has_text(kind.value_type)
    checks = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_boolean,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_null,
    )
    return any(check(kind) for check in checks)


def as_text(column: pa.Array[Any], where: str) -> pa.StringArray:
    """The column as strings, null where it is null (NaN counts as null).

    `where` names the file and column in the InputError that is raised for a type without plain text and
    for bytes that are not UTF-8.
    """
    kind = column.type
    if not has_text(kind):
        raise InputError(
            f"{where}: a column of type {kind} cannot be read as text. "
            "Store it as text, a number or a date, or do not map it."
        )
    try:
        text: pa.StringArray = _cast(column, kind)
    except pa.ArrowException as error:
        raise InputError(f"{where}: cannot be read as text ({error}). Store it as UTF-8 text.") from error
    return text


def _cast(column: Any, kind: pa.DataType) -> Any:
    if pa.types.is_dictionary(kind):
        return _cast(column.cast(kind.value_type), kind.value_type)
    if pa.types.is_floating(kind):
        return _whole_numbers_as_such(pc.cast(column, pa.float64()))
    if pa.types.is_decimal(kind):
        text = pc.cast(column, pa.string())
        return pc.replace_substring_regex(text, r"^(-?\d+)\.0+$", r"\1")
    if pa.types.is_timestamp(kind):
        # A time zone says where the clock hung; the day meant is the one on that clock.
        local = pc.local_timestamp(column) if kind.tz else column
        return pc.cast(pc.cast(local, pa.date32(), safe=False), pa.string())
    text = pc.cast(column, pa.string())
    # Parquet files may claim UTF-8 without keeping it; found here, it has a place and a name.
    text.validate(full=True)
    return text


def _whole_numbers_as_such(column: Any) -> Any:
    finite = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
    whole = pc.and_(
        pc.equal(finite, pc.floor(finite)),
        pc.less(pc.abs(finite), pa.scalar(_EXACT_INTEGERS)),
    )
    integers = pc.cast(pc.if_else(whole, finite, pa.scalar(None, pa.float64())), pa.int64())
    return pc.coalesce(pc.cast(integers, pa.string()), pc.cast(finite, pa.string()))
