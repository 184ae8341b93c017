"""The cards of the page: a hit as the page's data holds it.

All of it is said from the evidence that the hit keeps: the tokens of both names, which match which, what each
difference costs, and what the identifiers say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.evidence import NameEvidence, Token
from screening.model.hit_table import HIT_SCHEMA
from screening.model.match_probability import FEATURES
from screening.report.context import ReportContext
from screening.report.parties import Dossier, listings_of_hit, party_key
from screening.wording.explanation import how_words, points_off, sentence_beside_names
from screening.wording.identifiers import identifier_words
from screening.wording.listings import not_blocking_words
from screening.wording.ownership import holding_words

if TYPE_CHECKING:
    from screening.alerts import RecordedDisposition
    from screening.report.changes import AlertChange

__all__ = ["cards", "carried_columns"]


def cards(hits: pa.Table, parties: Mapping[str, Dossier], context: ReportContext) -> Iterator[dict[str, Any]]:
    """Each hit as the page's data holds it, in the order given; members that say nothing are left out.

    hits: HIT_SCHEMA, then carried columns. parties: the dossiers of all of them.
    """
    changes = {
        change.alert_id: change
        for change in (context.changes.rows if context.changes else ())
        if change.kind != "closed"
    }
    carried = carried_columns(hits.schema.names)
    for row in hits.to_pylist():
        yield _card(
            row,
            parties,
            [[name.removeprefix("customer_"), row[name]] for name in carried if row[name]],
            changes.get(row["alert_id"]),
            context.dispositions.get(row["alert_id"], ()),
        )


def carried_columns(columns: Iterable[str]) -> list[str]:
    """Those that were carried through from the customer table."""
    return [name for name in columns if name.startswith("customer_") and name not in HIT_SCHEMA.names]


def _card(
    row: Mapping[str, Any],
    parties: Mapping[str, Dossier],
    carried: Sequence[Sequence[str]],
    change: AlertChange | None,
    dispositions: Sequence[RecordedDisposition],
) -> dict[str, Any]:
    evidence = NameEvidence.from_row(row)
    matches = evidence.token_matches
    customer = {
        "type": row["customer_entity_type"],
        "born": row["customer_date_of_birth"],
        "country": "; ".join(row["customer_country"] or ()),
    }
    listings = listings_of_hit(row)
    # The entry whose name made the score.
    best = max(
        listings,
        key=lambda each: (each["matched_name"] == row["matched_name"], each["score"] == row["score"]),
    )
    key, compared = party_key(row["list_id"], row["entity_id"]), _key(best)
    by_ownership = row["alert_kind"] == "ownership"
    card = {
        "alert_id": row["alert_id"],
        "record_id": row["record_id"],
        "name": row["name"],
        "score": row["score"],
        # By ownership nothing of the customer's name was compared.
        "name_score": None if by_ownership else row["name_score"],
        "probability": row["match_probability"],
        "likely": [
            [FEATURES.index(part["feature"]), round(part["log_odds"], 2)]
            for part in row["match_probability_parts"] or ()
        ],
        "ownership": [holding_words(holding) for holding in row["ownership"] or ()],
        "status": row["status"],
        "change": change.kind if change else None,
        "why": change.reason if change and change.kind == "reopened" else None,
        "first_seen": row["first_seen"],
        "party": key,
        "compared": compared if compared != key else None,
        "matched": [name for name, *_ in parties[compared]["names"]].index(row["matched_name"]),
        "lists": [[_key(each), each["score"], each["because"]] for each in listings]
        if len(listings) > 1
        else None,
        "hint": not_blocking_words(row["prohibits"]),
        "customer": {name: value for name, value in customer.items() if value},
        "carried": carried,
        "identifiers": identifier_words(row),
        "warnings": row["data_warnings"],
        "words": _words(evidence.customer_tokens, [match.customer_at for match in matches]),
        "listed": _words(evidence.listed_tokens, [match.listed_at for match in matches]),
        "matches": [[how_words(match), round(match.similarity, 3)] for match in matches],
        "deductions": [[what, round(points, 2)] for what, points in points_off(evidence)],
        # The names are there word by word; their sentence would be a fifth of a page of ten thousand hits.
        # A hit of an earlier version has nothing but its sentence.
        "explanation": row["explanation"] if row["token_matches"] is None else sentence_beside_names(row),
        "dispositions": [_disposition(recorded) for recorded in dispositions],
    }
    # A score of 0 and the first of the names say something, unlike an empty list.
    return {name: value for name, value in card.items() if value or value == 0}


def _key(listing: Mapping[str, Any]) -> str:
    return party_key(listing["list_id"], listing["entity_id"])


def _words(tokens: Sequence[Token], matched: Sequence[Sequence[int]]) -> list[list[Any]]:
    """Each token as (text, reading, number of its match), -1 for a token that matches none."""
    match = {place: number for number, places in enumerate(matched) for place in places}
    return [[token.text, token.reading, match.get(place, -1)] for place, token in enumerate(tokens)]


def _disposition(recorded: RecordedDisposition) -> dict[str, str]:
    said = {
        "disposition": recorded.disposition,
        "reviewer": recorded.reviewer,
        "at": recorded.decided_at.isoformat(timespec="minutes"),
        "reason": recorded.reason,
        "effect": recorded.effect,
        "expires": recorded.expires_on.isoformat() if recorded.expires_on else "",
    }
    return {name: value for name, value in said.items() if value}
