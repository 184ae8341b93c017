"""Whether an id is what a spreadsheet made of another. Reach for it to recognize one that came back changed.

A spreadsheet takes an id of digits for a number: leading zeros go, it keeps 15 digits and makes zeros of
the rest, and shows long ones as 1.23E+15. Anything else is another id, not the same one changed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

__all__ = ["is_same_id"]

_DIGITS = 15
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# An id such as 20E5 is a number to a spreadsheet.
_EXPONENT = re.compile(r"\d+E[+-]?\d{1,3}", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,](\d+))?E\+?\d{1,3}", re.IGNORECASE)


def is_same_id(ours: str, cell: str) -> bool:
    """Whether `cell` is the id `ours` as it was or as a spreadsheet shows it."""
    ours, cell = " ".join(ours.split()), " ".join(cell.split())
    if ours == cell:
        return True
    number, shown = _number(ours), _number(cell)
    if number is None or shown is None:
        return False
    if shown in (number, _kept(number)):
        return True
    short = _SCIENTIFIC.fullmatch(cell)
    return short is not None and any(
        _rounded(value, len(short[1] or "")) == shown for value in (number, _kept(number))
    )


def _number(text: str) -> Decimal | None:
    """The number a spreadsheet takes the text for, if it takes it for one."""
    if _NUMBER.fullmatch(text) or _SCIENTIFIC.fullmatch(text) or _EXPONENT.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def _kept(number: Decimal) -> Decimal:
    """The number as a spreadsheet keeps it: 15 digits, zeros for the rest."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or len(digits) <= _DIGITS:
        return number
    return Decimal((sign, digits[:_DIGITS] + (0,) * (len(digits) - _DIGITS), exponent))


def _rounded(number: Decimal, places: int) -> Decimal:
    """The number with as many digits behind the point as its short form shows."""
    with localcontext(rounding=ROUND_HALF_UP):
        return Decimal(f"{number:.{places}E}")
