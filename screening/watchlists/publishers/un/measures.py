"""What the UN's comments say that a listing prohibits: some parties of Libya may not travel, others have
their assets frozen, others both. For all others it follows from the committee's list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.model.vocabulary import Measure

__all__ = ["stated_measures"]

_LISTED = re.compile(r"paragraphs? [\d\s,and]+ of resolution \d+ \((?P<measures>[^()\d]+)\)", re.IGNORECASE)
_MEASURES: dict[str, Measure] = {
    "travel ban": "travel ban",
    "asset freeze": "asset freeze",
    "assets freeze": "asset freeze",
    "arms embargo": "arms embargo",
}


def stated_measures(comments: str) -> Iterator[tuple[Measure, str]]:
    """(measure, the comments' words for it), each measure once."""
    said: set[Measure] = set()
    for found in _LISTED.finditer(comments):
        for word in found["measures"].split(","):
            measure = _MEASURES.get(word.strip().lower())
            if measure is not None and measure not in said:
                said.add(measure)
                yield measure, found[0]
