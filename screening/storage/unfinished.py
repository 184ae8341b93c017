"""What a folder may hold, and the folder beside it in which it is made until it is whole.

A folder that holds anything else than its `Contents` is somebody's own work: it is neither replaced nor
tidied away. A run that is killed cannot tidy up; the next one beside it does. What is still being written is
told from what was left by a lock, which the system lets go of with the process, however that ends. Where
folders cannot be locked (Windows, some network drives), nothing is tidied up.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from screening.storage.private import FOLDER_MODE

__all__ = ["Contents", "unfinished_folder"]


@dataclass(frozen=True)
class Contents:
    """What a folder holds.

    what: its word in messages. mark: the file it is known by. files: the names of all that is in it.
    folders: those of the names that are folders, each with the ending of all files in it. aside: folders that
    are in it only while it is written, whatever they hold.
    """

    what: str
    mark: str
    files: tuple[str, ...]
    folders: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()

    def foreign(self, folder: Path, *, unfinished: bool = False) -> Iterator[str]:
        """The paths inside `folder`, in their order, that are none of its own. unfinished: whether it was
        still being written."""
        for entry in sorted(folder.iterdir()):
            if unfinished and entry.name in self.aside:
                continue
            if entry.name not in self.files:
                yield entry.name
            elif entry.name in self.folders and entry.is_dir():
                ending = self.folders[entry.name]
                for inner in sorted(entry.iterdir()):
                    if inner.is_dir() or not inner.name.endswith(ending):
                        yield f"{entry.name}/{inner.name}"


_NAME = re.compile(r"\..+\.[0-9a-f]{12}\.partial")


@contextmanager
def unfinished_folder(target: Path, contents: Contents) -> Iterator[Path]:
    """A new hidden folder beside `target`, which exists no more when the block ends.

    contents: what such a folder may hold; of those left by killed runs, only folders that hold nothing else
    are removed. Raises OSError where the folder cannot be made.
    """
    folder = target.parent / f".{target.name}.{secrets.token_hex(6)}.partial"
    with ExitStack() as writing:
        with _locked(target.parent, wait=True) as alone:
            if alone:
                _remove_left(target.parent, contents)
            # Who looks for what was left waits until the new folder is locked.
            folder.mkdir(mode=FOLDER_MODE)
            writing.enter_context(_locked(folder, wait=False))
        try:
            yield folder
        finally:
            with _locked(target.parent, wait=True):
                if folder.exists():
                    shutil.rmtree(folder)


def _remove_left(parent: Path, contents: Contents) -> None:
    for entry in parent.iterdir():
        if not _NAME.fullmatch(entry.name) or entry.is_symlink() or not entry.is_dir():
            continue
        with _locked(entry, wait=False) as left:
            if left and not any(contents.foreign(entry, unfinished=True)):
                shutil.rmtree(entry)


@contextmanager
def _locked(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Whether the folder is this process's and nobody else has it, as long as the block runs."""
    handle = _lock(folder, wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _lock(folder: Path, wait: bool) -> int | None:
    if os.name != "posix":
        return None
    import fcntl

    try:
        if folder.stat().st_uid != os.getuid():
            return None
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # It was moved into place meanwhile.
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        # Somebody else has it, or the file system knows no locks.
        os.close(handle)
        return None
    return handle
