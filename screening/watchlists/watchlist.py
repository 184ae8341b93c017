"""One Watchlist, whatever the publisher's format.

A `Watchlist` is a set of Arrow tables with fixed schemas (below), the list's identity and its date. The
readers (one module a format) fill it with `WatchlistBuilder`; everything after reads only these tables.
`entity_id` is the publisher's own number as text (for OFAC the ent_num of the CSV files, the uid of the
XML), and every other table points to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from screening.model.party_counts import PartyCount

__all__ = ["SCHEMAS", "Watchlist", "WatchlistBuilder"]


_TEXT = pa.string()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SCHEMAS: Mapping[str, pa.Schema] = {
    # One row a listed party. `remarks` is the publisher's text, whole; gender is male, female or null.
    "entities": _schema(
        entity_id=_TEXT, entity_type=_TEXT, name=_TEXT, title=_TEXT, gender=_TEXT, remarks=_TEXT
    ),
    # One row a name. kind: primary, aka, fka, nka. quality: one of NAME_QUALITIES. `name` as published;
    # family_name and given_name where the publisher separates them; script: Latin, Arabic, Cyrillic, ...;
    # language: ISO 639 code in small letters where the publisher tells it.
    "names": _schema(
        entity_id=_TEXT,
        name_id=_TEXT,
        name=_TEXT,
        kind=_TEXT,
        quality=_TEXT,
        family_name=_TEXT,
        given_name=_TEXT,
        script=_TEXT,
        language=_TEXT,
    ),
    # The earliest and latest day the text allows, both inclusive ("1974": 1 January to 31 December).
    # day, month and year are set where the text states a single one.
    "birth_dates": _schema(
        entity_id=_TEXT,
        text=_TEXT,
        earliest=pa.date32(),
        latest=pa.date32(),
        year=pa.int16(),
        month=pa.int8(),
        day=pa.int8(),
        circa=pa.bool_(),
        is_main=pa.bool_(),
    ),
    # Places of birth. country is an ISO 3166 alpha-2 code where the text ends in a known country.
    "places": _schema(entity_id=_TEXT, place=_TEXT, country=_TEXT, is_main=pa.bool_()),
    # kind: nationality, citizenship, registration (for organizations), flag (vessels).
    "countries": _schema(entity_id=_TEXT, kind=_TEXT, text=_TEXT, country=_TEXT, is_main=pa.bool_()),
    # kind: the publisher's own word (Passport, Tax ID No., SWIFT/BIC, Vessel Registration ... IMO).
    "identifiers": _schema(
        entity_id=_TEXT,
        kind=_TEXT,
        number=_TEXT,
        country_text=_TEXT,
        country=_TEXT,
        issued=_TEXT,
        expires=_TEXT,
        note=_TEXT,
    ),
    "addresses": _schema(
        entity_id=_TEXT,
        address_id=_TEXT,
        address=_TEXT,
        city=_TEXT,
        country_text=_TEXT,
        country=_TEXT,
        note=_TEXT,
    ),
    # One row a designation. program: the publisher's code or name of it. authority: the law behind it where
    # the list itself says so, else null (configs/programs may know it). listed_on: day of the designation.
    "programs": _schema(entity_id=_TEXT, program=_TEXT, authority=_TEXT, listed_on=pa.date32()),
    # What the list says that is prohibited, where it says so. measure: of MEASURES; text: as published.
    # program: the designation that it belongs to, null where it is of the party as a whole.
    "measures": _schema(entity_id=_TEXT, program=_TEXT, measure=_TEXT, text=_TEXT),
    # What other lists call the party. publisher: short name of whose reference it is (UN, EU, UK, OFAC, ...),
    # reference: as published there, such as QDi.430.
    "references": _schema(entity_id=_TEXT, publisher=_TEXT, reference=_TEXT),
    # relation: the publisher's words. kind: of RELATION_KINDS, null where the words mean none of them.
    # share: percent (0 to 100) held, null where not told. other_entity_id is given by the publisher, or set
    # where exactly one party of the list bears the related name.
    "relations": _schema(
        entity_id=_TEXT,
        relation=_TEXT,
        kind=_TEXT,
        other_name=_TEXT,
        other_entity_id=_TEXT,
        share=pa.float64(),
    ),
    # kind: website, email, phone.
    "contacts": _schema(entity_id=_TEXT, kind=_TEXT, value=_TEXT),
    "digital_currency": _schema(entity_id=_TEXT, currency=_TEXT, address=_TEXT),
    "vessels": _schema(
        entity_id=_TEXT,
        call_sign=_TEXT,
        vessel_type=_TEXT,
        tonnage=_TEXT,
        gross_registered_tonnage=_TEXT,
        flag=_TEXT,
        owner=_TEXT,
    ),
    "aircraft": _schema(entity_id=_TEXT, field=_TEXT, value=_TEXT),
    # Typed statements that identify nobody by themselves, such as "Additional Sanctions Information".
    "statements": _schema(entity_id=_TEXT, kind=_TEXT, text=_TEXT),
    # Segments of remarks that no rule of the grammar knows. Their share is a reported figure.
    "unparsed_remarks": _schema(entity_id=_TEXT, text=_TEXT),
}


# Content hashes name stored versions, and must outlive a table's name.
_HASHED_AS = {"unparsed_remarks": "other"}


@dataclass(frozen=True)
class Watchlist:
    """Listed parties of one list at one date.

    list_id: short name of the list, such as "OFAC-SDN".
    published: the list's own date, or None where the files do not tell.
    sha256: hash of the content (the tables, not the file bytes), the same for the same parties.
    source: what was read, as the user gave it.
    tables: name → table, each with its schema of SCHEMAS, rows in the publisher's order.
    remark_segments: how many segments of remarks were read; `unparsed_remarks` holds those not understood.
    orphans: rows of the publisher's files that point to no entity (counted by the list gate).
    source_sha256: hash of the publisher's files (see `source_files`), None where it was read from none.
    published_counts: what the files hold, counted in them by a way of its own; None where nobody counted.
    """

    list_id: str
    published: date | None
    sha256: str
    source: str
    tables: Mapping[str, pa.Table]
    remark_segments: int = 0
    orphans: int = 0
    source_sha256: str | None = None
    published_counts: Sequence[PartyCount] | None = None

    @property
    def entity_count(self) -> int:
        return int(self.tables["entities"].num_rows)

    @property
    def name_count(self) -> int:
        return int(self.tables["names"].num_rows)

    @property
    def unparsed_share(self) -> float:
        """Share (0 to 1) of remark segments that ended in no typed field."""
        if not self.remark_segments:
            return 0.0
        return float(self.tables["unparsed_remarks"].num_rows) / self.remark_segments

    @property
    def version(self) -> str:
        """What hits call `watchlist_version`: the list, its date where known, and the content hash."""
        when = self.published.isoformat() if self.published else "undated"
        return f"{self.list_id} {when} {self.sha256[:12]}"


@dataclass
class WatchlistBuilder:
    """Collects rows for a Watchlist. `add(table, column=value, ...)`; missing columns become null."""

    list_id: str
    source: str
    published: date | None = None
    remark_segments: int = 0
    orphans: int = 0
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def add(self, table: str, /, **row: Any) -> None:
        unknown = row.keys() - set(SCHEMAS[table].names)
        if unknown:
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
        self._rows[table].append(row)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows added so far, for readers that must look back (merging remarks, resolving relations)."""
        return self._rows[table]

    def build(self) -> Watchlist:
        tables = {name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in self._rows.items()}
        return Watchlist(
            list_id=self.list_id,
            published=self.published,
            sha256=content_hash(tables),
            source=self.source,
            tables=tables,
            remark_segments=self.remark_segments,
            orphans=self.orphans,
        )


def content_hash(tables: Mapping[str, pa.Table]) -> str:
    """SHA-256 over every table's rows as Arrow IPC, in the order of SCHEMAS: equal tables, equal hash."""
    digest = hashlib.sha256()
    for name in SCHEMAS:
        sink = pa.BufferOutputStream()
        table = tables[name].combine_chunks()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        digest.update(_HASHED_AS.get(name, name).encode())
        digest.update(sink.getvalue())
    return digest.hexdigest()
