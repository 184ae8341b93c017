"""Work for a cluster that takes no list and no names: numbers, and what may happen to whoever has one."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from screening.storage.file_marks import FileMark

__all__ = ["Number", "Times"]


@dataclass(frozen=True)
class Times:
    """In place of a screener: multiplies. ballast: bytes that a worker is to be sent once."""

    factor: int
    ballast: bytes = b""


@dataclass(frozen=True)
class Number:
    """Work of which comes (the product, the process that made it).

    seconds: how long it takes. deadly: ends the process that has it; with a `grave`, only the first, which
    leaves that file. lies_in: a file that the worker must see.
    """

    value: int
    seconds: float = 0.0
    deadly: bool = False
    grave: Path | None = None
    lies_in: FileMark | None = None
    known: tuple[int, int] | None = None
    was_sent: bool = False

    def cached_hits(self) -> tuple[int, int] | None:
        return self.known

    def screen(self, screener: Times, as_of: date) -> tuple[int, int]:
        time.sleep(self.seconds)
        if self.deadly and not (self.grave and self.grave.exists()):
            if self.grave:
                self.grave.touch()
            os._exit(1)
        return self.value * screener.factor, os.getpid()

    def marks(self) -> Sequence[FileMark]:
        return () if self.lies_in is None else (self.lies_in,)

    def sent(self) -> Number:
        return Number(self.value, was_sent=True)

    def received(self, result: Any) -> tuple[int, int]:
        return result[0], -1

    def __str__(self) -> str:
        return f"customers.parquet: rows {self.value}"
