"""Counts and days as every door says them."""

from __future__ import annotations

from datetime import date

__all__ = ["counted", "day"]


def counted(number: int, thing: str) -> str:
    """'1 hit', '2,310 hits'."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def day(when: date | None) -> str:
    """'5 January 2022', or 'undated'."""
    return f"{when.day} {when:%B %Y}" if when else "undated"
