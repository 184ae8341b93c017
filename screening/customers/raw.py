"""A block of a customer table as it stands in the file. The readers give it; cleaning takes it.

Nothing is judged here but whether a row can be told apart from its neighbors: columns are text under the
table's own names, row numbers count the rows of the source from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

__all__ = ["BrokenRow", "RawBlock"]


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not be split into the table's columns, with its text and why."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class RawBlock:
    """Rows of one file. `rows` holds their numbers, counted within that file; `broken` the others."""

    columns: dict[str, pa.StringArray]
    rows: pa.Int64Array
    broken: list[BrokenRow] = field(default_factory=list)
