"""The number of an alert: the same for the same customer record and listed party in every run."""

from __future__ import annotations

import hashlib

__all__ = ["alert_id"]


def alert_id(record_id: str, list_id: str, entity_id: str) -> str:
    """A and 16 hexadecimal digits, the same for the same pair in every run.

    The letter keeps spreadsheets from taking digits with an e among them for a number.
    """
    text = "\x1f".join((list_id, entity_id, record_id))
    return f"A{hashlib.sha256(text.encode()).hexdigest()[:16]}"
