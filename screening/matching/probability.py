"""How likely hits are true matches: the features of their evidence, and the logistic model over them.

The score says how close two records are, and ends at 100; many hits end there. The probability takes the same
evidence without that end: how much the words that met tell of who is meant, what each identifier says, and
what was taken off before a floor or limit. So hits can be ordered also where their scores are equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from screening.model.findings import VERDICT_OF, Identifier, Outcome
from screening.model.list_columns import as_lists, counts_of, flat, several_times
from screening.model.match_probability import FEATURES, PROBABILITY_PART, Feature
from screening.settings.probability import ProbabilityModel

__all__ = ["NameWeights", "Probabilities", "match_probabilities", "pair_features"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

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
    """What pairs of names come to before any limit, an entry a pair.

    points_off: the sum of all deductions without their floors. left_of_customer, left_of_listed: the weight
    of the words that met nothing. distinctive: how many distinctive words met.
    """

    points_off: FloatArray
    left_of_customer: FloatArray
    left_of_listed: FloatArray
    distinctive: IntArray


@dataclass(frozen=True)
class Probabilities:
    """The columns `match_probability` (0 to 1) and `match_probability_parts` of the hit table."""

    probability: FloatArray
    parts: Any


def pair_features(
    weights: NameWeights, evidence: pa.Table, identifiers: Any, quality: Any, is_person: BoolArray
) -> FloatArray:
    """The features of pairs: a row a pair, a column each of FEATURES.

    evidence: NAME_EVIDENCE. identifiers, quality: the hit table's columns `identifiers` and
    `matched_name_quality`. is_person: whether the listed party is one.
    """
    pairs = evidence.num_rows
    matches = evidence["token_matches"].combine_chunks()
    pair = several_times(pairs, counts_of(matches))
    met = _floats(flat(matches, "weight")) * _floats(flat(matches, "similarity"))
    weight_met: FloatArray = np.bincount(pair, weights=met, minlength=pairs).astype(np.float64)
    is_other = _flags(pc.not_equal(flat(matches, "how"), "same"))
    others = np.bincount(pair, weights=np.where(is_other, met, 0.0), minlength=pairs)
    found: dict[Feature, FloatArray] = {
        "points off": np.minimum(weights.points_off, _MOST_POINTS_OFF) / 10,
        "weight met": weight_met,
        "words met": weights.distinctive.astype(np.float64),
        "left of customer": weights.left_of_customer,
        "left of listed": weights.left_of_listed,
        "other spelling": np.divide(others, weight_met, out=np.zeros(pairs), where=weight_met != 0),
        "letters differ": cpdist(
            _letters(evidence["customer_tokens"].combine_chunks()),
            _letters(evidence["listed_tokens"].combine_chunks()),
            scorer=Indel.normalized_distance,
            dtype=np.float64,
        ),
        "alias": _flags(pc.equal(quality, "strong")).astype(np.float64),
        "weak alias": _flags(pc.equal(quality, "weak")).astype(np.float64),
        "not a person": (~is_person).astype(np.float64),
    }
    features = np.zeros((pairs, len(FEATURES)))
    for name, values in found.items():
        features[:, FEATURES.index(name)] = values
    _add_identifiers(features, identifiers)
    some = features != 0
    features[some] = [round(value, _DECIMALS) for value in features[some].tolist()]
    return features


def match_probabilities(features: FloatArray, model: ProbabilityModel) -> Probabilities:
    """The probabilities of pairs with these features (as `pair_features` has them), with what makes them: the
    features that are not 0, in the order of FEATURES."""
    pair, feature = np.nonzero(features)
    value = features[pair, feature]
    coefficient = np.array([model.coefficients[name] for name in FEATURES])
    log_odds = [round(odds, _DECIMALS) for odds in (value * coefficient[feature]).tolist()]
    counts = np.bincount(pair, minlength=len(features))
    basis = model.intercept + _logit(model.listed_share) - _logit(model.fitted_at)
    probability = np.zeros(len(features))
    begin = 0
    for place, count in enumerate(counts.tolist()):
        whole = basis + math.fsum(log_odds[begin : begin + count])
        begin += count
        bounded = max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, whole))
        probability[place] = round(1 / (1 + math.exp(-bounded)), _PROBABILITY_DECIMALS)
    fields = [
        pa.array(FEATURES, pa.string()).take(pa.array(feature, pa.int64())),
        pa.array(value),
        pa.array(log_odds),
    ]
    parts = pa.StructArray.from_arrays(fields, fields=list(PROBABILITY_PART))
    return Probabilities(probability, as_lists(counts, parts))


def _add_identifiers(features: FloatArray, identifiers: Any) -> None:
    pair = several_times(len(features), counts_of(identifiers)).tolist()
    fields = [flat(identifiers, name).to_pylist() for name in ("identifier", "outcome", "points")]
    for place, identifier, outcome, points in zip(pair, *fields, strict=True):
        feature = _feature_of(identifier, outcome)
        if feature is not None:
            features[place, FEATURES.index(feature)] = 1.0
        elif points:
            features[place, _OTHER_POINTS] += points / 10


_OTHER_POINTS = FEATURES.index("other points")


def _feature_of(identifier: Identifier, outcome: Outcome) -> Feature | None:
    feature = _BY_OUTCOME.get((identifier, outcome))
    if feature is not None:
        return feature
    verdict = VERDICT_OF[outcome]
    if verdict == "agrees":
        return _BY_AGREEMENT.get(identifier)
    return _BY_CONFLICT.get(identifier) if verdict == "conflicts" else None


def _letters(tokens: Any) -> list[str]:
    """The words of each name as they were compared, in one text."""
    words = pc.coalesce(_filled(flat(tokens, "reading")), flat(tokens, "plain"))
    return [str(text) for text in pc.binary_join(as_lists(counts_of(tokens), words), " ").to_pylist()]


def _filled(readings: Any) -> Any:
    """Without those that hold nothing."""
    return pc.if_else(pc.equal(readings, ""), pa.scalar(None, pa.string()), readings)


def _floats(column: Any) -> FloatArray:
    found: FloatArray = column.to_numpy(zero_copy_only=False)
    return found


def _flags(column: Any) -> BoolArray:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
