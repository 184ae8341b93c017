"""Why two names, and a hit, have their score, in words.

All of it is said from the evidence that the hit keeps (`screening.model.evidence`); nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from screening.model.evidence import DeductionName, How, LeastScore, NameEvidence, TokenMatch
from screening.model.findings import Finding
from screening.wording.identifiers import across_types_words, finding_words, least_score_words

__all__ = [
    "deduction_words",
    "hit_sentence",
    "hit_sentence_of",
    "how_words",
    "name_sentence",
    "points_off",
    "sentence_beside_names",
]

# "similar" says how far.
_HOW: Mapping[How, str] = {
    "same": "same",
    "other spelling": "the same name in another spelling",
    "short form": "a short form of the same name",
    "same number": "the same number",
    "same legal form": "the same legal form",
    "same place": "the same place",
    "same trade word": "the same word of trade",
    "same meaning": "the same in another language",
    "initials": "its initials",
    "beginnings": "put together of its beginnings",
    "initial": "an initial",
    "written together": "written together",
    "other script": "the same letters in another script",
    "same reading": "a reading of the same word in another script",
    "same sound": "the same sound",
}
_DEDUCTIONS: Mapping[DeductionName, str] = {
    "uncovered": "words left over or spelled otherwise",
    "thin": "few distinctive words to go by",
    "weakest": "the least alike words",
    "words": "few words that are the same",
    "initials": "only initials in common",
    "order": "words in another order",
    "number": "a number that is not on both sides",
    "place": "places of two countries",
    "changed": "words that say another thing",
    "conflict": "words of their own on both sides",
    "parent": "another father's name",
    "nothing": "nothing in common",
}
# Fewer points round to none.
_TOLD_FROM = 0.05


def how_words(match: TokenMatch) -> str:
    """How the tokens of a match are the same, or nearly so."""
    return f"{round(100 * match.similarity)} % alike" if match.how == "similar" else _HOW[match.how]


def deduction_words(name: DeductionName) -> str:
    """What points are taken off for."""
    return _DEDUCTIONS[name]


def points_off(evidence: NameEvidence) -> list[tuple[str, float]]:
    """What each deduction is for, and its points; without those that round to nothing."""
    return [
        (deduction_words(each.name), each.points) for each in evidence.deductions if each.points >= _TOLD_FROM
    ]


def name_sentence(evidence: NameEvidence) -> str:
    """Why two names have their name score."""
    parts = [_told(match) for match in evidence.token_matches]
    text = "; ".join(parts) if parts else "no word in common"
    if evidence.read_as is not None:
        text = f"the customer's name read as '{evidence.read_as}': {text}"
    for side, left in (
        ("the customer's name", evidence.left_of_customer()),
        ("the listed name", evidence.left_of_listed()),
    ):
        if left:
            text += f"; only in {side}: {' '.join(token.plain for token in left)}"
    off = [f"{points:.1f} for {what}" for what, points in points_off(evidence)]
    return text + (f". Points off: {', '.join(off)}." if off else ". Nothing taken off.")


def hit_sentence(hit: Mapping[str, Any]) -> str:
    """The `explanation` of a row of the hit table, as Arrow gives it, made of its other columns."""
    return hit_sentence_of(
        hit["matched_name"],
        hit["name_score"],
        hit["score"],
        NameEvidence.from_row(hit),
        _findings(hit),
        _least_score(hit),
    )


def hit_sentence_of(
    matched_name: str,
    name_score: float,
    score: float,
    evidence: NameEvidence,
    findings: Sequence[Finding],
    least: LeastScore | None,
) -> str:
    """The same, of the parts that such a row is made of."""
    names = f"Name {name_score:.1f} of 100 against '{matched_name}': {name_sentence(evidence)}"
    return f"{names} {_beside_names(score, findings, least)}"


def sentence_beside_names(hit: Mapping[str, Any]) -> str:
    """What `hit_sentence` says after the names, for where these are shown word by word."""
    return _beside_names(hit["score"], _findings(hit), _least_score(hit))


def _findings(hit: Mapping[str, Any]) -> list[Finding]:
    return [Finding(**each) for each in hit["identifiers"] or ()]


def _least_score(hit: Mapping[str, Any]) -> LeastScore | None:
    return LeastScore(**hit["least_score"]) if hit["least_score"] else None


def _beside_names(score: float, findings: Sequence[Finding], least: LeastScore | None) -> str:
    parts = []
    if notes := "; ".join(finding_words(findings)):
        points = sum(finding.points for finding in findings)
        parts.append(f"{notes[0].upper()}{notes[1:]}: {points:+.1f} points.")
    if least is not None and score == least.score:
        parts.append(least_score_words(least))
    parts.append(f"Score {score:.1f}.")
    if across := across_types_words(findings):
        parts.append(across)
    return " ".join(parts)


def _told(match: TokenMatch) -> str:
    if match.customer.casefold() == match.listed.casefold():
        return f"'{match.customer}' in both"
    return f"'{match.customer}' met '{match.listed}' ({how_words(match)})"
