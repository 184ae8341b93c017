"""Lists given by their path: read once, and kept as tables for the next process.

Versions of the store are tables already. A publisher's files take seconds to read; what came of it is found
again by the files' content, where they lie (folders are called by dates) and the mappings that tables are
read by (see `storage.kept_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from screening.config_files import CONFIG_DIR
from screening.model.party_counts import PartyCount
from screening.storage.kept_tables import Kept, KeptTables
from screening.watchlists.publishers.publication import source_sha256
from screening.watchlists.read import read_watchlist, recognize
from screening.watchlists.watchlist import SCHEMAS, Watchlist

__all__ = ["read_kept"]

_WHAT = "list"


def read_kept(path: Path, kept: KeptTables | None) -> Watchlist:
    """The list at `path`, as `read_watchlist` reads it. kept: where it is kept, None for nowhere."""
    publication = recognize(path) if kept is not None and path.exists() else None
    if kept is None or publication is None:
        return read_watchlist(path)
    sha256 = source_sha256(publication.files)
    made_of = [str(path), str(path.resolve()), sha256, *_known_mappings()]
    found = kept.read(_WHAT, made_of)
    if found is not None:
        try:
            return _watchlist(found)
        except (KeyError, ValueError, TypeError):
            # Whoever wrote it, it is not what belongs there.
            pass
    watchlist = read_watchlist(path)
    # Files that were replaced meanwhile are others.
    if watchlist.source_sha256 == sha256:
        kept.keep(_WHAT, made_of, Kept(watchlist.tables, _facts(watchlist)))
    return watchlist


def _known_mappings() -> Iterator[str]:
    """What the program's mappings of tables say; those beside a table are among the list's own files."""
    for file in sorted((CONFIG_DIR / "lists").glob("*.yaml")):
        yield source_sha256([file])


def _facts(watchlist: Watchlist) -> Mapping[str, Any]:
    counts = watchlist.published_counts
    return {
        "list_id": watchlist.list_id,
        "published": watchlist.published.isoformat() if watchlist.published else None,
        "sha256": watchlist.sha256,
        "source": watchlist.source,
        "remark_segments": watchlist.remark_segments,
        "orphans": watchlist.orphans,
        "source_sha256": watchlist.source_sha256,
        "published_counts": None if counts is None else [asdict(count) for count in counts],
    }


def _watchlist(kept: Kept) -> Watchlist:
    facts = dict(kept.facts)
    published, counts = facts.pop("published"), facts.pop("published_counts")
    if any(not kept.tables[name].schema.equals(schema) for name, schema in SCHEMAS.items()):
        raise TypeError("tables have other columns")
    return Watchlist(
        **facts,
        published=date.fromisoformat(published) if published else None,
        published_counts=None if counts is None else tuple(PartyCount(**count) for count in counts),
        tables={name: kept.tables[name] for name in SCHEMAS},
    )
