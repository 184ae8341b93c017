"""A new publication of a list → a version in the store, or why not.

Read, gate by itself, gate against the last good version, keep: the same way for a list that a person names
and for one that a source brings.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from screening.config_files import CONFIG_DIR
from screening.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from screening.model.run_record import ListCondition
    from screening.quality import GateResult
    from screening.settings import Settings
    from screening.settings.gates import GateSettings
    from screening.watchlists import StoredVersion, Watchlist
    from screening.watchlists.sources import ListSource

__all__ = [
    "Intake",
    "list_sources",
    "raise_if_not_taken_in",
    "take_in_from",
    "take_in_list",
    "take_in_lists",
]


@dataclass(frozen=True)
class Intake:
    """What came of taking one list in.

    state: new, kept as a version; unchanged, nothing new was delivered; refused, a gate stopped it; unusable,
    the newest that was delivered cannot be read or is not whole; missing, nothing was delivered and the store
    has nothing.
    version: the one kept or there already; None for refused, for content that cannot be read, and where
    nothing was brought. An older delivery may have been kept where the newest is unusable.
    gates: what they found, in the order they were asked; none for content that was there already.
    in_use: the version that runs use from now on; None where the store has no good one of this list.
    notes: what a person should know beside this, such as drops that were left; for unusable, why. origin,
    came: from where it was brought, and what was brought in words; empty where a person named the list.
    """

    list_id: str
    state: ListCondition
    version: StoredVersion | None = None
    gates: tuple[GateResult, ...] = ()
    in_use: StoredVersion | None = None
    notes: tuple[str, ...] = ()
    origin: str = ""
    came: str = ""

    @property
    def failed_gates(self) -> tuple[GateResult, ...]:
        """Also those whose verdict a person set aside."""
        return tuple(replace(gate, kind="publication") for gate in self.gates if not gate.passed)


def take_in_list(
    watchlist: Watchlist,
    store: Path,
    limits: GateSettings,
    accept_change: bool = False,
    today: date | None = None,
) -> Intake:
    """Gate a list and keep it; a failed gate makes it refused, with nothing kept and nothing raised.

    accept_change: keep it whatever the gate against the last good version says, with its verdict in the
    version's meta.json. today: the day to judge dates by, in UTC unless given. How old a list is plays no
    part: a store keeps old ones, and whether one may be screened with is asked when it is. Raises InputError
    for a store that cannot be read or written.
    """
    from screening.quality import list_change_gate, list_gate
    from screening.watchlists.versions.store import (
        import_watchlist,
        is_nothing_new,
        known_version,
        load_version,
        newest_of,
        version_before,
    )

    list_id = watchlist.list_id
    last_good = newest_of(store, list_id)
    if is_nothing_new(watchlist, store):
        return Intake(list_id, "unchanged", import_watchlist(watchlist, store), in_use=last_good)
    sound = list_gate(watchlist, limits, today)
    if not sound.passed:
        return Intake(list_id, "refused", gates=(sound,), in_use=last_good)
    earlier = version_before(store, last_good) if last_good else None
    known = known_version(watchlist, store)
    change = list_change_gate(
        watchlist,
        load_version(last_good.path) if last_good else None,
        limits,
        load_version(earlier.path) if earlier else None,
        _first_published(known) if known else "",
    )
    gates = (sound, change)
    if not change.passed and not accept_change:
        return Intake(list_id, "refused", gates=gates, in_use=last_good)
    records = [sound.as_record(), change.as_record() | {"accepted_all_the_same": not change.passed}]
    version = import_watchlist(watchlist, store, records)
    in_use = newest_of(store, list_id)
    notes = []
    if in_use is not None and in_use.path != version.path:
        notes.append(
            f"kept, but not in use: {list_id} {in_use.published or 'undated'} {in_use.sha256[:12]} is newer"
        )
    return Intake(list_id, "new", version, gates, in_use, tuple(notes))


def _first_published(version: StoredVersion) -> str:
    if version.published is None:
        return f"imported on {version.imported_at.date()}"
    return f"published on {version.published}"


def take_in_from(source: ListSource, store: Path, limits: GateSettings, today: date | None = None) -> Intake:
    """Take in what a source brings. Content that cannot be read is reported as unusable, not raised."""
    from screening.watchlists.versions.store import newest_of

    in_use = newest_of(store, source.list_id)
    with tempfile.TemporaryDirectory(prefix="list-intake-") as into:
        try:
            delivery = source.fetch(Path(into))
        except InputError as error:
            return Intake(source.list_id, "unusable", in_use=in_use, notes=(str(error),))
        brought = Intake(
            source.list_id, "unusable", in_use=in_use, origin=delivery.origin, came=delivery.came
        )
        if delivery.place is None:
            notes = (*delivery.left, f"{delivery.origin}: holds no complete publication")
            # Whoever empties the folder once a list was taken in has done nothing wrong.
            nothing: ListCondition = "unchanged" if in_use else "missing"
            return replace(brought, state="unusable" if delivery.left else nothing, notes=notes)
        is_read = False
        try:
            watchlist = _read(delivery.place, source.list_id)
            is_read = True
        except InputError as error:
            return replace(brought, notes=(*delivery.left, delivery.told_of(str(error))))
        finally:
            delivery.finish(is_read)
    taken = take_in_list(replace(watchlist, source=delivery.origin), store, limits, today=today)
    # What was brought is not the newest that lies there.
    state = "unusable" if delivery.left and taken.state != "refused" else taken.state
    notes = (*delivery.left, *taken.notes)
    return replace(taken, state=state, notes=notes, origin=delivery.origin, came=delivery.came)


def _read(place: Path, list_id: str) -> Watchlist:
    """The list that was brought. Raises InputError where it cannot be read, and where another publisher's
    came: under this name its parties would take the place of those that are to be screened against."""
    from screening.watchlists.publishers import PUBLISHERS, publisher_of
    from screening.watchlists.read import read_watchlist

    expected = publisher_of(list_id)
    came = next((each for each in PUBLISHERS if each.recognize(place) is not None), expected)
    if expected is not None and came is not None and came.name != expected.name:
        raise InputError(
            f"{place}: is a list of {came.name}, and {list_id} is one of {expected.name}. Correct the "
            "address or folder of this list under 'lists' in the settings."
        )
    return read_watchlist(place, list_id)


def take_in_lists(settings: Settings, today: date | None = None, only: Sequence[str] = ()) -> list[Intake]:
    """Take in from every configured source, in their order; one that fails does not keep the others out.

    today: as for `take_in_list`. only: the lists to take in; unless given, all. Raises InputError where no
    source is configured, or none for one of these.
    """
    if not settings.lists:
        raise InputError(
            "no source of lists is configured: name one under 'lists' in a file given with --config "
            f"({CONFIG_DIR / 'screening.yaml'} shows how), or import a list: sanctions lists import PATH."
        )
    configured = [entry.list_id for entry in settings.lists]
    unknown = [list_id for list_id in only if list_id not in configured]
    if unknown:
        raise InputError(
            f"{', '.join(unknown)}: not under 'lists' in the settings, with {', '.join(configured)}."
        )
    return [
        take_in_from(source, settings.store_dir, settings.gates, today)
        for source in list_sources(settings)
        if not only or source.list_id in only
    ]


def raise_if_not_taken_in(intakes: Sequence[Intake]) -> None:
    """Raise GateFailure where a gate refused a list, else InputError where one is unusable or missing."""
    from screening.quality import raise_if_failed

    raise_if_failed([gate for intake in intakes if intake.state == "refused" for gate in intake.gates])
    without = [intake for intake in intakes if intake.state in ("unusable", "missing")]
    if without:
        raise InputError("\n".join(f"{each.list_id}: {'; '.join(each.notes)}" for each in without))


def list_sources(settings: Settings) -> list[ListSource]:
    """The sources that the settings name under `lists`, in their order."""
    from screening.watchlists.sources import FolderDrop

    sources: list[ListSource] = []
    for entry in settings.lists:
        fetched_from = settings.fetched_from(entry)
        if fetched_from is not None:
            # The web's part is only loaded where something is fetched.
            from screening.watchlists.sources.download import Download

            kept_in = settings.store_dir / entry.list_id / ".fetched"
            sources.append(Download(entry.list_id, fetched_from, settings.fetching, kept_in, entry.mapping))
        elif entry.folder is not None:
            sources.append(FolderDrop(entry.list_id, entry.folder, entry.settle_seconds, settings.fetching))
    return sources
