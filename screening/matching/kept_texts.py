"""Texts of a kept batch, read where one is asked for. Reach for it where most of a column is never looked at.

Of a batch's names and words only those of hits are ever shown; to make a string of each takes longer than to
screen them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import pyarrow as pa

__all__ = ["KeptTexts"]


class KeptTexts(Sequence[str]):
    """A column of texts without nulls, as a sequence."""

    def __init__(self, column: pa.ChunkedArray[Any]) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [str(self._column[at]) for at in range(*place.indices(len(self)))]
        return str(self._column[place])
