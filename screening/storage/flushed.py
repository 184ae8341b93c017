"""Files that are on the disk, not only on their way to it. Reach for it before something points to them.

A system keeps what was written in memory for a while; a power cut in that time leaves files empty or torn,
though whatever was renamed over them may be there already.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["flush_entries", "flush_tree"]


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
