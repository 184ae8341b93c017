"""How much of the hits the files for people have: the settings under `report`."""

from __future__ import annotations

from pydantic import Field

from screening.config_files import Section

__all__ = ["ReportSettings"]


class ReportSettings(Section):
    """Caps of the workbook and the page. See configs/screening.yaml."""

    # A sheet has as many rows, one of which is the heading.
    workbook_rows: int = Field(ge=1, le=1_048_575)
    page_alerts: int = Field(ge=1)
