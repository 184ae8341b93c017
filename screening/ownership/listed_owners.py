"""Owners that are listed: by an entry of a list that a source names, else screened as customers are.

Only listings that block count. Where a list does not say what it prohibits, it is taken to block, and that is
told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from screening.ownership.holder_facts import Holder

if TYPE_CHECKING:
    from screening.matching.index import Party
    from screening.matching.screener import Screener

__all__ = ["ListedOwner", "blocks", "listed_owners"]

_FREEZE = "asset freeze"
_ROWS = 20_000
# Of a hit, what it says of the listed party.
_OF_PARTY = (
    "list_id",
    "entity_id",
    "entity_name",
    "entity_type",
    "matched_name",
    "matched_name_quality",
    "score",
    "name_score",
    "programs",
    "authority",
    "prohibits",
    "linked_to",
    "details_url",
    "watchlist_version",
    "entity_birth_dates",
    "entity_countries",
)


@dataclass(frozen=True)
class ListedOwner:
    """An owner with the entries that it may be, the best match first: columns of the hit table on the listed
    party. named: whether the source says that it is this one."""

    entries: Sequence[Mapping[str, Any]]
    named: bool = False

    @property
    def score(self) -> float:
        return float(self.entries[0]["score"])


def blocks(prohibits: Sequence[str] | None) -> bool:
    """Whether a listing that prohibits this blocks a party; one that says nothing is taken to."""
    return not prohibits or _FREEZE in prohibits


def listed_owners(
    holders: Mapping[str, Holder], screener: Screener, today: date
) -> Mapping[str, ListedOwner]:
    """Key → the listed party it is, for those of the holders that match one that is blocked.

    A match is one by the screener: its threshold counts, and what it says of names, birth dates and numbers.
    """
    found = {
        key: owner
        for key, holder in holders.items()
        if (owner := _named(holder, screener.parties)) is not None
    }
    others = [(key, holder) for key, holder in holders.items() if key not in found]
    rows = (row for key, holder in others for row in _customers(key, holder))
    entries: dict[str, dict[tuple[str, str], Mapping[str, Any]]] = defaultdict(dict)
    while some := list(islice(rows, _ROWS)):
        for key, entry in _screened(some, screener, today):
            place = (entry["list_id"], entry["entity_id"])
            best = entries[key].get(place)
            if best is None or entry["score"] > best["score"]:
                entries[key][place] = entry
    for key, matched in entries.items():
        best_first = sorted(matched.values(), key=lambda e: (-e["score"], e["list_id"], e["entity_id"]))
        found[key] = ListedOwner(best_first)
    return found


def _named(holder: Holder, parties: Mapping[tuple[str, str], Party]) -> ListedOwner | None:
    known = [party for entry in holder.entries if (party := parties.get(entry)) is not None]
    entries = [_as_entry(party) for party in known if blocks(party.prohibits)]
    return ListedOwner(entries, named=True) if entries else None


def _as_entry(party: Party) -> dict[str, Any]:
    from screening.watchlists.publishers import details_url

    return {
        "list_id": party.list_id,
        "entity_id": party.entity_id,
        "entity_name": party.name,
        "entity_type": party.entity_type,
        "matched_name": party.name,
        "matched_name_quality": "primary",
        "score": 100.0,
        "name_score": 100.0,
        "programs": list(party.programs),
        "authority": list(party.authority),
        "prohibits": list(party.prohibits),
        "linked_to": list(party.linked_to),
        "details_url": details_url(party.list_id, party.entity_id),
        "watchlist_version": party.watchlist_version,
        "entity_birth_dates": list(party.birth_dates),
        "entity_countries": list(party.countries),
    }


def _customers(key: str, holder: Holder) -> Iterator[tuple[str, dict[str, str | None]]]:
    """An owner as a customer, once for each of its names."""
    is_person = holder.entity_type == "person"
    first, second = (*holder.countries, None, None)[:2]
    for name in holder.names:
        yield (
            key,
            {
                "name": name,
                "entity_type": holder.entity_type,
                "date_of_birth": holder.birth_date if is_person else None,
                "nationality": first if is_person else None,
                "country": second if is_person else first,
                # A cell with several numbers is read as such.
                "id_number": "; ".join(number for _, number in holder.numbers) or None,
            },
        )


def _screened(
    rows: Iterable[tuple[str, dict[str, str | None]]], screener: Screener, today: date
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    import pandas as pd

    from screening.customers.frame import customers_from_frame

    keys, customers = zip(*rows, strict=True)
    frame = pd.DataFrame(customers, dtype="string")
    frame["record_id"] = pd.Series(map(str, range(len(frame))), dtype="string")
    # The table of holders has our columns, whatever those of the customer table are called.
    settings = screener.settings.customers.model_copy(
        update={"columns": {}, "carry": [], "default_entity_type": None}
    )
    batch = customers_from_frame(frame, settings, today)
    for hit in screener.screen_batch(batch.customers, today).to_pylist():
        if blocks(hit["prohibits"]):
            yield keys[int(hit["record_id"])], {name: hit[name] for name in _OF_PARTY}
