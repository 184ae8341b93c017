"""What the report says in words: its verdict, and how the identifiers of a pair compare.

Reach for it to change a sentence of the report; the page's shape is in page.html.j2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from screening.hits.run_record import ListRecord, RunRecord

__all__ = ["age_in_days", "counted", "day", "identifier_words", "is_sound", "is_web_address", "verdict"]


# How the gate of a list against its last good version is called.
_LIST_CHANGE = "list change "


def is_sound(record: RunRecord) -> bool:
    """Whether the run may be relied on: somebody was screened, and no gate says otherwise."""
    return bool(record.customers.rows_in) and not _failed_gates(record)


def verdict(record: RunRecord) -> str:
    """One sentence: who was screened against what, and what is left for a person to do."""
    failed = _failed_gates(record)
    refused = [
        gate.name.removeprefix(_LIST_CHANGE)
        for gate in record.gates
        if not gate.passed and gate.name.startswith(_LIST_CHANGE)
    ]
    if failed:
        return f"This run is not to be relied on: the gate {', '.join(failed)} did not pass."
    customers = record.customers
    if not customers.rows_in:
        return "The customer table has no rows, so nothing was screened."
    lists = ", ".join(f"{entry.list_id} ({day(entry.published)})" for entry in record.watchlists)
    only = f", programs {', '.join(record.programs)} only" if record.programs else ""
    screened = f"{counted(customers.rows_screened, 'customer')} screened against {lists}{only}"
    hits = record.hits
    if hits.rows and hits.undecided == hits.rows:
        found = (
            f"{counted(hits.rows, 'hit')} on {counted(hits.records, 'customer')} "
            f"{'waits' if hits.rows == 1 else 'wait'} for a decision"
        )
    elif hits.rows:
        found = (
            f"{hits.undecided:,} of {counted(hits.rows, 'hit')} on {counted(hits.records, 'customer')} "
            f"{'waits' if hits.undecided == 1 else 'wait'} for a decision, the others are decided"
        )
    else:
        found = f"no hit at or above {record.threshold:g}"
    left_out = customers.rows_rejected
    rejected = f"; {counted(left_out, 'row')} could not be screened" if left_out else ""
    newer = f" A newer publication of {', '.join(refused)} was refused: see its gate." if refused else ""
    return f"{screened}: {found}{rejected}.{newer}"


def _failed_gates(record: RunRecord) -> list[str]:
    # A newer publication that was refused leaves the run as sound as the list in use.
    return [gate.name for gate in record.gates if not gate.passed and not gate.name.startswith(_LIST_CHANGE)]


def age_in_days(watchlist: ListRecord, record: RunRecord) -> int | None:
    """How old a list was at the run; None where its files do not tell. Never below 0: clocks differ."""
    if watchlist.published is None:
        return None
    return max(0, (record.started_at.astimezone(UTC).date() - watchlist.published).days)


def is_web_address(text: str | None) -> bool:
    return text is not None and text.lower().startswith(("https://", "http://"))


def counted(number: int, thing: str) -> str:
    """'1 hit', '2,310 hits'."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def day(when: date | None) -> str:
    """'5 January 2022', or 'undated'."""
    return f"{when.day} {when:%B %Y}" if when else "undated"


def identifier_words(hit: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, agrees/conflicts/unknown, sentence part) for each identifier of a pair, unknown ones last."""
    rows = [
        ("Birth date", hit["date_of_birth_match"], hit["customer_date_of_birth"], hit["entity_birth_dates"]),
        ("Country", hit["country_match"], hit["customer_country"], hit["entity_countries"]),
        ("Gender", hit["gender_match"], None, None),
        ("Document number", hit["id_match"], None, None),
    ]
    words = []
    for what, match, ours, listed in rows:
        if match == "unknown" or match is None:
            words.append((what, "unknown", _unknown(ours, listed)))
        elif ours and listed:
            words.append((what, match, f"{match}: customer {ours}, listed {listed}"))
        else:
            words.append((what, match, match))
    return sorted(words, key=lambda row: row[1] == "unknown")


def _unknown(ours: str | None, listed: str | None) -> str:
    if ours and not listed:
        return f"unknown: customer {ours}, not stated on the list"
    if listed and not ours:
        return f"unknown: not stated for the customer, listed {listed}"
    return "unknown"
