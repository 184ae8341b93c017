"""`targets.simple.csv`: one row a target, in 14 to 16 columns by year, read by the header.

A cell with several values is a CSV row in itself, separated by semicolons and quoted where a value has one or
a quote or a line break in it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from screening.model.date_spans import single_day
from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.opensanctions.target_facts import country_facts, date_facts
from screening.watchlists.publishers.opensanctions.words import dataset_list_id, entity_type
from screening.watchlists.publishers.plain_files import csv_rows
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["COLUMNS", "read_simple_csv"]

# Those that every year's file has and that tell it from any other table.
COLUMNS = frozenset(
    {"id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "sanctions"}
)
_KNOWN = COLUMNS | {
    "addresses", "phones", "emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change",
}  # fmt: skip
_CONTACTS = {"phones": "phone", "emails": "email"}


def read_simple_csv(path: Path, list_id: str | None = None) -> Watchlist:
    """The targets in the order of the file. list_id: unless given, by the data set.

    Raises InputError as `csv_rows`, and for a row without id or name, an id that stands there twice, and a
    cell that is no row of values.
    """
    rows = csv_rows(path)
    header = next(rows, (0, []))[1]
    builder = WatchlistBuilder("OPENSANCTIONS", str(path))
    writer = PartyWriter(builder)
    datasets: set[str] = set()
    last_seen = ""
    for line, cells in rows:
        row = _Row(f"{path}, line {line}", dict(zip(header, cells, strict=True)))
        if row.text("id") in writer:
            raise InputError(
                f"{row.where}: the id '{row.text('id')}' stands there twice. Fetch the file again."
            )
        builder.remark_segments += _write(writer, row)
        datasets.update(row.values("dataset"))
        last_seen = max(last_seen, row.text("last_seen"))
    builder.list_id = list_id or dataset_list_id(datasets)
    builder.published = single_day(last_seen)
    return builder.build()


class _Row:
    """One row by its header. where: for messages."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        self.where = where
        self.cells = cells

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def values(self, column: str) -> Sequence[str]:
        """The values of a cell that may have several; those that are empty are left out."""
        text = self.text(column)
        if not text:
            return ()
        if '"' not in text and "\n" not in text and "\r" not in text:
            return [value for part in text.split(";") if (value := part.strip())]
        try:
            rows = list(csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True))
        except csv.Error as error:
            raise InputError(
                f"{self.where}, column {column}: is no row of values ({error}). Fetch the file again."
            ) from error
        return [value for row in rows for part in row if (value := part.strip())]


def _write(writer: PartyWriter, row: _Row) -> int:
    """Write one target; gives how many values had to be understood."""
    entity_id, name, schema = row.text("id"), row.text("name"), row.text("schema")
    if not (entity_id and name and schema):
        raise InputError(f"{row.where}: has no id, schema or name. Fetch the file again.")
    aliases = row.values("aliases")
    kind = entity_type(schema)
    writer.start(entity_id, kind, name)
    for number, alias in enumerate(aliases, start=1):
        writer.alias(entity_id, f"{entity_id}-alias-{number}", "aka", alias)
    dates, countries, numbers = (row.values(name) for name in ("birth_date", "countries", "identifiers"))
    found: list[Fact] = [*date_facts(dates), *country_facts("country", countries)]
    # The file does not say what kind of number it is; only IMO numbers say so themselves.
    found += [facts.identifier("Identifier", number) for number in numbers]
    for column, contact in _CONTACTS.items():
        found += [facts.contact(contact, value) for value in row.values(column)]
    found += [facts.statement("Sanctions", text) for text in row.values("sanctions")]
    # A column that a later year may add.
    for column in sorted(row.cells.keys() - _KNOWN):
        found += [facts.statement(column, value) for value in row.values(column)]
    writer.facts(entity_id, found)
    addresses, programs = row.values("addresses"), row.values("program_ids")
    for number, address in zip(count(1), addresses, strict=False):
        writer.address(entity_id, f"{entity_id}-address-{number}", address=address, city=None, country=None)
    for program in programs:
        writer.program(entity_id, program)
    return 1 + len(aliases) + len(addresses) + len(programs) + len(found)
