"""What a folder that is written in one step may hold. Reach for it to tell such a folder from any other.

A folder that holds anything else is somebody's own work: it is neither replaced nor tidied away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Contents"]


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
