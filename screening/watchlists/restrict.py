"""A Watchlist cut down to the parties of some programs. Reach for it where only those shall be screened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.errors import InputError
from screening.watchlists.watchlist import Watchlist

__all__ = ["restrict_to_programs"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


def restrict_to_programs(watchlists: Collection[Watchlist], programs: Collection[str]) -> list[Watchlist]:
    """The lists with only the parties of at least one of `programs` (codes such as "GLOMAG", in any case).

    Each keeps its identity (list_id, published, sha256, version): that is the list as its publisher made it.
    A list without such a party is left out. A relation keeps the name of a party that was left out.

    Raises InputError for a code that no party of any list bears.
    """
    wanted = {program.strip().upper() for program in programs}
    known: set[str] = set()
    for watchlist in watchlists:
        known.update(code for code in watchlist.tables["programs"]["program"].unique().to_pylist() if code)
    unknown = sorted(wanted - {code.upper() for code in known})
    if unknown:
        lists = ", ".join(watchlist.list_id for watchlist in watchlists)
        raise InputError(
            f"program {', '.join(unknown)}: no party of {lists} is listed under it. "
            f"Programs there are: {', '.join(sorted(known))}."
        )
    restricted = [_restrict(watchlist, wanted) for watchlist in watchlists]
    return [watchlist for watchlist in restricted if watchlist.entity_count]


def _restrict(watchlist: Watchlist, wanted: set[str]) -> Watchlist:
    programs = watchlist.tables["programs"]
    of_program = pc.is_in(pc.utf8_upper(programs["program"]), value_set=pa.array(sorted(wanted), pa.string()))
    parties = programs.filter(of_program)["entity_id"].unique()
    tables = {
        name: table.filter(pc.is_in(table["entity_id"], value_set=parties))
        for name, table in watchlist.tables.items()
    }
    return replace(watchlist, tables=tables)
