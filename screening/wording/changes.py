"""Why something happened to an alert, in words: for its history, an export, the report, Prefect's pages.

`reason_words` is for people who may see customers, `public_reason_words` for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screening.model.alert_states import STATE_AFTER
from screening.model.changes import (
    CUSTOMER_FACTS,
    PARTY_FACTS,
    Cause,
    CauseCode,
    Change,
    PublicReason,
    Reason,
    Statement,
)

__all__ = ["change_words", "note_words", "public_reason_words", "reason_words", "statement_words"]

_NOT_KNOWN = "not known"
_LOOK_INSIDE = "see 'sanctions review history'"

# These stand in brackets behind what was said before them.
_ASIDES: tuple[CauseCode, ...] = ("taken back", "agreed with")


def reason_words(reason: Reason) -> str:
    """All of a reason: "is a hit again; customer's birth date was 1974, is 1975-02-01"."""
    if reason.sentence is not None:
        return reason.sentence
    return _sentence(reason.causes, [words for change in reason.changes for words in change_words(change)])


def public_reason_words(reason: PublicReason) -> str:
    """A reason for those who may not see customers: "is a hit again; customer changed: birth date (see
    'sanctions review history'); new alias 'X'"."""
    if not reason.is_known:
        return _LOOK_INSIDE
    changed = [CUSTOMER_FACTS[field] for field in reason.customer_fields]
    words = [f"customer changed: {', '.join(changed)} ({_LOOK_INSIDE})"] if changed else []
    words += [words for change in reason.changes for words in change_words(change)]
    return _sentence(reason.causes, words)


def change_words(change: Change) -> list[str]:
    """A change of a customer in one part, that of a party in one or more: "new alias 'X'", "program GLOMAG
    added"."""
    if change.side == "customer":
        was, now = _listed(change.before), _listed(change.after)
        return [f"customer's {CUSTOMER_FACTS[change.field]} was {was}, is {now}"]
    removed = [text for text in change.before if text not in change.after]
    added = [text for text in change.after if text not in change.before]
    if change.field == "names":
        return [f"new alias '{text}'" for text in added] + [f"alias '{text}' removed" for text in removed]
    if change.field == "lists":
        return [f"now also listed on {text}" for text in added] + [
            f"no longer listed on {text}" for text in removed
        ]
    noun = PARTY_FACTS[change.field]
    if change.field == "measures":
        return [f"{noun} {text} imposed" for text in added] + [f"{noun} {text} lifted" for text in removed]
    if change.field != "programs":
        noun = f"party's {noun}"
        if len(change.before) == len(change.after) == len(added) == 1:
            return [f"{noun} was {change.before[0]}, is {change.after[0]}"]
    return [f"{noun} {text} added" for text in added] + [f"{noun} {text} removed" for text in removed]


def statement_words(statement: Statement) -> str:
    """What somebody decided or proposed, for somebody else: "true match by Ann on 2026-01-01: same
    passport"."""
    return f"{statement.disposition} by {statement.by} on {statement.on}: {statement.text}"


def note_words(note: Statement) -> str:
    """What somebody wrote down without deciding: "Ann on 2026-01-01: ask the branch"."""
    return f"{note.by} on {note.on}: {note.text}"


def _sentence(causes: Iterable[Cause], changes: Sequence[str]) -> str:
    """Causes, then what changed. That a disposition expired is said last: it adds to what changed."""
    parts: list[str] = []
    last: list[str] = []
    for cause in causes:
        words = _cause_words(cause)
        if cause.code in _ASIDES:
            parts[-1] = f"{parts[-1]} ({words})"
        elif cause.code == "disposition expired":
            last.append(words)
        else:
            parts.append(words)
    return "; ".join([*parts, *changes, *last])


def _cause_words(cause: Cause) -> str:
    match cause.code:
        case "first seen":
            return "first seen" if cause.score is None else f"first seen, with a score of {cause.score}"
        case "another customer's":
            return "is a hit of the customer who has this record id now"
        case "threshold reached again":
            return "reaches the threshold again"
        case "hit again":
            return "is a hit again"
        case "joined with":
            return f"joined with alert {cause.alert_id}, which is about the same party and goes on for both"
        case "joined by":
            return f"alert {cause.alert_id} is about the same party, and goes on here"
        case "came apart":
            return f"no longer counts as about the same party as alert {cause.alert_id}"
        case "disposition expired":
            return f"the decision expired on {cause.day}"
        case "customer left":
            return "the customer has left"
        case "party delisted":
            return f"the party was taken off {cause.list_id}"
        case "below threshold":
            return "no longer reaches the threshold"
        case "below threshold for long":
            return (
                f"below the threshold since it was last a hit on {cause.day}; "
                f"closed after {cause.days} days (alerts.close_below_threshold_after_days)"
            )
        case "carried to" | "carried from":
            return f"{cause.code} record {cause.record_id}, alert {cause.alert_id}, by {cause.source}"
        case _:
            return _said(cause)


def _said(cause: Cause) -> str:
    said = cause.statement
    if said is None:
        raise ValueError(f"a cause '{cause.code}' without what was said")
    if cause.code == "disposition holds" and said.disposition is not None:
        return f"{STATE_AFTER[said.disposition]} as decided by {said.by} on {said.on}"
    if cause.code == "proposed":
        return f"{said.disposition}: {said.text}"
    if cause.code == "taken back":
        return f"takes back {statement_words(said)}"
    if cause.code == "agreed with":
        return f"agrees with {said.by}: {said.text}"
    return said.text


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts) if texts else _NOT_KNOWN
