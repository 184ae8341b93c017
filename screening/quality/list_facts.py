"""A Watchlist as the small tables its gate looks at. Reach for it only from the list gate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import pandas as pd

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

__all__ = ["EARLIEST_BIRTH", "list_tables", "orphan_share"]

# The oldest parties of a list in force were born in the twentieth century; older dates are misread ones.
EARLIEST_BIRTH = date(1850, 1, 1)


def orphan_share(watchlist: Watchlist) -> float:
    """Share (0 to 1) of the publisher's alias and address rows that point to no listed party."""
    aliases = pc.sum(pc.not_equal(watchlist.tables["names"]["kind"], "primary")).as_py() or 0
    rows = aliases + watchlist.tables["addresses"].num_rows + watchlist.orphans
    return watchlist.orphans / rows if rows else 0.0


def list_tables(
    watchlist: Watchlist, today: date, age_days: int | None, parties_without_alias: int | None
) -> dict[str, pd.DataFrame]:
    """Tables to validate, by name. age_days: null where the list's age does not matter.

    entities: entity_id, entity_type, missing_primary_name (0 or 1)
    names: entity_id, name, quality
    birth_dates: entity_id, earliest, latest, reversed (0 or 1), out_of_range (0 or 1)
    tables: one row a table of the Watchlist: table, rows, dangling (rows whose entity_id is no party's)
    ends: one row for aliases, one for addresses: rows, after_last (parties behind the last that has any), gap
        (the longest such stretch before), cut (1 where after_last is more than parties_without_alias, and
        more than twice the gap)
    list: one row: entities, orphan_share, unparsed_share, age_days
    """
    import pandas as pd

    tables = watchlist.tables
    known = tables["entities"]["entity_id"]
    named = tables["names"].filter(pc.equal(tables["names"]["kind"], "primary"))["entity_id"]
    has_name = pc.is_in(known, value_set=named.combine_chunks())
    return {
        "entities": pd.DataFrame(
            {
                "entity_id": known.to_pylist(),
                "entity_type": tables["entities"]["entity_type"].to_pylist(),
                "missing_primary_name": _flags(pc.invert(has_name)),
            }
        ),
        "names": tables["names"].select(["entity_id", "name", "quality"]).to_pandas(),
        "birth_dates": _birth_dates(tables["birth_dates"], today),
        "tables": pd.DataFrame(
            [
                {"table": name, "rows": table.num_rows, "dangling": _dangling(table, known)}
                for name, table in tables.items()
            ]
        ),
        "ends": pd.DataFrame(_ends(watchlist, parties_without_alias)),
        "list": pd.DataFrame(
            {
                "list_id": [watchlist.list_id],
                "entities": [watchlist.entity_count],
                "orphan_share": [orphan_share(watchlist)],
                "unparsed_share": [watchlist.unparsed_share],
                "age_days": pd.array([age_days], dtype="Float64"),
            }
        ),
    }


def _ends(watchlist: Watchlist, most: int | None) -> list[dict[str, str | int]]:
    """Publishers write aliases and addresses in the order of their parties: where a file of them was cut at
    the end of a row, or came empty, the last parties have none."""
    tables = watchlist.tables
    parties = tables["entities"]["entity_id"]
    of_alias = tables["names"].filter(pc.not_equal(tables["names"]["kind"], "primary"))["entity_id"]
    found: list[dict[str, str | int]] = []
    for rows, owners in (("aliases", of_alias), ("addresses", tables["addresses"]["entity_id"])):
        with_any = np.flatnonzero(pc.is_in(parties, value_set=owners.unique()).to_numpy())
        # There are lists without any address.
        counts = rows == "aliases" or len(with_any) > 0
        after_last = len(parties) - 1 - int(with_any[-1]) if len(with_any) else len(parties)
        gap = int(np.diff(with_any).max()) - 1 if len(with_any) > 1 else 0
        cut = most is not None and counts and after_last > max(most, 2 * gap)
        found.append({"rows": rows, "after_last": after_last, "gap": gap, "cut": int(cut)})
    return found


def _birth_dates(table: pa.Table, today: date) -> pd.DataFrame:
    import pandas as pd

    earliest, latest = table["earliest"], table["latest"]
    too_old = pc.less(earliest, pa.scalar(EARLIEST_BIRTH))
    # A bare year may end after today; the person is born by today all the same.
    unborn = pc.greater(earliest, pa.scalar(today))
    return pd.DataFrame(
        {
            "entity_id": table["entity_id"].to_pylist(),
            "earliest": earliest.to_pandas(),
            "latest": latest.to_pandas(),
            "reversed": _flags(pc.greater(earliest, latest)),
            "out_of_range": _flags(pc.or_(too_old, unborn)),
        }
    )


def _dangling(table: pa.Table, known: pa.ChunkedArray[Any]) -> int:
    points = pc.is_in(table["entity_id"], value_set=known.combine_chunks())
    return table.num_rows - (pc.sum(points).as_py() or 0)


def _flags(values: pa.ChunkedArray[Any]) -> list[int]:
    # A null (a comparison with a missing date) is a fault of another check, not of this one.
    return [int(bool(value)) for value in values.to_pylist()]
