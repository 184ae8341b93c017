"""The entries of lists that a hit names, in words: for spreadsheets, messages and pages."""

from __future__ import annotations

from screening.model.vocabulary import BLOCKING

__all__ = ["listing_words", "not_blocking_words"]


def listing_words(list_id: str, entity_id: str, because: str | None, *, is_hit: bool) -> str:
    """'OFAC-SDN 28004', 'UN QDi.430 (same reference UN QDi.430)'. because: what tells that it is the party of
    the hit's own entry, if it is not that; is_hit: whether the customer's name reached it by itself."""
    notes = [note for note in (because, None if is_hit else "not a hit by itself") if note]
    return f"{list_id} {entity_id}" + (f" ({'; '.join(notes)})" if notes else "")


def not_blocking_words(prohibits: list[str] | None) -> str | None:
    """A hint where a listing prohibits something and freezes no assets; None where it does, and where the
    lists do not say."""
    if not prohibits or BLOCKING in prohibits:
        return None
    return "Not blocking: the listing freezes no assets."
