"""The gate of a list: whether it may be screened with.

Unique parties, sound names and birth dates, few orphans, its age; each a demand on a small table that is made
of the list. This gate never raises for bad data: `raise_if_failed` does that, so that a caller can keep the
verdict first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.model.gates import Demand, ListSeen
from screening.model.vocabulary import ENTITY_TYPES, NAME_QUALITIES
from screening.quality.expectations import (
    Expectation,
    TableToCheck,
    at_most,
    between,
    expect,
    filled,
    one_of,
    unique,
    zero,
)
from screening.quality.results import GateResult
from screening.settings.gates import GateSettings
from screening.watchlists.counts import parsed_counts
from screening.watchlists.programs import known_programs
from screening.watchlists.publishers import PUBLISHERS, publisher_of
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import pandas as pd

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

__all__ = ["EARLIEST_BIRTH", "AgeLimit", "list_gate"]

# The oldest parties of a list in force were born in the twentieth century; older dates are misread ones.
EARLIEST_BIRTH = date(1850, 1, 1)

# The publisher's clock may be a day ahead of UTC.
_DAYS_AHEAD = -1


@dataclass(frozen=True)
class AgeLimit:
    """How old a list may be that nobody chose. since: the day its age is counted from, which is that of its
    publication, or of its arrival where its files tell none. max_days: None for any age."""

    since: date
    max_days: int | None


def list_gate(
    watchlist: Watchlist, limits: GateSettings, today: date | None = None, age: AgeLimit | None = None
) -> GateResult:
    """Whether a list may be screened with: unique parties, sound names and birth dates, few orphans, its age.

    today: the day to measure the list's age and birth dates against; the UTC day where not given.
    age: of a list that the program picked by itself; one that a person named may be of any age.
    """
    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    day = today or datetime.now(UTC).date()
    seen = ListSeen(
        list_id=watchlist.list_id,
        parties=watchlist.entity_count,
        names=watchlist.name_count,
        orphans=watchlist.orphans,
        orphan_share=_orphan_share(watchlist),
        unparsed_share=watchlist.unparsed_share,
        remark_segments=watchlist.remark_segments,
        published=watchlist.published,
        day=day,
        brought=age.since if age else None,
        unknown_programs=_unknown_programs(watchlist),
    )
    return GateResult.of(seen, validate(tables_to_check(watchlist, limits, day, age)))


def tables_to_check(
    watchlist: Watchlist, limits: GateSettings, day: date, age: AgeLimit | None
) -> list[TableToCheck]:
    """What the gate looks at, and what it demands of it."""
    max_days = age.max_days if age else None
    days = (day - age.since).days if age and max_days is not None else None
    rows = _tables(watchlist, day, days, limits.max_parties_without_alias)
    return [
        TableToCheck(
            "list.entities",
            rows["entities"],
            (
                filled("entity_id", "party has number"),
                unique("entity_id", "party listed once"),
                filled("entity_type", "party has type"),
                one_of("entity_type", "party type known", ENTITY_TYPES),
                zero("missing_primary_name", "party has primary name"),
            ),
            "entity_id",
        ),
        TableToCheck(
            "list.names",
            rows["names"],
            (
                filled("name", "name not null"),
                expect(Demand("name not blank", "name"), "ExpectColumnValuesToMatchRegex", regex=r"\S"),
                filled("quality", "name has quality"),
                one_of("quality", "name quality known", NAME_QUALITIES),
            ),
            "entity_id",
        ),
        TableToCheck(
            "list.birth_dates",
            rows["birth_dates"],
            (
                filled("earliest", "birth date has first day"),
                filled("latest", "birth date has last day"),
                zero("reversed", "birth date in order"),
                zero("out_of_range", "birth date in range", limit=EARLIEST_BIRTH.year),
            ),
            "entity_id",
        ),
        TableToCheck("list.tables", rows["tables"], (zero("dangling", "rows point to parties"),), "table"),
        TableToCheck("list.counts", rows["counts"], (zero("not_read", "published parties read"),), "type"),
        TableToCheck("list.ends", rows["ends"], (zero("cut", "aliases and addresses to the end"),), "rows"),
        TableToCheck("list.whole", rows["list"], _of_whole(limits, max_days)),
    ]


def _of_whole(limits: GateSettings, max_days: int | None) -> tuple[Expectation, ...]:
    demands = (
        between("entities", "least parties", limits.min_entities),
        at_most("orphan_share", "most orphans", limits.max_orphan_share),
        at_most("unparsed_share", "most unparsed remarks", limits.max_unparsed_remarks_share),
    )
    if max_days is None:
        return demands
    age = Demand("list age", "age_days", max_days)
    bounds = {"min_value": _DAYS_AHEAD, "max_value": max_days}
    return (*demands, expect(age, "ExpectColumnValuesToBeBetween", **bounds))


def _orphan_share(watchlist: Watchlist) -> float:
    """Share (0 to 1) of the publisher's alias and address rows that point to no listed party."""
    aliases = pc.sum(pc.not_equal(watchlist.tables["names"]["kind"], "primary")).as_py() or 0
    rows = aliases + watchlist.tables["addresses"].num_rows + watchlist.orphans
    return watchlist.orphans / rows if rows else 0.0


def _tables(
    watchlist: Watchlist, today: date, age_days: int | None, parties_without_alias: int | None
) -> dict[str, pd.DataFrame]:
    """Tables to look at, by name. age_days: null where the list's age does not matter.

    entities: entity_id, entity_type, missing_primary_name (0 or 1)
    names: entity_id, name, quality
    birth_dates: entity_id, earliest, latest, reversed (0 or 1), out_of_range (0 or 1)
    tables: one row a table of the Watchlist: table, rows, dangling (rows whose entity_id is no party's)
    counts: one row a type: type, published and parsed parties and names, not_read (0 or 1)
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
        "counts": pd.DataFrame(_count_rows(watchlist)),
        "ends": pd.DataFrame(_ends(watchlist, parties_without_alias)),
        "list": pd.DataFrame(
            {
                "list_id": [watchlist.list_id],
                "entities": [watchlist.entity_count],
                "orphan_share": [_orphan_share(watchlist)],
                "unparsed_share": [watchlist.unparsed_share],
                "age_days": pd.array([age_days], dtype="Float64"),
            }
        ),
    }


def _count_rows(watchlist: Watchlist) -> list[dict[str, Any]]:
    """What the publisher's files hold beside what was read; where nobody counted in the files, that alone."""
    parsed = {count.entity_type: count for count in parsed_counts(watchlist)}
    known = watchlist.published_counts
    published = parsed if known is None else {count.entity_type: count for count in known}
    rows = []
    for entity_type in ENTITY_TYPES:
        of_files, read = published.get(entity_type), parsed.get(entity_type)
        rows.append(
            {
                "type": entity_type,
                "published_parties": of_files.parties if of_files and known is not None else None,
                "published_names": of_files.names if of_files and known is not None else None,
                "parsed_parties": read.parties if read else 0,
                "parsed_names": read.names if read else 0,
                "not_read": int(of_files != read),
            }
        )
    return rows


def _unknown_programs(watchlist: Watchlist) -> tuple[str, ...]:
    """Codes that are new to the publisher's own table of programs, in order, whatever the list says of them:
    what they prohibit may not be known. A table of any publisher says by its mapping what its codes mean, or
    borrows the codes of another: of such a list, those of which nobody tells the authority."""
    programs = watchlist.tables["programs"]
    if not any(each.programs and each.publishes(watchlist.list_id) for each in PUBLISHERS):
        programs = programs.filter(pc.is_null(programs["authority"]))
    codes, known = programs["program"].unique().to_pylist(), known_programs(watchlist.list_id)
    return tuple(sorted(code for code in codes if code and code not in known))


def _ends(watchlist: Watchlist, most: int | None) -> list[dict[str, str | int]]:
    """Publishers write aliases and addresses in the order of their parties: where a file of them was cut at
    the end of a row, or came empty, the last parties have none. Nothing is cut so where a party's names stand
    in one file with it: that file would not be whole."""
    publisher = publisher_of(watchlist.list_id)
    most = None if publisher and publisher.in_one_file else most
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
