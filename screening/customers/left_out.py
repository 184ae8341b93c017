"""What of a customer could not be read, as rows to list and as sentences to show.

Values are gathered by the reason they share, so that a column of placeholders costs one entry, not one a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

__all__ = ["WARNINGS_SCHEMA", "LeftOut", "sentences", "warning_rows"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Of rows that are screened: what could not be read, and why. column: ours. value: as the table has it, cut to
# LONGEST_VALUE. row and record_id are null where a warning is about the column itself.
_WARNED = ("record_id", "column", "value", "reason")
WARNINGS_SCHEMA = pa.schema([pa.field("row", pa.int64())] + [pa.field(name, pa.string()) for name in _WARNED])

# Enough to find the cell again; a whole letter in the wrong column would fill a page.
LONGEST_VALUE = 80

_Places = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LeftOut:
    """Values of one column with one reason.

    places: their positions in the block. texts: the column as the table has it. reason goes after the quoted
    value; way_out is for whoever keeps the table, and is no part of the sentence that a reviewer reads.
    """

    column: str
    places: _Places
    texts: Any
    reason: str
    way_out: str = ""

    def values(self) -> Any:
        """The values, cut to a sane length, on one line each."""
        whole = self.texts.take(pa.array(self.places))
        text = pc.utf8_slice_codeunits(pc.replace_substring_regex(whole, r"\p{C}+", " "), 0, LONGEST_VALUE)
        shorter = pc.less(pc.utf8_length(text), pc.utf8_length(whole))
        cut = pc.and_(shorter, pc.equal(pc.utf8_length(text), LONGEST_VALUE))
        return pc.if_else(cut, pc.binary_join_element_wise(text, "…", ""), text)


def sentences(left_out: Sequence[LeftOut], count: int) -> pa.ListArray[Any]:
    """For each of `count` rows a sentence for each of its values, in the order given."""
    if not left_out:
        return _lists(np.zeros(count + 1, dtype=np.int32), pa.array([], pa.string()))
    places = np.concatenate([group.places for group in left_out])
    worded = pa.concat_arrays(
        [
            pc.binary_join_element_wise(f"{group.column} '", group.values(), f"' {group.reason}", "")
            for group in left_out
        ]
    )
    ends = np.cumsum(np.bincount(places, minlength=count))
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return _lists(offsets, worded.take(pa.array(np.argsort(places, kind="stable"))))


def warning_rows(left_out: Sequence[LeftOut], rows: Any, record_ids: Any, screened: _Mask) -> pa.RecordBatch:
    """The same as rows of WARNINGS_SCHEMA, by row; only of rows that are screened."""
    batches = []
    for group in left_out:
        places = pa.array(group.places)
        reason = f"{group.reason}; {group.way_out}" if group.way_out else group.reason
        batch = pa.RecordBatch.from_arrays(
            [
                pc.take(rows, places),
                pc.take(record_ids, places),
                pa.repeat(group.column, len(places)),
                group.values(),
                pa.repeat(reason, len(places)),
            ],
            schema=WARNINGS_SCHEMA,
        )
        batches.append(batch.filter(pa.array(screened[group.places])))
    if not batches:
        return pa.RecordBatch.from_pylist([], schema=WARNINGS_SCHEMA)
    table = pa.Table.from_batches(batches)
    # By row, and within a row in the order of the columns: a sort of a table need not be stable.
    order: Any = pa.array(np.argsort(table["row"].to_numpy(), kind="stable"))
    sorted_batches = table.take(order).combine_chunks().to_batches()
    return sorted_batches[0] if sorted_batches else pa.RecordBatch.from_pylist([], schema=WARNINGS_SCHEMA)


def _lists(offsets: npt.NDArray[np.int32], values: Any) -> pa.ListArray[Any]:
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
