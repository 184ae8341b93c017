"""Hits as the page's cards hold them. Reach for it to change what is told of a pair.

The words of both names, which met which and what each difference costs come from the comparison that made
the name score, done once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.hit_table import HIT_SCHEMA
from screening.names.compare import compare_many
from screening.names.explanation import NameExplanation, Word
from screening.names.policy import NamePolicy, kind_of
from screening.report.background import Background
from screening.report.embedded_data import embedded_json
from screening.report.parties import Dossier, party_key
from screening.report.words import identifier_words

if TYPE_CHECKING:
    from screening.alerts import RecordedDisposition
    from screening.report.changes import AlertChange

__all__ = ["cards", "carried_columns", "how_many_fit"]


def cards(hits: pa.Table, parties: Mapping[str, Dossier], background: Background) -> list[dict[str, Any]]:
    """Each hit as the page's data holds it, in the order given; members that say nothing are left out.

    hits: HIT_SCHEMA, then carried columns. parties: the dossiers of all of them.
    """
    rows = hits.to_pylist()
    explained = _explained(rows, background.policy)
    changes = {
        change.alert_id: change
        for change in (background.changes.rows if background.changes else ())
        if change.kind != "closed"
    }
    carried = carried_columns(hits.schema.names)
    return [
        _card(
            row,
            parts,
            parties[party_key(row["list_id"], row["entity_id"])],
            [[name.removeprefix("customer_"), row[name]] for name in carried if row[name]],
            changes.get(row["alert_id"]),
            background.rulings.get(row["alert_id"], ()),
        )
        for row, parts in zip(rows, explained, strict=True)
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


def _explained(rows: Sequence[Mapping[str, Any]], policy: NamePolicy | None) -> list[NameExplanation]:
    """The parts of each hit's name score."""
    found: dict[int, NameExplanation] = {}
    for kind in ("person", "organization"):
        places = [at for at, row in enumerate(rows) if kind_of(row["entity_type"]) == kind_of(kind)]
        pairs = [(rows[at]["name"], rows[at]["matched_name"]) for at in places]
        compared = compare_many(pairs, kind=kind, policy=policy)
        found.update((at, comparison.parts) for at, comparison in zip(places, compared, strict=True))
    return [found[at] for at in range(len(rows))]


def _card(
    row: Mapping[str, Any],
    parts: NameExplanation,
    party: Dossier,
    carried: Sequence[Sequence[str]],
    change: AlertChange | None,
    rulings: Sequence[RecordedDisposition],
) -> dict[str, Any]:
    customer = {
        "type": row["customer_entity_type"],
        "born": row["customer_date_of_birth"],
        "country": row["customer_country"],
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
        "words": _words(parts.query_words, [match.query_at for match in parts.matches]),
        "listed": _words(parts.listed_words, [match.listed_at for match in parts.matches]),
        "matches": [[match.how, round(match.similarity, 3)] for match in parts.matches],
        "deductions": [[what, round(points, 2)] for what, points in parts.points_off()],
        "explanation": _beside_the_names(row["explanation"], parts.sentence()),
        "decisions": [_decision(ruling) for ruling in rulings],
    }
    # A score of 0 and the first of the names say something, unlike an empty list.
    return {name: value for name, value in card.items() if value or value == 0}


def _beside_the_names(explanation: str, of_names: str) -> str:
    """The hit's sentence without its part on the names, which the card tells word by word: with ten thousand
    hits that is a fifth of the page."""
    before, found, after = explanation.partition(of_names)
    return after.strip() if found and before.startswith("Name ") else explanation


def _words(words: Sequence[Word], met: Sequence[range]) -> list[list[Any]]:
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
