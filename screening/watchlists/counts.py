"""How many parties and names of each type a list holds, as it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.watchlist import Watchlist

__all__ = ["parsed_counts", "searchable_counts"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Neither a letter nor a digit of any script.
_NO_LETTERS = r"^[^\p{L}\p{N}]*$"


def parsed_counts(watchlist: Watchlist) -> tuple[PartyCount, ...]:
    """All parties and names of the list."""
    return _counts(watchlist, watchlist.tables["names"])


def searchable_counts(
    watchlist: Watchlist, left_out: Collection[str] = frozenset()
) -> tuple[PartyCount, ...]:
    """Parties and the names by which they can be found, which hold a letter or a digit; without the parties
    `left_out`."""
    names = watchlist.tables["names"]
    without = pc.match_substring_regex(names["name"], _NO_LETTERS)
    return _counts(watchlist, names.filter(pc.invert(without)), left_out)


def _counts(
    watchlist: Watchlist, names: pa.Table, left_out: Collection[str] = frozenset()
) -> tuple[PartyCount, ...]:
    of_party = Counter(names["entity_id"].to_pylist())
    parties = watchlist.tables["entities"].select(["entity_id", "entity_type"]).to_pylist()
    return party_counts(
        (row["entity_type"], of_party[row["entity_id"]])
        for row in parties
        if row["entity_id"] not in left_out
    )
