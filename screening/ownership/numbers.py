"""Numbers of companies: Legal Entity Identifiers, and those of national registers."""

from __future__ import annotations

import re

__all__ = ["is_lei", "number_key"]

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_NO_SIGN = re.compile(r"[^A-Z0-9]")
# Shorter ones are borne by many.
_LEAST = 5


def is_lei(text: str) -> bool:
    """Whether it is a Legal Entity Identifier: its last two digits check the others (ISO 17442)."""
    text = text.strip().upper()
    return bool(_LEI.fullmatch(text)) and int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def number_key(number: str) -> str | None:
    """A number as it is compared: capitals and digits, no zeros before it, which spreadsheets drop. None for
    one that is too short to tell companies apart."""
    key = _NO_SIGN.sub("", number.upper())
    return key.lstrip("0") if len(key) >= _LEAST else None
