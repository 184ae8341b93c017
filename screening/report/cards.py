"""Hits as the page's cards hold them: what is told of a pair, from the evidence that its hit carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.evidence import NameEvidence, Token
from screening.model.hit_table import HIT_SCHEMA
from screening.report.background import Background
from screening.report.embedded_data import embedded_json
from screening.report.parties import Dossier, party_key
from screening.report.words import identifier_words
from screening.wording.explanation import how_words, points_off, sentence_beside_names

if TYPE_CHECKING:
    from screening.alerts import RecordedDisposition
    from screening.report.changes import AlertChange

__all__ = ["cards", "carried_columns", "how_many_fit"]


def cards(hits: pa.Table, parties: Mapping[str, Dossier], background: Background) -> list[dict[str, Any]]:
    """Each hit as the page's data holds it, in the order given; members that say nothing are left out.

    hits: HIT_SCHEMA, then carried columns. parties: the dossiers of all of them.
    """
    rows = hits.to_pylist()
    changes = {
        change.alert_id: change
        for change in (background.changes.rows if background.changes else ())
        if change.kind != "closed"
    }
    carried = carried_columns(hits.schema.names)
    return [
        _card(
            row,
            parties[party_key(row["list_id"], row["entity_id"])],
            [[name.removeprefix("customer_"), row[name]] for name in carried if row[name]],
            changes.get(row["alert_id"]),
            background.rulings.get(row["alert_id"], ()),
        )
        for row in rows
    ]


def how_many_fit(told: Sequence[Mapping[str, Any]], parties: Mapping[str, Dossier], most_bytes: int) -> int:
    """How many of the first cards, with the parties they are about, take up at most that many bytes."""
    size = 0
    known: set[str] = set()
    for number, card in enumerate(told):
        size += len(embedded_json(card).encode()) + 1
        if card["party"] not in known:
            known.add(card["party"])
            size += len(embedded_json({card["party"]: parties[card["party"]]}).encode())
        if size > most_bytes:
            return number
    return len(told)


def carried_columns(columns: Iterable[str]) -> list[str]:
    """Those that were carried through from the customer table."""
    return [name for name in columns if name.startswith("customer_") and name not in HIT_SCHEMA.names]


def _card(
    row: Mapping[str, Any],
    party: Dossier,
    carried: Sequence[Sequence[str]],
    change: AlertChange | None,
    rulings: Sequence[RecordedDisposition],
) -> dict[str, Any]:
    evidence = NameEvidence.from_row(row)
    customer = {
        "type": row["customer_entity_type"],
        "born": row["customer_date_of_birth"],
        "country": "; ".join(row["customer_country"] or ()),
    }
    card = {
        "alert_id": row["alert_id"],
        "record_id": row["record_id"],
        "name": row["name"],
        "score": row["score"],
        "name_score": row["name_score"],
        "status": row["status"],
        "change": change.kind if change else None,
        "why": change.reason if change and change.kind == "reopened" else None,
        "first_seen": row["first_seen"],
        "party": party_key(row["list_id"], row["entity_id"]),
        "matched": [name for name, *_ in party["names"]].index(row["matched_name"]),
        "customer": {name: value for name, value in customer.items() if value},
        "carried": carried,
        "identifiers": identifier_words(row),
        "warnings": row["data_warnings"],
        "words": _words(evidence.customer_tokens, [match.customer_at for match in evidence.token_matches]),
        "listed": _words(evidence.listed_tokens, [match.listed_at for match in evidence.token_matches]),
        "matches": [[how_words(match), round(match.similarity, 3)] for match in evidence.token_matches],
        "deductions": [[what, round(points, 2)] for what, points in points_off(evidence)],
        # The card tells the names word by word: with ten thousand hits their sentence is a fifth of the page.
        "explanation": sentence_beside_names(row) if row["token_matches"] is not None else row["explanation"],
        "decisions": [_decision(ruling) for ruling in rulings],
    }
    # A score of 0 and the first of the names say something, unlike an empty list.
    return {name: value for name, value in card.items() if value or value == 0}


def _words(words: Sequence[Token], met: Sequence[Sequence[int]]) -> list[list[Any]]:
    match = {place: number for number, places in enumerate(met) for place in places}
    return [[word.text, word.reading, match.get(place, -1)] for place, word in enumerate(words)]


def _decision(ruling: RecordedDisposition) -> dict[str, str]:
    said = {
        "verdict": ruling.disposition,
        "reviewer": ruling.reviewer,
        "at": ruling.decided_at.isoformat(timespec="minutes"),
        "reason": ruling.reason,
        "effect": ruling.effect,
        "expires": ruling.expires_on.isoformat() if ruling.expires_on else "",
    }
    return {name: value for name, value in said.items() if value}
