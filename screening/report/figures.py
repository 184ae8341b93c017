"""The figures of a report, counted over all hits: how scores are distributed, and hits by program.

Counted in Arrow, so that a report over a million hits costs no more than reading two columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.model.hit_table import HitRows, parts_of
from screening.watchlists.programs import known_programs

__all__ = ["ProgramCount", "ScoreBin", "hits_by_program", "score_bins"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute


# Listings in memory at once are those of so many hits.
_ROWS = 25_000


@dataclass(frozen=True)
class ScoreBin:
    """Hits with a score from `low` up to, but not with, `high`; the last bin holds 100 too."""

    low: int
    high: int
    hits: int


@dataclass(frozen=True)
class ProgramCount:
    """Hits and distinct records on parties of a list's program. A party of two programs counts in both."""

    list_id: str
    program: str
    title: str | None
    authority: str | None
    hits: int
    records: int


def score_bins(hits: HitRows, threshold: float) -> list[ScoreBin]:
    """The range from the threshold to 100 in at most 20 bins of equal whole points.

    The first bin may begin a little below the threshold, so that borders are round numbers.
    """
    width = next(points for points in (1, 2, 5) if (100 - threshold) / points <= 20)
    start = min(math.floor(threshold / width) * width, 100 - width)
    borders = np.arange(start, 100 + width, width)
    scores = np.clip(hits.select(["score"]).slice()["score"].to_numpy(), start, 100)
    counts, _ = np.histogram(scores, bins=borders)
    return [
        ScoreBin(int(low), int(low) + width, int(count))
        for low, count in zip(borders[:-1], counts, strict=True)
    ]


def hits_by_program(hits: HitRows) -> list[ProgramCount]:
    """Programs of the parties hit, the most frequent first, with title and authority where known."""
    listed = hits.select(["record_id", "listings"])
    pairs: Any = pa.concat_tables(map(_programs, parts_of(listed, _ROWS)))
    of_program = pairs.group_by(["list_id", "program"])
    counted = of_program.aggregate([("record_id", "count"), ("record_id", "count_distinct")])
    result = []
    for row in counted.to_pylist():
        about = known_programs(row["list_id"]).get(row["program"])
        result.append(
            ProgramCount(
                list_id=row["list_id"],
                program=row["program"],
                title=about.title if about else None,
                authority=about.authority if about else None,
                hits=row["record_id_count"],
                records=row["record_id_count_distinct"],
            )
        )
    return sorted(result, key=lambda count: (-count.hits, count.program, count.list_id))


def _programs(hits: pa.Table) -> pa.Table:
    """The programs of the hits' listings, a row each."""
    listings = hits.column("listings")
    records = pc.take(hits.column("record_id"), pc.list_parent_indices(listings))
    listing = pc.list_flatten(listings)
    codes = pc.struct_field(listing, "programs")
    bearer = pc.list_parent_indices(codes)
    return pa.table(
        {
            "list_id": pc.take(pc.struct_field(listing, "list_id"), bearer),
            "program": pc.list_flatten(codes),
            "record_id": pc.take(records, bearer),
        }
    )
