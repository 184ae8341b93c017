"""Where a run keeps lists that it read and names that it analyzed, for the next one.

In the store, where there is one: whoever may change its versions may change these. Else, for lists that are
given by their path, in the user's own cache folder. Both may be deleted at any time.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from screening.runs.scoring_fingerprint import code_fingerprint
from screening.storage.kept_tables import KeptTables

if TYPE_CHECKING:
    from screening.settings import Settings

__all__ = ["kept_tables"]

# Hidden: a store's other folders are lists.
_IN_STORE = ".analyzed"
_IN_CACHE = "sanctions-screening"


def kept_tables(settings: Settings) -> KeptTables | None:
    """The place for what runs with these settings keep; None where they shall keep nothing."""
    if not settings.kept_lists:
        return None
    in_store = settings.store_dir.is_dir() and os.access(settings.store_dir, os.W_OK)
    folder = settings.store_dir / _IN_STORE if in_store else _cache_folder() / _IN_CACHE
    # A list has its tables, and names of two kinds, each read as either.
    return KeptTables(folder, code_fingerprint(), settings.kept_lists * 5)


def _cache_folder() -> Path:
    """The folder of the user for what may be made again, by the XDG base directory specification."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path("~/.cache").expanduser()
