"""Publishers of lists, a folder each: how their publications are recognized and read, and their own facts.

A folder has `recognize.py` (what the publisher's files are known by; see `publication.Recognize`), a module a
format that reads it, and what is the publisher's own: its country words, its grammar of remarks. A new one
is named here.
"""

from collections.abc import Sequence

from screening.watchlists.publishers.ofac import recognize as ofac
from screening.watchlists.publishers.publication import Publication, Recognize

__all__ = ["EXPECTED", "PUBLISHERS", "Publication", "details_url"]

# Asked in this order; the first that knows a path reads it.
PUBLISHERS: Sequence[Recognize] = (ofac.recognize,)
# What people are told that may be given.
EXPECTED: Sequence[str] = (ofac.EXPECTED,)


def details_url(list_id: str, entity_id: str) -> str | None:
    """The publisher's own page on a party, None where there is none. list_id: as "OFAC-SDN"."""
    return ofac.DETAILS.format(entity_id) if list_id.startswith(ofac.LIST_IDS) else None
