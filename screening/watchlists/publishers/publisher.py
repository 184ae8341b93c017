"""A publisher of lists: what its publications are known by, and what its lists have in common."""

from __future__ import annotations

from dataclasses import dataclass

from screening.watchlists.publishers.publication import Recognize

__all__ = ["Publisher"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whoever puts out one or more lists.

    name: short, as in `references` ("OFAC"). list_id: how the names of its lists are or begin ("OFAC" for
    OFAC-SDN). recognize: see `publication.Recognize`. expected: words for what may be given of it.
    details: address of its page on a party, with {} for the party's number; None where it has none.
    programs: the file in configs/ that knows its program codes, such as "programs/ofac.yaml"; None where its
    lists say the authority themselves. in_one_file: whether a party's names and addresses stand with it, so
    that a file which ends early cannot leave the last parties without them.
    """

    name: str
    list_id: str
    recognize: Recognize
    expected: str
    details: str | None = None
    programs: str | None = None
    in_one_file: bool = False

    def publishes(self, list_id: str) -> bool:
        """Whether a list has the name of one of this publisher's lists."""
        return list_id == self.list_id or list_id.startswith(f"{self.list_id}-")
