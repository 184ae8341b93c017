"""Versions of lists, side by side in a folder. Reach for it to keep what was screened against.

    store/OFAC-SDN/<content hash>/   one Parquet file a table, and meta.json

A version is written beside its place and moved there in one step, so there is never half of one; its files
are known by their hashes, so a changed one is noticed. The same content is one version, however often it is
imported.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from screening.errors import InputError
from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = ["StoredVersion", "import_watchlist", "load_version", "newest", "versions"]

_META = "meta.json"
_LIST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNFINISHED = ".incoming-"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of one list in a store.

    path: its folder. imported_at: UTC. The other fields are those of its Watchlist; entities and names are
    counts, other_share is 0 to 1.
    """

    path: Path
    list_id: str
    published: date | None
    imported_at: datetime
    sha256: str
    source: str
    entities: int
    names: int
    other_share: float


def import_watchlist(watchlist: Watchlist, store_dir: Path) -> StoredVersion:
    """Keep a list in the store (made where it is missing) and return its version; the version that is there
    already where the content is the same and whole. Raises InputError for a list_id that cannot be the name
    of a folder, or a store that cannot be written."""
    if not _LIST_ID.fullmatch(watchlist.list_id):
        raise InputError(f"list id '{watchlist.list_id}': use letters, digits, '.', '_' and '-' only.")
    place = store_dir / watchlist.list_id / watchlist.sha256
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            if _is_good(place):
                return _describe(place)
            # What was there cannot be used; the same content stands in for it.
            shutil.rmtree(place)
        aside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place.parent))
        try:
            _write(watchlist, aside)
            aside.chmod(0o755)
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{store_dir}: the store cannot be written: {error}.") from error
    return _describe(place)


def load_version(path: Path) -> Watchlist:
    """The list of a version's folder. Raises InputError where a file is missing or has changed."""
    meta = _read_meta(path)
    tables = {name: _read_table(path, name, str(meta["files"][name])) for name in SCHEMAS}
    described = _describe(path)
    return Watchlist(
        list_id=described.list_id,
        published=described.published,
        sha256=described.sha256,
        source=described.source,
        tables=tables,
        remark_segments=int(meta["remark_segments"]),
        orphans=int(meta["orphans"]),
    )


def versions(store_dir: Path) -> list[StoredVersion]:
    """Every version in a store, by list, then oldest first; none for a store that does not exist. The order
    is that of the published date, undated lists first, then of the import. Raises InputError for a version
    whose meta.json cannot be read."""
    return sorted((_describe(path) for path in _folders(store_dir)), key=_order)


def newest(store_dir: Path) -> list[StoredVersion]:
    """The newest good version of each list, by list. A version that cannot be loaded is left out with a
    warning in the log; where a list has no good one, InputError says so."""
    found = []
    for list_id, paths in sorted(_by_list(store_dir).items()):
        readable = [version for path in paths if (version := _described(path))]
        newest_first = sorted(readable, key=_order, reverse=True)
        good = next((version for version in newest_first if _is_good(version.path)), None)
        if good is None:
            raise InputError(
                f"{store_dir / list_id}: no version of this list can be read. Import the list again."
            )
        found.append(good)
    return found


def _order(version: StoredVersion) -> tuple[str, date, datetime]:
    return version.list_id, version.published or date.min, version.imported_at


def _folders(store_dir: Path) -> list[Path]:
    if not store_dir.is_dir():
        return []
    return [
        version
        for version in sorted(store_dir.glob("*/*"))
        if version.is_dir() and not version.name.startswith(".")
    ]


def _by_list(store_dir: Path) -> Mapping[str, list[Path]]:
    by_list: dict[str, list[Path]] = {}
    for path in _folders(store_dir):
        by_list.setdefault(path.parent.name, []).append(path)
    return by_list


def _is_good(path: Path) -> bool:
    try:
        load_version(path)
    except InputError as error:
        _log.warning("%s", error)
        return False
    return True


def _described(path: Path) -> StoredVersion | None:
    try:
        return _describe(path)
    except InputError as error:
        _log.warning("%s", error)
        return None


def _write(watchlist: Watchlist, folder: Path) -> None:
    files = {}
    for name in SCHEMAS:
        file = folder / f"{name}.parquet"
        pq.write_table(watchlist.tables[name], file, compression="zstd")
        files[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    meta = {
        "list_id": watchlist.list_id,
        "published": watchlist.published.isoformat() if watchlist.published else None,
        "imported_at": datetime.now(UTC).isoformat(),
        "sha256": watchlist.sha256,
        "source": watchlist.source,
        "entities": watchlist.entity_count,
        "names": watchlist.name_count,
        "other_share": watchlist.other_share,
        "remark_segments": watchlist.remark_segments,
        "orphans": watchlist.orphans,
        "files": files,
    }
    (folder / _META).write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


def _read_meta(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads((path / _META).read_text(encoding="utf-8"))
        missing = SCHEMAS.keys() - meta["files"].keys()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path / _META) from error
    if missing:
        raise _broken(path / _META)
    return dict(meta)


def _describe(path: Path) -> StoredVersion:
    meta = _read_meta(path)
    try:
        return StoredVersion(
            path=path,
            list_id=str(meta["list_id"]),
            published=date.fromisoformat(meta["published"]) if meta["published"] else None,
            imported_at=datetime.fromisoformat(meta["imported_at"]),
            sha256=str(meta["sha256"]),
            source=str(meta["source"]),
            entities=int(meta["entities"]),
            names=int(meta["names"]),
            other_share=float(meta["other_share"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(path / _META) from error


def _read_table(path: Path, name: str, sha256: str) -> pa.Table:
    file = path / f"{name}.parquet"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _broken(file) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _broken(file)
    table = pq.read_table(pa.BufferReader(content))
    if not table.schema.equals(SCHEMAS[name]):
        raise InputError(f"{file}: was written by another version of the program. Import the list again.")
    return table


def _broken(file: Path) -> InputError:
    return InputError(f"{file}: this version of the list is damaged. Import the list again.")
