"""IMO numbers of ships, told by their check digit from other numbers of seven digits."""

from __future__ import annotations

__all__ = ["is_ship_number"]


def is_ship_number(text: str) -> bool:
    """Whether a text is seven digits, the last of which checks the six before it. The IMO numbers of
    companies are checked another way."""
    if len(text) != 7 or not (text.isascii() and text.isdecimal()):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(text, range(7, 1, -1), strict=False))
    return weighted % 10 == int(text[-1])
