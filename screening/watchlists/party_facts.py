"""What a list says of each party: its facts, as text that a person can compare, and one hash of everything.

    party_facts(watchlist)["28004"]["birth_dates"]     # ["20 Jun 1974"]

Facts of two versions of a list are compared by `diff`; those a decision was taken on are kept with it. The
values are words, not columns: whether anything at all is different is told by `party_fingerprints`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import pyarrow as pa

from screening.model.changes import PARTY_FACTS, WEAK_ALIAS
from screening.watchlists.party_programs import party_programs
from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = ["Facts", "party_facts", "party_fingerprints"]

# Field → its distinct values, sorted. A field of which nothing is said is not there.
Facts: TypeAlias = dict[str, list[str]]

# The publisher's numbers of rows, and the remarks as a whole: what remarks say stands, segment by segment,
# in the other tables.
_SAYS_NOTHING = {("names", "name_id"), ("addresses", "address_id"), ("entities", "remarks")}

_Row: TypeAlias = dict[str, Any]
_VESSEL_FIELDS = {"flag": "vessel_flag", "owner": "vessel_owner"}


def party_facts(watchlist: Watchlist) -> dict[str, Facts]:
    """entity_id → its facts, in list order. Fields are those of PARTY_FACTS.

    `names` holds the primary name and every alias, weak ones marked as such. `remarks` holds only
    what no rule of the grammar knows: everything else that remarks say stands in its own field. `measures`
    is what the listing prohibits, as a hit shows it: what the list says, else what its programs stand for, so
    that it is the same whichever of a publisher's formats was read.
    """
    found: dict[str, dict[str, set[str]]] = {
        row["entity_id"]: {} for row in watchlist.tables["entities"].to_pylist()
    }
    for table, facts_of in _READERS.items():
        for row in watchlist.tables[table].to_pylist():
            party = found.get(row["entity_id"])
            if party is None:
                continue
            for field, value in facts_of(row):
                if value:
                    party.setdefault(field, set()).add(value)
    for entity_id, listed_under in party_programs(watchlist).items():
        if entity_id in found and listed_under.prohibits:
            found[entity_id]["measures"] = set(listed_under.prohibits)
    return {
        entity_id: {field: sorted(fields[field]) for field in PARTY_FACTS if field in fields}
        for entity_id, fields in found.items()
    }


def _entity(row: _Row) -> Iterator[tuple[str, str | None]]:
    yield "primary_name", row["name"]
    for field in ("entity_type", "title", "gender"):
        yield field, row[field]


def _name(row: _Row) -> Iterator[tuple[str, str | None]]:
    yield "names", f"{row['name']}{WEAK_ALIAS}" if row["quality"] == "weak" else row["name"]


def _document(row: _Row) -> Iterator[tuple[str, str | None]]:
    parts = [row["kind"], row["number"]]
    if row["country_text"]:
        parts.append(f"({row['country_text']})")
    parts += [f"{word} {row[word]}" for word in ("issued", "expires") if row[word]]
    if row["note"]:
        parts.append(f"[{row['note']}]")
    yield "documents", " ".join(part for part in parts if part)


def _address(row: _Row) -> Iterator[tuple[str, str | None]]:
    place = ", ".join(part for part in (row["address"], row["city"], row["country_text"]) if part)
    note = f"[{row['note']}]" if row["note"] else None
    yield "addresses", " ".join(part for part in (place, note) if part)


def _program(row: _Row) -> Iterator[tuple[str, str | None]]:
    yield "programs", row["program"]
    yield "designations", _designation(row["program"], row["authority"])
    if row["listed_on"]:
        yield "designations", _designation(row["program"], f"listed on {row['listed_on']}")


def _measure(row: _Row) -> Iterator[tuple[str, str | None]]:
    # What is prohibited stands under `measures`; words of the list's own may say more.
    text = row["text"]
    if text and text.casefold() != row["measure"]:
        yield "designations", _designation(row["program"], text)


def _designation(program: str | None, said: str | None) -> str | None:
    """What is said of a designation; None for what its program says already."""
    if not said or said == program:
        return None
    return f"{program}: {said}" if program else said


def _vessel(row: _Row) -> Iterator[tuple[str, str | None]]:
    for column, value in row.items():
        if column != "entity_id":
            yield _VESSEL_FIELDS.get(column, column), value


def _joined(field: str, *columns: str) -> Callable[[_Row], Iterator[tuple[str, str | None]]]:
    def read(row: _Row) -> Iterator[tuple[str, str | None]]:
        yield field, " ".join(row[column] for column in columns if row[column])

    return read


_READERS: Mapping[str, Callable[[_Row], Iterator[tuple[str, str | None]]]] = {
    "entities": _entity,
    "names": _name,
    "birth_dates": _joined("birth_dates", "text"),
    "places": _joined("places", "place"),
    "countries": _joined("countries", "kind", "text"),
    "identifiers": _document,
    "programs": _program,
    "measures": _measure,
    "references": _joined("references", "publisher", "reference"),
    "addresses": _address,
    "relations": _joined("linked_to", "relation", "other_name"),
    "digital_currency": _joined("digital_currency", "currency", "address"),
    "contacts": _joined("contacts", "kind", "value"),
    "vessels": _vessel,
    "aircraft": _joined("aircraft", "field", "value"),
    "statements": _joined("statements", "kind", "text"),
    "unparsed_remarks": _joined("remarks", "text"),
}


def party_fingerprints(watchlist: Watchlist) -> dict[str, str]:
    """entity_id → SHA-256 (hexadecimal) over the party's rows in all tables, in list order.

    It tells which parties must be screened again: with the same fingerprint, and the same settings and code,
    a customer's hit on a party is the same in two versions of a list, but for `watchlist_version`. It is
    strict on purpose: a row in another place changes it too, for hits show birth dates, programs and related
    names in the list's order, and take the first of two names that are equally close.
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
