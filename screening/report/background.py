"""What the page tells beside the hits. Reach for it where a run is at its end and its report is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.alerts import RecordedDisposition
    from screening.names.policy import NamePolicy
    from screening.report.changes import NightChanges
    from screening.watchlists import Watchlist

__all__ = ["Background"]


@dataclass(frozen=True)
class Background:
    """watchlists: those screened with; they give the facts of the parties. changes: what the night did to
    alerts; None where the run is no night of a series. rulings: alert_id → decisions on it, oldest first.
    gate_pages: link to the gates' own pages, relative to the report. policy: how names were compared; that of
    configs/names.yaml unless given.
    """

    watchlists: Sequence[Watchlist] = ()
    changes: NightChanges | None = None
    rulings: Mapping[str, Sequence[RecordedDisposition]] = field(default_factory=dict)
    gate_pages: str | None = None
    policy: NamePolicy | None = None
