"""What every source of lists can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

__all__ = ["Delivery", "ListSource"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a source brought.

    place: the publication's files, for `read_watchlist`; None where there is no complete one.
    origin: where they came from, in words a person can follow, such as the path of the drop.
    left: for each publication newer than this one that was left where it is, which one and why.
    came: what came, in words, where there is more to say of it than the origin. origins: where each file came
    from, where files have origins of their own.
    finish: is to be called in the end, with whether the files could be read as the list that was wanted. Only
    then may the source rely on them: what is broken is asked for whole again.
    """

    place: Path | None
    origin: str
    left: tuple[str, ...] = ()
    came: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[bool], None] = lambda _: None

    def told_of(self, text: str) -> str:
        """A message about the files at `place`, with the names that a person knows them by: where they came
        from, not the copies that are gone by then."""
        if self.place is None:
            return text
        copy = self.place if self.place.is_dir() else self.place.parent
        for name, origin in self.origins.items():
            text = text.replace(str(copy / name), origin)
        return text.replace(str(copy), self.origin)


class ListSource(Protocol):
    """A way by which new publications of one list arrive."""

    @property
    def list_id(self) -> str:
        """What the list is called, such as "OFAC-SDN"."""

    def fetch(self, into: Path) -> Delivery:
        """Bring the newest complete publication into the empty folder `into`, whatever was brought before.

        What is incomplete or still on its way is left and said, never brought. A folder that holds a list
        without a date of its own is called by its date. Raises InputError where the source itself cannot be
        used.
        """
