"""Objects as bytes for another machine, their tables in Arrow's own format and compressed.

Arrow's arrays pickle with all of the buffers that they are a slice of; its own format has the rows alone, and
a batch of customers shrinks to a third.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

import pyarrow as pa

__all__ = ["pack", "unpack"]

_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, pa.Table):
            return _table, (_written(value),)
        if isinstance(value, pa.RecordBatch):
            return _batch, (_written(value),)
        return NotImplemented


def pack(value: Any) -> bytes:
    """The object as bytes, for `unpack` in a process with the same version of this program."""
    sink = io.BytesIO()
    _Packer(sink, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return sink.getvalue()


def unpack(content: bytes) -> Any:
    """What was packed. Only for bytes of one's own cluster: to unpickle is to run what they say."""
    return pickle.loads(content)


def _written(rows: pa.Table | pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=_OPTIONS) as writer:
        writer.write(rows)
    return sink.getvalue().to_pybytes()


def _table(content: bytes) -> pa.Table:
    return pa.ipc.open_stream(content).read_all()


def _batch(content: bytes) -> pa.RecordBatch:
    # Of one batch one is written, also where it has no rows.
    return pa.ipc.open_stream(content).read_next_batch()
