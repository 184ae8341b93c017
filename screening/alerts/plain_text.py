"""Text that every database can hold. Reach for it at the ledger's door.

PostgreSQL refuses the character NUL, and half of a character that was cut (a lone surrogate) is no text at
all. Neither can be seen or typed, so both are left out, as they are from names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["plain_text", "plain_value"]

_UNFIT = re.compile("[\0\ud800-\udfff]")


def plain_text(text: str) -> str:
    """The text without such characters."""
    return _UNFIT.sub("", text)


def plain_value(value: Any) -> Any:
    """A value of a hit, with the texts in it made plain, however deep they stand."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {name: plain_value(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [plain_value(each) for each in value]
    return value
