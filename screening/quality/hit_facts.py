"""Hits as the tables their gate looks at. Reach for it only from the hits gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from screening.model.hit_table import HIT_SCHEMA
from screening.quality.customer_facts import CustomerFacts
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import pandas as pd

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

__all__ = ["hit_records", "hit_tables", "wrong_columns"]

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
]


def wrong_columns(hits: pa.Table) -> str:
    """What differs from HIT_SCHEMA in names, order or types; empty where nothing does."""
    found = list(hits.schema)[: len(HIT_SCHEMA)]
    wrong = [
        f"{there.name} ({there.type}) instead of {wanted.name} ({wanted.type})"
        for wanted, there in zip(HIT_SCHEMA, found, strict=False)
        if (wanted.name, wanted.type) != (there.name, there.type)
    ]
    wrong += [f"{field.name} is missing" for field in list(HIT_SCHEMA)[len(found) :]]
    return ", ".join(wrong)


def hit_records(hits: pa.Table) -> int:
    """How many customers have at least one hit."""
    return int(pc.count_distinct(hits["record_id"]).as_py())


def hit_tables(
    hits: pa.Table, watchlists: Sequence[Watchlist], customers: CustomerFacts
) -> dict[str, pd.DataFrame]:
    """Tables to validate, by name.

    whole: one row: wrong_columns (text, empty where right), hit_share (of the screened customers, 0 to 1)
    rows: one row a hit: keys, scores, enumerated columns, not_on_list, not_screened, other_version (0 or 1)

    `rows` is left out where columns are wrong, for it cannot be made then.
    """
    import pandas as pd

    wrong = wrong_columns(hits)
    share = 0.0
    if not wrong and hits.num_rows:
        # Hits without any customer count as one hit a customer; the row checks say what is wrong.
        share = hit_records(hits) / max(customers.rows_screened, 1)
    tables = {"whole": pd.DataFrame({"wrong_columns": [wrong], "hit_share": [share]})}
    if wrong:
        return tables
    rows = hits.select(_ROW_COLUMNS).to_pandas()
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
    rows["not_on_list"] = _absent(_pairs(hits["list_id"], hits["entity_id"]), parties)
    rows["not_screened"] = (~customers.were_screened(hits["record_id"])).astype(np.int8)
    rows["other_version"] = _absent(_pairs(hits["list_id"], hits["watchlist_version"]), versions)
    return tables | {"rows": rows}


def _pairs(first: Any, second: Any) -> Any:
    left, right = (pc.fill_null(_one_chunk(side), "") for side in (first, second))
    # The unit separator stands in neither part, so that no two pairs make one key.
    return pc.binary_join_element_wise(left, right, "\x1f")


def _one_chunk(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _absent(keys: Any, known: Any) -> NDArray[np.int8]:
    found = pc.is_in(keys, value_set=_one_chunk(known)).to_numpy(zero_copy_only=False)
    return np.where(found.astype(np.bool_), np.int8(0), np.int8(1))
