"""What a run is asked to do, checked before anything slow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.settings import Settings, load_settings
from screening.storage.addresses import Place

__all__ = ["ScreeningRequest", "prepare_request"]


@dataclass(frozen=True)
class ScreeningRequest:
    """A run that can begin.

    watchlists: paths of lists and of versions in the store; empty for the newest versions of the store.
    programs: codes of programs to restrict the lists to, or empty for all parties. list_ids: of these lists
    only those called so are screened against; empty for all of them.
    out: the folder the run will be published in.
    """

    customers: Place
    watchlists: tuple[Path, ...]
    out: Place
    settings: Settings
    programs: tuple[str, ...]
    overwrite: bool
    list_ids: tuple[str, ...] = ()


def prepare_request(
    customers: str,
    watchlists: Sequence[str],
    started_at: datetime,
    out: str | None = None,
    threshold: float | None = None,
    config: str | None = None,
    programs: Sequence[str] = (),
    workers: int | None = None,
    overwrite: bool = False,
    list_ids: Sequence[str] = (),
    ownership: Sequence[str] = (),
    cluster: str | None = None,
) -> ScreeningRequest:
    """Settings read and paths looked at; nothing is opened. Without `out`, the run gets a folder of its own.

    watchlists: paths, or what a person calls a version of the store (see `watchlists.references`).
    list_ids: of these lists only those called so, such as OFAC-SDN.
    ownership: files that say who owns whom, in place of the settings' own.
    cluster: the address of a Dask scheduler, in place of the settings' own.

    Raises InputError for unusable settings, a path that does not exist, a version that the store has not, no
    list at all, or a run that must not be overwritten.
    """
    from screening.runs.run_folder import check_out

    customers, version = _without_version(customers)
    settings = load_settings(
        Path(config) if config else None,
        threshold=threshold,
        workers=workers,
        customers={"table_version": version} if version is not None else None,
        **_owned(ownership),
        **_at(cluster),
    )
    source = settings.place(customers)
    if not source.exists():
        raise InputError(f"{source}: no such file or folder. Give a .parquet or .csv file of customers.")
    lists = tuple(_list_place(named, settings.store_dir) for named in watchlists)
    if not lists and not settings.store_dir.is_dir():
        raise InputError(
            f"{settings.store_dir}: there is no store of lists. Give --watchlist PATH, "
            "or import a list first: sanctions lists import PATH."
        )
    name = f"{started_at:%Y%m%dT%H%M%SZ}-{source.resolve().stem}"
    folder = settings.place(out) if out else settings.runs_dir / name
    check_out(folder, overwrite)
    return ScreeningRequest(source, lists, folder, settings, tuple(programs), overwrite, tuple(list_ids))


def _without_version(customers: str) -> tuple[str, int | None]:
    """The table, and the version of it that `?version=N` asks for."""
    table, asked, version = customers.rpartition("?version=")
    if not asked or not version.isdecimal() or Path(customers).exists():
        return customers, None
    return table, int(version)


def _owned(ownership: Sequence[str]) -> dict[str, Any]:
    """The settings that files of the command line make."""
    return {"ownership": {"sources": list(ownership)}} if ownership else {}


def _at(cluster: str | None) -> dict[str, Any]:
    return {} if cluster is None else {"cluster": {"address": cluster}}


def _list_place(named: str, store: Path) -> Path:
    path = Path(named)
    if path.exists():
        return path
    if len(path.parts) > 1:
        raise InputError(f"{path}: no such list. Give a folder with a publisher's files, or one list file.")
    from screening.watchlists.versions.references import find_version

    return find_version(named, store).path
