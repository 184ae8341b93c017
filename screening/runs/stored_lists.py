"""The newest versions in the store of lists. Reach for it where no list was named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screening.model.errors import InputError

if TYPE_CHECKING:
    from screening.quality import AgeLimit
    from screening.settings import Settings
    from screening.watchlists import StoredVersion

__all__ = ["age_limit", "stored_versions"]


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


def age_limit(version: StoredVersion, settings: Settings) -> AgeLimit:
    """How old a version may be that the program picked, by its list's own limit or that of all."""
    from screening.quality import AgeLimit

    return AgeLimit(version.in_force_since, settings.max_age_days(version.list_id))
