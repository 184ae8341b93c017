"""The lists a command works with: those named, or the newest of the store. Reach for it in a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screening.runs.stored_lists import stored_versions

if TYPE_CHECKING:
    from screening.watchlists import Watchlist

__all__ = ["chosen_lists"]


def chosen_lists(paths: Sequence[str], store: Path) -> list[Watchlist]:
    """The lists at `paths`, or the versions of the store that they name (OFAC-SDN@2021-04); without any, the
    newest version of each list in the store.

    Raises InputError for what is neither, and where nothing is named and the store has nothing.
    """
    from screening.watchlists import load_version
    from screening.watchlists.versions.references import open_list

    if paths:
        return [open_list(path, store) for path in paths]
    return [load_version(version.path) for version in stored_versions(store)]
