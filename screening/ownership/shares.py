"""Shares as tables and registers write them → percent held at least and at most.

    read_share("25-50")    # (25.0, 50.0)
    read_share("> 50 %")   # (50.0001, 100.0)

"More than 50" must not count as 50 where more than 50 is asked for, nor "under 50" where 50 is enough: a
bound that is not itself held lies `_BESIDE` from it.
"""

from __future__ import annotations

import re

__all__ = ["above", "below", "percentage", "read_share"]

# Finer than any register gives shares.
_BESIDE = 0.0001
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)\s*%?"
_EXACT = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|—|to|\.\.)\s*{_NUMBER}", re.IGNORECASE)
_BOUND = re.compile(
    rf"(>=|≥|>|<=|≤|<|over|more than|at least|under|less than|up to)\s*{_NUMBER}", re.IGNORECASE
)
_AND_MORE = re.compile(rf"{_NUMBER}\s*\+")


def read_share(text: str) -> tuple[float, float]:
    """Percent at least and at most. Raises ValueError, saying what is wrong, for what is no share."""
    text = text.strip()
    if found := _EXACT.fullmatch(text):
        least = most = _percent(found[1])
    elif found := _RANGE.fullmatch(text):
        least, most = _percent(found[1]), _percent(found[2])
    elif found := _AND_MORE.fullmatch(text):
        least, most = _percent(found[1]), 100.0
    elif found := _BOUND.fullmatch(text):
        least, most = _bounds(found[1].lower(), _percent(found[2]))
    else:
        raise ValueError("is no share. Write percent, such as 35, 33.3, 25-50 or >50, or leave it empty")
    if least > most:
        raise ValueError("is a range that ends before it begins")
    return least, most


def above(percent: float) -> float:
    """At least so much where it is more than `percent`."""
    return min(100.0, percent + _BESIDE)


def below(percent: float) -> float:
    """At most so much where it is less than `percent`."""
    return max(0.0, percent - _BESIDE)


def _bounds(word: str, percent: float) -> tuple[float, float]:
    if word in (">", "over", "more than"):
        return above(percent), 100.0
    if word in (">=", "≥", "at least"):
        return percent, 100.0
    if word in ("<", "under", "less than"):
        return 0.0, below(percent)
    return 0.0, percent


def _percent(text: str) -> float:
    return percentage(float(text.replace(",", ".")))


def percentage(percent: float) -> float:
    """The same. Raises ValueError for what is not between 0 and 100."""
    if not 0 <= percent <= 100:
        raise ValueError("is no percentage: it must lie between 0 and 100")
    return percent
