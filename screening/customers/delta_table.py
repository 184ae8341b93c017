"""A Delta Lake table → the files of one version of it.

Which files make up a version, and which rows of them were deleted since, is said by the table's log; the
package `deltalake` reads it. The files themselves are read like any other part. Of a table in an object store
the log is copied to this machine first, so that the store is reached in one way only.

What a table needs of its readers and is not known here is refused: a part left out, or a deleted row read,
would not be noticed by anybody.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa

from screening.customers.parts import Part
from screening.customers.text_blocks import as_text
from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreAddress

if TYPE_CHECKING:
    from deltalake import DeltaTable

__all__ = ["delta_parts", "is_delta_table"]

_LOG = "_delta_log"
# Features of tables that ask nothing of who reads files whole, and those that are seen to below.
_KNOWN_FEATURES = {
    "columnMapping",
    "deletionVectors",
    "timestampNtz",
    "typeWidening",
    "typeWidening-preview",
    "v2Checkpoint",
    "vacuumProtocolCheck",
}
_VERSION = re.compile(r"(\d{20})\.")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint\.(?:(\d{10})\.(\d{10})\.)?.*")
_PHYSICAL = "delta.columnMapping.physicalName"


def is_delta_table(path: Place) -> bool:
    """Whether it is a folder with a log of Delta Lake."""
    if isinstance(path, StoreAddress):
        from screening.storage.object_stores import files_below, kind_of

        return kind_of(path) == "folder" and bool(files_below(path / _LOG, deep=False))
    try:
        return (path / _LOG).is_dir()
    except OSError:
        # No such path can be; who opens it says so.
        return False


def delta_parts(path: Place, version: int | None) -> tuple[int, list[Part]]:
    """The version that is read, and its files, ordered by name. version: None for the newest.

    Raises InputError where `deltalake` is not installed, where there is no such version, and for a table that
    needs more of its readers than is known here.
    """
    try:
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError
    except ImportError as error:
        raise InputError(
            f"{path}: a Delta Lake table, which needs the package deltalake. "
            "Install it: pip install 'sanctions-screening[delta]'."
        ) from error
    with _log_here(path, version) as folder:
        try:
            table = DeltaTable(str(folder), version=version)
            _check_features(path, table)
            parts = list(_parts(path, table))
            parts = list(_without_deleted(path, parts, table, folder))
        except (DeltaError, OSError, ValueError, pa.ArrowException) as error:
            asked = f"version {version}" if version is not None else "its newest version"
            raise InputError(
                f"{path}: {asked} of the Delta Lake table cannot be read ({_first(error)}). Give a version "
                "that its log has (?version=N, or customers.table_version), or write the customers to "
                "Parquet files."
            ) from error
        if not parts:
            raise InputError(f"{path}: version {table.version()} of the Delta Lake table has no rows.")
        return table.version(), sorted(parts, key=lambda part: part.name)


def _check_features(path: Place, table: DeltaTable) -> None:
    protocol = table.protocol()
    unknown = sorted(set(protocol.reader_features or ()) - _KNOWN_FEATURES)
    if protocol.min_reader_version > 3 or unknown:
        what = ", ".join(unknown) or f"readers of version {protocol.min_reader_version}"
        raise InputError(
            f"{path}: the Delta Lake table needs {what}, which is not known here. "
            "Write the customers to Parquet files, and give their folder."
        )
    mode = table.metadata().configuration.get("delta.columnMapping.mode", "none")
    if mode not in ("none", "name"):
        raise InputError(
            f"{path}: the Delta Lake table tells its columns by {mode}, which is not known here. "
            "Write the customers to Parquet files, and give their folder."
        )


def _parts(path: Place, table: DeltaTable) -> Iterator[Part]:
    renamed = dict(_renamed(table))
    logical = {inside: name for name, inside in renamed.items()}
    files: Any = pa.table(table.get_add_actions(flatten=True))
    said = {
        name.partition(".")[2]: as_text(_whole(files[name]), f"{path}: partition '{name}'").to_pylist()
        for name in files.schema.names
        if name.startswith("partition.")
    }
    for row, name in enumerate(files["path"].to_pylist()):
        if "://" in name or name.startswith("/"):
            raise InputError(
                f"{path}: the Delta Lake table has files outside its folder (a shallow clone), which are not "
                "read. Make a deep clone, or write the customers to Parquet files."
            )
        # The log has paths as they stand in an address.
        name = unquote(name)
        values = {logical.get(column, column): texts[row] for column, texts in said.items()}
        inside = {column: physical for column, physical in renamed.items() if column not in values}
        yield Part(path / name, name, values, inside)


def _renamed(table: DeltaTable) -> Iterator[tuple[str, str]]:
    """The table's name of each column that its files call otherwise → theirs."""
    for column in json.loads(table.schema().to_json())["fields"]:
        physical = column.get("metadata", {}).get(_PHYSICAL)
        if physical and physical != column["name"]:
            yield column["name"], physical


def _without_deleted(path: Place, parts: list[Part], table: DeltaTable, folder: Path) -> Iterator[Part]:
    if "deletionVectors" not in (table.protocol().reader_features or ()):
        yield from parts
        return
    found: Any = pa.RecordBatchReader.from_stream(table.deletion_vectors()).read_all()
    kept: dict[str, pa.BooleanArray] = {}
    names = {part.name for part in parts}
    for place, rows in zip(found["filepath"].to_pylist(), found["selection_vector"], strict=True):
        kept[_inside(place, folder, names)] = rows.values
    unknown = sorted(set(kept) - names)
    if unknown:
        raise InputError(
            f"{path}: the Delta Lake table tells of deleted rows in '{unknown[0]}', which is none of its "
            "files. Purge the deleted rows (REORG TABLE … APPLY (PURGE)), or write the customers to Parquet "
            "files."
        )
    for part in parts:
        yield Part(part.place, part.name, part.said, part.renamed, kept.get(part.name))


def _inside(place: str, folder: Path, names: Collection[str]) -> str:
    """Which of the table's files the library calls by this address."""
    base = f"{folder.resolve().as_posix()}/"
    # Addresses are quoted, and the names of partitions in them once more.
    text = place.removeprefix("file://")
    for _ in range(3):
        name = text.removeprefix(base)
        if name in names:
            return name
        text = unquote(text)
    return place


@contextmanager
def _log_here(path: Place, version: int | None) -> Iterator[Path]:
    """A folder on this machine with the table's log, and what tells of deleted rows."""
    if isinstance(path, Path):
        yield path
        return
    from screening.storage.object_stores import files_below, side_by_side

    with tempfile.TemporaryDirectory(prefix="sanctions-") as name:
        folder = Path(name)
        log = path / _LOG
        there = {entry.name: entry.size for entry in files_below(log) if not entry.is_folder}
        wanted = [f"{_LOG}/{each}" for each in sorted(_needed(there, version))]
        side_by_side(lambda each: _fetch(path, folder, each), wanted)
        if any(_mentions_deletion(folder / each) for each in wanted):
            below = [entry.name for entry in files_below(path) if not entry.is_folder]
            vectors = [each for each in below if re.search(r"(^|/)deletion_vector_[^/]*\.bin$", each)]
            side_by_side(lambda each: _fetch(path, folder, each), vectors)
        yield folder


def _needed(there: Mapping[str, int], version: int | None) -> Iterator[str]:
    """Of a log's files the last whole checkpoint up to the version, and what came after it."""
    checkpoints: dict[int, set[str]] = {}
    parts_of: dict[int, int] = {}
    for name in there:
        if found := _CHECKPOINT.fullmatch(name):
            number = int(found[1])
            checkpoints.setdefault(number, set()).add(name)
            parts_of[number] = int(found[3] or 1)
    whole = [number for number, names in checkpoints.items() if len(names) >= parts_of[number]]
    begin = max((number for number in whole if version is None or number <= version), default=-1)
    for name in there:
        found = _VERSION.match(name)
        if name.startswith("_sidecars/") or (found and int(found[1]) >= begin):
            yield name


def _fetch(table: StoreAddress, folder: Path, name: str) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((table / name).read_bytes())


def _mentions_deletion(file: Path) -> bool:
    """Whether the log's file tells of deleted rows, or may do so."""
    return b"deletionVector" in file.read_bytes()


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _whole(column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    whole: Any = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
