"""What a customer table looked like, in counts.

A table whose birth dates moved to a column of another name has as many rows as before and the same ids; only
how many rows have a birth date tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.customer_table import CUSTOMER_SCHEMA

__all__ = ["SEVERAL_WORDS", "TableProfile"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# A name of one word is what is left where a column of first or last names is empty.
SEVERAL_WORDS = "name of several words"

# What every row has, and what says nothing of a customer. A birth date counts where it was read.
_NOT_COUNTED = {"row", "record_id", "name", "date_of_birth", "birth_latest", "data_warnings"}
_CALLED = {"birth_earliest": "date_of_birth"}


@dataclass
class TableProfile:
    """rows: customers that could be screened. filled: for each of our columns, how many of them have a value,
    and `SEVERAL_WORDS`. columns: those of our columns that the table has."""

    rows: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def read(self, batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        """The batches as they are, each counted as it passes."""
        for batch in batches:
            self.rows += batch.num_rows
            several = pc.match_substring(pc.utf8_trim_whitespace(batch["name"]), " ")
            self._count(SEVERAL_WORDS, pc.sum(several).as_py() or 0)
            for name in CUSTOMER_SCHEMA.names:
                if name not in _NOT_COUNTED:
                    self._count(_CALLED.get(name, name), batch.num_rows - batch[name].null_count)
            yield batch

    def _count(self, what: str, rows: int) -> None:
        self.filled[what] = self.filled.get(what, 0) + rows
