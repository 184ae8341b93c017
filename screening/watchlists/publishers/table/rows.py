"""The rows of a table in any of its forms, and its header alone.

The form is seen from the content: a workbook, Parquet, JSON records or lines, else CSV, each but the first
two packed by gzip or not. A cell is text, or several texts where JSON and Parquet have lists.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

from screening.model.errors import InputError
from screening.watchlists.publishers.json_lines import json_file, json_lines
from screening.watchlists.publishers.plain_files import csv_rows, first_bytes
from screening.watchlists.publishers.table.mapping import FileForm
from screening.watchlists.publishers.table.workbook import cell_text, workbook_rows

__all__ = ["Cell", "TableForm", "TableRow", "form_of", "header_of", "table_rows"]

Cell: TypeAlias = str | tuple[str, ...]
TableForm = Literal["csv", "workbook", "parquet", "json", "json lines"]

_BATCH = 10_000
# More than any list has, and what a broken Parquet file may claim.
_MOST_ROWS = 20_000_000
_MOST_BYTES = 4_000_000_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its header. where: file and line, for messages."""

    where: str
    cells: Mapping[str, Cell]


def form_of(path: Path) -> TableForm | None:
    """The form of a table, as its first bytes say; None for what cannot be one.

    Raises InputError for a file that cannot be read.
    """
    start = first_bytes(path).removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"PK\x03\x04"):
        return "workbook"
    if start.startswith(b"PAR1"):
        return "parquet"
    text = start.lstrip()
    if text.startswith(b"["):
        return "json"
    if text.startswith(b"{"):
        return "json lines" if _is_whole_object(text.partition(b"\n")[0]) else "json"
    if not text or text.startswith(b"<") or b"\0" in start:
        return None
    return "csv"


def _is_whole_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def header_of(path: Path, form: TableForm, file: FileForm) -> Sequence[str]:
    """The names of the columns; of JSON those of the first record; empty where there are none that its first
    bytes tell.

    Raises InputError for a workbook or Parquet file that cannot be read.
    """
    if form == "workbook":
        return next(_header_and_rows(path, form, file), ("", []))[1]
    if form == "parquet":
        return list(_parquet(path).schema_arrow.names)
    text = first_bytes(path).removeprefix(b"\xef\xbb\xbf").decode(file.encoding, "ignore")
    if form == "csv":
        return _csv_header(text, file)
    return list(_first_record(text))


def _csv_header(text: str, file: FileForm) -> Sequence[str]:
    rows = (row for row in csv.reader(text.splitlines(keepends=True), delimiter=file.delimiter) if row)
    try:
        header = next(islice(rows, file.header_row - 1, None), [])
    except csv.Error:
        return []
    return [" ".join(cell.split()) for cell in header]


def _first_record(text: str) -> Mapping[str, Any]:
    """The first object of a list of them, or of lines of them."""
    begin = text.find("[") if not _is_whole_object(text.partition("\n")[0].encode()) else 0
    begin = text.find("{", max(begin, 0))
    try:
        value, _ = json.JSONDecoder().raw_decode(text[begin:])
    except (ValueError, RecursionError):
        return {}
    return {" ".join(name.split()): value[name] for name in value} if isinstance(value, dict) else {}


def table_rows(path: Path, form: TableForm, file: FileForm) -> Iterator[TableRow]:
    """Every row that is not blank. Raises InputError that names the line, for a file that is cut or broken,
    for a header with two columns of one name, and a row of another width."""
    if form in ("csv", "workbook"):
        yield from _under_header(path, _header_and_rows(path, form, file))
    elif form == "parquet":
        yield from _parquet_rows(path)
    elif form == "json lines":
        for number, record in json_lines(path):
            yield TableRow(f"{path}, line {number}", _record(record))
    else:
        for number, record in enumerate(_records(path, file), start=1):
            if not isinstance(record, dict):
                raise InputError(f"{path}, record {number}: is no JSON object. Fetch the file again.")
            yield TableRow(f"{path}, record {number}", _record(record))


def _header_and_rows(path: Path, form: TableForm, file: FileForm) -> Iterator[tuple[str, list[str]]]:
    """The header and the rows under it, each with its place."""
    if form == "workbook":
        rows: Iterable[tuple[int, list[str]]] = workbook_rows(path, file.sheet)
        word = "row"
    else:
        rows = csv_rows(path, encoding=file.encoding, delimiter=file.delimiter, last_ends=file.last_line_ends)
        word = "line"
    for place, (number, cells) in enumerate(rows, start=1):
        if place == file.header_row:
            yield f"{path}, {word} {number}", [" ".join(cell.split()) for cell in cells]
        elif place > file.header_row:
            yield f"{path}, {word} {number}", cells


def _under_header(path: Path, rows: Iterator[tuple[str, list[str]]]) -> Iterator[TableRow]:
    where, header = next(rows, (str(path), []))
    # A sheet may have empty columns behind the last.
    while header and not header[-1]:
        header = header[:-1]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputError(f"{where}: two columns are called {twice[0]}. Rename one of them.")
    for place, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            raise InputError(f"{place}: has more cells than the header has columns. Fetch the file again.")
        if any(cell and not cell.isspace() for cell in cells):
            # A row of a sheet ends with its last cell that is filled.
            filled = [*cells[: len(header)], *[""] * (len(header) - len(cells))]
            yield TableRow(place, {name: cell for name, cell in zip(header, filled, strict=True) if name})


def _records(path: Path, file: FileForm) -> Sequence[Any]:
    content = json_file(path)
    key = file.records
    if key is not None and isinstance(content, dict):
        content = content.get(key)
    if isinstance(content, dict) and key is None:
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else [content]
    if not isinstance(content, list):
        raise InputError(
            f"{path}: has no list of records{f' under {key}' if key else ''}. Say in the mapping, "
            "under file, which key holds them."
        )
    return content


def _record(record: Mapping[str, Any]) -> dict[str, Cell]:
    return {" ".join(name.split()): _cell(value) for name, value in record.items()}


def _cell(value: Any) -> Cell:
    if isinstance(value, list | tuple):
        return tuple(text for each in value if (text := _scalar(each)))
    return _scalar(value)


def _scalar(value: Any) -> str:
    """A value as text; what is nested in it as JSON."""
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return cell_text(value)


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        if (
            file.metadata.num_rows > _MOST_ROWS
            or sum(group.total_byte_size for group in groups) > _MOST_BYTES
        ):
            raise InputError(f"{path}: claims to hold more than any list has. Fetch it again.")
        return file
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is cut or no Parquet file. Fetch it again.") from error


def _parquet_rows(path: Path) -> Iterator[TableRow]:
    import pyarrow as pa

    number = 0
    try:
        for batch in _parquet(path).iter_batches(_BATCH):
            for record in batch.to_pylist():
                number += 1
                yield TableRow(f"{path}, row {number}", _record(record))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}, after row {number}: is cut or broken. Fetch it again.") from error
