"""The newest versions in the store of lists. Reach for it where no list was named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import InputError

if TYPE_CHECKING:
    from screening.watchlists import StoredVersion

__all__ = ["stored_versions"]


def stored_versions(store: Path) -> list[StoredVersion]:
    """The newest version of each list in the store. Raises InputError where it holds none."""
    from screening.watchlists import newest

    versions = newest(store)
    if not versions:
        raise InputError(
            f"{store}: the store holds no list. Give --watchlist PATH, "
            "or import a list first: sanctions lists import PATH."
        )
    return versions
