"""Limits of the quality gates: the settings under `gates`."""

from __future__ import annotations

from pydantic import Field

from screening.config_files import Section

__all__ = ["GateSettings", "NightGateSettings"]


class NightGateSettings(Section):
    """Limits of the gate between a night and the one before. See configs/screening.yaml."""

    max_rows_fall_share: float = Field(ge=0, le=1)
    max_rows_rise_share: float = Field(ge=0)
    max_ids_gone_share: float = Field(ge=0, le=1)
    max_renumbered_share: float = Field(ge=0, le=1)
    max_filled_fall: float = Field(ge=0, le=1)
    rows_allowed: int = Field(ge=0)
    max_alerts_lost_share: float = Field(ge=0, le=1)
    alerts_allowed: int = Field(ge=0)


class GateSettings(Section):
    """Limits of the quality gates."""

    max_orphan_share: float = Field(ge=0, le=1)
    max_unparsed_remarks_share: float = Field(ge=0, le=1)
    max_list_age_days: int | None = Field(default=None, ge=0)
    min_entities: int = Field(ge=1)
    max_parties_without_alias: int | None = Field(default=None, ge=1)
    max_rejected_share: float = Field(ge=0, le=1)
    rejected_share_from_rows: int = Field(ge=1)
    max_hit_share: float = Field(ge=0, le=1)
    hit_share_from_rows: int = Field(ge=1)
    max_fall_share: float = Field(ge=0, le=1)
    max_rise_share: float = Field(ge=0)
    max_parties_gone_share: float = Field(ge=0, le=1)
    change_rows_allowed: int = Field(ge=0)
    night: NightGateSettings
