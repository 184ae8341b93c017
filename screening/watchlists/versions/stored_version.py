"""One version of a list in the store, as its meta.json describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = [
    "CAME_LATER",
    "META",
    "TABLE_BEFORE",
    "StoredVersion",
    "came_again",
    "damaged",
    "describe",
    "note_first_screening",
    "order",
    "read_meta",
    "write_meta",
]

META = "meta.json"
# What a table was called by versions of the program until 0.1, and its file in their stores → its name.
TABLE_BEFORE = {"other": "unparsed_remarks"}
# Tables that versions of the program until 0.2 did not have: in what they stored they are empty.
CAME_LATER = frozenset({"measures", "references"})


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of one list in a store.

    path: its folder. imported_at: UTC. The other fields are those of its Watchlist; entities and names are
    counts, unparsed_share is 0 to 1. source_sha256 is None for a version of an older program.
    last_published, last_imported_at: those of the last time the same content came, where a publisher went
    back to it after another version. first_screened_at: the end of the first run that was published with it,
    None where there was none yet.
    """

    path: Path
    list_id: str
    published: date | None
    imported_at: datetime
    sha256: str
    source: str
    entities: int
    names: int
    unparsed_share: float
    source_sha256: str | None
    last_published: date | None
    last_imported_at: datetime
    first_screened_at: datetime | None = None

    @property
    def in_force_since(self) -> date:
        """The day that its age is counted from: of its last publication, or where its files tell none, of the
        last time it came."""
        return self.last_published or self.last_imported_at.date()


def order(version: StoredVersion) -> tuple[str, date, datetime]:
    """Sorts by list, then oldest first: by published date, undated first, then by import."""
    return version.list_id, version.last_published or date.min, version.last_imported_at


def write_meta(
    folder: Path, watchlist: Watchlist, files: Mapping[str, str], gates: Sequence[Mapping[str, Any]]
) -> None:
    """files: table → hash of its file. gates: what the gates found on the way in, ready for JSON."""
    meta = {
        "list_id": watchlist.list_id,
        "published": watchlist.published.isoformat() if watchlist.published else None,
        "imported_at": datetime.now(UTC).isoformat(),
        "sha256": watchlist.sha256,
        "source": watchlist.source,
        "source_sha256": watchlist.source_sha256,
        "entities": watchlist.entity_count,
        "names": watchlist.name_count,
        "unparsed_share": watchlist.unparsed_share,
        "remark_segments": watchlist.remark_segments,
        "orphans": watchlist.orphans,
        "published_counts": _as_rows(watchlist.published_counts),
        "gates": list(gates),
        "files": dict(files),
    }
    _write(folder, meta)


def _as_rows(counts: Sequence[PartyCount] | None) -> list[dict[str, Any]] | None:
    return None if counts is None else [asdict(count) for count in counts]


def came_again(path: Path, published: date | None, gates: Sequence[Mapping[str, Any]]) -> None:
    """Note that the content of the version at `path` came again, now as the publisher's current one."""
    again = {
        "published": published.isoformat() if published else None,
        "imported_at": datetime.now(UTC).isoformat(),
        "gates": list(gates),
    }
    meta = read_meta(path)
    _write(path, meta | {"again": [*meta.get("again", []), again]})


def note_first_screening(path: Path, moment: datetime) -> None:
    """Note that a run was published with the version at `path`, unless that is noted already."""
    meta = read_meta(path)
    if meta.get("first_screened_at") is None:
        _write(path, meta | {"first_screened_at": moment.astimezone(UTC).isoformat()})


def read_meta(path: Path) -> dict[str, Any]:
    """meta.json of a version's folder. Raises InputError where it cannot be read or names too few files."""
    try:
        meta = _with_new_words(json.loads((path / META).read_text(encoding="utf-8")))
        missing = SCHEMAS.keys() - meta["files"].keys() - CAME_LATER
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path / META) from error
    if missing:
        raise damaged(path / META)
    return dict(meta)


def _with_new_words(meta: dict[str, Any]) -> dict[str, Any]:
    """Versions of the program until 0.1 called unparsed remarks "other"."""
    if "other_share" in meta:
        meta["unparsed_share"] = meta.pop("other_share")
        meta["files"] = {TABLE_BEFORE.get(name, name): digest for name, digest in meta["files"].items()}
    return meta


def describe(path: Path) -> StoredVersion:
    """The version in a folder. Raises InputError where its meta.json cannot be read."""
    meta = read_meta(path)
    try:
        last = meta.get("again", [meta])[-1]
        return StoredVersion(
            path=path,
            list_id=str(meta["list_id"]),
            published=_date(meta["published"]),
            imported_at=datetime.fromisoformat(meta["imported_at"]),
            sha256=str(meta["sha256"]),
            source=str(meta["source"]),
            entities=int(meta["entities"]),
            names=int(meta["names"]),
            unparsed_share=float(meta["unparsed_share"]),
            source_sha256=meta.get("source_sha256"),
            last_published=_date(last["published"]),
            last_imported_at=datetime.fromisoformat(last["imported_at"]),
            first_screened_at=_moment(meta.get("first_screened_at")),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise damaged(path / META) from error


def damaged(file: Path) -> InputError:
    return InputError(f"{file}: this version of the list is damaged. Import the list again.")


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _write(folder: Path, meta: Mapping[str, Any]) -> None:
    # In one step: a version whose meta.json breaks off counts as damaged.
    aside = folder / f"{META}.new"
    aside.write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    aside.replace(folder / META)
