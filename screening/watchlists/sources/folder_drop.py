"""A folder that publishers' files are dropped into.

The files lie in the folder itself, or in subfolders called by their date (2022-01-31), which CSV files need
to be known by it. Archives are opened. Whoever drops them may still be at it, so a drop is taken only as a
whole.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from screening.model.errors import InputError
from screening.settings.lists import FetchSettings
from screening.watchlists.publishers.publication import folder_date
from screening.watchlists.read import source_files
from screening.watchlists.sources.archives import is_archive, unpack
from screening.watchlists.sources.source import Delivery
from screening.watchlists.versions.completeness import incomplete_because, members, publication

__all__ = ["FolderDrop"]


class _NotWholeError(Exception):
    """A drop that is not to be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class _Drop:
    """Files that lie together. day: that of the folder's name, else the day of the last change."""

    folder: Path
    day: date


@dataclass(frozen=True)
class FolderDrop:
    """A list source that takes the newest complete drop in `folder`.

    settle_seconds: files that changed within so many seconds are looked at again after them; those that
    changed meanwhile are still being written. limits: how far archives are opened; None where they are not.
    """

    list_id: str
    folder: Path
    settle_seconds: float = 10.0
    limits: FetchSettings | None = None

    def fetch(self, into: Path) -> Delivery:
        """A copy of the newest complete drop, in a folder of the same name under `into`; see `ListSource`.

        The newest is that of the latest date: subfolders go by their name, files in the folder itself by the
        day they last changed. Raises InputError where the folder is missing or cannot be read.
        """
        left: list[str] = []
        for drop in self._newest_first(left):
            try:
                place = self._take(drop.folder, into)
            except _NotWholeError as reason:
                left.append(f"{drop.folder}: {reason}; left where it is")
            else:
                return Delivery(place, str(drop.folder), tuple(left))
        return Delivery(None, str(self.folder), tuple(left))

    def _newest_first(self, left: list[str]) -> list[_Drop]:
        """Drops, latest day first. Adds to `left` those whose folder is not called by a date."""
        drops = []
        try:
            for below in sorted(self.folder.iterdir()):
                if not below.is_dir() or below.name.startswith("."):
                    continue
                day = folder_date(below)
                if day is not None:
                    drops.append(_Drop(below, day))
                elif (reason := _no_drop(below)) is not None:
                    left.append(f"{below}: {reason}; left where it is")
            direct = members(self.folder)
            if direct:
                changed = max(file.stat().st_mtime for file in direct)
                drops.append(_Drop(self.folder, datetime.fromtimestamp(changed, UTC).date()))
        except OSError as error:
            raise InputError(
                f"{self.folder}: the folder of {self.list_id} cannot be read: {error.strerror}. "
                "Make it, or name another one under 'lists' in the settings."
            ) from error
        return sorted(drops, key=lambda drop: drop.day, reverse=True)

    def _take(self, folder: Path, into: Path) -> Path:
        """Copy a drop and say where to read the copy."""
        aside = into / ".unpacked"
        try:
            files = members(folder)
            looked = _look(files)
            unpacked = self._unpacked(folder, files, aside)
            reason = incomplete_because(unpacked)
            if reason is not None:
                raise _NotWholeError(reason)
            self._wait(files)
            place = publication(unpacked)
            copy = into / folder.resolve().name
            copy.mkdir(parents=True)
            for file in source_files(place):
                shutil.copyfile(file, copy / file.name)
            if _look(members(folder)) != looked:
                shutil.rmtree(copy)
                raise _NotWholeError("its files are still being written")
        except OSError as error:
            raise _NotWholeError(f"{error.filename or folder}: {error.strerror}") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return copy if place == unpacked else copy / place.name

    def _unpacked(self, folder: Path, files: Sequence[Path], aside: Path) -> Path:
        """The folder itself, or where any of its files is an archive, `aside` with all of them unpacked."""
        archives = [file for file in files if self.limits is not None and is_archive(file)]
        if self.limits is None or not archives:
            return folder
        aside.mkdir()
        # Also what belongs to a list and is none, such as the mapping of a table.
        for file in folder.iterdir():
            if file.is_file() and not file.name.startswith(".") and file not in archives:
                shutil.copyfile(file, aside / file.name)
        for file in archives:
            try:
                unpack(file, aside, self.limits)
            except InputError as error:
                raise _NotWholeError(str(error).removeprefix(f"{folder}/").rstrip(".")) from error
        return aside

    def _wait(self, files: Sequence[Path]) -> None:
        quiet = time.time() - max(file.stat().st_mtime for file in files)
        if quiet < self.settle_seconds:
            # A change in the future counts as just now.
            time.sleep(min(self.settle_seconds, self.settle_seconds - quiet))


def _no_drop(folder: Path) -> str | None:
    """What is to be said of a subfolder without a date; None where it holds no files of a list at all."""
    try:
        return "is not called by its date, such as 2022-01-31" if members(folder) else None
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _look(files: Sequence[Path]) -> list[tuple[str, int, int]]:
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
