"""The parties of a table: its rows, read by the mapping, as a Watchlist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.publication import folder_date
from screening.watchlists.publishers.table.cells import ListedName, names_of, party_type, text_of
from screening.watchlists.publishers.table.dates import table_date
from screening.watchlists.publishers.table.mapping import ListMapping
from screening.watchlists.publishers.table.party_facts import Authorities, RowFacts
from screening.watchlists.publishers.table.rows import TableForm, TableRow, table_rows
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["read_table"]

_FILE_DATE = re.compile(r"(?<!\d)(\d{4})-?(\d{2})(?:-?(\d{2}))?(?!\d)")


def read_table(
    path: Path, form: TableForm, mapping: ListMapping, codes: Authorities, list_id: str | None = None
) -> Watchlist:
    """The list in a table. codes: authority by program code, of the file that the mapping names.

    Raises InputError that names the row, for one without an id, a type or a name, for an id that stands there
    twice where a row is a party, for columns that the mapping reads and the table lacks, and as `table_rows`.
    """
    rows = table_rows(path, form, mapping.file)
    if form not in ("json", "json lines"):
        # Of JSON, a record may leave out what it does not say.
        rows = _checked(path, mapping, rows)
    parties: dict[str, list[TableRow]] = {}
    published: date | None = None
    for row in rows:
        party = _party_id(row, mapping)
        of_party = parties.setdefault(party, [])
        of_party.append(row)
        if len(of_party) > 1 and mapping.rows == "party":
            raise InputError(
                f"{row.where}: the id '{party}' stands in {of_party[0].where.rpartition(', ')[2]} already. "
                "If several rows are one party, say so in the mapping: rows: name or rows: listing."
            )
        published = _later(published, row, mapping)
    builder = WatchlistBuilder(
        list_id or mapping.list_id, str(path), published or _date_of_file(path, mapping)
    )
    writer = PartyWriter(builder)
    read = RowFacts(mapping, codes)
    for party, of_party in parties.items():
        _write(writer, read, party, of_party, mapping)
    if mapping.relations:
        resolve_relations(builder)
    builder.remark_segments = read.segments
    return builder.build()


def _checked(path: Path, mapping: ListMapping, rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows, once the first has shown that the table has every column that the mapping reads."""
    for number, row in enumerate(rows):
        if number == 0:
            missing = [column for column in mapping.columns if column not in row.cells]
            if missing:
                raise InputError(
                    f"{path}: has no column '{missing[0]}', which the mapping of {mapping.list_id} reads "
                    f"under {mapping.columns[missing[0]]}. Correct the name there, or take it out."
                )
        yield row


def _party_id(row: TableRow, mapping: ListMapping) -> str:
    text = text_of(row, mapping.id.column, mapping)
    if text and mapping.id.pattern is not None:
        found = re.fullmatch(mapping.id.pattern, text)
        if found is None:
            raise InputError(
                f"{row.where}, column {mapping.id.column}: '{text}' does not look as the pattern of ids in "
                "the mapping says. Fetch the file again, or correct the pattern."
            )
        text = (found[1] if found.re.groups else found[0]) or ""
    if not text:
        raise InputError(f"{row.where}, column {mapping.id.column}: has no id. Fetch the file again.")
    return text


def _write(
    writer: PartyWriter, read: RowFacts, party: str, rows: Sequence[TableRow], mapping: ListMapping
) -> None:
    """Write one party. Names are those of all rows, the primary one first; where a row is a whole listing,
    one that the party bears already is not a further name."""
    names = [(row, name) for row in rows for name in names_of(row, mapping)]
    if mapping.rows == "listing":
        names = _of_listings(rows[0], names)
    read.segments += len(names)
    at = next((place for place, (_, name) in enumerate(names) if name.kind == "primary"), 0)
    if not names:
        raise InputError(f"{rows[0].where}: the party '{party}' has no name. Fetch the file again.")
    main, primary = names.pop(at)
    kind, unknown = party_type(main, mapping.type, mapping)
    if kind is None:
        raise InputError(
            f"{main.where}: nothing tells the type of '{primary.name}'"
            f"{f' ({unknown})' if unknown else ''}. Add the word to the mapping under type, or "
            "give otherwise."
        )
    writer.start(
        party,
        kind,
        primary.name,
        title=text_of(main, mapping.title_of_party, mapping) or None,
        gender=read.gender(main),
        remarks=_remarks(rows, mapping),
        family_name=primary.family,
        given_name=primary.given,
    )
    for number, (_, name) in enumerate(names, start=1):
        writer.alias(
            party,
            f"{party}-alias-{number}",
            # A second primary name is one more name all the same.
            "aka" if name.kind == "primary" else name.kind,
            name.name,
            name.quality,
            family_name=name.family,
            given_name=name.given,
        )
    found: list[Fact] = [facts.unparsed(unknown)] if unknown else []
    read.segments += len(found)
    # The row of the primary name speaks first: what it says is the main birth date and the like.
    ordered = [main, *(row for row in rows if row is not main)]
    found += read.facts(ordered)
    writer.facts(party, found)
    read.write_tables(writer, party, kind, ordered)


def _of_listings(
    first: TableRow, names: Sequence[tuple[TableRow, ListedName]]
) -> list[tuple[TableRow, ListedName]]:
    kept = [(row, name) for row, name in names if row is first]
    borne = Counter(name.name for _, name in kept)
    for row, name in names:
        if row is not first and not borne[name.name]:
            borne[name.name] += 1
            kept.append((row, name))
    return kept


def _remarks(rows: Sequence[TableRow], mapping: ListMapping) -> str | None:
    texts = [text_of(row, column, mapping) for row in rows for column in mapping.remarks]
    return "\n".join(dict.fromkeys(text for text in texts if text)) or None


def _later(before: date | None, row: TableRow, mapping: ListMapping) -> date | None:
    if mapping.published is None or mapping.published.column is None:
        return before
    span = table_date(text_of(row, mapping.published.column, mapping), mapping.published.day_first)
    if span is None or not span.day:
        return before
    return span.earliest if before is None else max(before, span.earliest)


def _date_of_file(path: Path, mapping: ListMapping) -> date | None:
    found = _FILE_DATE.search(path.name) if mapping.published and mapping.published.file_name else None
    if found is not None:
        try:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            pass
    return folder_date(path.parent)
