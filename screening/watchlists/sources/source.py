"""What every source of lists can do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["Delivery", "ListSource"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a source brought.

    place: the publication's files, for `read_watchlist`; None where there is no complete one.
    origin: where they came from, in words a person can follow, such as the path of the drop.
    left: for each publication newer than this one that was left where it is, which one and why.
    """

    place: Path | None
    origin: str
    left: tuple[str, ...] = ()


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
