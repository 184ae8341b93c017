"""What a list says of each party, as text a person can compare. Reach for it to tell what changed about one.

    party_facts(watchlist)["28004"]["birth_dates"]     # ["20 Jun 1974"]

Facts of two versions of a list are compared by `diff`; those a decision was taken on are kept with it. The
values are words, not columns: for "is anything at all different", see `party_fingerprints`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from screening.model.changes import PARTY_FACTS
from screening.watchlists.watchlist import Watchlist

__all__ = ["FACT_FIELDS", "SINGLE_VALUED", "WEAK_ALIAS", "Facts", "party_facts"]

# Ends the name of a weak alias among `names`.
WEAK_ALIAS = " (weak alias)"

# Field → its distinct values, sorted. A field of which nothing is said is not there.
Facts: TypeAlias = dict[str, list[str]]

# Every field there can be → what one value of it is called, in the order in which people read them.
FACT_FIELDS = PARTY_FACTS

# Of these a party has one at a time: a new value takes the place of the old one.
SINGLE_VALUED = frozenset(
    {
        "primary_name",
        "entity_type",
        "title",
        "gender",
        "vessel_type",
        "vessel_flag",
        "vessel_owner",
        "call_sign",
        "tonnage",
        "gross_registered_tonnage",
    }
)

_Row: TypeAlias = dict[str, Any]
_VESSEL_FIELDS = {"flag": "vessel_flag", "owner": "vessel_owner"}


def party_facts(watchlist: Watchlist) -> dict[str, Facts]:
    """entity_id → its facts, in list order. Fields are those of FACT_FIELDS.

    `names` holds the primary name and every alias, weak ones marked as such. `remarks` holds only
    what no rule of the grammar knows: everything else that remarks say stands in its own field.
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
    return {
        entity_id: {field: sorted(fields[field]) for field in FACT_FIELDS if field in fields}
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
    "programs": _joined("programs", "program"),
    "addresses": _address,
    "relations": _joined("linked_to", "relation", "other_name"),
    "digital_currency": _joined("digital_currency", "currency", "address"),
    "contacts": _joined("contacts", "kind", "value"),
    "vessels": _vessel,
    "aircraft": _joined("aircraft", "field", "value"),
    "statements": _joined("statements", "kind", "text"),
    "other": _joined("remarks", "text"),
}
