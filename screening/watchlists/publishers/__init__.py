"""Publishers of lists, a folder each: how their publications are recognized and read, and their own facts.

A folder has `recognize.py` (what the publisher's files are known by; see `publication.Recognize`), a module a
format that reads it, and what is the publisher's own: its country words, its grammar of remarks. A new one
is named here.
"""

from collections.abc import Sequence

from screening.watchlists.publishers.ofac import recognize as ofac
from screening.watchlists.publishers.publication import Publication, Recognize

__all__ = ["EXPECTED", "PUBLISHERS", "Publication"]

# Asked in this order; the first that knows a path reads it.
PUBLISHERS: Sequence[Recognize] = (ofac.recognize,)
# What people are told that may be given.
EXPECTED: Sequence[str] = (ofac.EXPECTED,)
