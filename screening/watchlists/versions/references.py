"""What a person calls a version of a list → the list.

    downloads/2022-01     a publisher's files, or the folder of a version in the store
    OFAC-SDN              the newest version of that list in the store
    OFAC-SDN@previous     the one before it
    OFAC-SDN@2022-01-31   the one published then; OFAC-SDN@2022-01 for one of that month
    OFAC-SDN@3fa91c       the one whose content hash begins so; 3fa91c alone where only one list has such

What exists as a path is taken for a path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from screening.model.errors import InputError
from screening.storage.kept_tables import KeptTables
from screening.watchlists.versions.kept_lists import read_kept
from screening.watchlists.versions.store import load_version, versions
from screening.watchlists.versions.stored_version import META, StoredVersion
from screening.watchlists.watchlist import Watchlist

__all__ = ["find_version", "open_list"]

_HASH = re.compile(r"[0-9a-f]{4,64}")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_AGE = {"newest": 0, "previous": 1}


def open_list(reference: str, store_dir: Path, kept: KeptTables | None = None) -> Watchlist:
    """The list that `reference` names, in one of the ways above.

    kept: where lists given by a path are kept once they were read, None for nowhere.

    Raises InputError for what names nothing, or several versions, and for a list that cannot be read.
    """
    path = Path(reference)
    if not path.exists():
        return load_version(find_version(reference, store_dir).path)
    return load_version(path) if (path / META).is_file() else read_kept(path, kept)


def find_version(reference: str, store_dir: Path) -> StoredVersion:
    """The version in the store that `reference` names; paths excepted, as `open_list`.

    Raises InputError, with the versions there are where several fit.
    """
    stored = versions(store_dir)
    list_id, _, which = reference.partition("@")
    of_list = [version for version in stored if version.list_id == list_id]
    if of_list:
        found = _chosen(of_list, which or "newest")
    else:
        found = [v for v in stored if _HASH.fullmatch(reference) and v.sha256.startswith(reference)]
    if len(found) == 1:
        return found[0]
    if found:
        fitting = ", ".join(f"{version.list_id}@{version.sha256[:12]}" for version in found)
        raise InputError(f"'{reference}' fits several versions in {store_dir}: {fitting}. Name one of them.")
    raise InputError(
        f"'{reference}': no such path, and no such version in the store {store_dir}. Versions are called "
        "LIST, LIST@previous, LIST@YYYY-MM-DD or LIST@HASH; 'sanctions lists show' shows those there are."
    )


def _chosen(oldest_first: Sequence[StoredVersion], which: str) -> list[StoredVersion]:
    if which in _AGE:
        age = _AGE[which]
        return [oldest_first[-1 - age]] if age < len(oldest_first) else []
    if _DATE.fullmatch(which):
        return [v for v in oldest_first if v.published and v.published.isoformat().startswith(which)]
    if _HASH.fullmatch(which):
        return [version for version in oldest_first if version.sha256.startswith(which)]
    return []
