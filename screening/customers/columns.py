"""Which columns of a customer table were used, missing and ignored. Reach for it to tell of them.

Nothing is read from a column that is called otherwise; but where it looks like one of ours under a usual name
(dob, citizenship), that is told, with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from screening.customers.left_out import WARNINGS_SCHEMA
from screening.customers.mapping import ColumnMap
from screening.customers.words import plain_word
from screening.settings.customers import CustomerSettings

__all__ = ["TableColumns", "column_warnings", "columns_of"]


@dataclass(frozen=True)
class TableColumns:
    """used: ours → the table's. missing: ours that are not in the table, or not in all parts of a folder.
    ignored: the table's columns that nothing is made of."""

    used: Mapping[str, str]
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def columns_of(parts: Sequence[ColumnMap]) -> TableColumns:
    """The columns over all parts of a table."""
    missing = dict.fromkeys(ours for part in parts for ours in part.missing)
    return TableColumns(
        used={ours: theirs for ours, theirs in parts[0].sources.items() if ours not in missing},
        missing=tuple(missing),
        ignored=tuple(dict.fromkeys(theirs for part in parts for theirs in part.ignored)),
    )


def column_warnings(parts: Sequence[ColumnMap], settings: CustomerSettings) -> pa.RecordBatch:
    """A row of WARNINGS_SCHEMA, without row and record_id, for each column of ours that some parts lack, and
    for each ignored one that looks like a missing one of ours."""
    columns = columns_of(parts)
    told = []
    for ours in columns.missing:
        with_it = sum(ours in part.sources for part in parts)
        if with_it:
            reason = f"is in {with_it} of the {len(parts)} parts of the table only"
            told.append({"column": ours, "reason": reason})
    meant = {
        plain_word(usual): ours
        for ours in columns.missing
        for usual in [ours, *settings.usual_column_names.get(ours, [])]
    }
    for theirs in columns.ignored:
        if (word := plain_word(theirs)) in meant:
            ours = meant[word]
            reason = (
                f"looks like {ours} and was ignored; to use it, set customers.columns.{ours}: {theirs} "
                "in the configuration"
            )
            told.append({"column": theirs, "reason": reason})
    return pa.RecordBatch.from_pylist(told, schema=WARNINGS_SCHEMA)
