"""Real lists, each read once in a process, and screeners of them: tests read them, none changes them."""

from functools import cache
from pathlib import Path

from screening import Screener
from screening.watchlists import Watchlist, read_watchlist


@cache
def read_real(path: Path, list_id: str | None = None) -> Watchlist:
    return read_watchlist(path, list_id)


@cache
def real_screener(path: Path) -> Screener:
    """With the default settings."""
    return Screener([read_real(path)])
