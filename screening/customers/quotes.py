"""Whether a quote of a CSV file was never closed. Reach for it where a row has several lines.

A quoted field may have line breaks inside: an address, a note. A quote that somebody forgot to close runs on
to the next quote, rows later, and the rows between become text of one field. Both are the same CSV; what
tells them apart is that swallowed lines look like rows of the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["swallowed_rows"]

_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_SPACE_BEFORE = re.compile(r"^\s")


def swallowed_rows(lines: Sequence[str], width: int, delimiter: str) -> bool:
    """Whether a row that runs over these lines has swallowed other rows of a table of `width` columns.

    A line is one of these where it has the columns' number of fields and begins like the row that holds it:
    with an id of the same make, and with or without spaces after the delimiter. Two lines and more that all
    have the number of fields are rows whatever they begin with.
    """
    first, *later = [line.rstrip("\r\n").split(delimiter) for line in lines]
    whole = [fields for fields in later if len(fields) == width]
    if len(whole) == len(later) > 1:
        return True
    return any(_make(fields) == _make(first) for fields in whole)


def _make(fields: Sequence[str]) -> tuple[str, bool, bool]:
    """How a row begins: the signs of its id, whether it has a digit, whether spaces follow delimiters."""
    begin = fields[0].strip()
    spaced = len(fields) > 1 and bool(_SPACE_BEFORE.match(fields[1]))
    return _LETTERS_AND_DIGITS.sub("x", begin), any(sign.isdigit() for sign in begin), spaced
