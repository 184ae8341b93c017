"""The lists a command works with: those named, or the newest of the store. Reach for it in a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import InputError

if TYPE_CHECKING:
    from screening.watchlists import Watchlist

__all__ = ["chosen_lists"]


def chosen_lists(paths: Sequence[str], store: Path) -> list[Watchlist]:
    """The lists at `paths`; without any, the newest version of each list in the store.

    Raises InputError for a path that is no list, and where there is neither a path nor a version.
    """
    from screening.watchlists import load_version, newest, read_watchlist

    if paths:
        return [read_watchlist(Path(path)) for path in paths]
    kept = [load_version(version.path) for version in newest(store)]
    if not kept:
        raise InputError(
            f"{store}: the store holds no list. Give --watchlist PATH, "
            "or import a list first: sanctions lists import PATH."
        )
    return kept
