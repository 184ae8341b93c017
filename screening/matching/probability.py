"""How likely a hit is a true match: the features of its evidence, and the logistic model over them.

The score says how close two records are, and ends at 100; many hits end there. The probability takes the same
evidence without that end: how much the words that met tell of who is meant, what each identifier says, and
what was taken off before a floor or limit. So hits can be ordered also where their scores are equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from screening.model.evidence import NameEvidence, Token
from screening.model.findings import Finding, Identifier, Outcome
from screening.model.match_probability import FEATURES, Feature, MatchProbability, ProbabilityPart
from screening.model.vocabulary import NameQuality
from screening.settings.probability import ProbabilityModel

__all__ = ["NameWeights", "match_probability", "pair_features"]

# Floats that were added up in another order differ in their last digits, and a pair has one probability.
_DECIMALS = 4
# Names with so much against them are different names, and more against them says nothing more.
_MOST_POINTS_OFF = 60.0
# So many that no two hits are equal by rounding alone.
_PROBABILITY_DECIMALS = 12
_MOST_LOG_ODDS = 500.0

_BY_OUTCOME: Mapping[tuple[Identifier, Outcome], Feature] = {
    ("birth date", "same day"): "same birth day",
    ("birth date", "day and month changed over"): "birth date agrees in part",
    ("birth date", "as far as known"): "birth date agrees in part",
    ("birth date", "near, as far as known"): "birth date agrees in part",
    ("birth date", "same but for one part"): "birth date agrees in part",
    ("country", "same nationality"): "same nationality",
    ("country", "same country"): "same country",
    ("type", "compared across types"): "type conflicts",
}
_BY_AGREEMENT: Mapping[Identifier, Feature] = {"gender": "same gender", "document number": "same document"}
_BY_CONFLICT: Mapping[Identifier, Feature] = {
    "birth date": "birth date conflicts",
    "country": "country conflicts",
    "gender": "gender conflicts",
    "type": "type conflicts",
}


@dataclass(frozen=True, slots=True)
class NameWeights:
    """What a pair of names comes to before any limit.

    points_off: the sum of all deductions without their floors. left_of_customer, left_of_listed: the weight
    of the words that met nothing. distinctive: how many distinctive words met.
    """

    points_off: float
    left_of_customer: float
    left_of_listed: float
    distinctive: int


def pair_features(
    weights: NameWeights,
    evidence: NameEvidence,
    findings: Sequence[Finding],
    quality: NameQuality,
    *,
    is_person: bool,
) -> dict[Feature, float]:
    """The features of a pair, in the order of FEATURES, those that are 0 left out."""
    met = [(match.weight * match.similarity, match.how) for match in evidence.token_matches]
    weight_met = sum(weight for weight, _ in met)
    others = sum(weight for weight, how in met if how != "same")
    found: dict[Feature, float] = {
        "points off": min(weights.points_off, _MOST_POINTS_OFF) / 10,
        "weight met": weight_met,
        "words met": weights.distinctive,
        "left of customer": weights.left_of_customer,
        "left of listed": weights.left_of_listed,
        "other spelling": others / weight_met if weight_met else 0.0,
        "letters differ": Indel.normalized_distance(
            _letters(evidence.customer_tokens), _letters(evidence.listed_tokens)
        ),
        "alias": float(quality == "strong"),
        "weak alias": float(quality == "weak"),
        "not a person": float(not is_person),
    }
    for finding in findings:
        feature = _feature_of(finding)
        if feature is not None:
            found[feature] = 1.0
        elif finding.points:
            found["other points"] = found.get("other points", 0.0) + finding.points / 10
    rounded = {name: round(found.get(name, 0.0), _DECIMALS) for name in FEATURES}
    return {name: value for name, value in rounded.items() if value}


def match_probability(features: Mapping[Feature, float], model: ProbabilityModel) -> MatchProbability:
    """The probability of a pair with these features."""
    parts = [
        ProbabilityPart(name, value, round(value * model.coefficients[name], _DECIMALS))
        for name, value in features.items()
    ]
    log_odds = model.intercept + _logit(model.listed_share) - _logit(model.fitted_at)
    log_odds += math.fsum(part.log_odds for part in parts)
    bounded = max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, log_odds))
    return MatchProbability(round(1 / (1 + math.exp(-bounded)), _PROBABILITY_DECIMALS), parts)


def _feature_of(finding: Finding) -> Feature | None:
    feature = _BY_OUTCOME.get((finding.identifier, finding.outcome))
    if feature is not None:
        return feature
    if finding.verdict == "agrees":
        return _BY_AGREEMENT.get(finding.identifier)
    return _BY_CONFLICT.get(finding.identifier) if finding.verdict == "conflicts" else None


def _letters(tokens: Sequence[Token]) -> str:
    return " ".join(token.reading or token.plain for token in tokens)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
