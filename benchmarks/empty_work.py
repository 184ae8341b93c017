"""Work for a cluster that does nothing, of the size of a piece of a table: what is left is Dask's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from screening.storage.file_marks import FileMark

__all__ = ["Empty", "NoScreener"]


@dataclass(frozen=True)
class NoScreener:
    """In place of a screener."""


@dataclass(frozen=True)
class Empty:
    """place: bytes as many as those that say where a piece of a table lies."""

    place: bytes
    seconds: float = 0.0

    def cached_hits(self) -> None:
        return None

    def screen(self, screener: Any, as_of: date) -> int:
        return len(self.place)

    def marks(self) -> Sequence[FileMark]:
        return ()

    def sent(self) -> Empty:
        return self

    def received(self, result: Any) -> Any:
        return result
