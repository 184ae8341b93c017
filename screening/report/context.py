"""What a report says beside its hits: facts of the parties, changes of the night, recorded dispositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.alerts import Ruling
    from screening.report.changes import NightChanges
    from screening.watchlists import Watchlist

__all__ = ["ReportContext"]


@dataclass(frozen=True)
class ReportContext:
    """All of it is optional; the page leaves out what is not given.

    watchlists: those screened with; they give the facts of the parties. changes: what the night did to
    alerts; None where the run is no night of a series. dispositions: alert_id → those recorded on it,
    oldest first. gate_pages: link to the gates' own pages, relative to the report.
    """

    watchlists: Sequence[Watchlist] = ()
    changes: NightChanges | None = None
    dispositions: Mapping[str, Sequence[Ruling]] = field(default_factory=dict)
    gate_pages: str | None = None
