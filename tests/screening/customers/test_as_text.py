"""Columns of any plain type as text."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from screening.customers.text_blocks import as_text
from screening.model.errors import InputError


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array(["a", None]), ["a", None]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([b"a"]), ["a"]),
        (pa.array([7, None]), ["7", None]),
        (pa.array([7.0, 2.5, float("nan"), None]), ["7", "2.5", None, None]),
        (pa.array([123456789012.0]), ["123456789012"]),
        (pa.array([Decimal("12.00"), Decimal("12.50")]), ["12", "12.50"]),
        (pa.array([True]), ["true"]),
        (pa.array([date(1974, 6, 20)]), ["1974-06-20"]),
        (pa.array([datetime(1974, 6, 20, 13, 5)]), ["1974-06-20"]),
        (pa.array([datetime(1969, 6, 20, 13, 5)]), ["1969-06-20"]),
        (pa.array(["b", "a", "b"]).dictionary_encode(), ["b", "a", "b"]),
        (pa.nulls(2), [None, None]),
    ],
)
def test_plain_types_become_text(column: pa.Array, texts: list[str | None]) -> None:
    assert as_text(column, "a table").to_pylist() == texts


def test_a_time_zone_does_not_move_a_birthday() -> None:
    midnight_in_baghdad = datetime(1974, 6, 19, 21, 0, tzinfo=UTC)
    column = pa.array([midnight_in_baghdad], pa.timestamp("us", tz="Asia/Baghdad"))
    assert as_text(column, "a table").to_pylist() == ["1974-06-20"]


@pytest.mark.parametrize("values", [[["a"]], [{"a": 1}], [time(1, 2)]])
def test_other_types_are_refused(values: list[Any]) -> None:
    with pytest.raises(InputError, match=r"my\.parquet: a column of type .* cannot be read as text"):
        as_text(pa.array(values), "my.parquet")
