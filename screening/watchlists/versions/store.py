"""Versions of lists, side by side in a folder.

    store/OFAC-SDN/<content hash>/   one Parquet file a table, and meta.json

A version is written beside its place and moved there in one step, so there is never half of one; its files
are known by their hashes, so a changed one is noticed. The same content is one version, however often it is
imported.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists.versions.stored_version import (
    META,
    TABLE_BEFORE,
    StoredVersion,
    came_again,
    damaged,
    describe,
    note_first_screening,
    order,
    read_meta,
    write_meta,
)
from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = [
    "StoredVersion",
    "import_watchlist",
    "is_nothing_new",
    "known_version",
    "load_version",
    "newest",
    "newest_of",
    "note_first_screening",
    "stored",
    "version_before",
    "versions",
]

_LIST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNFINISHED = ".incoming-"
_log = logging.getLogger(__name__)


def import_watchlist(
    watchlist: Watchlist, store_dir: Path, gates: Sequence[Mapping[str, Any]] = ()
) -> StoredVersion:
    """Keep a list in the store (made where it is missing) and return its version.

    Where the same content is there already and whole, that version stays as it is. It is noted there that it
    came again: under a later date, as what is in force still, or after another version, as the newest from
    then on.

    gates: records of the gates that it passed or was let through, kept in meta.json. Raises InputError for a
    list_id that cannot be the name of a folder, or a store that cannot be written.
    """
    if not _LIST_ID.fullmatch(watchlist.list_id):
        raise InputError(f"list id '{watchlist.list_id}': use letters, digits, '.', '_' and '-' only.")
    place = _place(watchlist, store_dir)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            if _is_good(place):
                if _is_later(watchlist, describe(place)) or not is_nothing_new(watchlist, store_dir):
                    came_again(place, watchlist.published, gates)
                return describe(place)
            # What was there cannot be used; the same content stands in for it.
            shutil.rmtree(place)
        aside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place.parent))
        try:
            write_meta(aside, watchlist, _write_tables(watchlist, aside), gates)
            aside.chmod(0o755)
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{store_dir}: the store cannot be written: {error}.") from error
    return describe(place)


def is_nothing_new(watchlist: Watchlist, store_dir: Path) -> bool:
    """Whether the store holds this content already, and importing it would not change which is the newest.

    Content that a publisher came back to after another version is known, but new all the same.
    """
    place = _place(watchlist, store_dir)
    latest = newest_of(store_dir, watchlist.list_id)
    if latest is None or latest.path == place:
        return latest is not None
    is_older = (watchlist.published or date.min) < (latest.last_published or date.min)
    return is_older and place.exists() and _is_good(place)


def known_version(watchlist: Watchlist, store_dir: Path) -> StoredVersion | None:
    """The version that has this content already, if there is a whole one."""
    place = _place(watchlist, store_dir)
    return describe(place) if place.exists() and _is_good(place) else None


def stored(watchlist: Watchlist, store_dir: Path) -> StoredVersion | None:
    """The version with this content, without a look at its tables; None where the store has none."""
    place = _place(watchlist, store_dir)
    return _described(place) if (place / META).is_file() else None


def version_before(store_dir: Path, version: StoredVersion) -> StoredVersion | None:
    """The good version of the same list that came before this one; None where it is the first."""
    older = (each for each in _newest_first(store_dir, version.list_id) if order(each) < order(version))
    return next((each for each in older if _is_good(each.path)), None)


def load_version(path: Path) -> Watchlist:
    """The list of a version's folder. Raises InputError where a file is missing or has changed."""
    meta = read_meta(path)
    tables = {name: _read_table(path, name, meta["files"].get(name)) for name in SCHEMAS}
    counts = meta.get("published_counts")
    described = describe(path)
    return Watchlist(
        list_id=described.list_id,
        published=described.published,
        sha256=described.sha256,
        source=described.source,
        tables=tables,
        remark_segments=int(meta["remark_segments"]),
        orphans=int(meta["orphans"]),
        source_sha256=described.source_sha256,
        published_counts=None if counts is None else tuple(PartyCount(**count) for count in counts),
    )


def versions(store_dir: Path) -> list[StoredVersion]:
    """Every version in a store, by list, then oldest first; none for a store that does not exist. The order
    is that of the published date, undated lists first, then of the import. Raises InputError for a version
    whose meta.json cannot be read."""
    return sorted((describe(path) for path in _folders(store_dir)), key=order)


def newest(store_dir: Path) -> list[StoredVersion]:
    """The newest good version of each list, by list. A version that cannot be loaded is left out with a
    warning in the log; where a list has no good one, InputError says so."""
    found = []
    for list_id in sorted({path.parent.name for path in _folders(store_dir)}):
        good = newest_of(store_dir, list_id)
        if good is None:
            raise InputError(
                f"{store_dir / list_id}: no version of this list can be read. Import the list again."
            )
        found.append(good)
    return found


def newest_of(store_dir: Path, list_id: str) -> StoredVersion | None:
    """The newest good version of one list; None where it has none, damaged ones being left out with a warning
    in the log."""
    found = _newest_first(store_dir, list_id)
    return next((version for version in found if _is_good(version.path)), None)


def _newest_first(store_dir: Path, list_id: str) -> list[StoredVersion]:
    paths = [path for path in _folders(store_dir) if path.parent.name == list_id]
    readable = [version for path in paths if (version := _described(path))]
    return sorted(readable, key=order, reverse=True)


def _is_later(watchlist: Watchlist, known: StoredVersion) -> bool:
    return (watchlist.published or date.min) > (known.last_published or date.min)


def _place(watchlist: Watchlist, store_dir: Path) -> Path:
    return store_dir / watchlist.list_id / watchlist.sha256


def _folders(store_dir: Path) -> list[Path]:
    if not store_dir.is_dir():
        return []
    return [version for version in sorted(store_dir.glob("[!.]*/[!.]*")) if version.is_dir()]


def _is_good(path: Path) -> bool:
    try:
        load_version(path)
    except InputError as error:
        _log.warning("%s", error)
        return False
    return True


def _described(path: Path) -> StoredVersion | None:
    try:
        return describe(path)
    except InputError as error:
        _log.warning("%s", error)
        return None


def _write_tables(watchlist: Watchlist, folder: Path) -> dict[str, str]:
    """table → hash of its file."""
    files = {}
    for name in SCHEMAS:
        file = folder / f"{name}.parquet"
        pq.write_table(watchlist.tables[name], file, compression="zstd")
        files[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return files


def _read_table(path: Path, name: str, sha256: str | None) -> pa.Table:
    if sha256 is None:
        return SCHEMAS[name].empty_table()
    file = path / f"{name}.parquet"
    if not file.exists():
        file = next((path / f"{old}.parquet" for old, new in TABLE_BEFORE.items() if new == name), file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise damaged(file) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(file)
    table = pq.read_table(pa.BufferReader(content))
    # Columns that came later are null in what an older program stored.
    for field in SCHEMAS[name]:
        if field.name not in table.schema.names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    table = (
        table.select(SCHEMAS[name].names) if set(SCHEMAS[name].names) == set(table.schema.names) else table
    )
    if not table.schema.equals(SCHEMAS[name]):
        raise InputError(f"{file}: was written by another version of the program. Import the list again.")
    return table
