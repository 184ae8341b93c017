"""The data that a report's page embeds for its script: cards, the parties they are about, the threshold.

As many cards as make a page that can still be mailed; JSON in which no text can end the element around it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from screening.model.hit_table import HitRows, plain_hits
from screening.model.match_probability import FEATURES
from screening.report.cards import cards
from screening.report.context import ReportContext
from screening.report.parties import Dossier, dossiers
from screening.wording.probability import FEATURE_WORDS

__all__ = ["EmbeddedData", "embedded_data", "embedded_json"]

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class EmbeddedData:
    """hits: the rows that have a card, the most likely first. parties: those they are about, by party_key.
    json: all that the script reads."""

    hits: pa.Table
    parties: dict[str, Dossier]
    json: str


def embedded_data(
    hits: HitRows, threshold: float, context: ReportContext, most_hits: int, most_bytes: int
) -> EmbeddedData:
    """The first of `hits`, the most likely first, as the page's data: at most that many cards, which take up
    at most that many bytes with their parties. The others are counted as left out."""
    candidates = plain_hits(hits.slice(0, most_hits))
    known = dossiers(candidates, context.watchlists)
    written: list[str] = []
    parties: dict[str, str] = {}
    size = 0
    for card in cards(candidates, known, context):
        text = embedded_json(card)
        keys = dict.fromkeys([card["party"], *(key for key, *_ in card.get("lists", ()))])
        # A member of an object: without the braces around it.
        new = {key: embedded_json({key: known[key]})[1:-1] for key in keys if key not in parties}
        size += len(text.encode()) + 1 + sum(len(party.encode()) + 2 for party in new.values())
        if size > most_bytes:
            break
        written.append(text)
        parties |= new
    shown = candidates.slice(0, len(written))
    members = {
        "threshold": embedded_json(threshold),
        "features": embedded_json([FEATURE_WORDS[feature] for feature in FEATURES]),
        "hits": f"[{','.join(written)}]",
        "parties": f"{{{','.join(parties.values())}}}",
        "left_out": embedded_json(hits.num_rows - shown.num_rows),
    }
    text = ",".join(f'"{name}":{value}' for name, value in members.items())
    return EmbeddedData(shown, {key: known[key] for key in parties}, f"{{{text}}}")


def embedded_json(data: Any) -> str:
    """`data` as JSON that reads the same between script tags, whatever texts are in it.

    "<" stands only inside texts, where JSON has another way to write it; with that no text can end the
    element or open a comment. Raises ValueError for numbers that are none.
    """
    return _ENCODE(data).replace("<", "\\u003c")
