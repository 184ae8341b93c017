"""What the report says in words: its verdict and the reasons, and how the identifiers of a pair compare.

Reach for it to change a sentence of the report; the page's shape is in page.html.j2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from screening.model.findings import VERDICT_OF
from screening.model.run_record import RunRecord
from screening.model.run_verdict import Reason, Soundness

__all__ = [
    "IdentifierWords",
    "counted",
    "day",
    "identifier_words",
    "is_web_address",
    "reason_words",
    "stamp",
    "verdict",
    "verdict_lines",
]

_STAMPS: Mapping[Soundness, str] = {
    "sound": "Sound run",
    "sound with reservations": "Sound with reservations",
    "not sound": "Not a sound run",
}


def stamp(record: RunRecord) -> str:
    """'Sound run', 'Sound with reservations' or 'Not a sound run'."""
    return _STAMPS[record.verdict.state]


def verdict_lines(record: RunRecord) -> list[str]:
    """The verdict for a terminal: its state, then a line for each reason."""
    return [f"{stamp(record)}.", *(f"  - {reason_words(reason)}" for reason in record.verdict.reasons)]


def reason_words(reason: Reason) -> str:
    """What speaks against a run, as a sentence without its full stop."""
    about, value = reason.subject, reason.value
    match reason.kind:
        case "stopped by gate":
            return f"The gate {about} stopped the run" if about else "The run was stopped"
        case "gate failed":
            return f"The gate {about} did not pass"
        case "nobody screened":
            return "Nobody was screened"
        case "list refused":
            return f"{about}: a newer publication was refused{_old(value)}"
        case "list unusable":
            return f"{about}: what was delivered cannot be used{_old(value)}"
        case "list missing":
            return f"{about}: nothing was delivered"
        case "list too old":
            return f"{about} is {counted(value, 'day')} old" if value is not None else f"{about} is too old"
        case "list undated":
            return f"{about} has no date, so its age is not known"
        case "list not screened against":
            return f"{about}: nobody was screened against this list"
        case "rows rejected":
            return f"{counted(value or 0, 'row')} could not be screened"
        case "rows with warnings":
            rows = counted(value or 0, "row")
            return f"{rows} {'was' if value == 1 else 'were'} screened without something that cannot be read"
        case "change accepted":
            return f"The gate {about} did not pass, and a person accepted what it saw"
        case "no gates":
            return "No gate was run, so nothing vouches for the list, the customers or the hits"


def _old(age: int | None) -> str:
    return f"; the one in use is {counted(age, 'day')} old" if age is not None else ""


def verdict(record: RunRecord) -> str:
    """One sentence: who was screened against what, and what is left for a person to do."""
    faults = [reason for reason in record.verdict.reasons if not reason.is_reservation]
    gates = [reason.subject for reason in faults if reason.subject and reason.kind != "nobody screened"]
    named = f"{'gate' if len(gates) == 1 else 'gates'} {', '.join(gates)}"
    if record.outcome == "stopped":
        by = f" by the {named}" if gates else ""
        return f"This run was stopped{by}; there are no hits."
    if gates:
        return f"This run is not to be relied on: the {named} did not pass."
    customers = record.customers
    if not customers.rows_in:
        return "The customer table has no rows, so nothing was screened."
    if not customers.rows_screened:
        return f"None of the {counted(customers.rows_in, 'row')} of the customer table could be screened."
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
    return f"{screened}: {found}{rejected}."


def is_web_address(text: str | None) -> bool:
    return text is not None and text.lower().startswith(("https://", "http://"))


def counted(number: int, thing: str) -> str:
    """'1 hit', '2,310 hits'."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def day(when: date | None) -> str:
    """'5 January 2022', or 'undated'."""
    return f"{when.day} {when:%B %Y}" if when else "undated"


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
