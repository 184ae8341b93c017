"""The gates as steps of a run: each returns what it saw; raises GateFailure where the run must not go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from screening.model.hit_table import HitRows
    from screening.model.party_counts import PartyCount
    from screening.quality import AgeLimit, CustomerFacts, GateResult
    from screening.settings.gates import GateSettings
    from screening.watchlists import Watchlist

__all__ = ["gate_coverage", "gate_customers", "gate_hits", "gate_list", "passed"]


def gate_list(
    watchlist: Watchlist, limits: GateSettings, today: date, age: AgeLimit | None = None
) -> GateResult:
    """Raises where the list must not be screened with. age: its limit, of a list that nobody named."""
    from screening.quality import list_gate

    return passed(list_gate(watchlist, limits, today, age))


def gate_coverage(
    watchlists: list[Watchlist],
    indexed: Mapping[str, Sequence[PartyCount]],
    screened: Mapping[str, Sequence[PartyCount]],
    restricted: bool,
) -> GateResult:
    """Raises where somebody on a list was not screened against."""
    from screening.quality import coverage, coverage_gate

    return passed(coverage_gate(coverage(watchlists, indexed, screened, restricted=restricted)))


def gate_customers(facts: CustomerFacts, rows_in: int, limits: GateSettings) -> GateResult:
    """Raises where customers were not read whole."""
    from screening.quality import customers_gate

    return passed(customers_gate(facts, rows_in, limits))


def gate_hits(
    hits: HitRows,
    watchlists: list[Watchlist],
    facts: CustomerFacts,
    limits: GateSettings,
    threshold: float,
) -> GateResult:
    """Raises where hits must not be published."""
    from screening.quality import hits_gate

    return passed(hits_gate(hits, watchlists, facts, limits, threshold))


def passed(result: GateResult) -> GateResult:
    """The result of a gate that the run may go on after; raises GateFailure for another."""
    from screening.quality import raise_if_failed

    raise_if_failed([result])
    return result
