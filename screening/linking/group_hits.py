"""Hits of one party on several lists made one alert, in which each list is named.

    hits = group_hits(hits, PartyGroups(links), watchlists)

Matching makes a hit a pair of a customer and an entry of one list. Entries that are one party (`party_links`)
are one row here, with all the party's entries in `listings`:

    anchor   the entry that the row goes by: alert_id, list_id, entity_id, entity_name, details_url,
             watchlist_version. Of those that were hit it is the first by the name of its list, so that no
             score moves it; where the ledger knows the party's alert, the entry that its id was made of.
    best     the entry with the highest score: score, matched name and all the evidence, so that the row's
             explanation adds up.
    all      what is said of the party as a whole: programs, authority, what is prohibited, related parties,
             birth dates, countries.

An entry that was not hit by itself stands among the listings without a score: the party is on that list too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.linking.listings import listings_of
from screening.linking.party_links import Entry, PartyGroups
from screening.model.hit_table import LISTING
from screening.watchlists.watchlist import Watchlist

__all__ = ["AlertOfParty", "AlertsOfParties", "group_hits", "linked_records", "no_alerts"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_OF_ANCHOR = ("list_id", "entity_id", "entity_name", "details_url", "watchlist_version")
# Of all listings, and of those alone that were hit, as a listing does not tell them.
_OF_ALL = ("programs", "authority", "prohibits")
_OF_HITS = ("linked_to", "entity_birth_dates", "entity_countries")


class AlertOfParty(NamedTuple):
    """An alert that exists already. entry: the one that its id was made of."""

    alert_id: str
    entry: Entry


class AlertsOfParties(Protocol):
    """What is known of alerts that exist already.

    records: customers of which an alert names several lists, or did. `assign` is asked of these and of all
    with a hit on a party of several lists, once each.
    """

    @property
    def records(self) -> Set[str]: ...

    def assign(self, record_id: str, rows: Sequence[Sequence[Entry]]) -> Sequence[AlertOfParty | None]:
        """Of each row of a customer, by all its entries, the alert that it goes on as; None for a new one."""
        ...


class _NoAlerts:
    records: Set[str] = frozenset()

    def assign(self, _record_id: str, rows: Sequence[Sequence[Entry]]) -> Sequence[AlertOfParty | None]:
        return [None] * len(rows)


no_alerts: AlertsOfParties = _NoAlerts()


@dataclass
class _Row:
    """One row to be. hit: entry → its row among the hits. entries: all of them, by their lists' names."""

    record_id: str
    hit: dict[Entry, int]
    entries: Sequence[Entry]


def linked_records(hits: pa.Table, groups: PartyGroups) -> set[str]:
    """The customers with a hit on a party that is linked to another entry."""
    return {str(each) for each in hits["record_id"].filter(_is_linked(hits, groups)).to_pylist()}


def group_hits(
    hits: pa.Table,
    groups: PartyGroups,
    watchlists: Sequence[Watchlist],
    *,
    alerts: AlertsOfParties = no_alerts,
) -> pa.Table:
    """The hits with one row a customer and party, in the place of the party's best hit.

    hits: rows of the hit table, carried columns after it, each of one entry. Those of another alert_kind than
    "name" stay as they are, and so does every hit of a party that is on one list.
    watchlists: those that were screened with; they tell of entries that were not hit.
    alerts: those of the ledger, whose ids the rows take on.
    """
    touched = _is_linked(hits, groups)
    if alerts.records:
        of_records = pc.is_in(hits["record_id"], value_set=pa.array(sorted(alerts.records), pa.string()))
        touched = pc.or_(touched, pc.and_(of_records, _is_of_names(hits)))
    places = np.nonzero(touched.to_numpy())[0]
    if not len(places):
        return hits
    part = hits.take(pa.array(places, pa.int64())).combine_chunks()
    listed = _Listed(part, groups, watchlists)
    rows = _rows(part, listed)
    taken = _assigned(rows, alerts)
    merged, best = _merged(part, rows, taken, groups, listed)
    rest = np.nonzero(~touched.to_numpy())[0]
    # Each row stands where the hit stood whose evidence it shows.
    position = np.argsort(np.concatenate((rest, places[best])), kind="stable")
    return (
        pa.concat_tables([hits.take(pa.array(rest, pa.int64())), merged])
        .take(pa.array(position, pa.int64()))
        .combine_chunks()
    )


def _is_of_names(hits: pa.Table) -> Any:
    return pc.fill_null(pc.equal(hits["alert_kind"], "name"), True)


def _is_linked(hits: pa.Table, groups: PartyGroups) -> Any:
    linked = pa.array([f"{list_id}\x1f{entity_id}" for list_id, entity_id in groups.linked()], pa.string())
    keys = pc.binary_join_element_wise(hits["list_id"], hits["entity_id"], "\x1f")
    return pc.and_(pc.is_in(keys, value_set=linked), _is_of_names(hits))


class _Listed:
    """Listings of all the entries at hand, in one array: those of the hits, by row, then those not hit."""

    def __init__(self, part: pa.Table, groups: PartyGroups, watchlists: Sequence[Watchlist]) -> None:
        pairs = zip(part["list_id"].to_pylist(), part["entity_id"].to_pylist(), strict=True)
        self.entries: list[Entry] = [(str(list_id), str(entity_id)) for list_id, entity_id in pairs]
        self.members = {entry: tuple(groups.members(*entry)) for entry in set(self.entries)}
        here = {watchlist.list_id for watchlist in watchlists}
        others = {entry for group in self.members.values() for entry in group if entry[0] in here}
        known = listings_of(watchlists, others)
        self._place = {entry: part.num_rows + place for place, entry in enumerate(known)}
        of_hits: Any = pc.list_flatten(part["listings"].combine_chunks())
        if len(of_hits) != part.num_rows:
            raise ValueError("hits are grouped already: each must have one listing")
        self.values = pa.concat_arrays([of_hits, pa.array(list(known.values()), LISTING)])

    def is_listed(self, entry: Entry) -> bool:
        return entry in self._place

    def place(self, row: _Row, entry: Entry) -> int:
        """Where the listing of an entry of the row is: that of its hit, where it was hit."""
        hit = row.hit.get(entry)
        return self._place[entry] if hit is None else hit


def _rows(part: pa.Table, listed: _Listed) -> list[_Row]:
    """One for each customer and party, in the order of their first hits."""
    found: dict[tuple[str, Sequence[Entry]], dict[Entry, int]] = defaultdict(dict)
    for place, record_id in enumerate(map(str, part["record_id"].to_pylist())):
        entry = listed.entries[place]
        found[record_id, listed.members[entry]][entry] = place
    rows = []
    for (record_id, members), hit in found.items():
        entries = [entry for entry in members if entry in hit or listed.is_listed(entry)]
        rows.append(_Row(record_id, hit, entries))
    return rows


def _assigned(rows: Sequence[_Row], alerts: AlertsOfParties) -> list[AlertOfParty | None]:
    by_record: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_record[row.record_id].append(place)
    found: list[AlertOfParty | None] = [None] * len(rows)
    for record_id, of_record in by_record.items():
        known = alerts.assign(record_id, [rows[place].entries for place in of_record])
        for place, alert in zip(of_record, known, strict=True):
            found[place] = alert
    return found


def _merged(
    part: pa.Table,
    rows: Sequence[_Row],
    taken: Sequence[AlertOfParty | None],
    groups: PartyGroups,
    listed: _Listed,
) -> tuple[pa.Table, list[int]]:
    """The rows as a table, and of each the hit whose evidence it shows."""
    scores: list[Any] = part["score"].to_pylist()
    ids = [str(alert_id) for alert_id in part["alert_id"].to_pylist()]
    because_of = _Because(groups)
    best: list[int] = []
    anchors: list[int] = []
    alert_ids: list[str] = []
    all_entries: list[Sequence[Entry]] = []
    hit_entries: list[Sequence[Entry]] = []
    for row, alert in zip(rows, taken, strict=True):
        hit = [entry for entry in row.entries if entry in row.hit]
        anchor = alert.entry if alert is not None and alert.entry in row.entries else hit[0]
        rest = [entry for entry in row.entries if entry != anchor]
        # sorted() keeps their order among those that were hit, and among the others.
        all_entries.append((anchor, *sorted(rest, key=lambda entry: entry not in row.hit)))
        hit_entries.append(tuple(entry for entry in all_entries[-1] if entry in row.hit))
        best.append(row.hit[max(hit, key=lambda entry: scores[row.hit[entry]])])
        anchors.append(listed.place(row, anchor))
        alert_ids.append(alert.alert_id if alert is not None else ids[row.hit[anchor]])
    places = [
        [listed.place(row, entry) for entry in entries]
        for row, entries in zip(rows, all_entries, strict=True)
    ]
    hit_places = [
        [row.hit[entry] for entry in entries] for row, entries in zip(rows, hit_entries, strict=True)
    ]
    because = list(chain.from_iterable(map(because_of, all_entries)))
    of_anchor = pa.array(anchors, pa.int64())
    columns: dict[str, Any] = {name: listed.values.field(name).take(of_anchor) for name in _OF_ANCHOR}
    columns["alert_id"] = pa.array(alert_ids, pa.string())
    columns["listings"] = _listings(listed.values, places, because)
    columns |= {name: _together(listed.values.field(name), all_entries, places) for name in _OF_ALL}
    columns |= {name: _together(part[name].combine_chunks(), hit_entries, hit_places) for name in _OF_HITS}
    table = part.take(pa.array(best, pa.int64()))
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), values)
    return table, best


def _listings(values: Any, places: Sequence[Sequence[int]], because: Sequence[str | None]) -> Any:
    """The listings at the places of each row, with what links them."""
    chosen = values.take(pa.array(list(chain.from_iterable(places)), pa.int64()))
    fields = [
        pa.array(because, pa.string()) if field.name == "because" else chosen.field(field.name)
        for field in LISTING
    ]
    offsets = np.cumsum([0, *map(len, places)])
    listings = pa.StructArray.from_arrays(fields, fields=list(LISTING))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), listings)


def _together(column: Any, entries: Sequence[Sequence[Entry]], places: Sequence[Sequence[int]]) -> Any:
    """Of each row the distinct texts at its places, in their order. entries: whose places they are; the
    same ones have the same texts, and many customers meet one party."""
    number: dict[Sequence[Entry], int] = {}
    first: list[Sequence[int]] = []
    of_row = []
    for key, where in zip(entries, places, strict=True):
        if key not in number:
            number[key] = len(first)
            first.append(where)
        of_row.append(number[key])
    said = iter(column.take(pa.array(list(chain.from_iterable(first)), pa.int64())).to_pylist())
    texts = [list(dict.fromkeys(chain.from_iterable(next(said) or () for _ in where))) for where in first]
    return pa.array(texts, column.type).take(pa.array(of_row, pa.int64()))


class _Because:
    """What links each entry of a row to its first: the direct link, or the one to an entry between them."""

    def __init__(self, groups: PartyGroups) -> None:
        self._groups = groups
        self._known: dict[Sequence[Entry], Sequence[str | None]] = {}

    def __call__(self, entries: Sequence[Entry]) -> Sequence[str | None]:
        if entries not in self._known:
            reached = self._reached(entries[0]) if len(entries) > 1 else {}
            self._known[entries] = [reached.get(entry) for entry in entries]
        return self._known[entries]

    def _reached(self, first: Entry) -> dict[Entry, str | None]:
        """Every other entry of the party → what links it; the fewest steps from the first."""
        left = [entry for entry in self._groups.members(*first) if entry != first]
        reached: dict[Entry, str | None] = {}
        near = [first]
        while near and left:
            following = []
            for middle in near:
                for entry in left:
                    because = self._groups.because(middle, entry)
                    if because is not None and entry not in reached:
                        by = "" if middle == first else f", with {middle[0]} {middle[1]}"
                        reached[entry] = because + by
                        following.append(entry)
            left = [entry for entry in left if entry not in reached]
            near = following
        return reached
