"""Why two names, and a hit, have their score, in words.

All of it is said from the evidence that the hit keeps (`screening.model.evidence`); nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.model.evidence import (
    NAME_EVIDENCE,
    DeductionName,
    How,
    LeastScore,
    NameEvidence,
    TokenMatch,
)
from screening.model.findings import Finding
from screening.model.list_columns import counts_of, flat, several_times
from screening.wording.identifiers import across_types_words, finding_words, least_score_words

__all__ = [
    "deduction_words",
    "hit_sentences",
    "how_words",
    "name_sentence",
    "points_off",
    "sentence_beside_names",
]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

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
_SIDES = ("the customer's name", "the listed name")
# The columns of the hit table that its explanation is made of.
_SAID = (
    "matched_name",
    "name_score",
    "score",
    *NAME_EVIDENCE.names,
    "identifiers",
    "least_score",
)
_OF_FINDING = ("identifier", "outcome", "customer", "listed", "points")

_Part = TypeVar("_Part")


def how_words(match: TokenMatch) -> str:
    """How the tokens of a match are the same, or nearly so."""
    return _how_words(match.how, match.similarity)


def _how_words(how: How, similarity: float) -> str:
    return f"{round(100 * similarity)} % alike" if how == "similar" else _HOW[how]


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
    left = (evidence.left_of_customer(), evidence.left_of_listed())
    return _name_sentence(
        [
            _told(match.customer, match.listed, match.how, match.similarity)
            for match in evidence.token_matches
        ],
        evidence.read_as,
        [[token.plain for token in tokens] for tokens in left],
        [_told_off(each.name, each.points) for each in evidence.deductions if each.points >= _TOLD_FROM],
    )


def _name_sentence(
    met: Sequence[str], read_as: str | None, left: Sequence[Sequence[str]], off: Sequence[str]
) -> str:
    """met: each match of words, told. left: the words that met none, of the customer's and of the listed
    name. off: each deduction, told."""
    text = "; ".join(met) if met else "no word in common"
    if read_as is not None:
        text = f"the customer's name read as '{read_as}': {text}"
    for side, words in zip(_SIDES, left, strict=True):
        if words:
            text += f"; only in {side}: {' '.join(words)}"
    return text + (f". Points off: {', '.join(off)}." if off else ". Nothing taken off.")


def hit_sentences(hits: pa.Table) -> pa.Array[Any]:
    """The `explanation` of each row of a hit table, made of its other columns.

    Told column by column: a hit's own sentence is put together of parts, each of which is told once however
    many hits have it.
    """
    column = {name: hits[name].combine_chunks() for name in _SAID}
    matches = column["token_matches"]
    counts = counts_of(matches)
    told = (flat(matches, name).to_pylist() for name in ("customer", "listed", "how", "similarity"))
    met = _cut([_told(*each) for each in zip(*told, strict=True)], counts)
    left = [
        _left(column[tokens], matches, places)
        for tokens, places in (("customer_tokens", "customer_at"), ("listed_tokens", "listed_at"))
    ]
    names, points = (flat(column["deductions"], name) for name in ("name", "points"))
    is_told = pc.greater_equal(points, _TOLD_FROM).to_numpy(zero_copy_only=False)
    of_hit = several_times(hits.num_rows, counts_of(column["deductions"]))[is_told]
    off = _cut(
        [
            _told_off(*each)
            for each in zip(
                *(each.filter(pa.array(is_told)).to_pylist() for each in (names, points)), strict=True
            )
        ],
        np.bincount(of_hit, minlength=hits.num_rows),
    )
    sentences = [
        f"Name {name_score:.1f} of 100 against '{matched}': "
        f"{_name_sentence(words, read_as, (ours, theirs), taken)} {beside}"
        for name_score, matched, words, read_as, ours, theirs, taken, beside in zip(
            column["name_score"].to_pylist(),
            column["matched_name"].to_pylist(),
            met,
            column["read_as"].to_pylist(),
            *left,
            off,
            _all_beside_names(column),
            strict=True,
        )
    ]
    return pa.array(sentences, pa.string())


def _all_beside_names(column: Mapping[str, Any]) -> Iterator[str]:
    """What each sentence says after the names."""
    identifiers = column["identifiers"]
    parts = (flat(identifiers, name).to_pylist() for name in _OF_FINDING)
    findings = _cut([_finding(*each) for each in zip(*parts, strict=True)], counts_of(identifiers))
    score, least = column["score"].to_pylist(), column["least_score"].to_pylist()
    for points, found, guaranteed in zip(score, findings, least, strict=True):
        yield _beside_names(points, found, LeastScore(**guaranteed) if guaranteed else None)


def _left(tokens: Any, matches: Any, places: str) -> Iterator[Sequence[str]]:
    """The words of each hit's name that are in none of the places at which its matches are."""
    counts = counts_of(tokens)
    first = np.cumsum(counts) - counts
    at = flat(matches, places)
    of_match = np.repeat(several_times(len(matches), counts_of(matches)), counts_of(at))
    is_left = np.ones(int(counts.sum()), dtype=np.bool_)
    is_left[first[of_match] + at.flatten().to_numpy()] = False
    words = flat(tokens, "plain").filter(pa.array(is_left)).to_pylist()
    of_token = several_times(len(tokens), counts)[is_left]
    return _cut(words, np.bincount(of_token, minlength=len(tokens)))


def _cut(parts: Sequence[_Part], counts: Any) -> Iterator[Sequence[_Part]]:
    """The parts of each hit, of which they stand one after the other."""
    begin = 0
    for count in counts.tolist():
        yield parts[begin : begin + count]
        begin += count


def sentence_beside_names(hit: Mapping[str, Any]) -> str:
    """What `hit_sentences` says after the names, for where these are shown word by word."""
    return _beside_names(hit["score"], _findings(hit), _least_score(hit))


def _findings(hit: Mapping[str, Any]) -> list[Finding]:
    return [Finding(**each) for each in hit["identifiers"] or ()]


# Of many customers the list says the same.
@lru_cache(maxsize=16_384)
def _finding(*parts: Any) -> Finding:
    return Finding(*parts)


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


# Hits often meet by the same words.
@lru_cache(maxsize=65_536)
def _told(customer: str, listed: str, how: How, similarity: float) -> str:
    if customer.casefold() == listed.casefold():
        return f"'{customer}' in both"
    return f"'{customer}' met '{listed}' ({_how_words(how, similarity)})"


def _told_off(name: DeductionName, points: float) -> str:
    return f"{points:.1f} for {_DEDUCTIONS[name]}"
