"""The lists that a run works with: those that were named, or the newest versions of the store."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from screening.model.errors import InputError
from screening.runs.run_step import FILES, RunStep, Step, run_here

if TYPE_CHECKING:
    from screening.quality import AgeLimit
    from screening.settings import Settings
    from screening.storage.kept_tables import KeptTables
    from screening.watchlists import StoredVersion, Watchlist

__all__ = [
    "age_limit",
    "chosen_lists",
    "lists_and_ages",
    "read_stored",
    "restricted_to",
]

_Listed = TypeVar("_Listed", "Watchlist", "StoredVersion")

_log = logging.getLogger(__name__)


def chosen_lists(
    named: Sequence[str | Path],
    store: Path,
    run_step: RunStep = run_here,
    kept: KeptTables | None = None,
) -> list[Watchlist]:
    """The lists at the paths `named`, or the versions of the store that they name (OFAC-SDN@2021-04); without
    any, the newest version of each list in the store. kept: as for `open_list`.

    Raises InputError for what is neither, and where nothing is named and the store has nothing.
    """
    from screening.watchlists.versions.references import open_list

    if named:
        return [
            run_step(Step("read list", str(each), FILES), open_list, str(each), store, kept) for each in named
        ]
    return read_stored(_stored_versions(store), run_step)


def lists_and_ages(
    named: Sequence[str | Path],
    settings: Settings,
    run_step: RunStep = run_here,
    list_ids: Sequence[str] = (),
    kept: KeptTables | None = None,
) -> list[tuple[Watchlist, AgeLimit | None]]:
    """The same lists, each once, and for each how old it may be: what a person named may be of any age.

    kept: as for `open_list`. list_ids: only those called so; all of them where none is given. Raises
    InputError where two of them are the same list, and for a list that is not among them.
    """
    if named:
        lists = _called(list_ids, chosen_lists(named, settings.store_dir, run_step, kept))
        ages: list[AgeLimit | None] = [None] * len(lists)
    else:
        versions = _called(list_ids, _stored_versions(settings.store_dir))
        lists = read_stored(versions, run_step)
        ages = [age_limit(version, settings) for version in versions]
    seen: dict[str, str] = {}
    for watchlist in lists:
        if watchlist.list_id in seen:
            raise InputError(
                f"{watchlist.source}: is {watchlist.list_id}, as is {seen[watchlist.list_id]}. "
                "Give each list once, so that no party is screened against twice."
            )
        seen[watchlist.list_id] = watchlist.source
        _log.info(
            "read %s: %s parties, %s names",
            watchlist.version,
            f"{watchlist.entity_count:,}",
            f"{watchlist.name_count:,}",
        )
    return list(zip(lists, ages, strict=True))


def _called(list_ids: Sequence[str], lists: Sequence[_Listed]) -> list[_Listed]:
    """Those of the lists, or of their versions, that are called so; all of them where no name is given.

    Raises InputError for a name that none of them has.
    """
    there = [each.list_id for each in lists]
    absent = [list_id for list_id in list_ids if list_id not in there]
    if absent:
        raise InputError(f"no list is called {', '.join(absent)}. Lists there are: {', '.join(there)}.")
    return [each for each in lists if not list_ids or each.list_id in list_ids]


def _stored_versions(store: Path) -> list[StoredVersion]:
    """The newest version of each list in the store. Raises InputError where it holds none."""
    from screening.watchlists import newest

    versions = newest(store)
    if not versions:
        raise InputError(
            f"{store}: the store holds no list. Give --watchlist PATH, "
            "or import a list first: sanctions lists import PATH."
        )
    return versions


def read_stored(versions: Sequence[StoredVersion], run_step: RunStep = run_here) -> list[Watchlist]:
    """The content of versions of the store."""
    from screening.watchlists import load_version

    return [
        run_step(Step("read stored list", str(each.path), FILES), load_version, each.path)
        for each in versions
    ]


def age_limit(version: StoredVersion, settings: Settings) -> AgeLimit:
    """How old a version may be that the program picked, by its list's own limit or that of all."""
    from screening.quality import AgeLimit

    return AgeLimit(version.in_force_since, settings.max_age_days(version.list_id))


def restricted_to(programs: Sequence[str], lists: list[Watchlist]) -> list[Watchlist]:
    """The lists with only the parties of these programs; the lists as they are where none is given."""
    if not programs:
        return lists
    from screening.watchlists.programs import restrict_to_programs

    restricted = restrict_to_programs(lists, programs)
    parties = sum(watchlist.entity_count for watchlist in restricted)
    _log.info("restricted to %s parties of %s", f"{parties:,}", ", ".join(programs))
    return restricted
