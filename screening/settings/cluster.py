"""A cluster of machines that screen: the settings under `cluster`."""

from __future__ import annotations

from pydantic import Field, field_validator

from screening.config_files import Section

__all__ = ["ClusterSettings"]


class ClusterSettings(Section):
    """Where the machines are, and how long a run waits for them. See configs/screening.yaml."""

    address: str | None
    connect_seconds: float = Field(gt=0)
    wait_seconds: float = Field(gt=0)
    rows_a_task: int = Field(ge=1)
    reaches_workers: bool

    @field_validator("address")
    @classmethod
    def _has_a_place(cls, address: str | None) -> str | None:
        if address is not None and not address.strip():
            raise ValueError("an empty address. Give that of the scheduler, such as tcp://host:8786, or null")
        return address
