"""Shares as tables and registers write them → percent held at least and at most.

    read_share("25-50")    # (25.0, 50.0)
    read_share("> 50 %")   # (50.0001, 100.0)

"More than 50" must not count as 50 where more than 50 is asked for, nor "under 50" where 50 is enough: a
bound that is not itself held lies `_BESIDE` from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["above", "below", "read_share", "share_of_bods"]

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


def share_of_bods(share: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    """Of the Data Standard's `share` object; (None, None) where it tells nothing.

    Up to version 0.3 two flags said whether the bounds are held themselves, since 0.4 they have fields of
    their own. Raises ValueError for a share that is no percentage.
    """
    if not share:
        return None, None
    exact = _number(share.get("exact"))
    if exact is not None:
        return exact, exact
    least, most = _number(share.get("minimum")), _number(share.get("maximum"))
    over, under = share.get("exclusiveMinimum"), share.get("exclusiveMaximum")
    if isinstance(over, bool):
        least = above(least) if over and least is not None else least
    elif over is not None:
        least = above(_known(over))
    if isinstance(under, bool):
        # Published as true beside a maximum of 100, where it says no more than "not told whether".
        most = below(most) if under and most is not None and most < 100 else most
    elif under is not None:
        most = below(_known(under)) if _known(under) < 100 else 100.0
    if least is None and most is None:
        return None, None
    least, most = least or 0.0, 100.0 if most is None else most
    if least > most:
        raise ValueError(f"a share of {least:g} at least and {most:g} at most")
    return least, most


def _bounds(word: str, percent: float) -> tuple[float, float]:
    if word in (">", "over", "more than"):
        return above(percent), 100.0
    if word in (">=", "≥", "at least"):
        return percent, 100.0
    if word in ("<", "under", "less than"):
        return 0.0, below(percent)
    return 0.0, percent


def _percent(text: str) -> float:
    return _in_range(float(text.replace(",", ".")))


def _number(value: Any) -> float | None:
    return None if value is None else _known(value)


def _known(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"a share of {value!r}"[:80])
    try:
        return _in_range(float(value))
    except ValueError as error:
        raise ValueError(f"a share of {value!r}"[:80]) from error


def _in_range(percent: float) -> float:
    if not 0 <= percent <= 100:
        raise ValueError("is no percentage: it must lie between 0 and 100")
    return percent
