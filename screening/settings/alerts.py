"""The ledger of alerts, and how dispositions hold: the settings under `alerts`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from screening.config_files import Section

__all__ = ["AlertSettings", "CustomerFact", "PartyFact", "ReopenOn"]


CustomerFact = Literal[
    "name",
    "date_of_birth",
    "nationality",
    "country",
    "gender",
    "id_number",
    "id_type",
    "id_country",
    "entity_type",
    "address",
    "ownership",
]
PartyFact = Literal[
    "lists",
    "primary_name",
    "names",
    "birth_dates",
    "programs",
    "measures",
    "documents",
    "countries",
    "places",
    "addresses",
    "linked_to",
    "designations",
    "references",
    "entity_type",
    "gender",
    "title",
]


class ReopenOn(Section):
    """The facts whose change opens a decided alert again."""

    customer: list[CustomerFact]
    party: list[PartyFact]


class AlertSettings(Section):
    """The ledger of alerts and how decisions hold. See configs/screening.yaml."""

    ledger: str = Field(min_length=1)
    second_person: bool
    reviewers: dict[str, list[str]] | None = None  # name → other ways to write it, and logins
    false_positive_expires_after_days: int | None = Field(default=None, ge=1)
    close_below_threshold_after_days: int | None = Field(default=None, ge=1)
    reopen_on: ReopenOn
