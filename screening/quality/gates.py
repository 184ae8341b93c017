"""The three gates of a run. Reach for them after reading a list, after reading customers, before publishing.

Each returns a GateResult and never raises for bad data: `raise_if_failed` does that, so that a caller can
keep the verdict first. Great Expectations is loaded at the first gate of a process, which takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from screening.quality.customer_facts import CustomerFacts
from screening.quality.hit_facts import hit_records, hit_tables
from screening.quality.list_facts import list_tables, orphan_share
from screening.quality.results import GateResult, TableValidation
from screening.settings.gates import GateSettings
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd

__all__ = ["AgeLimit", "customers_gate", "hits_gate", "list_gate"]


@dataclass(frozen=True)
class AgeLimit:
    """How old a list may be that nobody chose. since: the day its age is counted from, which is that of its
    publication, or of its arrival where its files tell none. max_days: None for any age."""

    since: date
    max_days: int | None


def list_gate(
    watchlist: Watchlist, limits: GateSettings, today: date | None = None, age: AgeLimit | None = None
) -> GateResult:
    """Whether a list may be screened with: unique parties, sound names and birth dates, few orphans, its age.

    today: the day to measure the list's age and birth dates against; the UTC day where not given.
    age: of a list that the program picked by itself; one that a person named may be of any age.
    """
    from screening.quality.suites import list_suites

    day = today or datetime.now(UTC).date()
    days = (day - age.since).days if age and age.max_days is not None else None
    labels = {
        "entities": "entity_id",
        "names": "entity_id",
        "birth_dates": "entity_id",
        "tables": "table",
        "ends": "rows",
    }
    tables = list_tables(watchlist, day, days, limits.max_parties_without_alias)
    found = _run(tables, list_suites(limits, age.max_days if age else None), labels)
    saw = (
        f"{watchlist.entity_count:,} parties with {watchlist.name_count:,} names, "
        f"{watchlist.orphans:,} orphan rows ({orphan_share(watchlist):.3%}), "
        f"{watchlist.unparsed_share:.2%} of {watchlist.remark_segments:,} segments of remarks not understood"
        ", "
        f"{_age(watchlist, day, age)}"
    )
    return GateResult.of(f"list {watchlist.list_id}", saw, found)


def _age(watchlist: Watchlist, day: date, age: AgeLimit | None) -> str:
    published = watchlist.published
    if published is None and age is None:
        return "of unknown date, so its age was not checked"
    words = f"published {published}, {(day - published).days:,} days ago" if published else "of unknown date"
    if age is None or age.since == published:
        return words
    return f"{words}, last brought {age.since}, {(day - age.since).days:,} days ago"


def customers_gate(facts: CustomerFacts, rows_in: int, limits: GateSettings) -> GateResult:
    """Whether the customers were read whole: unique ids, types, dates, no row lost, not too many rejected.

    facts: every batch that was screened, and what was rejected beside it.
    rows_in: the rows of the file as its reader counted them.
    """
    from screening.quality.suites import customers_suites

    tables = {"batches": facts.batches(), "whole": facts.whole(rows_in)}
    found = _run(tables, customers_suites(limits, rows_in), {"batches": "batch"})
    saw = (
        f"{rows_in:,} rows in, {facts.rows_screened:,} screened, {facts.rows_rejected:,} rejected, "
        f"{facts.repeated_record_ids():,} repeated record ids"
    )
    return GateResult.of("customers", saw, found)


def hits_gate(
    hits: pa.Table,
    watchlists: Sequence[Watchlist],
    customers: CustomerFacts,
    limits: GateSettings,
    threshold: float,
) -> GateResult:
    """Whether hits may be published: unique, in range, each pointing to a listed party and a screened record.

    hits: HIT_SCHEMA, carried columns after it. watchlists: all the lists screened with.
    customers: the facts gathered while screening. threshold: the lowest score a hit may have (0 to 100).
    """
    from screening.quality.suites import hits_suites

    tables = hit_tables(hits, watchlists, customers)
    found = _run(tables, hits_suites(limits, threshold, customers.rows_screened), {"rows": "alert_id"})
    records = hit_records(hits) if "rows" in tables else 0
    saw = f"{hits.num_rows:,} hits on {records:,} of {customers.rows_screened:,} customers"
    return GateResult.of("hits", saw, found)


def _run(
    tables: dict[str, pd.DataFrame], suites: dict[str, gx.ExpectationSuite], labels: dict[str, str]
) -> list[TableValidation]:
    from screening.quality.validation import validate

    return [validate(table, suites[name], labels.get(name)) for name, table in tables.items()]
