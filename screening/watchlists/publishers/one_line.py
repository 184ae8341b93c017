"""Text of a list without the white space that its publisher set it with."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str | None) -> str:
    """Text with one blank between words; "" for none. Lists break lines in the middle of a name."""
    return " ".join((text or "").replace("\xad", "").split())
