"""Evidence and probability pair by pair, in plain Python: what the columns of a batch are held against."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel

from screening.model.evidence import Deduction, How, NameEvidence, Token, TokenMatch
from screening.model.findings import Finding
from screening.model.match_probability import FEATURES, Feature
from screening.model.vocabulary import NameQuality
from screening.names.alignment import Alignment
from screening.names.name_table import ACRONYM, BLEND, EQUIVALENT, NameTable
from screening.names.own_script import decides, same_signs
from screening.names.score import NameScores
from screening.names.spelling import MARK, fold
from screening.settings.probability import ProbabilityModel

_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """What one pair of names comes to, as `probability.NameWeights` has it of many."""

    points_off: float
    left_of_customer: float
    left_of_listed: float
    distinctive: int


def explain_pair(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    scores: NameScores,
    pair: int,
    query_name: int,
    listed_name: int,
    given: str | None = None,
) -> NameEvidence:
    """The evidence of the score of pair number `pair`, between the given names of the two tables.

    given: the customer's name, where the query may be another reading of it.
    """
    read = query.names[query_name]
    begin, end = np.searchsorted(alignment.pair, [pair, pair + 1])
    matches = []
    for at in range(int(begin), int(end)):
        mine, theirs = int(alignment.query_element[at]), int(alignment.listed_element[at])
        similarity = float(alignment.similarity[at])
        matches.append(
            TokenMatch(
                customer=_span_text(query, mine),
                listed=_span_text(listed, theirs),
                how=_how(query, listed, mine, theirs),
                similarity=similarity,
                weight=float(min(query.elements.weight[mine], listed.elements.weight[theirs])),
                customer_at=_places(query, mine),
                listed_at=_places(listed, theirs),
            )
        )
    # Distinctive words first: that is what a reviewer looks for.
    matches.sort(key=lambda match: -match.weight)
    return NameEvidence(
        customer_tokens=_tokens(query, query_name),
        listed_tokens=_tokens(listed, listed_name),
        token_matches=matches,
        deductions=_deductions(scores, pair),
        read_as=None if given is None or read == given else read,
    )


def _deductions(scores: NameScores, pair: int) -> list[Deduction]:
    """What was taken off, to ten-thousandths of a point.

    Floats that were added up in another order differ in their last digits, and the same pair must have the
    same evidence in every batch. The score is rounded from the exact sum; where the rounded points come to
    another hundredth, the most of them bear the difference.
    """
    exact = scores.deductions_of(pair)
    points = {name: rounded for name, off in exact.items() if (rounded := round(off, _DECIMALS)) > 0}
    score = float(scores.score[pair])
    if points and round(max(0.0, 100 - sum(points.values())), 2) != score:
        most = max(points, key=points.__getitem__)
        points[most] = round(points[most] + 100 - score - sum(points.values()), _DECIMALS)
    return [Deduction(name, off) for name, off in points.items()]


def _span_text(table: NameTable, element: int) -> str:
    begin = int(table.first_word[table.elements.name[element]])
    return " ".join(table.shown[begin + place] for place in _places(table, element))


def _places(table: NameTable, element: int) -> range:
    start = int(table.elements.start[element])
    return range(start, start + int(table.elements.length[element]))


def _tokens(table: NameTable, name: int) -> Sequence[Token]:
    begin, end = int(table.first_word[name]), int(table.first_word[name + 1])
    read = [table.vocabulary.texts[number] for number in table.word_text[begin:end].tolist()]
    plain = table.shown[begin:end]
    return [
        Token(text, bare, reading.removeprefix(MARK) if _is_in_another_script(text) else None)
        for text, bare, reading in zip(_as_written(table.names[name], plain), plain, read, strict=True)
    ]


def _as_written(name: str, words: Sequence[str]) -> list[str]:
    """The words, which are bare small letters, as the name has them: "khazali" from "AL-KHAZ'ALI"."""
    if len(name.lower()) != len(name):
        return list(words)
    places = [place for place, character in enumerate(name) if character.isalnum()]
    small = "".join(name[place].lower() for place in places)
    written, at = [], 0
    for word in words:
        found = small.find(word, at)
        if found < 0:
            written.append(word)
        else:
            at = found + len(word)
            written.append(name[places[found] : places[at - 1] + 1])
    return written


def _is_in_another_script(word: str) -> bool:
    return any(letter.isalpha() and "LATIN" not in unicodedata.name(letter, "") for letter in word)


def _how(query: NameTable, listed: NameTable, mine: int, theirs: int) -> How:
    for table, element in ((query, mine), (listed, theirs)):
        symbol = int(table.elements.symbol[element])
        if symbol >= 0:
            return _by_symbol(table.symbols.texts[symbol])
    number, other_number = int(query.elements.text[mine]), int(listed.elements.text[theirs])
    one, other = query.vocabulary.texts[number], listed.vocabulary.texts[other_number]
    written, other_written = query.vocabulary.written_of(number), listed.vocabulary.written_of(other_number)
    same = written == other_written
    if (one == other and same) or same_signs(written, other_written):
        return "same"
    shared = set(query.vocabulary.symbols_of(number)) & set(listed.vocabulary.symbols_of(other_number))
    if shared and not decides(written, other_written):
        return _by_symbol(min(shared))
    if len(one) == 1 or len(other) == 1:
        return "initial" if same else "same reading"
    if query.elements.length[mine] != listed.elements.length[theirs]:
        return "written together"
    if not same and not decides(written, other_written):
        return "other script" if one.removeprefix(MARK) == other.removeprefix(MARK) else "same reading"
    return "same sound" if fold(one) == fold(other) and not decides(written, other_written) else "similar"


_BY_SYMBOL: Mapping[str, How] = {
    "NAME": "other spelling",
    "NICK": "short form",
    "NUM": "same number",
    "ORGCLS": "same legal form",
    "LOC": "same place",
    ACRONYM: "initials",
    BLEND: "beginnings",
    EQUIVALENT: "same meaning",
}


def _by_symbol(symbol: str) -> How:
    return _BY_SYMBOL.get(symbol.partition(":")[0], "same trade word")


def weights(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    scores: NameScores,
    pair: int,
    names: tuple[int, int],
    distinctive_from: float,
) -> Weights:
    begin, end = np.searchsorted(alignment.pair, [pair, pair + 1])
    mine = query.elements.weight[alignment.query_element[begin:end]]
    theirs = listed.elements.weight[alignment.listed_element[begin:end]]
    return Weights(
        points_off=float(scores.uncapped[pair]),
        left_of_customer=max(0.0, float(query.total_weight[names[0]] - mine.sum())),
        left_of_listed=max(0.0, float(listed.total_weight[names[1]] - theirs.sum())),
        distinctive=int((np.minimum(mine, theirs) > distinctive_from).sum()),
    )


def pair_features(
    weights: Weights,
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
        "points off": min(weights.points_off, 60.0) / 10,
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


def _feature_of(finding: Finding) -> Feature | None:
    feature = _BY_OUTCOME.get((finding.identifier, finding.outcome))
    if feature is not None:
        return feature
    if finding.verdict == "agrees":
        return _BY_AGREEMENT.get(finding.identifier)
    return _BY_CONFLICT.get(finding.identifier) if finding.verdict == "conflicts" else None


_BY_OUTCOME: Mapping[tuple[str, str], Feature] = {
    ("birth date", "same day"): "same birth day",
    ("birth date", "day and month changed over"): "birth date agrees in part",
    ("birth date", "as far as known"): "birth date agrees in part",
    ("birth date", "near, as far as known"): "birth date agrees in part",
    ("birth date", "same but for one part"): "birth date agrees in part",
    ("country", "same nationality"): "same nationality",
    ("country", "same country"): "same country",
    ("type", "compared across types"): "type conflicts",
}
_BY_AGREEMENT: Mapping[str, Feature] = {"gender": "same gender", "document number": "same document"}
_BY_CONFLICT: Mapping[str, Feature] = {
    "birth date": "birth date conflicts",
    "country": "country conflicts",
    "gender": "gender conflicts",
    "type": "type conflicts",
}


def probability(features: Mapping[Feature, float], model: ProbabilityModel) -> dict[str, Any]:
    parts = [
        {"feature": name, "value": value, "log_odds": round(value * model.coefficients[name], _DECIMALS)}
        for name, value in features.items()
    ]
    log_odds = model.intercept + _logit(model.listed_share) - _logit(model.fitted_at)
    log_odds += math.fsum(float(str(part["log_odds"])) for part in parts)
    return {"probability": round(1 / (1 + math.exp(-log_odds)), 12), "parts": parts}


def _letters(tokens: Sequence[Token]) -> str:
    return " ".join(token.reading or token.plain for token in tokens)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
