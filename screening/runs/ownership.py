"""Ownership as two steps of a run: sources read before the customers, owned customers judged after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from screening.model.hit_table import order_hits
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
    hits: pa.Table,
    owned: OwnedCustomers | None,
    screener: Callable[[], Screener],
    set_aside: SetAside,
    run_step: RunStep,
) -> pa.Table:
    """The hits with those of owned customers among them; possibly owned ones are set aside as warnings.

    screener: makes the one with the whole lists, which is asked for only where owners are to be screened.
    """
    if owned is None or not owned.known:
        return hits
    judgment = run_step(Step("judge ownership"), owned.judge, screener())
    set_aside.warnings.add(judgment.possible)
    if not judgment.alerts.num_rows:
        return hits
    return order_hits(pa.concat_tables([hits, judgment.alerts.select(hits.schema.names)]))
