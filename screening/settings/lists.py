"""Where new publications of lists arrive: the settings under `lists`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from screening.config_files import Section

__all__ = ["ListSourceSettings"]


class ListSourceSettings(Section):
    """Where new publications of one list arrive. See `screening.watchlists.sources`.

    max_age_days: of this list instead of `gates.max_list_age_days`."""

    list_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    folder: Path
    settle_seconds: float = Field(default=10, ge=0)
    max_age_days: int | None = Field(default=None, ge=0)
