"""Names of listed parties, drawn at random: what an evaluation searches for."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from screening.model.errors import InputError
from screening.watchlists.watchlist import Watchlist

__all__ = ["VARIED_TYPES", "ListedName", "draw_names", "party_names"]

# An aircraft's name is its registration mark, which has no spellings.
VARIED_TYPES = ("person", "organization", "vessel")

# Aliases that OFAC calls weak are no names to search by (FAQ 122).
_QUALITIES = ("primary", "strong")
_LEAST_SHARE = 0.1


@dataclass(frozen=True)
class ListedName:
    """One name of a listed party. name: as published; family_name and given_name: where it is divided."""

    list_id: str
    entity_id: str
    entity_type: str
    name_id: str
    name: str
    family_name: str | None = None
    given_name: str | None = None

    @property
    def written(self) -> str:
        """The name as a customer table has it: given names first, where the list puts them last."""
        if self.given_name and self.family_name:
            return f"{self.given_name} {self.family_name}"
        return self.name


def draw_names(watchlists: Sequence[Watchlist], parties: int, seed: int) -> list[ListedName]:
    """One primary or strong name of each of `parties` people, organizations and vessels, in list order.

    Types are drawn as the lists have them, but each makes at least a tenth, so that small ones tell something
    too. Fewer names come where the lists have fewer parties. The same seed and lists give the same names.
    Raises InputError where no list has such a party.
    """
    by_type = _names_by_type(watchlists)
    if not by_type:
        lists = ", ".join(watchlist.list_id for watchlist in watchlists)
        raise InputError(
            f"{lists}: holds no {', '.join(VARIED_TYPES)} with a name to vary. Give another list."
        )
    draw = random.Random(f"{seed}|parties")
    chosen: list[tuple[int, ListedName]] = []
    for entity_type, count in _quotas({kind: len(found) for kind, found in by_type.items()}, parties).items():
        for place in draw.sample(range(len(by_type[entity_type])), count):
            order, names = by_type[entity_type][place]
            chosen.append((order, draw.choice(names)))
    return [name for _, name in sorted(chosen, key=lambda one: one[0])]


def party_names(watchlists: Sequence[Watchlist]) -> dict[tuple[str, str], list[str]]:
    """(list_id, entity_id) → the primary and strong names of that party, as published."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for watchlist in watchlists:
        for row in watchlist.tables["names"].select(["entity_id", "name", "quality"]).to_pylist():
            if row["quality"] in _QUALITIES:
                found[watchlist.list_id, row["entity_id"]].append(row["name"])
    return dict(found)


def _names_by_type(watchlists: Sequence[Watchlist]) -> dict[str, list[tuple[int, list[ListedName]]]]:
    """Entity type → for each party its place over all lists and its names."""
    by_type: dict[str, list[tuple[int, list[ListedName]]]] = {}
    place = 0
    for watchlist in watchlists:
        entities = watchlist.tables["entities"].select(["entity_id", "entity_type"]).to_pylist()
        types = {row["entity_id"]: row["entity_type"] for row in entities}
        names: dict[str, list[ListedName]] = defaultdict(list)
        for row in watchlist.tables["names"].to_pylist():
            if row["quality"] in _QUALITIES and any(map(str.isalpha, row["name"])):
                names[row["entity_id"]].append(
                    ListedName(
                        list_id=watchlist.list_id,
                        entity_id=row["entity_id"],
                        entity_type=types[row["entity_id"]],
                        name_id=row["name_id"],
                        name=row["name"],
                        family_name=row["family_name"],
                        given_name=row["given_name"],
                    )
                )
        for entity_id, entity_type in types.items():
            place += 1
            if entity_type in VARIED_TYPES and names[entity_id]:
                by_type.setdefault(entity_type, []).append((place, names[entity_id]))
    return by_type


def _quotas(available: dict[str, int], wanted: int) -> dict[str, int]:
    """How many to draw of each type: a tenth each where there are as many, the rest as the list has them."""
    quotas = {kind: min(count, int(wanted * _LEAST_SHARE)) for kind, count in available.items()}
    left = {kind: count - quotas[kind] for kind, count in available.items()}
    open_places = min(wanted, sum(available.values())) - sum(quotas.values())
    total = sum(left.values())
    for kind, count in left.items() if open_places else ():
        quotas[kind] += open_places * count // total
    # What rounding left over goes to the most frequent types.
    for kind in sorted(available, key=lambda kind: -available[kind]):
        missing = min(wanted, sum(available.values())) - sum(quotas.values())
        quotas[kind] += min(missing, available[kind] - quotas[kind])
    return quotas
