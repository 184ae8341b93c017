"""What a file is told by, so that a later look at it, or another machine's, is known to see the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from screening.model.errors import ScreeningError
from screening.storage.addresses import Place, StoreAddress

__all__ = ["FileMark"]


@dataclass(frozen=True)
class FileMark:
    """A file as one machine saw it. changed: nanoseconds since 1970, which no two files share by chance; of a
    file in an object store, what the store calls this state of it."""

    path: Place
    size: int
    changed: int | tuple[object, ...]

    @classmethod
    def of(cls, path: Place) -> Self:
        """The mark of a file that is there. Raises OSError where it is not."""
        if isinstance(path, StoreAddress):
            from screening.storage.object_stores import stamp_of

            return cls(path, *stamp_of(path))
        status = path.stat()
        return cls(path, status.st_size, status.st_mtime_ns)

    def is_here(self) -> bool:
        """Whether this machine sees the same file, as it was."""
        try:
            return FileMark.of(self.path) == self
        except (OSError, ScreeningError):
            return False
