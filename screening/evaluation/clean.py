"""Customers taken for clean: a seeded sample of a table. Reach for it to measure alerts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from screening.customers import CustomerSource
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.errors import InputError

__all__ = ["IDENTIFIERS", "CleanSample", "draw_clean", "without_identifiers"]

# What a score counts besides names. The entity type says whom to compare with, and stays.
IDENTIFIERS = (
    "date_of_birth",
    "birth_earliest",
    "birth_latest",
    "nationality",
    "country",
    "gender",
    "id_number",
)


@dataclass(frozen=True)
class CleanSample:
    """customers: CUSTOMER_SCHEMA, in the order of the table. rows_*: of the whole table."""

    path: str
    sha256: str
    rows_in: int
    rows_screened: int
    rows_rejected: int
    customers: pa.RecordBatch

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers that at least one customer of the sample states."""
        columns = self.customers
        return tuple(
            name
            for name in IDENTIFIERS
            if not name.startswith("birth_") and columns[name].null_count < columns.num_rows
        )


def draw_clean(source: CustomerSource, rows: int, seed: int) -> CleanSample:
    """At most `rows` customers that can be screened, each with the same chance, in bounded memory.

    The same table, seed and number give the same sample, whatever the size of batches. Raises InputError for
    a table without a row to screen, and for what reading one raises.
    """
    draw = np.random.default_rng(seed)
    kept = pa.RecordBatch.from_pylist([], schema=CUSTOMER_SCHEMA)
    chances = np.zeros(0)
    for batch in source.batches():
        more = batch.customers.select(CUSTOMER_SCHEMA.names)
        chances = np.concatenate([chances, draw.random(more.num_rows)])
        both = pa.Table.from_batches([kept, more]).combine_chunks()
        # The rows with the smallest chances so far; back in their own order.
        chosen = np.sort(np.argsort(chances, kind="stable")[:rows])
        kept, chances = _one_batch(both.take(pa.array(chosen, pa.int64()))), chances[chosen]
    if not kept.num_rows:
        raise InputError(
            f"{source.path}: holds no customer that can be screened. Give another --clean table."
        )
    return CleanSample(
        path=str(source.path),
        sha256=source.sha256,
        rows_in=source.rows_in,
        rows_screened=source.rows_screened,
        rows_rejected=source.rows_rejected,
        customers=kept,
    )


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def without_identifiers(customers: pa.RecordBatch) -> pa.RecordBatch:
    """The same customers by name and entity type alone."""
    columns = [
        pa.nulls(customers.num_rows, field.type) if field.name in IDENTIFIERS else customers[field.name]
        for field in customers.schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=customers.schema)
