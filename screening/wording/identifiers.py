"""What the identifiers of a pair say, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from screening.model.findings import VERDICT_OF

__all__ = ["IdentifierWords", "identifier_words"]

# What the hit table calls an identifier → how a card is headed.
_HEADINGS = {"type": "Type", "birth date": "Birth date", "country": "Country", "gender": "Gender"}
_HEADINGS["document number"] = "Document number"

# Outcomes that agree in full. What agrees only in part must not look like it.
_IN_FULL = ("same day", "same nationality", "the same")


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
    found = [_finding(row) for row in hit["identifiers"] or ()] or _of_columns(hit)
    return sorted(found, key=lambda row: row.how == "unknown" and row.outcome != "same but for one part")


def _finding(row: Mapping[str, Any]) -> IdentifierWords:
    outcome = row["outcome"]
    how: str = VERDICT_OF.get(outcome, "unknown")
    if how == "agrees" and outcome not in _IN_FULL:
        how = "agrees in part"
    if outcome == "not stated":
        outcome = "not stated " + ("by the list" if row["listed"] is None else "for the customer")
    return IdentifierWords(
        _HEADINGS[row["identifier"]], how, outcome, row["customer"], row["listed"], row["points"]
    )


def _of_columns(hit: Mapping[str, Any]) -> list[IdentifierWords]:
    rows = [
        ("Birth date", hit["date_of_birth_match"], hit["customer_date_of_birth"], hit["entity_birth_dates"]),
        ("Country", hit["country_match"], hit["customer_country"], hit["entity_countries"]),
        ("Gender", hit["gender_match"], None, None),
        ("Document number", hit["id_match"], None, None),
    ]
    return [
        IdentifierWords(what, match or "unknown", match or "unknown", ours or None, listed or None)
        for what, match, ours, listed in rows
    ]
