"""How ownership is read and judged: the settings under `ownership`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from screening.config_files import Section

__all__ = ["OwnershipSettings"]

Interest = Literal["shareholding", "surplus assets", "branch", "consolidated", "owned by"]


class OwnershipSettings(Section):
    """What counts as owned by blocked parties. See configs/screening.yaml and docs/ownership.md.

    Shares are percent, 0 to 100.
    """

    sources: list[Path] = Field(default_factory=list)
    columns: dict[str, str] = Field(default_factory=dict)  # our name → the plain table's name
    list_relations: bool
    threshold_percent: float = Field(gt=0, le=100)
    inclusive: bool
    aggregate: bool
    interests: tuple[Interest, ...]
    consolidated_share: float | None = Field(default=None, ge=0, le=100)
    unknown_share: float | None = Field(default=None, ge=0, le=100)
    customers_by_name: bool
