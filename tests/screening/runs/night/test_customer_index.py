"""Who changed since last night, and who did not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from bank import settings_with

from screening.customers.frame import customers_from_frame
from screening.runs.night.customers import CUSTOMERS_SCHEMA, CustomerIndex

ANN = {"record_id": "c1", "name": "Ann Archer", "date_of_birth": "1974-06-20", "branch": "Basra"}
BOB = {"record_id": "c2", "name": "Bob Baker", "nationality": "Iraq", "branch": "Basra"}
CAI = {"record_id": "c3", "name": "Cai Cooper", "address": "Erfurt"}
ALL = [ANN, BOB, CAI]


def read(rows: Sequence[dict[str, Any]], batch_rows: int = 100, carry: Sequence[str] = ()) -> list[Any]:
    """The customers as they come from a table, in batches."""
    import pandas as pd

    columns = ["record_id", "name", "date_of_birth", "nationality", "address", "branch"]
    settings = settings_with(carry=list(carry))
    frame = pd.DataFrame(list(rows), columns=columns)
    whole = customers_from_frame(frame, settings.customers, date(2026, 1, 2)).customers
    return [whole.slice(start, batch_rows) for start in range(0, whole.num_rows, batch_rows)]


def compare(known: pa.Table | None, batches: list[Any], batch_rows: int = 100) -> tuple[CustomerIndex, Any]:
    index = CustomerIndex(known, "basis", batch_rows)
    return index, list(index.changed_batches(iter(batches)))


def after(rows: Sequence[dict[str, Any]], **how: Any) -> pa.Table:
    """What a first night with these customers leaves."""
    index, _ = compare(None, read(rows, **how))
    return index.table()


def counts(index: CustomerIndex) -> tuple[int, int, int, int]:
    return index.new, index.changed, index.unchanged, index.left


def names(changed: list[tuple[str, Any]]) -> list[str]:
    return [name for _, batch in changed for name in batch["name"].to_pylist()]


def test_on_the_first_night_everybody_is_new() -> None:
    index, changed = compare(None, read(ALL))
    assert counts(index) == (3, 0, 0, 0)
    assert names(changed) == ["Ann Archer", "Bob Baker", "Cai Cooper"]
    assert index.table().schema == CUSTOMERS_SCHEMA
    assert index.table()["record_id"].to_pylist() == ["c1", "c2", "c3"]


def test_new_changed_unchanged_and_left() -> None:
    tonight = [ANN | {"name": "Ann Baker"}, CAI, {"record_id": "c4", "name": "Dee Draper"}]
    index, changed = compare(after(ALL), read(tonight))
    assert counts(index) == (1, 1, 1, 1)
    assert names(changed) == ["Ann Baker", "Dee Draper"]
    assert sorted(index.table()["record_id"].to_pylist()) == ["c1", "c3", "c4"]


def test_the_table_says_where_each_customer_is_kept() -> None:
    first, (kept,) = compare(None, read(ALL))
    second, (kept_since,) = compare(first.table(), read([CAI, ANN, BOB | {"name": "Bob Brewer"}]))
    batches = dict([kept, kept_since])
    where = {
        row["record_id"]: batches[row["batch"]].slice(row["row"], 1) for row in second.table().to_pylist()
    }
    assert {record_id: row["name"].to_pylist() for record_id, row in where.items()} == {
        "c1": ["Ann Archer"],
        "c2": ["Bob Brewer"],
        "c3": ["Cai Cooper"],
    }


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ann  Àrcher"},
        {"date_of_birth": "1974"},
        {"date_of_birth": None},
        {"nationality": "Iraq"},
        {"address": "Basra"},
    ],
)
def test_anything_that_was_read_changes_a_customer(change: dict[str, str | None]) -> None:
    index, changed = compare(after(ALL), read([ANN | change, BOB, CAI]))
    assert counts(index) == (0, 1, 2, 0)
    assert [batch["record_id"].to_pylist() for _, batch in changed] == [["c1"]]


def test_a_carried_column_changes_a_customer_and_one_not_read_does_not() -> None:
    moved = [ANN | {"branch": "Erfurt"}, BOB, CAI]
    carried, _ = compare(after(ALL, carry=["branch"]), read(moved, carry=["branch"]))
    assert counts(carried) == (0, 1, 2, 0)
    unread, _ = compare(after(ALL), read(moved))
    assert counts(unread) == (0, 0, 3, 0)


def test_a_value_that_moves_to_another_column_is_a_change() -> None:
    moved = CAI | {"address": None, "branch": "Erfurt"}
    index, _ = compare(after([CAI], carry=["branch"]), read([moved], carry=["branch"]))
    assert counts(index) == (0, 1, 0, 0)


def test_the_order_of_the_table_and_the_size_of_batches_change_nobody() -> None:
    index, changed = compare(after(ALL, batch_rows=2), read([CAI, ANN, BOB], batch_rows=1), batch_rows=1)
    assert counts(index) == (0, 0, 3, 0)
    assert changed == []


def test_changed_customers_are_gathered_to_batches() -> None:
    many = [{"record_id": f"n{number}", "name": f"Name {number}"} for number in range(10)]
    index, changed = compare(None, read(many, batch_rows=3), batch_rows=5)
    assert [batch.num_rows for _, batch in changed] == [6, 4]
    assert len({key for key, _ in changed}) == 2
    assert index.new == 10


def test_the_same_customers_have_the_same_key_wherever_they_stand_in_the_table() -> None:
    known = after([ANN, BOB])
    _, one = compare(known, read([ANN, BOB, CAI]))
    _, other = compare(known, read([CAI, BOB, ANN]))
    assert [key for key, _ in one] == [key for key, _ in other]
    (kept,), (again,) = one, other
    assert kept[1].equals(again[1])
    different, _ = compare(known, read([CAI | {"address": "Jena"}]))
    assert different.table()["batch"].to_pylist() != [kept[0]]


def test_batches_prepared_with_other_settings_or_columns_have_other_keys() -> None:
    keys = {
        key
        for basis, carry in (("basis", []), ("other basis", []), ("basis", ["branch"]))
        for key, _ in CustomerIndex(None, basis, 100).changed_batches(iter(read([CAI], carry=carry)))
    }
    assert len(keys) == 3


def test_an_empty_table_means_that_everybody_left() -> None:
    index, changed = compare(after(ALL), [])
    assert counts(index) == (0, 0, 0, 3)
    assert changed == []
    assert index.table().equals(CUSTOMERS_SCHEMA.empty_table())


def test_who_comes_back_as_before_is_new() -> None:
    gone, _ = compare(after(ALL), read([BOB, CAI]))
    back, changed = compare(gone.table(), read(ALL))
    assert counts(back) == (1, 0, 2, 0)
    assert names(changed) == ["Ann Archer"]
