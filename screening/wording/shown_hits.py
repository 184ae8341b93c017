"""What is said where the workbook or the page does not have all hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.model.run_record import RunRecord

__all__ = ["cap_words"]


def cap_words(run: RunRecord) -> str | None:
    """How many of the hits are in the files that have a cap; None where all are, or nobody noted it."""
    if run.shown is None:
        return None
    files = {"hits.xlsx": run.shown.workbook, "report.html": run.shown.page}
    capped = [f"{name} has {rows:,}" for name, rows in files.items() if rows < run.hits.rows]
    if not capped:
        return None
    those = " and ".join(capped)
    return f"Of {run.hits.rows:,} hits {those}, the most likely; hits.csv and hits.parquet have all."
