"""What one identifier says of a pair, as data and in words. Reach for it for an outcome's name, for whether
it agrees, or for how the explanation tells it.

`birth_dates` and `identifiers` make findings; hits keep them, and the report shows them as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["VERDICT_OF", "Finding", "Identifier", "Outcome", "Verdict", "in_words"]

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
    "conflicts",
    "different, not counted",
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
    "conflicts": "conflicts",
    "different, not counted": "unknown",
    "not usable": "unknown",
    "not stated": "unknown",
}

# How an explanation tells an outcome. What is not here is on the report's card and goes without saying.
_BIRTH: Mapping[Outcome, str] = {
    "same day": "birth date agrees",
    "day and month changed over": "birth date agrees with day and month turned round",
    "as far as known": "birth date agrees as far as it is known",
    "near, as far as known": "birth date agrees nearly, as far as it is known",
    "same but for one part": "birth date is the same but for one part",
    "near, not the same": "birth date is near but not the same",
    "conflicts": "birth date conflicts",
}
_COUNTRY: Mapping[Outcome, str] = {
    "same nationality": "nationality agrees",
    "same country": "country agrees",
    "successor state": "country is a successor state",
    "conflicts": "country conflicts",
}
_NO_PERSON = "the customer has a birth date or a gender, so is a person, and the listed party is none"


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


def in_words(findings: Iterable[Finding]) -> list[str]:
    """A part of the explanation for each finding that speaks."""
    return [told for finding in findings if (told := _told(finding))]


def _told(finding: Finding) -> str | None:
    what = finding.identifier
    if what == "document number":
        agrees = finding.outcome == "the same"
        return f"document number agrees ({finding.customer}, listed as {finding.listed})" if agrees else None
    if what == "type":
        return _NO_PERSON if finding.outcome == "conflicts" else None
    if what == "gender":
        # By default the same gender is worth nothing, as half of all pairs share it.
        begin = f"gender {finding.verdict}" if finding.points else None
    else:
        begin = (_BIRTH if what == "birth date" else _COUNTRY).get(finding.outcome)
    return f"{begin} ({finding.customer}, listed {finding.listed})" if begin else None
