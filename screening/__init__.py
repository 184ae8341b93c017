"""Screening of customers against sanctions lists.

    from screening import Screener, compare_names, screen_file

    Screener.load("…/ofac/2022-01", threshold=80).screen(customers)
    compare_names("Qays al Khazali", "AL-KHAZALI, Qais", kind="person").score
    screen_file("customers.parquet", ["…/ofac/2022-01"], out="runs/today").record

Loaded on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screening.matching.screener import Screener
    from screening.names.compare import compare_names
    from screening.runs.screening import screen_file

__all__ = ["Screener", "compare_names", "screen_file"]

_MODULES = {
    "Screener": "screening.matching.screener",
    "compare_names": "screening.names.compare",
    "screen_file": "screening.runs.screening",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'screening' has no attribute '{name}'")
    return getattr(import_module(_MODULES[name]), name)
