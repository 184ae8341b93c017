"""What one identifier says of a pair: both values, what they are to each other, and the points of that.

Matching makes findings; hits keep them in their column `identifiers`. `screening.wording.identifiers` says
them in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["VERDICT_OF", "Finding", "Identifier", "Outcome", "Verdict"]

Verdict = Literal["agrees", "conflicts", "unknown"]

# "type" speaks where one side is a person, or is stated to be, and the other is something else.
Identifier = Literal["birth date", "country", "gender", "document number", "type"]

Outcome = Literal[
    "same day",
    "day and month changed over",
    "as far as known",  # a year, a month or a date that is "circa", and within it
    "near, as far as known",  # not within it, but within the tolerance
    "same but for one part",  # of year, month and day; may be a slip of the hand
    "near, not the same",
    "same nationality",
    "same country",  # of residence, birth or address
    "successor state",  # one is no more, and the other came after it
    "the same",
    "the same, as far as known",  # a number whose kind or country either side does not state
    "the same, of another kind",  # two numbers that happen to have the same digits
    "the same, of another country",
    "conflicts",
    "different, not counted",
    "compared across types",  # of a type that is not compared with this one, but nearly the same name
    "not usable",  # what the customer states cannot be read, stands for nothing, or is too short
    "not stated",  # by the side that has no value
]

# What an outcome comes to in the hit table's columns *_match.
VERDICT_OF: Mapping[Outcome, Verdict] = {
    "same day": "agrees",
    "day and month changed over": "agrees",
    "as far as known": "agrees",
    "near, as far as known": "agrees",
    "same but for one part": "unknown",
    "near, not the same": "conflicts",
    "same nationality": "agrees",
    "same country": "agrees",
    "successor state": "unknown",
    "the same": "agrees",
    "the same, as far as known": "agrees",
    "the same, of another kind": "unknown",
    "the same, of another country": "unknown",
    "conflicts": "conflicts",
    "different, not counted": "unknown",
    "compared across types": "unknown",
    "not usable": "unknown",
    "not stated": "unknown",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one identifier says of a pair. customer, listed: the values, as stated; None where a side states
    none. points: added to the name score, below 0 where it speaks against the pair."""

    identifier: Identifier
    outcome: Outcome
    customer: str | None
    listed: str | None
    points: float = 0.0

    @property
    def verdict(self) -> Verdict:
        return VERDICT_OF[self.outcome]

    def as_row(self) -> dict[str, Any]:
        """As the hit table's column `identifiers` holds it."""
        return {
            "identifier": self.identifier,
            "customer": self.customer,
            "listed": self.listed,
            "outcome": self.outcome,
            "points": self.points,
        }
