"""One hash a listed party, of everything a hit on it can show or depend on. Reach for it to tell which
parties must be screened again: with the same fingerprint, and the same settings and code, a customer's hit on
a party is the same in two versions of a list, but for `watchlist_version`.

It is strict on purpose: a row in another place changes it too, for hits show birth dates, programs and
related names in the list's order, and take the first of two names that are equally close.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import pyarrow as pa

from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = ["party_fingerprints"]

# The publisher's numbers of rows, and the remarks as a whole: what remarks say stands, segment by segment,
# in the other tables.
_SAYS_NOTHING = {("names", "name_id"), ("addresses", "address_id"), ("entities", "remarks")}


def party_fingerprints(watchlist: Watchlist) -> dict[str, str]:
    """entity_id → SHA-256 (hexadecimal) over the party's rows in all tables, in list order.

    Related parties count by the name that this party's relation gives, and by which party that is.
    """
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for table in SCHEMAS:
        columns = [name for name in SCHEMAS[table].names if (table, name) not in _SAYS_NOTHING]
        values = [_plain(watchlist.tables[table][name]) for name in columns if name != "entity_id"]
        entity_ids = _plain(watchlist.tables[table]["entity_id"])
        for entity_id, row in zip(entity_ids, zip(*values, strict=True), strict=True):
            rows[entity_id].append((table, *row))
    return {
        entity_id: hashlib.sha256(repr(rows[entity_id]).encode()).hexdigest()
        for entity_id in _plain(watchlist.tables["entities"]["entity_id"])
    }


def _plain(column: pa.ChunkedArray[Any]) -> list[Any]:
    """Values whose repr is the same wherever and whenever it is made: text, whole numbers, true, false."""
    return (column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist()
