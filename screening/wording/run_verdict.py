"""The verdict on a run in words: its stamp, what speaks against it, and one sentence of what was screened and
found. The report's page and the terminal say the same."""

from __future__ import annotations

from collections.abc import Mapping

from screening.model.run_record import RunRecord
from screening.model.run_verdict import Reason, Soundness
from screening.wording.words import counted, day

__all__ = ["reason_words", "stamp", "verdict_lines", "verdict_sentence"]

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
        case "programs unknown":
            codes = counted(value or 0, "program code")
            are = "is" if value == 1 else "are"
            return f"{about}: {codes} {are} not known (see its gate, and configs/programs)"
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


def verdict_sentence(record: RunRecord) -> str:
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
