"""Identifiers of a pair in words, as the explanation of a hit tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screening.model.evidence import LeastScore
from screening.model.findings import Finding, Outcome

__all__ = ["across_types_words", "finding_words", "least_score_words"]

# What is not here is on the report's card and goes without saying.
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
_LEAST = {
    "document number": "A document number that agrees makes",
    "birth date and nationality": "The same birth date and nationality make",
}


def finding_words(findings: Iterable[Finding]) -> list[str]:
    """A part of a sentence for each finding that speaks."""
    return [words for finding in findings if (words := _words(finding))]


def least_score_words(least: LeastScore) -> str:
    """The sentence of a score that identifiers guarantee."""
    return f"{_LEAST[least.because]} at least {least.score:.0f}."


def across_types_words(findings: Iterable[Finding]) -> str | None:
    """The sentence of a pair that counts though its types differ; None where they do not."""
    for finding in findings:
        if finding.outcome == "compared across types":
            return (
                f"The customer is of type {finding.customer}, the listed party of type {finding.listed}: "
                "compared all the same, as the names are nearly the same."
            )
    return None


def _words(finding: Finding) -> str | None:
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
