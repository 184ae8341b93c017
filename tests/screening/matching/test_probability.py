"""How likely a hit is a true match: more evidence makes it likelier, and what conflicts less likely."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pydantic import ValidationError

from screening.config_files import CONFIG_DIR, read_mapping
from screening.matching.probability import NameWeights, Probabilities, match_probabilities, pair_features
from screening.model.evidence import NAME_EVIDENCE, How, NameEvidence, Token, TokenMatch
from screening.model.findings import Finding
from screening.model.hit_table import HIT_SCHEMA, IDENTIFIER, order_hits
from screening.model.match_probability import ProbabilityPart
from screening.model.vocabulary import NameQuality
from screening.settings.probability import ProbabilityModel
from screening.wording.probability import factor_words, probability_parts, probability_words

MODEL = ProbabilityModel.model_validate(read_mapping(CONFIG_DIR / "match_probability.yaml"))


def names(*words: tuple[str, float], how: How = "same", similarity: float = 1.0) -> NameEvidence:
    """Two names of the same words, each with its weight."""
    tokens = [Token(word, word) for word, _ in words]
    matches = [
        TokenMatch(word, word, how, similarity, weight, [place], [place])
        for place, (word, weight) in enumerate(words)
    ]
    return NameEvidence(tokens, tokens, matches, [])


QAIS = names(("khazali", 1.0), ("qais", 0.6))
MUHAMMAD = names(("muhammad", 0.2), ("ali", 0.2))


def probability(
    evidence: NameEvidence = QAIS,
    findings: Sequence[Finding] = (),
    quality: NameQuality = "primary",
    points_off: float = 0.0,
    model: ProbabilityModel = MODEL,
) -> float:
    distinctive = sum(match.weight > 0.4 for match in evidence.token_matches)
    return float(
        judged(evidence, findings, quality, (points_off, 0.0, 0.0, distinctive), model).probability[0]
    )


def judged(
    evidence: NameEvidence,
    findings: Sequence[Finding],
    quality: NameQuality,
    weights: Sequence[float],
    model: ProbabilityModel = MODEL,
) -> Probabilities:
    """The probability of one pair, whose names weigh so much (NameWeights)."""
    features = pair_features(
        NameWeights(*(np.array([value]) for value in weights)),
        pa.Table.from_pylist([evidence.as_row()], schema=NAME_EVIDENCE),
        pa.array([[finding.as_row() for finding in findings]], pa.list_(IDENTIFIER)),
        pa.array([quality]),
        np.array([True]),
    )
    return match_probabilities(features, model)


@pytest.mark.parametrize(
    "agrees",
    [
        Finding("birth date", "same day", "1974-06-20", "20 Jun 1974", 10),
        Finding("birth date", "as far as known", "1974-06-20", "1974", 5),
        Finding("country", "same nationality", "IQ", "IQ", 5),
        Finding("country", "same country", "IQ", "IQ", 3),
        Finding("gender", "the same", "male", "male", 1),
        Finding("document number", "the same", "A10537439", "Passport A10537439"),
    ],
)
def test_an_identifier_that_agrees_makes_a_match_likelier(agrees: Finding) -> None:
    assert probability(MUHAMMAD, [agrees]) > probability(MUHAMMAD)


@pytest.mark.parametrize(
    "conflicts",
    [
        Finding("birth date", "conflicts", "1974-06-20", "1950", -30),
        Finding("birth date", "near, not the same", "1974-06-20", "20 Jun 1975", -10),
        Finding("country", "conflicts", "IQ", "MX", -10),
        Finding("gender", "conflicts", "male", "female", -20),
        Finding("type", "conflicts", "has a birth date", "vessel", -20),
    ],
)
def test_an_identifier_that_conflicts_makes_a_match_less_likely(conflicts: Finding) -> None:
    assert probability(QAIS, [conflicts]) < probability(QAIS)


def test_a_birth_date_to_the_day_tells_more_than_its_year() -> None:
    day = Finding("birth date", "same day", "1974-06-20", "20 Jun 1974", 10)
    year = Finding("birth date", "as far as known", "1974-06-20", "1974", 5)
    assert probability(QAIS, [day]) > probability(QAIS, [year])


@pytest.mark.parametrize("silent", ["not stated", "different, not counted", "not usable"])
def test_what_says_nothing_moves_nothing(silent: Any) -> None:
    assert probability(QAIS, [Finding("document number", silent, "1", None)]) == probability(QAIS)


def test_rare_names_tell_more_than_common_ones() -> None:
    assert probability(QAIS) > probability(MUHAMMAD)


def test_more_rare_words_tell_more() -> None:
    assert probability(names(("khazali", 1.0), ("qais", 0.6), ("hadi", 0.5))) > probability(QAIS)


def test_another_spelling_tells_less_than_the_same_letters() -> None:
    assert probability(names(("khazali", 1.0), ("qais", 0.6), how="similar", similarity=0.9)) < probability()


def test_the_lower_the_name_score_the_less_likely_all_else_the_same() -> None:
    found = [probability(points_off=points) for points in (0, 1, 5, 20, 40, 59)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_a_weak_alias_tells_less_than_a_primary_name() -> None:
    assert probability(quality="weak") < probability(quality="primary")


def test_names_of_one_score_are_told_apart() -> None:
    """Both pairs are the same throughout, and score 100."""
    others = [names(("khazali", weight), ("qais", 0.6)) for weight in (0.90, 0.91, 0.92)]
    assert len({probability(each) for each in others}) == 3


def test_a_bank_with_more_listed_customers_has_more_true_matches() -> None:
    """Ten times the odds of any pair are ten times the odds of each."""

    def odds(share: float) -> float:
        found = probability(model=MODEL.model_copy(update={"listed_share": share}))
        return found / (1 - found)

    assert odds(1 / 101) / odds(1 / 1001) == pytest.approx(10, rel=1e-3)


def test_points_of_an_identifier_without_a_feature_of_its_own_count() -> None:
    told = Finding("document number", "different, not counted", "12345", "12345", 8)
    assert probability(MUHAMMAD, [told]) > probability(MUHAMMAD)


def test_the_parts_add_up_to_the_probability() -> None:
    finding = Finding("country", "same nationality", "IQ", "IQ", 5)
    found = judged(QAIS, [finding], "strong", (12.5, 0.3, 0.0, 2))
    (parts,) = found.parts.to_pylist()
    log_odds = MODEL.intercept + sum(part["log_odds"] for part in parts)
    assert found.probability[0] == pytest.approx(1 / (1 + math.exp(-log_odds)), abs=1e-8)
    assert {part["feature"]: part["value"] for part in parts}["points off"] == 1.25


def test_a_model_without_a_feature_is_refused() -> None:
    whole = read_mapping(CONFIG_DIR / "match_probability.yaml")
    del whole["coefficients"]["same birth day"]
    with pytest.raises(ValidationError, match="coefficients have no 'same birth day'"):
        ProbabilityModel.model_validate(whole)


def test_hits_are_ordered_by_probability_then_score_and_those_without_one_come_last() -> None:
    rows = [
        {"record_id": "1", "score": 100.0, "match_probability": 0.5},
        {"record_id": "2", "score": 99.0, "match_probability": None},
        {"record_id": "3", "score": 100.0, "match_probability": None},
        {"record_id": "4", "score": 85.0, "match_probability": 0.9},
        {"record_id": "5", "score": 90.0, "match_probability": 0.5},
    ]
    ordered = order_hits(pa.Table.from_pylist(rows, schema=HIT_SCHEMA))
    assert ordered["record_id"].to_pylist() == ["4", "1", "5", "3", "2"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.9923, "99.2 %"), (0.99995, "over 99.9 %"), (0.0002, "under 0.1 %"), (None, "")],
)
def test_a_probability_in_words(value: float | None, words: str) -> None:
    assert probability_words(value) == words


def test_what_moves_the_odds_is_told_the_strongest_first() -> None:
    born = Finding("birth date", "same day", "1974-06-20", "20 Jun 1974", 10)
    (parts,) = judged(QAIS, [born], "primary", (0.0, 0.0, 0.0, 2)).parts.to_pylist()
    told = list(probability_parts(ProbabilityPart.from_rows(parts)))
    assert told[0] == ("same day of birth", factor_words(MODEL.coefficients["same birth day"]))
    assert (factor_words(math.log(12)), factor_words(-math.log(3.44))) == ("x 12", "/ 3.4")
