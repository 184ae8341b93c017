"""The number of an alert: the same for the same customer record and listed party in every run."""

from __future__ import annotations

import hashlib

__all__ = ["alert_id"]


def alert_id(record_id: str, list_id: str, entity_id: str, alert_kind: str = "name") -> str:
    """A and 16 hexadecimal digits, the same for the same pair and kind of alert in every run.

    alert_kind: of ALERT_KINDS; a customer may be an alert by its name and one by its owners, on one party.
    The letter keeps spreadsheets from taking digits with an e among them for a number.
    """
    # Alerts by name have the ids that they had when there were no others.
    kind = () if alert_kind == "name" else (alert_kind,)
    text = "\x1f".join((*kind, list_id, entity_id, record_id))
    return f"A{hashlib.sha256(text.encode()).hexdigest()[:16]}"
