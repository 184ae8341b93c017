"""Files and folders for their owner alone.

Others may be let in afterward, by somebody who decides so: chmod, or an access list.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["FILE_MODE", "FOLDER_MODE", "keep_private"]

FILE_MODE, FOLDER_MODE = 0o600, 0o700


def keep_private(folder: Path) -> None:
    """Let nobody but the owner into the folder, what is in it included. Links are left alone."""
    folder.chmod(FOLDER_MODE)
    for entry in folder.rglob("*"):
        if not entry.is_symlink():
            entry.chmod(FOLDER_MODE if entry.is_dir() else FILE_MODE)
