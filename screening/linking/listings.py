"""Entries of lists as a hit names them: LISTING rows of parties that are known to be the one that was hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.linking.party_links import Entry
from screening.watchlists.party_programs import NO_PROGRAMS, party_programs
from screening.watchlists.publishers import details_url
from screening.watchlists.watchlist import Watchlist

__all__ = ["listings_of"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


def listings_of(watchlists: Sequence[Watchlist], entries: Collection[Entry]) -> dict[Entry, dict[str, Any]]:
    """Entry → its LISTING without what a comparison adds (matched name, score) and without `because`.

    An entry that is on none of the lists is left out.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for list_id, entity_id in entries:
        wanted[list_id].add(entity_id)
    found: dict[Entry, dict[str, Any]] = {}
    for watchlist in watchlists:
        ids = wanted.get(watchlist.list_id)
        if not ids:
            continue
        entities = watchlist.tables["entities"].select(["entity_id", "name"])
        here = entities.filter(pc.is_in(entities["entity_id"], value_set=pa.array(sorted(ids), pa.string())))
        programs = party_programs(watchlist, ids)
        for row in here.to_pylist():
            listed_under = programs.get(row["entity_id"], NO_PROGRAMS)
            found[watchlist.list_id, row["entity_id"]] = {
                "list_id": watchlist.list_id,
                "entity_id": row["entity_id"],
                "entity_name": row["name"],
                "programs": listed_under.programs,
                "authority": listed_under.authority,
                "prohibits": listed_under.prohibits,
                "details_url": details_url(watchlist.list_id, row["entity_id"]),
                "watchlist_version": watchlist.version,
            }
    return found
