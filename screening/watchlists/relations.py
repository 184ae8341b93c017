"""Who a relation points to. Reach for it once all parties of a list have been read."""

from __future__ import annotations

from collections import defaultdict

from screening.watchlists.watchlist import WatchlistBuilder

__all__ = ["resolve_relations"]


def resolve_relations(builder: WatchlistBuilder) -> None:
    """Set other_entity_id of every relation whose name points to one party of the list.

    That is the only party with this primary name or, where none has it, the only one with such a strong
    alias; case does not matter, and people are found given name first too. A relation to a party's own name
    means a namesake, never itself.
    """
    primary: dict[str, set[str]] = defaultdict(set)
    strong: dict[str, set[str]] = defaultdict(set)
    for row in builder.rows("names"):
        if row["quality"] == "weak":
            continue
        bearers = primary if row["quality"] == "primary" else strong
        bearers[_key(row["name"])].add(row["entity_id"])
        if row["family_name"]:
            bearers[_key(f"{row['given_name']} {row['family_name']}")].add(row["entity_id"])
    for row in builder.rows("relations"):
        key, itself = _key(row["other_name"]), {row["entity_id"]}
        found = primary.get(key, set()) - itself or strong.get(key, set()) - itself
        row["other_entity_id"] = next(iter(found)) if len(found) == 1 else None


def _key(name: str) -> str:
    # The full stop that closes a remark also closes "S.A.": a name at the end has lost its own.
    return " ".join(name.split()).casefold().rstrip(".")
