"""A folder's name → the date it tells. Reach for it where a publisher's files hold no date of their own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

__all__ = ["folder_date"]

_FOLDER_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?")


def folder_date(folder: Path) -> date | None:
    """The day that a folder called 2022-01-31 is named after, for 2022-01 the first of the month; None for
    any other name."""
    found = _FOLDER_DATE.fullmatch(folder.resolve().name)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        # A folder called 2022-13 is named after something else.
        return None
