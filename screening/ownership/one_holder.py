"""Which keys are one holder: by numbers that several sources give, and by what sources say."""

from __future__ import annotations

from collections.abc import Iterable

from screening.ownership.holdings import Holdings
from screening.ownership.numbers import number_key

__all__ = ["OneHolder"]


class OneHolder:
    """Keys of all sources → one of them for each holder.

    Companies of one Legal Entity Identifier are one, and of one number in one country's register.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._one: dict[str, str] = {}
        borne: dict[tuple[str, str], str] = {}
        columns = holdings.holders.select(["key", "numbers"]).to_pylist()
        for row in columns:
            for number in row["numbers"]:
                compared = number_key(number["number"])
                if number["scheme"] and compared:
                    bearer = borne.setdefault((number["scheme"], compared), row["key"])
                    self.join(bearer, row["key"])
        for one, other in holdings.same:
            self.join(one, other)

    def __getitem__(self, key: str) -> str:
        """The key that stands for the holder."""
        top = key
        while (above := self._one.get(top, top)) != top:
            top = above
        # So that long ways are walked once.
        while key != top:
            self._one[key], key = top, self._one[key]
        return top

    def join(self, one: str, other: str) -> None:
        """Make two keys one holder; the first in order stands for both, whatever the order of the joins."""
        first, second = sorted((self[one], self[other]))
        if first != second:
            self._one[second] = first

    def join_all(self, keys: Iterable[str]) -> None:
        first: str | None = None
        for key in keys:
            first = key if first is None else first
            self.join(first, key)
