"""Parties and names counted in a table by another way than the reader goes: column by column.

The cells come from other parsers (Arrow's for CSV, the sheet's own XML for a workbook), and a party is what
has the same id. Only what the mapping says of ids, types and names is used, nothing of how rows are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from screening.model.party_counts import PartyCount, party_counts
from screening.watchlists.publishers.plain_files import open_plain
from screening.watchlists.publishers.table.cells import party_type
from screening.watchlists.publishers.table.mapping import ListMapping
from screening.watchlists.publishers.table.mapping_cells import Names
from screening.watchlists.publishers.table.rows import TableForm, TableRow, table_rows

__all__ = ["count_table"]


def count_table(path: Path, form: TableForm, mapping: ListMapping) -> Sequence[PartyCount]:
    """Parties and names by type. Of a file that was read whole."""
    told = mapping.type
    rules = [rule.column for rule in told.rules]
    columns = _columns(path, form, mapping)
    rows: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(columns[mapping.id.column]):
        found = re.fullmatch(mapping.id.pattern or "(.*)", text.strip(), re.DOTALL)
        if found and text.strip():
            rows[(found[1] if found.re.groups else found[0]) or ""].append(number)
    counted = []
    for of_party in rows.values():
        main = _main_row(columns, of_party, mapping)
        cells = {column: columns[column][main] for column in rules}
        kind = party_type(TableRow("", cells), told, mapping)[0]
        counted.append((kind or "", _names(columns, of_party, mapping)))
    return party_counts(counted)


def _main_row(columns: Mapping[str, Sequence[str]], rows: Sequence[int], mapping: ListMapping) -> int:
    by = mapping.names[0].kind_by
    if mapping.rows != "name" or by is None:
        return rows[0]
    primary = [row for row in rows if by.words.get(columns[by.column][row].strip()) == "primary"]
    return primary[0] if primary else rows[0]


def _names(columns: Mapping[str, Sequence[str]], rows: Sequence[int], mapping: ListMapping) -> int:
    first = [text for names in mapping.names for text in _texts(columns, rows[0], names, mapping)]
    if mapping.rows == "listing":
        others = {
            text
            for row in rows[1:]
            for names in mapping.names
            for text in _texts(columns, row, names, mapping)
        }
        return len(first) + len(others - {*first})
    return len(first) + sum(
        len(_texts(columns, row, names, mapping)) for row in rows[1:] for names in mapping.names
    )


def _texts(
    columns: Mapping[str, Sequence[str]], row: int, names: Names, mapping: ListMapping
) -> Sequence[str]:
    nothing = {"", *(word.casefold() for word in mapping.nothing)}

    def says(text: str) -> bool:
        return text.replace("\u00a0", " ").strip().casefold() not in nothing

    if names.columns:
        parts = [columns[column][row].strip() for column in names.columns if says(columns[column][row])]
        return [" ".join(parts)] if parts else []
    text = columns[names.column or ""][row]
    if names.remove:
        text = re.sub(names.remove, "", text)
    if not names.split:
        return [text] if says(text) else []
    marked = re.sub(names.split, "\u241e", text)
    values = (
        re.sub(f"^(?:{names.strip})", "", part) if names.strip else part for part in marked.split("\u241e")
    )
    return [value.replace("\u00a0", " ").strip() for value in values if says(value)]


def _columns(path: Path, form: TableForm, mapping: ListMapping) -> Mapping[str, Sequence[str]]:
    """Column → its cells as text, of the columns that ids, types and names stand in."""
    wanted = {mapping.id.column, *(rule.column for rule in mapping.type.rules)}
    for names in mapping.names:
        by = [names.kind_by.column] if names.kind_by else []
        wanted.update(column for column in (names.column, *names.columns, *by) if column)
    if form == "csv":
        return _of_csv(path, mapping, sorted(wanted))
    if form == "workbook":
        return _of_workbook(path, mapping, wanted)
    # Records have no cheaper way.
    columns: dict[str, list[str]] = {column: [] for column in wanted}
    for row in table_rows(path, form, mapping.file):
        for column, cells in columns.items():
            cell = row.cells.get(column, "")
            cells.append(cell if isinstance(cell, str) else "; ".join(cell))
    return columns


def _of_csv(path: Path, mapping: ListMapping, wanted: Sequence[str]) -> Mapping[str, Sequence[str]]:
    from pyarrow import csv

    with open_plain(path) as file:
        table = csv.read_csv(
            file,
            read_options=csv.ReadOptions(
                encoding=mapping.file.encoding, skip_rows=mapping.file.header_row - 1, block_size=1 << 24
            ),
            parse_options=csv.ParseOptions(delimiter=mapping.file.delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=list(wanted), column_types=dict.fromkeys(wanted, "string")
            ),
        )
    return {column: [text or "" for text in table[column].to_pylist()] for column in wanted}


def _of_workbook(path: Path, mapping: ListMapping, wanted: set[str]) -> Mapping[str, Sequence[str]]:
    """From the XML of the sheet itself. The reader has seen that the workbook is no bomb."""
    with ZipFile(path) as package:
        texts = [*_shared_texts(package)]
        rows = _sheet_rows(package, _part_of_sheet(package, mapping.file.sheet), texts)
        for _ in range(mapping.file.header_row - 1):
            next(rows)
        header = {" ".join(name.split()): letters for letters, name in next(rows).items()}
        columns: dict[str, list[str]] = {column: [] for column in wanted}
        for row in rows:
            if any(text.strip() for text in row.values()):
                for column, cells in columns.items():
                    cells.append(row.get(header[column], ""))
    return columns


def _shared_texts(package: ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return
    for element in _elements(package, "xl/sharedStrings.xml", "si"):
        # Without the readings that Japanese texts may have.
        yield "".join(
            child.text or ""
            for part in element
            if not part.tag.endswith("}rPh")
            for child in ([part] if part.tag.endswith("}t") else part)
            if child.tag.endswith("}t")
        )


def _part_of_sheet(package: ZipFile, name: str | None) -> str:
    sheets = [dict(each.attrib) for each in _elements(package, "xl/workbook.xml", "sheet")]
    sheet = next((each for each in sheets if name in (None, each.get("name"))), sheets[0])
    key = next(value for attribute, value in sheet.items() if attribute.endswith("}id"))
    relations = _elements(package, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next(str(each.get("Target")) for each in relations if each.get("Id") == key)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _sheet_rows(package: ZipFile, part: str, texts: Sequence[str]) -> Iterator[dict[str, str]]:
    """Each row as column letters → text."""
    for row in _elements(package, part, "row"):
        cells = {}
        for number, cell in enumerate(row):
            letters = re.sub(r"\d", "", cell.get("r") or "") or str(number)
            value = "".join(each.text or "" for each in cell.iter() if each.tag.endswith(("}v", "}t")))
            cells[letters] = texts[int(value)] if cell.get("t") == "s" else value
        yield cells


def _elements(package: ZipFile, part: str, kind: str) -> Iterator[Any]:
    from xml.etree.ElementTree import iterparse

    with package.open(part) as content:
        for _, element in iterparse(content):
            if element.tag.endswith(f"}}{kind}"):
                yield element
                element.clear()
