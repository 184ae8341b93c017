"""The gate between a list as it came and the last good version. Reach for it before a new version is kept.

A list may be sound in itself and still be half of what it was yesterday. This gate never raises for that:
`raise_if_failed` does, and a person may take the list in all the same.
"""

from __future__ import annotations

from screening.quality.change_facts import COUNTED, change_tables
from screening.quality.results import Check, GateResult
from screening.settings.gates import GateSettings
from screening.watchlists.watchlist import Watchlist

__all__ = ["list_change_gate"]

_LABELS = {"counts": "rows", "columns": "column"}


def list_change_gate(
    new: Watchlist,
    last_good: Watchlist | None,
    limits: GateSettings,
    before: Watchlist | None = None,
    published_before: str = "",
) -> GateResult:
    """Whether a new version of a list is near enough to the last good one to be taken in unseen.

    last_good: the version that is screened with now; None where there is none, and any list passes.
    before: the version in use before that one. published_before: where the same content was a version before
    the last good one, when; a list comes back to older content by mistake more often than on purpose.
    """
    name = f"list change {new.list_id}"
    if last_good is None:
        saw = f"{new.entity_count:,} parties and no earlier version to compare them with"
        return GateResult(name, saw, (Check("a first version may be anything", True, "", ""),))

    from screening.quality.suites import list_change_suites
    from screening.quality.validation import validate

    suites = list_change_suites(limits)
    tables = change_tables(new, last_good, limits.change_rows_allowed, before, published_before)
    found = [validate(frame, suites[table], _LABELS.get(table)) for table, frame in tables.items()]
    return GateResult.of(name, _saw(new, last_good), found)


def _saw(new: Watchlist, last_good: Watchlist) -> str:
    counts = []
    for kind, table in COUNTED.items():
        after, before = new.tables[table].num_rows, last_good.tables[table].num_rows
        counts.append(f"{after:,} {kind} ({after - before:+,})")
    published = new.published or "at an unknown date"
    return f"{', '.join(counts)}, published {published}, against {last_good.version}"
