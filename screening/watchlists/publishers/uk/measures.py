"""What the UK's list imposes on a party: the words of SanctionsImposed → measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.model.vocabulary import Measure

__all__ = ["imposed_measures"]

# By the beginning of the words, in small letters; the longest first.
_MEASURES: tuple[tuple[str, Measure], ...] = (
    ("prohibition on correspondent banking", "correspondent accounts"),
    ("technical assistance related to aircraft", "aircraft restrictions"),
    ("prevention of chartering of ships and aircraft", "ship restrictions"),
    ("crew servicing of ships and aircraft", "ship restrictions"),
    ("prevention of business arrangements", "trade restrictions"),
    ("closure of representative offices", "trade restrictions"),
    ("director disqualification", "director disqualification"),
    ("trust services", "trust services"),
    ("targeted arms embargo", "arms embargo"),
    ("prohibition of port entry", "ship restrictions"),
    ("chartering of ships", "ship restrictions"),
    ("shipping sanction", "ship restrictions"),
    # They bar a person's ships from ports and aircraft from the air space.
    ("transport sanction", "ship restrictions"),
    ("internet services", "other"),
    ("asset freeze", "asset freeze"),
    ("arms embargo", "arms embargo"),
    ("travel ban", "travel ban"),
    ("de-flag", "ship restrictions"),
    ("deflag", "ship restrictions"),
)


def imposed_measures(imposed: str) -> Iterator[tuple[Measure | None, str]]:
    """(measure, the list's words) for each part of "Asset freeze|Travel Ban"; None for words not known."""
    for words in (part.strip() for part in imposed.split("|")):
        if words:
            said = re.sub(r"\s+", " ", words.lower())
            yield next((measure for start, measure in _MEASURES if said.startswith(start)), None), words
