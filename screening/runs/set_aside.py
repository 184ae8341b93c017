"""Holds rows until a run is published: what a table's reading set aside, and the hits.

They lie in a temporary file without a name, so that memory does not grow with them and nothing is left
behind, however the run ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from screening.customers import CustomerBatch
    from screening.runs.hit_spool import HitSpool

__all__ = ["RowSpool", "SetAside"]


class RowSpool:
    """Record batches of one schema, written once with `add`, read back with `batches` as often as needed."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the run
        self._writer: pa.RecordBatchStreamWriter | None = pa.ipc.new_stream(self._file, schema)

    def add(self, rows: pa.RecordBatch) -> None:
        """Keep one batch. Only before the first call of `batches`."""
        if self._writer is None:
            raise RuntimeError("the rows were read already")
        if rows.num_rows:
            self._writer.write_batch(rows)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Every batch kept, from the first."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._file.seek(0)
        with pa.ipc.open_stream(self._file) as reader:
            yield from reader

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class SetAside:
    """The rows that a table's reading set aside: `rejected`, and `warnings` on those that were screened. And
    whatever else is held until the run ends, which `keep` is told of."""

    def __init__(self) -> None:
        from screening.customers import REJECTED_SCHEMA, WARNINGS_SCHEMA

        self.rejected = RowSpool(REJECTED_SCHEMA)
        self.warnings = RowSpool(WARNINGS_SCHEMA)
        self._kept: list[HitSpool] = []

    def keep(self, hits: HitSpool) -> HitSpool:
        """Have these hits let go of with the rest."""
        self._kept.append(hits)
        return hits

    def add(self, batch: CustomerBatch) -> None:
        """Keep what one batch set aside."""
        self.rejected.add(batch.rejected)
        self.warnings.add(batch.warnings)

    def add_tables(self, rejected: pa.Table, warnings: pa.Table) -> None:
        """Keep what was set aside elsewhere, of the rows that follow."""
        for spool, rows in ((self.rejected, rejected), (self.warnings, warnings)):
            for batch in rows.to_batches():
                spool.add(batch)

    def close(self) -> None:
        """Let go of the files."""
        self.rejected.close()
        self.warnings.close()
        for hits in self._kept:
            hits.close()
