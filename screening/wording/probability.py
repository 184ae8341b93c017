"""How likely a hit is a true match, in words: the probability, and what speaks for it and against it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from screening.model.match_probability import Feature, ProbabilityPart

__all__ = ["FEATURE_WORDS", "factor_words", "probability_parts", "probability_words"]

FEATURE_WORDS: Mapping[Feature, str] = {
    "points off": "what was taken off the name score",
    "weight met": "how much the words that met tell",
    "words met": "how many telling words met",
    "left of customer": "words left over in the customer's name",
    "left of listed": "words left over in the listed name",
    "other spelling": "words met in another spelling",
    "letters differ": "letters or the order of words differ",
    "alias": "an alias was met, not the primary name",
    "weak alias": "a weak alias was met",
    "not a person": "the listed party is not a person",
    "same birth day": "same day of birth",
    "birth date agrees in part": "birth date agrees in part",
    "birth date conflicts": "birth date conflicts",
    "same nationality": "same nationality",
    "same country": "same country",
    "country conflicts": "country conflicts",
    "same gender": "same gender",
    "gender conflicts": "gender conflicts",
    "same document": "same document number",
    "type conflicts": "types conflict",
    "other points": "other identifiers",
}
# Beyond these the model says "nearly surely" and no more.
_MOST, _LEAST = 0.999, 0.001
# What adds less is not told: it comes to "x 1.0".
_TOLD_FROM = 0.05


def probability_words(probability: float | None) -> str:
    """'99.2 %', with 'over 99.9 %' and 'under 0.1 %' at the ends; empty where there is none."""
    if probability is None:
        return ""
    if probability > _MOST:
        return "over 99.9 %"
    if probability < _LEAST:
        return "under 0.1 %"
    return f"{100 * probability:.1f} %"


def factor_words(log_odds: float) -> str:
    """By how much the odds grow ('x 12') or shrink ('/ 3.4')."""
    factor = math.exp(min(abs(log_odds), 50.0))
    return f"{'x' if log_odds >= 0 else '/'} {factor:,.{1 if factor < 10 else 0}f}"


def probability_parts(parts: Sequence[ProbabilityPart]) -> Iterator[tuple[str, str]]:
    """What each part is, and by how much it moves the odds, the strongest first."""
    for part in sorted(parts, key=lambda each: -abs(each.log_odds)):
        if abs(part.log_odds) >= _TOLD_FROM:
            yield FEATURE_WORDS[part.feature], factor_words(part.log_odds)
