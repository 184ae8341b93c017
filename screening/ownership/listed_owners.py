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
from typing import TYPE_CHECKING, Any, TypeAlias

from screening.model.vocabulary import BLOCKING
from screening.ownership.holder_facts import Holder

if TYPE_CHECKING:
    from screening.matching.index import Party
    from screening.matching.screener import Screener

__all__ = ["ListedOwner", "blocks", "listed_owners"]

Entry: TypeAlias = Mapping[str, Any]

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
    "match_probability",
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
    """An owner as the listed party that it matched best. Its entries are columns of the hit table.

    entries: those of the party that it matched, in the order of the lists; then those that are linked to
    these and that it did not match by itself, without a score. others: of other parties, the best match
    first. score: the best of its entries (0 to 100). because: what links each of the entries to the first
    one, None for that itself. named: whether the source says that it is this party.
    """

    entries: Sequence[Entry]
    others: Sequence[Entry] = ()
    because: Sequence[str | None] = (None,)
    named: bool = False

    @property
    def score(self) -> float:
        return max(float(entry["score"]) for entry in self.entries if entry["score"] is not None)

    @property
    def match_probability(self) -> float:
        """How likely the owner is that party (0 to 1), by the best of its entries."""
        return max(float(entry["match_probability"]) for entry in self.entries if entry["score"] is not None)


def blocks(prohibits: Sequence[str] | None) -> bool:
    """Whether a listing that prohibits this blocks a party; one that says nothing is taken to."""
    return not prohibits or BLOCKING in prohibits


def listed_owners(
    holders: Mapping[str, Holder], screener: Screener, today: date
) -> Mapping[str, ListedOwner]:
    """Key → the listed party it is, for those of the holders that match one that is blocked.

    A match is one by the screener: its threshold counts, and what it says of names, birth dates and numbers.
    """
    same = _SameParty(screener)
    found = {key: owner for key, holder in holders.items() if (owner := same.named(holder)) is not None}
    others = [(key, holder) for key, holder in holders.items() if key not in found]
    rows = (row for key, holder in others for row in _customers(key, holder))
    entries: dict[str, dict[tuple[str, str], Entry]] = defaultdict(dict)
    while some := list(islice(rows, _ROWS)):
        for key, entry in _screened(some, screener, today):
            best = entries[key].get(_place(entry))
            if best is None or entry["score"] > best["score"]:
                entries[key][_place(entry)] = entry
    for key, matched in entries.items():
        found[key] = same.matched(matched.values())
    return found


class _SameParty:
    """Owners with every entry of their party that blocks, whichever of its lists they were found on."""

    def __init__(self, screener: Screener) -> None:
        self._screener = screener
        self._parties = screener.parties
        self._order = {watchlist.list_id: place for place, watchlist in enumerate(screener.watchlists)}

    def named(self, holder: Holder) -> ListedOwner | None:
        """The party that a source names by an entry; None where it names none, or none that is blocked."""
        known = [entry for entry in holder.entries if entry in self._parties]
        blocking = [each for entry in known for each in self._blocking(entry)]
        if not blocking:
            return None
        by_entry = {entry: _as_entry(self._parties[entry], 100.0) for entry in known if entry in blocking}
        # What the source names is this party, also where only another of its listings blocks.
        by_entry = by_entry or {blocking[0]: _as_entry(self._parties[blocking[0]], 100.0)}
        return self._owner(list(by_entry.values()), named=True)

    def matched(self, matched: Iterable[Entry]) -> ListedOwner:
        """The party of the best match, which is the blocked one."""
        order = sorted(matched, key=lambda entry: (-entry["score"], entry["list_id"], entry["entity_id"]))
        return self._owner(order)

    def _owner(self, best_first: Sequence[Entry], *, named: bool = False) -> ListedOwner:
        groups, party = self._screener.party_groups, self._blocking(_place(best_first[0]))
        entries = [entry for entry in best_first if _place(entry) in party]
        # In the order of lists, so that no score moves what the alert goes by.
        entries.sort(key=lambda entry: (self._order[entry["list_id"]], entry["entity_id"]))
        found = {_place(entry) for entry in entries}
        entries += [_as_entry(self._parties[entry], None) for entry in party if entry not in found]
        first = _place(entries[0])
        because = [groups.because(first, _place(each)) or "linked through others" for each in entries[1:]]
        others = [entry for entry in best_first if _place(entry) not in party]
        return ListedOwner(entries, others, (None, *because), named)

    def _blocking(self, entry: tuple[str, str]) -> Sequence[tuple[str, str]]:
        """The entries of its party that block, in the order of the lists."""
        members = self._screener.party_groups.members(*entry)
        here = [each for each in members if each in self._parties and blocks(self._parties[each].prohibits)]
        return sorted(here, key=lambda each: (self._order[each[0]], each[1]))


def _place(entry: Entry) -> tuple[str, str]:
    return entry["list_id"], entry["entity_id"]


def _as_entry(party: Party, score: float | None) -> dict[str, Any]:
    """score: None for an entry that nobody was compared with."""
    from screening.watchlists.publishers import details_url

    return {
        "list_id": party.list_id,
        "entity_id": party.entity_id,
        "entity_name": party.name,
        "entity_type": party.entity_type,
        "matched_name": None if score is None else party.name,
        "matched_name_quality": None if score is None else "primary",
        "score": score,
        "name_score": score,
        # Whom a source names by its entry, that is who it is.
        "match_probability": None if score is None else 1.0,
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
) -> Iterator[tuple[str, Entry]]:
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
