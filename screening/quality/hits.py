"""The gate of hits: whether they may be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from screening.model.gates import HitsSeen
from screening.model.hit_table import AGREEMENT, ALERT_KINDS, HIT_SCHEMA, STATUSES, HitRows, parts_of
from screening.model.vocabulary import ENTITY_TYPES, NAME_QUALITIES
from screening.quality.customers import CustomerFacts
from screening.quality.expectations import (
    Expectation,
    TableToCheck,
    at_most,
    between,
    filled,
    one_of,
    unique,
    zero,
)
from screening.quality.results import GateResult
from screening.settings.gates import GateSettings
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import pandas as pd

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

__all__ = ["hits_gate"]

_ROW_COLUMNS = [
    "alert_id",
    "record_id",
    "list_id",
    "entity_id",
    "entity_type",
    "matched_name",
    "matched_name_quality",
    "score",
    "name_score",
    "explanation",
    "date_of_birth_match",
    "country_match",
    "id_match",
    "gender_match",
    "status",
    "alert_kind",
]
_LOOKED_AT = [*_ROW_COLUMNS, "watchlist_version", "listings"]
# Hits in memory at once with their listings.
_ROWS = 25_000
_NEVER_EMPTY = ("alert_id", "record_id", "list_id", "entity_id", "matched_name", "explanation")
_VALUES: dict[str, tuple[str, ...]] = {
    "entity_type": ENTITY_TYPES,
    "matched_name_quality": NAME_QUALITIES,
    "date_of_birth_match": AGREEMENT,
    "country_match": AGREEMENT,
    "id_match": AGREEMENT,
    "gender_match": AGREEMENT,
    "status": STATUSES,
    "alert_kind": ALERT_KINDS,
}


def hits_gate(
    hits: HitRows,
    watchlists: Sequence[Watchlist],
    customers: CustomerFacts,
    limits: GateSettings,
    threshold: float,
) -> GateResult:
    """Whether hits may be published: unique, in range, each pointing to a listed party and a screened record.

    All of that holds for every entry of a list that a hit names.

    hits: HIT_SCHEMA, carried columns after it. watchlists: all the lists screened with.
    customers: the facts gathered while screening. threshold: the lowest score a hit may have (0 to 100).
    """
    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    rows = _tables(hits, watchlists, customers)
    max_hits = limits.max_hit_share if customers.rows_screened >= limits.hit_share_from_rows else 1.0
    of_whole = (
        one_of("wrong_columns", "hit columns", ("",)),
        at_most("hit_share", "most hits", max_hits),
    )
    tables = [TableToCheck("hits.whole", rows["whole"], of_whole)]
    if "rows" in rows:
        tables.append(TableToCheck("hits.rows", rows["rows"], _of_rows(threshold), "alert_id"))
    records = _hit_records(hits) if "rows" in rows else 0
    return GateResult.of(HitsSeen(hits.num_rows, records, customers.rows_screened), validate(tables))


def _of_rows(threshold: float) -> tuple[Expectation, ...]:
    demands = [filled(column, "hit has value") for column in _NEVER_EMPTY]
    demands.append(unique("alert_id", "alert id unique"))
    for column, least in (("score", threshold), ("name_score", 0.0)):
        demands += [filled(column, "hit has value"), between(column, "hit score in range", least, 100)]
    for column, values in _VALUES.items():
        demands += [filled(column, "hit has value"), one_of(column, "hit value known", values)]
    return (
        *demands,
        zero("named_twice", "pair unique"),
        zero("not_on_list", "hit on a listed party"),
        zero("not_screened", "hit on a screened customer"),
        zero("other_version", "hit of a screened version"),
    )


def _wrong_columns(hits: HitRows) -> str:
    """What differs from HIT_SCHEMA in names, order or types; empty where nothing does."""
    found = list(hits.schema)[: len(HIT_SCHEMA)]
    wrong = [
        f"{there.name} ({there.type}) instead of {wanted.name} ({wanted.type})"
        for wanted, there in zip(HIT_SCHEMA, found, strict=False)
        if (wanted.name, wanted.type) != (there.name, there.type)
    ]
    wrong += [f"{field.name} is missing" for field in list(HIT_SCHEMA)[len(found) :]]
    return ", ".join(wrong)


def _hit_records(hits: HitRows) -> int:
    """How many customers have at least one hit."""
    return int(pc.count_distinct(hits.select(["record_id"]).slice()["record_id"]).as_py())


def _tables(
    hits: HitRows, watchlists: Sequence[Watchlist], customers: CustomerFacts
) -> dict[str, pd.DataFrame]:
    """Tables to look at, by name.

    whole: one row: wrong_columns (text, empty where right), hit_share (of the screened customers, 0 to 1)
    rows: one row a hit: keys, scores, enumerated columns, and 0 or 1 each: not_on_list and other_version (of
    any of its listings), named_twice (another hit of the customer of that kind names the same entry),
    not_screened

    `rows` is left out where columns are wrong, for it cannot be made then.
    """
    import pandas as pd

    wrong = _wrong_columns(hits)
    share = 0.0
    if not wrong and hits.num_rows:
        # Hits without any customer count as one hit a customer; the row checks say what is wrong.
        share = _hit_records(hits) / max(customers.rows_screened, 1)
    tables = {"whole": pd.DataFrame({"wrong_columns": [wrong], "hit_share": [share]})}
    if wrong:
        return tables
    parties = pa.chunked_array(
        [
            _pairs(
                pa.repeat(watchlist.list_id, watchlist.entity_count),
                watchlist.tables["entities"]["entity_id"],
            )
            for watchlist in watchlists
        ],
        pa.string(),
    )
    versions = pa.array([f"{watchlist.list_id}\x1f{watchlist.version}" for watchlist in watchlists])
    seen = [_Seen.of(part, parties, versions) for part in parts_of(hits.select(_LOOKED_AT), _ROWS)]
    rows = pa.concat_tables([each.rows for each in seen]).to_pandas()
    rows["not_on_list"] = np.concatenate([each.not_on_list for each in seen])
    rows["other_version"] = np.concatenate([each.other_version for each in seen])
    rows["named_twice"] = _named_twice(seen, hits)
    record_ids = hits.select(["record_id"]).slice()["record_id"]
    rows["not_screened"] = (~customers.were_screened(record_ids)).astype(np.int8)
    return tables | {"rows": rows}


@dataclass(frozen=True)
class _Seen:
    """What is looked at of some of the hits: their rows, without texts that nobody judges; marks of faults, 0
    or 1 each; the entries that each names, its own and those of its listings, and which row names which."""

    rows: pa.Table
    not_on_list: NDArray[np.int8]
    other_version: NDArray[np.int8]
    entries: Any
    row_of: NDArray[np.int64]

    @classmethod
    def of(cls, hits: pa.Table, parties: Any, versions: Any) -> _Seen:
        own = _pairs(hits["list_id"], hits["entity_id"])
        listings = _one_chunk(hits["listings"])
        row_of = pc.list_parent_indices(listings).to_numpy()
        each: Any = pc.list_flatten(listings)
        entries = _pairs(each.field("list_id"), each.field("entity_id"))
        of_versions = _pairs(each.field("list_id"), each.field("watchlist_version"))
        own_versions = _pairs(hits["list_id"], hits["watchlist_version"])
        not_on_list = _of_any(_absent(entries, parties), row_of, hits.num_rows)
        other_version = _of_any(_absent(of_versions, versions), row_of, hits.num_rows)
        # Only whether there is an explanation is asked, and a million of them would fill memory.
        rows = hits.select(_ROW_COLUMNS)
        place = rows.schema.get_field_index("explanation")
        rows = rows.set_column(place, "explanation", pc.utf8_slice_codeunits(rows["explanation"], 0, 1))
        return cls(
            rows=rows,
            not_on_list=_absent(own, parties) | not_on_list,
            other_version=_absent(own_versions, versions) | other_version,
            entries=pa.concat_arrays([own, entries]),
            row_of=np.concatenate((np.arange(hits.num_rows), row_of)),
        )


def _named_twice(seen: Sequence[_Seen], hits: HitRows) -> NDArray[np.int8]:
    """1 for each hit that names an entry that another hit of the customer, of that kind, names as well."""
    if not hits.num_rows:
        return np.zeros(0, np.int8)
    before = np.cumsum([0, *(part.rows.num_rows for part in seen)])
    row = np.concatenate([part.row_of + first for part, first in zip(seen, before, strict=False)])
    entry = _numbers(pa.chunked_array([part.entries for part in seen]))
    # What a hit names twice by itself, as its own entry and among its listings, counts once.
    entries = int(entry.max()) + 1
    row, entry = np.divmod(np.unique(row * entries + entry), entries)
    columns = hits.select(["record_id", "alert_kind"]).slice()
    kind = _numbers(columns["alert_kind"])
    record = _numbers(columns["record_id"]) * (int(kind.max()) + 1) + kind
    _, place, count = np.unique(record[row] * entries + entry, return_inverse=True, return_counts=True)
    return _of_any((count[place] > 1).astype(np.int8), row, hits.num_rows)


def _numbers(texts: Any) -> NDArray[np.int64]:
    """The same number for the same text; null is one of them."""
    coded = _one_chunk(pc.fill_null(texts, "")).dictionary_encode()
    numbers: NDArray[np.int64] = coded.indices.to_numpy().astype(np.int64)
    return numbers


def _of_any(flags: NDArray[np.int8], row_of: NDArray[Any], rows: int) -> NDArray[np.int8]:
    """1 for each row of which a listing has a flag. row_of: the row of each listing."""
    found = np.zeros(rows, np.int8)
    found[row_of[flags == 1]] = 1
    return found


def _pairs(first: Any, second: Any) -> Any:
    left, right = (pc.fill_null(_one_chunk(side), "") for side in (first, second))
    # The unit separator stands in neither part, so that no two pairs make one key.
    return pc.binary_join_element_wise(left, right, "\x1f")


def _one_chunk(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _absent(keys: Any, known: Any) -> NDArray[np.int8]:
    found = pc.is_in(keys, value_set=_one_chunk(known)).to_numpy(zero_copy_only=False)
    return np.where(found.astype(np.bool_), np.int8(0), np.int8(1))
