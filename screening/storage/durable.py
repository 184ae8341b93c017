"""Folders that reach the disk whole: flushed, and swapped for one another in one step.

A system keeps what was written in memory for a while; a power cut in that time leaves files empty or torn,
though whatever was renamed over them may be there already.

Linux can exchange two folders (renameat2 with RENAME_EXCHANGE). Where the system or the file system cannot,
the old folder is put aside first, under a hidden name ending in `.previous`, and put back if the second step
fails; after a power cut in between it is still there under that name.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

__all__ = ["flush_entries", "flush_tree", "swap_folders"]


def flush_tree(folder: Path) -> None:
    """Bring every file below `folder` to the disk, and the entries of it and of the folders in it."""
    folders = [folder]
    for entry in sorted(folder.rglob("*")):
        if entry.is_dir():
            folders.append(entry)
        else:
            with entry.open("rb+") as file:
                os.fsync(file.fileno())
    for each in folders:
        flush_entries(each)


def flush_entries(folder: Path) -> None:
    """Bring to the disk which entries `folder` has."""
    if os.name != "posix":
        return  # Elsewhere folders cannot be opened, and need not be.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def swap_folders(one: Path, other: Path) -> None:
    """Give each folder the other's place; both exist and lie on one file system. Raises OSError."""
    if not _exchanged(one, other):
        _in_steps(one, other)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system did it; False where it knows no such step."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    status = library.renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if status == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _in_steps(one: Path, other: Path) -> None:
    aside = other.parent / f".{other.name}.previous"
    if aside.exists():
        # Left by a crash after the second step, since `other` is in its place.
        shutil.rmtree(aside)
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)
