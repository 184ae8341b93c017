"""Which customers changed since last night.

A customer is known by the hash of everything that was read of it, carried columns and all; the row number is
left out, so a table in another order changes nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

__all__ = ["CUSTOMERS_SCHEMA", "CustomerIndex", "fingerprints"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# fingerprint: see `fingerprints`; batch: key of the prepared batch that holds the customer, at `row`.
_FIELDS: list[pa.Field[Any]] = [
    pa.field("record_id", pa.string()),
    pa.field("fingerprint", pa.binary(16)),
    pa.field("batch", pa.string()),
    pa.field("row", pa.int32()),
]
CUSTOMERS_SCHEMA = pa.schema(_FIELDS)

# Where a customer stands in the table says nothing of it.
_SAY_NOTHING = ("row",)


def fingerprints(customers: pa.RecordBatch) -> pa.Array[Any]:
    """A 128-bit hash (BLAKE2b) of each row."""
    said = [customers[name] for name in customers.schema.names if name not in _SAY_NOTHING]
    columns = [pc.coalesce(_text(column), "\x1e") for column in said]
    texts = pc.binary_join_element_wise(*columns, "\x1f").to_pylist()
    hashes = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    return pa.array(hashes, pa.binary(16))


def _text(column: pa.Array[Any]) -> Any:
    if pa.types.is_date32(column.type):
        # The number of a day is text far sooner than its date.
        return column.cast(pa.int32()).cast(pa.string())
    return pc.binary_join(column, "\x1e") if pa.types.is_list(column.type) else column


class CustomerIndex:
    """Tonight's customers against last night's.

    `changed_batches` reads tonight's customers and gives batches of those that are new or changed;
    `table` then says where every customer is kept.
    """

    def __init__(
        self, known: pa.Table | None, fingerprint: str, batch_rows: int, everybody: bool = False
    ) -> None:
        """known: last night's `table`; None where there was none. fingerprint: tonight's
        `scoring_fingerprint`. batch_rows: customers in a batch. everybody: whether all are screened again,
        changed or not."""
        self._everybody = everybody
        self._known = known if known is not None else CUSTOMERS_SCHEMA.empty_table()
        self._ids = self._known["record_id"].combine_chunks()
        self._fingerprint = fingerprint
        self._batch_rows = batch_rows
        self._parts: list[pa.Table] = []
        self._waiting: list[tuple[pa.RecordBatch, pa.Array[Any]]] = []
        self.new = self.changed = self.unchanged = 0

    @property
    def left(self) -> int:
        """How many of last night's customers are no more; final once all of tonight's are read."""
        return self._known.num_rows - self.changed - self.unchanged

    def changed_batches(self, batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Read tonight's customers; gives those to screen against whole lists, as (key, batch)."""
        for batch in batches:
            self._add(batch)
            if sum(part.num_rows for part, _ in self._waiting) >= self._batch_rows:
                yield self._flush()
        if self._waiting:
            yield self._flush()

    def table(self) -> pa.Table:
        """CUSTOMERS_SCHEMA, a row for each of tonight's customers; complete once all are read."""
        return pa.concat_tables([CUSTOMERS_SCHEMA.empty_table(), *self._parts]).combine_chunks()

    def _add(self, batch: pa.RecordBatch) -> None:
        hashes = fingerprints(batch)
        place = pc.index_in(batch["record_id"], value_set=self._ids)
        known = self._known.take(place)
        same = pc.fill_null(pc.equal(known["fingerprint"], hashes), False).combine_chunks()
        kept = known.filter(same)
        self.unchanged += kept.num_rows
        self.new += place.null_count
        self.changed += batch.num_rows - place.null_count - kept.num_rows
        if self._everybody:
            self._waiting.append((batch, hashes))
            return
        self._parts.append(kept)
        if kept.num_rows < batch.num_rows:
            self._waiting.append((batch.filter(pc.invert(same)), hashes.filter(pc.invert(same))))

    def _flush(self) -> tuple[str, pa.RecordBatch]:
        whole = pa.Table.from_batches([batch for batch, _ in self._waiting]).combine_chunks()
        hashes = pa.concat_arrays([part for _, part in self._waiting])
        self._waiting = []
        batch = next(iter(whole.to_batches()))
        # Where a customer stood in tonight's table is nothing to keep.
        rows = pa.array(np.zeros(batch.num_rows, dtype=np.int64))
        batch = batch.set_column(batch.schema.get_field_index("row"), "row", rows)
        key = self._key(batch.schema, hashes)
        columns: Sequence[Any] = (
            batch["record_id"],
            hashes,
            pa.repeat(key, batch.num_rows),
            pa.array(np.arange(batch.num_rows, dtype=np.int32)),
        )
        self._parts.append(pa.Table.from_arrays(columns, schema=CUSTOMERS_SCHEMA))
        return key, batch

    def _key(self, schema: pa.Schema, hashes: Any) -> str:
        """The name a prepared batch is kept under: the same for the same customers in the same order."""
        digest = hashlib.blake2b(self._fingerprint.encode(), digest_size=16)
        digest.update(",".join(schema.names).encode())
        digest.update(b"".join(hashes.to_pylist()))
        return digest.hexdigest()
