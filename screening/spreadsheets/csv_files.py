"""CSV files for people and their spreadsheets: hits.csv, rejected.csv, warnings.csv, and any table of text.

UTF-8 with a byte-order mark, without which Excel reads other scripts as gibberish; CR LF line ends; text
made harmless by `formula_guard`, numbers left as numbers.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute

from screening.model.errors import InputError
from screening.model.hit_table import HitRows
from screening.spreadsheets.flat_hits import flat_hits
from screening.spreadsheets.formula_guard import MAY_BE_GUARDED, guard
from screening.spreadsheets.review_columns import EXPORTED_ROW, REVIEW_COLUMNS, exported_row, takes_back

__all__ = ["write_hits_csv", "write_rows_csv", "write_table_csv"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Bounds memory, and what one column of text may come to.
_ROWS_AT_A_TIME = 10_000
_LINE_END = "\r\n"
_SPLITS = '[",\r\n]'


def write_table_csv(table: pa.Table, path: Path) -> None:
    """Write a table with columns of text, null as an empty cell. An existing file is replaced.

    Raises InputError where the file cannot be written.
    """
    try:
        with path.open("wb") as file:
            _write_header(file, [guard(name) for name in table.column_names])
            for batch in table.to_batches():
                _write_rows(file, batch.columns)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}. Name another file.") from error


def write_hits_csv(hits: HitRows, path: Path) -> None:
    """Write hits, ordered already: all their columns, then `decision` and `comment`, empty, and
    `exported_row` where the file is taken back."""
    names = flat_hits(hits.slice(0, 0)).schema.names
    back = takes_back(names)
    with path.open("wb") as file:
        places = (EXPORTED_ROW,) if back else ()
        _write_header(file, [guard(name) for name in (*names, *REVIEW_COLUMNS, *places)])
        for begin in range(0, hits.num_rows, _ROWS_AT_A_TIME):
            part = flat_hits(hits.slice(begin, _ROWS_AT_A_TIME)).combine_chunks()
            columns: list[Any] = [column.combine_chunks() for column in part.columns]
            columns += [pa.repeat("", part.num_rows)] * len(REVIEW_COLUMNS)
            if back:
                numbers = range(begin + 1, begin + part.num_rows + 1)
                columns.append(pa.array([exported_row(number, hits.num_rows) for number in numbers]))
            _write_rows(file, columns)


def write_rows_csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> None:
    """Write batches of one schema (REJECTED_SCHEMA, WARNINGS_SCHEMA) one after the other; the file has its
    header even if no row comes."""
    with path.open("wb") as file:
        _write_header(file, schema.names)
        for batch in batches:
            if batch.schema.names != schema.names:
                raise ValueError(f"{path.name}: rows have the columns {schema.names}")
            _write_rows(file, batch.columns)


def _write_header(file: BinaryIO, names: Sequence[str]) -> None:
    file.write(codecs.BOM_UTF8)
    _write_rows(file, [pa.array([name], pa.string()) for name in names], guarded=True)


def _write_rows(file: BinaryIO, columns: Sequence[Any], *, guarded: bool = False) -> None:
    """Write rows as Python's csv module does. guarded: whether the texts are harmless already."""
    if not columns or not len(columns[0]):
        return
    cells = [_cells(column, guarded=guarded) for column in columns]
    cells[-1] = pc.binary_join_element_wise(cells[-1], _LINE_END, "")
    lines = pc.binary_join_element_wise(*cells, ",")
    _, offsets, text = lines.buffers()
    first, last = (offsets[4 * place :][:4] for place in (lines.offset, lines.offset + len(lines)))
    file.write(memoryview(text)[int.from_bytes(first, "little") : int.from_bytes(last, "little")])


def _cells(column: Any, *, guarded: bool) -> Any:
    """A column as cells: text made harmless, and in quotes where it holds what splits cells or rows."""
    if not pa.types.is_string(column.type):
        # As Python writes numbers; many rows have the same.
        coded = column.dictionary_encode()
        texts = [None if value is None else str(value) for value in coded.dictionary.to_pylist()]
        return pc.fill_null(pa.array(texts, pa.string()).take(coded.indices), "")
    texts = pc.fill_null(column, "")
    if not guarded:
        suspect = pc.match_substring_regex(texts, MAY_BE_GUARDED)
        if pc.any(suspect).as_py():
            harmless = [guard(text) for text in texts.filter(suspect).to_pylist()]
            texts = pc.replace_with_mask(texts, suspect, pa.array(harmless, pa.string()))
    splits = pc.match_substring_regex(texts, _SPLITS)
    if not pc.any(splits).as_py():
        return texts
    doubled = pc.replace_substring(texts.filter(splits), '"', '""')
    return pc.replace_with_mask(texts, splits, pc.binary_join_element_wise('"', doubled, '"', ""))
