"""The gate between a list as it came and the last good version, before a new version is kept.

A list may be sound in itself and still be half of what it was yesterday. This gate never raises for that:
`raise_if_failed` does, and a person may take the list in all the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.gates import Demand, FirstVersionSeen, ListChangeSeen, RowCount
from screening.quality.expectations import TableToCheck, at_most, between, one_of, zero
from screening.quality.results import Check, GateResult
from screening.settings.gates import GateSettings
from screening.watchlists.watchlist import SCHEMAS, Watchlist

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["list_change_gate", "tables_to_check"]

# What a reader calls the rows of a table → the table. Those that carry what is screened with.
_COUNTED = {
    "parties": "entities",
    "names": "names",
    "birth dates": "birth_dates",
    "documents": "identifiers",
    "programs": "programs",
    "addresses": "addresses",
}

# Rows that nobody understood: the fewer, the better.
_WELCOME_LOSS = "unparsed_remarks"


def list_change_gate(
    new: Watchlist,
    last_good: Watchlist | None,
    limits: GateSettings,
    before: Watchlist | None = None,
    published_before: str = "",
) -> GateResult:
    """Whether a new version of a list is near enough to the last good one to be taken in unseen.

    last_good: the version that is screened with now; None where there is none, and any list passes.
    before: the version in use before that one. published_before: where the same content was a version before
    the last good one, when; a list comes back to older content by mistake more often than on purpose.
    """
    if last_good is None:
        return GateResult(FirstVersionSeen(new.list_id, new.entity_count), (Check(Demand("first version")),))

    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    counts = tuple(
        RowCount(rows, last_good.tables[table].num_rows, new.tables[table].num_rows)
        for rows, table in _COUNTED.items()
    )
    seen = ListChangeSeen(new.list_id, counts, new.published, last_good.version)
    return GateResult.of(seen, validate(tables_to_check(new, last_good, limits, before, published_before)))


def tables_to_check(
    new: Watchlist,
    last_good: Watchlist,
    limits: GateSettings,
    before: Watchlist | None = None,
    published_before: str = "",
) -> list[TableToCheck]:
    """What the gate looks at, and what it demands of it."""
    rows = _tables(new, last_good, limits.change_rows_allowed, before, published_before)
    return [
        TableToCheck(
            "change.counts",
            rows["counts"],
            (
                at_most("fall", "most fall", limits.max_fall_share),
                at_most("rise", "most rise", limits.max_rise_share),
            ),
            "rows",
        ),
        TableToCheck("change.columns", rows["columns"], (zero("lost", "no column lost"),), "column"),
        TableToCheck(
            "change.whole",
            rows["whole"],
            (
                between("days_later", "not older", 0),
                zero("date_lost", "states its date"),
                at_most("gone", "most parties gone", limits.max_parties_gone_share),
                one_of("published_before", "not published before", ("",)),
                zero("taken_back", "additions still there"),
            ),
        ),
    ]


def _tables(
    new: Watchlist,
    last_good: Watchlist,
    rows_allowed: int,
    before: Watchlist | None = None,
    published_before: str = "",
) -> dict[str, pd.DataFrame]:
    """Tables to look at, by name. before: the version that the last good one came after, where there is one.

    counts: one row a kind of _COUNTED, and one a type of party: rows (its name), before, after, fall and
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
        for kind, table in _COUNTED.items()
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
