"""How likely a hit is a true match, as data: the probability, and what speaks for and against it.

The log-odds of a hit are those of any pair that is looked at, plus what each feature of its evidence adds:

    log-odds    = intercept + sum over features of (value * coefficient)
    probability = 1 / (1 + exp(-log-odds))

`configs/match_probability.yaml` has the coefficients, `screening.matching.probability` finds the values, and
`screening.wording.probability` says them in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pyarrow as pa

__all__ = ["FEATURES", "PROBABILITY_PART", "Feature", "MatchProbability", "ProbabilityPart"]

# What the evidence of a hit comes to. Weights are those of the words of a name (0 to 1 each): how much they
# tell of who is meant.
Feature = Literal[
    "points off",  # all deductions of the name score in tens of points, without their floors; 6 at most
    "weight met",  # the weight of the words that met, times their similarity
    "words met",  # how many distinctive words met
    "left of customer",  # the weight of the customer's words that met nothing
    "left of listed",  # that of the listed name's
    "other spelling",  # the share of the met weight that is not the same word letter by letter
    "letters differ",  # of the names as a whole, in their order: 0 the same, 1 nothing alike
    "alias",  # 1 where a strong alias was met, not the primary name
    "weak alias",  # 1 where a weak alias was met
    "not a person",  # 1 where the listed party is none
    "same birth day",  # 1 where it is the same to the day
    "birth date agrees in part",  # 1: day and month turned round, as far as known, or all but one part
    "birth date conflicts",
    "same nationality",
    "same country",  # of residence, birth or address alone
    "country conflicts",
    "same gender",
    "gender conflicts",
    "same document",
    "type conflicts",  # a birth date or a gender, and the listed party is no person; or another type
    "other points",  # of identifiers that none of the above is about, in tens of points
]
FEATURES: tuple[Feature, ...] = get_args(Feature)

# The column `match_probability_parts` of the hit table.
PROBABILITY_PART = pa.struct([("feature", pa.string()), ("value", pa.float64()), ("log_odds", pa.float64())])


@dataclass(frozen=True, slots=True)
class ProbabilityPart:
    """What one feature adds to the log-odds of a hit. value: never below 0 but for "other points"."""

    feature: Feature
    value: float
    log_odds: float

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, Any]] | None) -> list[ProbabilityPart]:
        """From the column of the hit table; empty for hits kept before there was one."""
        return [cls(**row) for row in rows or ()]


@dataclass(frozen=True, slots=True)
class MatchProbability:
    """How likely a pair is a true match (0 to 1, twelve decimals), and what makes it so, in the order of
    FEATURES; a feature that is 0 is left out."""

    probability: float
    parts: Sequence[ProbabilityPart]

    def as_row(self) -> dict[str, Any]:
        """As columns of the hit table."""
        return {
            "match_probability": self.probability,
            "match_probability_parts": [
                {"feature": part.feature, "value": part.value, "log_odds": part.log_odds}
                for part in self.parts
            ],
        }
