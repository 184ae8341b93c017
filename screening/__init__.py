"""Screening of customers against sanctions lists.

    from screening import Screener, compare_names

    Screener.load("…/ofac/2022-01", threshold=80).screen(customers)
    compare_names("Qays al Khazali", "AL-KHAZALI, Qais", kind="person").score

Loaded on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screening.matching.screener import Screener
    from screening.names.compare import compare_names

__all__ = ["Screener", "compare_names"]


def __getattr__(name: str) -> Any:
    if name == "Screener":
        from screening.matching.screener import Screener

        return Screener
    if name == "compare_names":
        from screening.names.compare import compare_names

        return compare_names
    raise AttributeError(f"module 'screening' has no attribute '{name}'")
