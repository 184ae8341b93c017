"""What OFAC's types of sanctions prohibit, which only the advanced and the enhanced file name."""

from __future__ import annotations

import re

from screening.model.vocabulary import Measure

__all__ = ["prohibited"]

# The first that is found in a type's name counts. Directive 4 under E.O. 13662 is about goods, services and
# technology for oil projects, Directive 4 under E.O. 14024 about any transaction with Russia's central bank.
_NAMED: tuple[tuple[str, Measure], ...] = (
    (r"non-blocking", "other"),
    (r"\bblock", "asset freeze"),
    (r"\breject\b", "payments"),
    (r"561|NDAA|CAPTA|correspondent", "correspondent accounts"),
    (r"CMIC|13959|14032", "securities dealings"),
    (r"14024.*directive 2\b", "correspondent accounts"),
    (r"14024.*directive 4\b", "payments"),
    (r"14014.*directive", "payments"),
    (r"directive 4\b", "trade restrictions"),
    (r"directive [123]", "debt and equity dealings"),
    (r"visa", "visa restrictions"),
)
_MEASURES = tuple((re.compile(pattern, re.IGNORECASE), measure) for pattern, measure in _NAMED)


def prohibited(sanctions_type: str) -> Measure:
    """What a type of sanctions ("Block", "13662 Sectoral Directive 1") prohibits; "other" for one that nobody
    here knows."""
    return next((measure for pattern, measure in _MEASURES if pattern.search(sanctions_type)), "other")
