"""The nightly run: the settings under `nightly`."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from screening.config_files import Section
from screening.settings.stores import LocalFolder, PlaceSetting

__all__ = ["NightlySettings"]


class NightlySettings(Section):
    """The nightly run. See configs/screening.yaml."""

    customers: PlaceSetting | None = None
    time_zone: str
    state_dir: LocalFolder
    full_on_day: int | None = Field(default=1, ge=1, le=28)
    notify_score: float = Field(ge=0, le=100)
    notify_block: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"'{name}' is no time zone. Name one of the IANA database, such as America/New_York or UTC"
            ) from error
        return name

    def day_of(self, moment: datetime) -> date:
        """The date of a moment in the office's time zone."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()
