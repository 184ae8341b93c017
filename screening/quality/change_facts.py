"""Two versions of a list as the tables their gate looks at. Reach for it only from the list change gate."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.watchlists.watchlist import SCHEMAS, Watchlist

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COUNTED", "change_tables"]

# What a reader calls the rows of a table → the table. Those that carry what is screened with.
COUNTED = {
    "parties": "entities",
    "names": "names",
    "birth dates": "birth_dates",
    "documents": "identifiers",
    "programs": "programs",
    "addresses": "addresses",
}

# Rows that nobody understood: the fewer, the better.
_WELCOME_LOSS = "unparsed_remarks"


def change_tables(
    new: Watchlist,
    last_good: Watchlist,
    rows_allowed: int,
    before: Watchlist | None = None,
    published_before: str = "",
) -> dict[str, pd.DataFrame]:
    """Tables to validate, by name. before: the version that the last good one came after, where there is one.

    counts: one row a kind of COUNTED, and one a type of party: rows (its name), before, after, fall and
        rise (shares of before; 0 where it went the other way, or by no more than rows_allowed, or where there
        was nothing before)
    columns: one row a column of any table: column, before and after (rows with a value), lost (0 or 1)
    whole: one row: days_later (null where either version states no date), date_lost (0 or 1), gone (share of
        the last good version's parties; 0 where no more than rows_allowed), published_before (where the same
        content is known from before, when; else empty), taken_back (1 where of more than rows_allowed parties
        that the last good version added, most are gone)
    """
    import pandas as pd

    counts = [
        _count(kind, last_good.tables[table].num_rows, new.tables[table].num_rows, rows_allowed)
        for kind, table in COUNTED.items()
    ]
    types_before, types = (
        Counter(each.tables["entities"]["entity_type"].to_pylist()) for each in (last_good, new)
    )
    counts += [_count(f"type {kind}", types_before[kind], types[kind], rows_allowed) for kind in types_before]
    columns = [
        _column(
            f"{table}.{column}", _filled(last_good, table, column), _filled(new, table, column), rows_allowed
        )
        for table, schema in SCHEMAS.items()
        if table != _WELCOME_LOSS
        for column in schema.names
    ]
    days = (new.published - last_good.published).days if new.published and last_good.published else None
    date_lost = last_good.published is not None and new.published is None
    ids, ids_before = _ids(new), _ids(last_good)
    gone = len(ids_before - ids)
    added = ids_before - _ids(before) if before else set()
    taken_back = len(added) > rows_allowed and len(added - ids) > len(added) / 2
    whole = {
        "days_later": pd.array([days], dtype="Float64"),
        "date_lost": [int(date_lost)],
        "gone": [gone / len(ids_before) if gone > rows_allowed else 0.0],
        "published_before": [published_before],
        "taken_back": [int(taken_back)],
    }
    return {
        "counts": pd.DataFrame(counts),
        "columns": pd.DataFrame(columns),
        "whole": pd.DataFrame(whole),
    }


def _ids(watchlist: Watchlist) -> set[str]:
    return set(map(str, watchlist.tables["entities"]["entity_id"].to_pylist()))


def _count(kind: str, before: int, after: int, rows_allowed: int) -> dict[str, Any]:
    judged = before and abs(after - before) > rows_allowed
    share = (after - before) / before if judged else 0.0
    return {
        "rows": kind,
        "before": before,
        "after": after,
        "fall": max(0.0, -share),
        "rise": max(0.0, share),
    }


def _filled(watchlist: Watchlist, table: str, column: str) -> int:
    values: pa.ChunkedArray[Any] = watchlist.tables[table][column]
    return len(values) - values.null_count


def _column(column: str, before: int, after: int, rows_allowed: int) -> dict[str, Any]:
    return {
        "column": column,
        "before": before,
        "after": after,
        "lost": int(before > rows_allowed and not after),
    }
