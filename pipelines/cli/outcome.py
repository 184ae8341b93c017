"""What a finished run says on the terminal: what was found, whether to rely on it, where to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.storage.addresses import Place

__all__ = ["outcome_lines"]


def outcome_lines(folder: Place) -> Iterator[str]:
    """The lines for the run in `folder`, from its run.json."""
    from screening.model.run_record import RunRecord
    from screening.wording.lists import coverage_words
    from screening.wording.run_verdict import verdict_lines
    from screening.wording.shown_hits import cap_words

    run = RunRecord.model_validate_json((folder / "run.json").read_text(encoding="utf-8"))
    hits, customers = run.hits, run.customers
    yield (
        f"{hits.rows:,} hits on {hits.records:,} of {customers.rows_screened:,} customers "
        f"({customers.rows_rejected:,} rows rejected)"
    )
    for watchlist in run.watchlists:
        rows = [row for row in run.coverage if row.list_id == watchlist.list_id]
        if rows:
            words = coverage_words(watchlist.list_id, rows)
            yield words[0].upper() + words[1:]
    if capped := cap_words(run):
        yield capped
    yield from verdict_lines(run)
    yield f"Report: {folder / 'report.html'}"
