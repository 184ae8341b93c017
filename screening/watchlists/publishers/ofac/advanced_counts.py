"""Parties and names of an advanced file, counted in its raw elements and in nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from screening.model.party_counts import PartyCount, party_counts

__all__ = ["count_advanced"]

# The numbers of the four sub-types are the same in all files: 3 and 4 are both called "Unknown". Another one
# is counted as an organization, so that its party is missed, and told, if the reader takes it for less.
_TYPES = {"1": "vessel", "2": "aircraft", "3": "organization", "4": "person"}
# The rows of the other sections, which take up memory until they are emptied.
_OTHER_ROWS = ("Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")


def count_advanced(path: Path) -> Sequence[PartyCount]:
    """Every Profile is a party, every DocumentedName a name of it. The file has been read before: what is
    wrong with it has been told."""
    return party_counts(_profiles(path))


def _profiles(path: Path) -> Iterator[tuple[str, int]]:
    tags = [f"{{*}}{name}" for name in ("Profile", *_OTHER_ROWS)]
    for _, node in etree.iterparse(str(path), tag=tags, no_network=True, resolve_entities=False):
        if str(node.tag).endswith("}Profile"):
            names = sum(1 for _ in node.iterfind("{*}Identity/{*}Alias/{*}DocumentedName"))
            yield _TYPES.get(node.get("PartySubTypeID", ""), "organization"), names
            continue
        node.clear()
        if (before := node.getprevious()) is not None and (parent := node.getparent()) is not None:
            parent.remove(before)
