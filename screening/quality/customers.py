"""The gate of a customer table: whether it was read whole. And the facts of it that are gathered on the way.

Memory does not grow with the rows but for 8 bytes each: a 64-bit hash of every screened record_id, which
shows repeated ids and, later, hits on records nobody screened. Two different ids in a file of a million
meet in one hash with a chance below 1 in 10 million.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.gates import CustomersSeen, Demand
from screening.model.vocabulary import ENTITY_TYPES, GENDERS
from screening.quality.expectations import TableToCheck, at_most, expect, one_of, zero
from screening.quality.lists import EARLIEST_BIRTH
from screening.quality.results import GateResult
from screening.settings.gates import GateSettings

if TYPE_CHECKING:
    import pandas as pd

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

__all__ = ["CustomerFacts", "customers_gate"]

_Column: TypeAlias = "pa.Array[Any] | pa.ChunkedArray[Any]"

_BATCH_COLUMNS = {
    "batch": "int64",
    "rows": "int64",
    "wrong_columns": "str",
    "missing_record_ids": "int64",
    "missing_names": "int64",
    "unknown_types": "int64",
    "unknown_genders": "int64",
    "impossible_dates": "int64",
}


class CustomerFacts:
    """Facts of one customer file, gathered batch by batch with `add`."""

    def __init__(self, today: date | None = None) -> None:
        self.rows_screened = 0
        self.rows_rejected = 0
        self._today = today or datetime.now(UTC).date()
        self._batches: list[dict[str, int | str]] = []
        self._hashes: list[NDArray[np.uint64]] = []
        self._sorted: NDArray[np.uint64] | None = None

    def add(self, customers: pa.RecordBatch, rejected: pa.RecordBatch) -> None:
        """Count one batch: the rows to screen (CUSTOMER_SCHEMA first) and the rows set aside."""
        self.rows_screened += customers.num_rows
        self.rows_rejected += rejected.num_rows
        wrong = _wrong_columns(customers.schema)
        facts: dict[str, int | str] = dict.fromkeys(_BATCH_COLUMNS, 0)
        facts |= {"batch": len(self._batches) + 1, "rows": customers.num_rows, "wrong_columns": wrong}
        if not wrong:
            facts |= self._count(customers)
            self._hashes.append(_hashes(customers.column("record_id")))
            self._sorted = None
        self._batches.append(facts)

    def merge(self, later: CustomerFacts) -> None:
        """Count what was gathered elsewhere, of the batches that follow these."""
        self.rows_screened += later.rows_screened
        self.rows_rejected += later.rows_rejected
        numbered = len(self._batches)
        self._batches += [
            facts | {"batch": numbered + place} for place, facts in enumerate(later._batches, start=1)
        ]
        self._hashes += later._hashes
        self._sorted = None

    def id_hashes(self, others: Iterable[_Column] = ()) -> NDArray[np.uint64]:
        """A hash for each screened record_id, and for each of `others` that is not null."""
        more = [_hashes(pc.drop_null(ids)) for ids in others]
        return np.concatenate([np.empty(0, dtype=np.uint64), *self._hashes, *more])

    def _count(self, customers: pa.RecordBatch) -> dict[str, int]:
        earliest, latest = customers.column("birth_earliest"), customers.column("birth_latest")
        impossible = pc.or_kleene(
            pc.or_kleene(
                pc.less(earliest, pa.scalar(EARLIEST_BIRTH)), pc.greater(earliest, pa.scalar(self._today))
            ),
            pc.greater(earliest, latest),
        )
        half_open = pc.xor(pc.is_null(earliest), pc.is_null(latest))
        return {
            "missing_record_ids": _blank(customers.column("record_id")),
            "missing_names": _blank(customers.column("name")),
            "unknown_types": _outside(customers.column("entity_type"), ENTITY_TYPES),
            "unknown_genders": _outside(customers.column("gender"), GENDERS),
            "impossible_dates": _true(pc.or_(pc.fill_null(impossible, False), half_open)),
        }

    def batches(self) -> pd.DataFrame:
        """One row a batch: its number, rows, and how many rows break each rule."""
        import pandas as pd

        return pd.DataFrame(self._batches, columns=list(_BATCH_COLUMNS)).astype(_BATCH_COLUMNS)

    def whole(self, rows_in: int) -> pd.DataFrame:
        """One row: rows_in as the reader counted them, against what came out of it."""
        import pandas as pd

        accounted = self.rows_screened + self.rows_rejected
        return pd.DataFrame(
            {
                "rows_in": [rows_in],
                "rows_accounted_for": [accounted],
                "repeated_record_ids": [self.repeated_record_ids()],
                "rejected_share": [self.rows_rejected / accounted if accounted else 0.0],
            }
        )

    def repeated_record_ids(self) -> int:
        """How many rows repeat a record_id that stands elsewhere."""
        ordered = self._ordered_hashes()
        return int(np.count_nonzero(ordered[1:] == ordered[:-1]))

    def were_screened(self, record_ids: _Column) -> NDArray[np.bool_]:
        """For each of `record_ids`, whether a screened customer bears it."""
        ordered = self._ordered_hashes()
        wanted = _hashes(record_ids)
        if not len(ordered):
            return np.zeros(len(wanted), dtype=np.bool_)
        place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        return np.asarray(ordered[place] == wanted)

    def _ordered_hashes(self) -> NDArray[np.uint64]:
        if self._sorted is None:
            joined = np.concatenate(self._hashes) if self._hashes else np.empty(0, dtype=np.uint64)
            joined.sort()
            self._sorted, self._hashes = joined, [joined]
        return self._sorted


def customers_gate(facts: CustomerFacts, rows_in: int, limits: GateSettings) -> GateResult:
    """Whether the customers were read whole: unique ids, types, dates, no row lost, not too many rejected.

    facts: every batch that was screened, and what was rejected beside it.
    rows_in: the rows of the file as its reader counted them.
    """
    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    seen = CustomersSeen(rows_in, facts.rows_screened, facts.rows_rejected, facts.repeated_record_ids())
    return GateResult.of(seen, validate(_tables_to_check(facts, rows_in, limits)))


def _tables_to_check(facts: CustomerFacts, rows_in: int, limits: GateSettings) -> list[TableToCheck]:
    max_rejected = limits.max_rejected_share if rows_in >= limits.rejected_share_from_rows else 1.0
    return [
        TableToCheck(
            "customers.batches",
            facts.batches(),
            (
                one_of("wrong_columns", "customer columns", ("",)),
                zero("missing_record_ids", "customer has id"),
                zero("missing_names", "customer has name"),
                zero("unknown_types", "customer type known", values=ENTITY_TYPES),
                zero("unknown_genders", "customer gender known", values=GENDERS),
                zero("impossible_dates", "customer birth date possible", limit=EARLIEST_BIRTH.year),
            ),
            "batch",
        ),
        TableToCheck(
            "customers.whole",
            facts.whole(rows_in),
            (
                expect(
                    Demand("rows add up"),
                    "ExpectColumnPairValuesToBeEqual",
                    column_A="rows_in",
                    column_B="rows_accounted_for",
                ),
                zero("repeated_record_ids", "record id unique"),
                at_most("rejected_share", "most rejected", max_rejected),
            ),
        ),
    ]


def _wrong_columns(schema: pa.Schema) -> str:
    found = {field.name: field.type for field in schema}
    return ", ".join(
        f"{field.name} is {found.get(field.name, 'missing')}, not {field.type}"
        for field in CUSTOMER_SCHEMA
        if found.get(field.name) != field.type
    )


def _hashes(record_ids: _Column) -> NDArray[np.uint64]:
    from pandas.util import hash_array

    texts = pc.fill_null(record_ids, "").to_numpy(zero_copy_only=False)
    return np.asarray(hash_array(np.asarray(texts, dtype=object), categorize=False), dtype=np.uint64)


def _blank(column: _Column) -> int:
    return _true(pc.equal(pc.utf8_trim_whitespace(pc.fill_null(column, "")), ""))


def _outside(column: _Column, allowed: tuple[str, ...]) -> int:
    known = pc.is_in(column, value_set=pa.array(allowed, pa.string()))
    return _true(pc.and_(pc.is_valid(column), pc.invert(known)))


def _true(flags: _Column) -> int:
    return int(pc.sum(flags).as_py() or 0)
