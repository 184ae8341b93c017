"""How one day can come to be written as another: its parts turned round, or one of them mistyped."""

from __future__ import annotations

from datetime import date

__all__ = ["one_part_off", "turned_round"]

# Of year, month and day: with fewer in common two days are no slip of the hand.
_IN_COMMON = 2


def turned_round(one: date, other: date) -> bool:
    """Whether the day of each is the month of the other, as in tables typed from another country's papers."""
    return one.year == other.year and (one.day, one.month) == (other.month, other.day)


def one_part_off(one: date, other: date) -> bool:
    """Whether at least two of year, month and day are the same."""
    common = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return common >= _IN_COMMON
