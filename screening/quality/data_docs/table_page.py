"""A page of the gates that is to be written. Reach for it where pages are named or filled."""

from __future__ import annotations

from dataclasses import dataclass

from screening.quality.results import GateResult, TableValidation

__all__ = ["TablePage"]


@dataclass(frozen=True)
class TablePage:
    """What a gate found in one table. file: the page's name in the folder."""

    file: str
    gate: GateResult
    validation: TableValidation
