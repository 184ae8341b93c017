"""Ownership that the lists themselves state, in their table of relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screening.ownership.holdings import Holdings, HoldingsBuilder, together
from screening.ownership.names import name_key
from screening.ownership.plain_table import entry_key

if TYPE_CHECKING:
    from screening.watchlists.watchlist import Watchlist

__all__ = ["list_holdings"]


def list_holdings(watchlists: Sequence[Watchlist]) -> Holdings:
    """What entries own, and who owns them, by relations of the kinds "owner of" and "owned by".

    A party that is related by name alone is a holder of that name. Where a list gives no share, none is
    known.
    """
    return together(_of_list(watchlist) for watchlist in watchlists)


def _of_list(watchlist: Watchlist) -> Holdings:
    builder = HoldingsBuilder(watchlist.list_id)
    relations = [
        row
        for row in watchlist.tables["relations"].to_pylist()
        if row["kind"] in ("owned by", "owner of") and (row["other_entity_id"] or row["other_name"])
    ]
    if not relations:
        return builder.build()
    entities = {
        row["entity_id"]: row
        for row in watchlist.tables["entities"].select(["entity_id", "name", "entity_type"]).to_pylist()
    }
    for row in relations:
        one = _entry(builder, watchlist.list_id, row["entity_id"], entities)
        other_id = row["other_entity_id"]
        if other_id is not None and other_id in entities:
            other = _entry(builder, watchlist.list_id, other_id, entities)
        else:
            key = name_key(row["other_name"] or "")
            if not key:
                continue
            other = f"name:{watchlist.list_id}:{key}"
            builder.holder(other, [row["other_name"]])
        owner, owned = (one, other) if row["kind"] == "owner of" else (other, one)
        place = f"{row['relation'] or row['kind']}, entry {row['entity_id']}"
        builder.holding(owner, owned, "owned by", row["share"], row["share"], place=place)
    return builder.build()


def _entry(
    builder: HoldingsBuilder, list_id: str, entity_id: str, entities: dict[str, dict[str, str]]
) -> str:
    key = entry_key(list_id, entity_id)
    row = entities.get(entity_id, {})
    builder.holder(key, [row.get("name")], entity_type=row.get("entity_type"), entry=(list_id, entity_id))
    return key
