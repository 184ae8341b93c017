"""Remarks → segments.

OFAC's Remarks field is a row of statements, `; ` between them and a full stop after the last. A weak alias
stands in single quotes and may itself hold a semicolon or apostrophes, so a quoted alias runs on until a
part that ends with a quote. The XML files put relations into brackets: all of a party into one pair
(`(Linked To: A; Linked To: B)`), or each into its own. The brackets are no part of a segment.
"""

from __future__ import annotations

import re

__all__ = ["split_segments"]

_SEPARATOR = re.compile(r";(?:\s+|$)")
_OPENS_BRACKET = re.compile(r"\((?=(?:Linked To|Owned or Controlled By|Acting for or on behalf of):)")
_NEXT_BRACKET = re.compile(
    r"\)[,;.]?\s+(?=\((?:Linked To|Owned or Controlled By|Acting for or on behalf of):)"
)
_OPENS_QUOTE = re.compile(r"(?:alt\. )?(?:[afn]\.k\.a\.|d\.b\.a\.) '", re.IGNORECASE)


def split_segments(text: str) -> list[str]:
    """Segments of a remark in their order, without the closing full stop, none blank. Never raises."""
    whole = _NEXT_BRACKET.sub("); ", text.strip().removesuffix("."))
    parts = _without_brackets([part.strip() for part in _SEPARATOR.split(whole)])
    segments: list[str] = []
    position = 0
    while position < len(parts):
        end = _end_of_quote(parts, position)
        segments.append("; ".join(parts[position : end + 1]))
        position = end + 1
    return [segment for segment in segments if segment]


def _without_brackets(parts: list[str]) -> list[str]:
    """The parts of a remark without the brackets around relations. Those within a name stay."""
    bare, depth = [], 0
    for part in parts:
        if not depth and _OPENS_BRACKET.match(part):
            part, depth = part[1:], 1
        if depth:
            depth += part.count("(") - part.count(")")
            if depth <= 0:
                part, depth = part.removesuffix(")"), 0
        bare.append(part)
    return bare


def _end_of_quote(parts: list[str], start: int) -> int:
    """Index of the part where the alias that opens at `start` closes; `start` itself for anything else."""
    first = parts[start]
    opening = _OPENS_QUOTE.match(first)
    if opening is None or (first.endswith("'") and len(first) > opening.end()):
        return start
    for index in range(start + 1, len(parts)):
        # The next alias began before this one closed: the quote was never closed, so nothing is merged.
        if _OPENS_QUOTE.match(parts[index]):
            return start
        if parts[index].endswith("'"):
            return index
    return start
