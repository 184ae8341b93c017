"""Dossiers of the parties hit: what the lists say of each, the listed side of its cards.

The lists' tables are cut down to those parties before a row is looked at, so that a few hits on a list of a
hundred thousand parties cost a few rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.watchlists.programs import known_programs
from screening.watchlists.watchlist import Watchlist

__all__ = ["Dossier", "dossiers", "listings_of_hit", "party_key", "web_address"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# What a hit says of its party.
_OF_HITS = [
    "list_id",
    "entity_id",
    "entity_name",
    "entity_type",
    "matched_name",
    "matched_name_quality",
    "programs",
    "linked_to",
    "details_url",
    "watchlist_version",
    "entity_birth_dates",
    "entity_countries",
    "prohibits",
    "listings",
]

# The tables of a list that a dossier is made of.
_TABLES = (
    "entities",
    "names",
    "birth_dates",
    "places",
    "countries",
    "identifiers",
    "addresses",
    "programs",
    "relations",
)

# A party as the page's data holds it; members of which nothing is known are left out.
Dossier = dict[str, Any]
_Rows = Mapping[str, list[dict[str, Any]]]


def party_key(list_id: str, entity_id: str) -> str:
    """What a party goes by in the page's data."""
    return f"{list_id} {entity_id}"


def dossiers(hits: pa.Table, watchlists: Sequence[Watchlist]) -> dict[str, Dossier]:
    """party_key → what is known of the party, of every entry of a list that a hit names, in the order of the
    hits.

    hits: rows of HIT_SCHEMA. Of parties whose list is not among `watchlists`, it is what the hits say.
    """
    rows = hits.select(_OF_HITS).to_pylist()
    pairs = [(each["list_id"], each["entity_id"]) for hit in rows for each in listings_of_hit(hit)]
    counts = Counter(party_key(*pair) for pair in pairs)
    listed: dict[str, _Listed] = {}
    for watchlist in watchlists:
        ids = {entity_id for list_id, entity_id in pairs if list_id == watchlist.list_id}
        listed[watchlist.list_id] = _Listed(watchlist, ids)
    found: dict[str, Dossier] = {}
    for hit in rows:
        for listing in listings_of_hit(hit):
            key = party_key(listing["list_id"], listing["entity_id"])
            if key not in found:
                source = listed.get(listing["list_id"])
                known = source.dossier(listing["entity_id"], counts) if source else None
                said = {"url": web_address(listing["details_url"]), "prohibits": listing["prohibits"]}
                found[key] = _without_blanks((known or _of_hit(hit, listing)) | said)
            if listing["matched_name"] is not None:
                quality = listing["matched_name_quality"]
                _add_name(found[key]["names"], listing["matched_name"], quality)
    return found


def listings_of_hit(hit: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """All entries of lists that a hit names, that which it goes by first; the hit itself, where an earlier
    version kept no listings."""
    return hit["listings"] or [hit]


def web_address(text: str | None) -> str | None:
    """The text where it is a web address, else None: a list is outside text, so only that becomes a link."""
    return text if text is not None and text.lower().startswith(("https://", "http://")) else None


class _Listed:
    """The rows of one list that are about the given parties."""

    def __init__(self, watchlist: Watchlist, entity_ids: set[str]) -> None:
        self._watchlist = watchlist
        wanted = pa.array(sorted(entity_ids), pa.string())
        self._rows: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        for name in _TABLES:
            table = watchlist.tables[name]
            for row in table.filter(pc.is_in(table["entity_id"], value_set=wanted)).to_pylist():
                self._rows[row["entity_id"]][name].append(row)

    def dossier(self, entity_id: str, hits_of: Mapping[str, int]) -> Dossier | None:
        rows = self._rows.get(entity_id)
        if rows is None:
            return None
        list_id = self._watchlist.list_id
        entity = rows["entities"][0]
        return {
            "list": list_id,
            "id": entity_id,
            "type": entity["entity_type"],
            "name": entity["name"],
            "title": entity["title"],
            "gender": entity["gender"],
            "names": _names(rows),
            "born": [row["text"] for row in rows["birth_dates"]],
            "places": [row["place"] for row in rows["places"]],
            "countries": [[row["kind"], row["text"]] for row in rows["countries"]],
            "documents": [_document(row) for row in rows["identifiers"]],
            "addresses": [text for row in rows["addresses"] if (text := _address(row))],
            "programs": [_program(list_id, row["program"], row["authority"]) for row in rows["programs"]],
            "relations": [_relation(row, list_id, hits_of) for row in rows["relations"]],
            "version": self._watchlist.version,
        }


def _of_hit(hit: Mapping[str, Any], listing: Mapping[str, Any]) -> Dossier:
    of_listing = {
        "list": listing["list_id"],
        "id": listing["entity_id"],
        "type": hit["entity_type"],
        "name": listing["entity_name"],
        "names": [[listing["entity_name"], "primary", "primary", None]],
        "programs": [_program(listing["list_id"], code) for code in listing["programs"] or ()],
        "version": listing["watchlist_version"],
    }
    if (listing["list_id"], listing["entity_id"]) != (hit["list_id"], hit["entity_id"]):
        return of_listing
    return of_listing | {
        "born": list(hit["entity_birth_dates"] or ()),
        "countries": [["country", code] for code in hit["entity_countries"] or ()],
        "relations": [["linked to", name] for name in hit["linked_to"] or ()],
    }


def _names(rows: _Rows) -> list[list[str | None]]:
    ordered = sorted(rows["names"], key=lambda row: row["quality"] != "primary")
    return [[row["name"], row["quality"], row["kind"], row["script"]] for row in ordered]


def _add_name(names: list[list[str | None]], name: str, quality: str) -> None:
    if all(known[0] != name for known in names):
        names.append([name, quality, "aka", None])


def _document(row: Mapping[str, Any]) -> list[str | None]:
    dates = [f"{word} {row[word]}" for word in ("issued", "expires") if row[word]]
    note = "; ".join(part for part in (*dates, row["note"]) if part)
    return _trimmed([row["kind"], row["number"], row["country_text"], note or None])


def _address(row: Mapping[str, Any]) -> str:
    place = ", ".join(part for part in (row["address"], row["city"], row["country_text"]) if part)
    return f"{place} ({row['note']})" if row["note"] else place


def _program(list_id: str, code: str, stated: str | None = None) -> list[str | None]:
    """stated: the authority that the list itself names."""
    about = known_programs(list_id).get(code)
    return _trimmed([code, about.title if about else None, stated or (about.authority if about else None)])


def _relation(row: Mapping[str, Any], list_id: str, hits_of: Mapping[str, int]) -> list[Any]:
    other = row["other_entity_id"]
    key = party_key(list_id, other) if other else ""
    hits = hits_of.get(key, 0)
    return _trimmed([row["relation"], row["other_name"], key if hits else None, hits])


def _trimmed(values: list[Any]) -> list[Any]:
    """Without the blank ones at the end."""
    while values and not values[-1]:
        values.pop()
    return values


def _without_blanks(dossier: Dossier) -> Dossier:
    return {name: value for name, value in dossier.items() if value}
