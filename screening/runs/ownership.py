"""Ownership as two steps of a run: sources read before the customers, owned customers judged after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.model.hit_table import HitRows, parts_of
from screening.runs.hit_spool import HitSpool
from screening.runs.run_step import FILES, RunStep, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from screening.matching.screener import Screener
    from screening.ownership.owned import OwnedCustomers
    from screening.runs.set_aside import SetAside
    from screening.settings import Settings
    from screening.watchlists import Watchlist

__all__ = ["ownership_hash", "read_owned", "with_owned"]

# Hits in memory at once while those of owned customers come among them.
_ROWS = 25_000


def ownership_hash(settings: Settings) -> str:
    """SHA-256 of the settings of ownership and of what is in its sources."""
    from screening.ownership.sources import sources_hash

    return sources_hash(settings.ownership)


def read_owned(
    settings: Settings, watchlists: Sequence[Watchlist], today: date, run_step: RunStep
) -> OwnedCustomers | None:
    """Who owns whom, by the settings' sources and the lists; None where nothing says so."""
    from screening.ownership.owned import read_ownership

    if not settings.ownership.sources:
        # The lists' own relations are at hand, and most lists have none of the kind.
        return read_ownership(settings, watchlists, today)
    step = Step("read ownership", ", ".join(map(str, settings.ownership.sources)), FILES)
    return run_step(step, read_ownership, settings, watchlists, today)


def with_owned(
    hits: HitRows,
    owned: OwnedCustomers | None,
    screener: Callable[[], Screener],
    set_aside: SetAside,
    run_step: RunStep,
) -> HitRows:
    """The hits with those of owned customers among them; possibly owned ones are set aside as warnings.

    screener: makes the one with the whole lists, which is asked for only where owners are to be screened.
    """
    if owned is None or not owned.known:
        return hits
    judgment = run_step(Step("judge ownership"), owned.judge, screener())
    set_aside.warnings.add(judgment.possible)
    if not judgment.alerts.num_rows:
        return hits
    spool = set_aside.keep(HitSpool(hits.schema.remove_metadata()))
    for part in (*parts_of(hits, _ROWS), judgment.alerts.select(hits.schema.names)):
        spool.add(part)
    return spool.ordered()
