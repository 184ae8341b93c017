"""Identifiers of a pair in words: in the sentence that explains a hit, and one by one on a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from screening.model.evidence import LeastScore
from screening.model.findings import VERDICT_OF, Finding, Outcome

__all__ = ["IdentifierWords", "across_types_words", "finding_words", "identifier_words", "least_score_words"]

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
_DOCUMENT: Mapping[Outcome, str] = {
    "the same": "document number agrees",
    "the same, as far as known": "document number agrees as far as its kind and country are known",
    "the same, of another kind": "document number is the same, but of another kind",
    "the same, of another country": "document number is the same, but of another country",
}
_NO_PERSON = "the customer has a birth date or a gender, so is a person, and the listed party is none"
_LEAST = {
    "document number": "A document number that agrees makes",
    "birth date and nationality": "The same birth date and nationality make",
}
# Outcomes that agree in full. What agrees only in part must not look like it.
_IN_FULL = ("same day", "same nationality", "the same")
# Outcomes that neither agree nor conflict, and still say something.
_OPEN = (
    "same but for one part",
    "compared across types",
    "the same, of another kind",
    "the same, of another country",
)


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


class IdentifierWords(NamedTuple):
    """An identifier of a pair as a card shows it.

    what: its heading. how: "agrees", "agrees in part", "conflicts" or "unknown". outcome: in words. customer,
    listed: both values, None where a side states none. points: what it adds to the score, None where that was
    not kept.
    """

    what: str
    how: str
    outcome: str
    customer: str | None
    listed: str | None
    points: float | None = None


def identifier_words(hit: Mapping[str, Any]) -> list[IdentifierWords]:
    """Each identifier of a pair, those that say something first. Hits of an older version kept no more than
    whether each agrees."""
    found = [_of_finding(row) for row in hit["identifiers"] or ()] or _of_columns(hit)
    return sorted(found, key=lambda row: row.how == "unknown" and row.outcome not in _OPEN)


def _words(finding: Finding) -> str | None:
    what = finding.identifier
    if what == "document number":
        said = _DOCUMENT.get(finding.outcome)
        return f"{said} ({finding.customer}, listed as {finding.listed})" if said else None
    if what == "type":
        return _NO_PERSON if finding.outcome == "conflicts" else None
    if what == "gender":
        # By default the same gender is worth nothing, as half of all pairs share it.
        begin = f"gender {finding.verdict}" if finding.points else None
    else:
        begin = (_BIRTH if what == "birth date" else _COUNTRY).get(finding.outcome)
    return f"{begin} ({finding.customer}, listed {finding.listed})" if begin else None


def _of_finding(row: Mapping[str, Any]) -> IdentifierWords:
    outcome = row["outcome"]
    how: str = VERDICT_OF.get(outcome, "unknown")
    if how == "agrees" and outcome not in _IN_FULL:
        how = "agrees in part"
    if outcome == "not stated":
        outcome = "not stated " + ("by the list" if row["listed"] is None else "for the customer")
    heading = row["identifier"].capitalize()
    return IdentifierWords(heading, how, outcome, row["customer"], row["listed"], row["points"])


def _of_columns(hit: Mapping[str, Any]) -> list[IdentifierWords]:
    births = "; ".join(hit["entity_birth_dates"] or ())
    countries = ("; ".join(hit[side] or ()) for side in ("customer_country", "entity_countries"))
    rows = [
        ("Birth date", hit["date_of_birth_match"], hit["customer_date_of_birth"], births),
        ("Country", hit["country_match"], *countries),
        ("Gender", hit["gender_match"], None, None),
        ("Document number", hit["id_match"], None, None),
    ]
    return [
        IdentifierWords(what, match or "unknown", match or "unknown", ours or None, listed or None)
        for what, match, ours, listed in rows
    ]
