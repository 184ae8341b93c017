"""Whether another machine sees the same file under the same path: by its size and the time it changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

__all__ = ["FileMark"]


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as one machine saw it. changed: nanoseconds since 1970, which no two files share by chance."""

    path: Path
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """The mark of a file that is there. Raises OSError where it is not."""
        status = path.stat()
        return cls(path, status.st_size, status.st_mtime_ns)

    def is_here(self) -> bool:
        """Whether this machine sees the same file, as it was."""
        try:
            return FileMark.of(self.path) == self
        except OSError:
            return False
