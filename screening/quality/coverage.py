"""The gate of coverage: whether every party and name that was published was screened against.

Listed parties are counted by list and type at each step on the way, by whoever did the step: in the
publisher's files, in the list that was read, in the index of names, and in that of each process that
compared customers. A count that differs means that somebody on a list cannot be found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from screening.model.gates import CoverageSeen
from screening.model.party_counts import ListCoverage, PartyCount
from screening.model.vocabulary import ENTITY_TYPES
from screening.quality.expectations import TableToCheck, zero
from screening.quality.results import GateResult
from screening.watchlists.counts import parsed_counts, searchable_counts
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["coverage", "coverage_gate"]


def coverage(
    watchlists: Sequence[Watchlist],
    indexed: Mapping[str, Sequence[PartyCount]],
    screened: Mapping[str, Sequence[PartyCount]],
    *,
    restricted: bool = False,
) -> tuple[ListCoverage, ...]:
    """The counts of each list and type beside each other.

    watchlists: as they were screened with. indexed, screened: list_id → its counts. restricted: whether only
    some parties of the lists were to be screened against, so that what was published says nothing of them.
    """
    rows = []
    for watchlist in watchlists:
        published = None if restricted else watchlist.published_counts
        searchable = _by_type(searchable_counts(watchlist))
        parsed = _by_type(parsed_counts(watchlist))
        of_files = _by_type(published or ())
        in_index, compared = (_by_type(counts.get(watchlist.list_id, ())) for counts in (indexed, screened))
        for entity_type in ENTITY_TYPES:
            steps = (of_files, parsed, in_index, compared)
            if not any(entity_type in step for step in steps):
                continue
            none = PartyCount(entity_type, 0, 0)
            read = parsed.get(entity_type, none)
            rows.append(
                ListCoverage(
                    list_id=watchlist.list_id,
                    entity_type=entity_type,
                    published=None if published is None else of_files.get(entity_type, none),
                    parsed=read,
                    without_letters=read.names - searchable.get(entity_type, none).names,
                    indexed=in_index.get(entity_type, none),
                    screened=compared.get(entity_type, none),
                )
            )
    return tuple(rows)


def coverage_gate(rows: Sequence[ListCoverage]) -> GateResult:
    """Whether nobody went missing between the publisher's files and the hits."""
    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    demands = (
        zero("not_read", "published parties read"),
        zero("not_indexed", "parties read are indexed"),
        zero("not_screened", "indexed parties screened against"),
    )
    table = TableToCheck("coverage.counts", _table(rows), demands, "parties")
    return GateResult.of(CoverageSeen(tuple(rows)), validate([table]))


def _by_type(counts: Sequence[PartyCount]) -> dict[str, PartyCount]:
    return {count.entity_type: count for count in counts}


def _table(rows: Sequence[ListCoverage]) -> pd.DataFrame:
    import pandas as pd

    columns = ("published", "parsed", "indexed", "screened")
    table = []
    for row in rows:
        counts = {step: getattr(row, step) for step in columns}
        table.append(
            {"parties": f"{row.list_id} {row.entity_type}"}
            | {f"{step}_parties": count and count.parties for step, count in counts.items()}
            | {f"{step}_names": count and count.names for step, count in counts.items()}
            | {"names_without_letters": row.without_letters}
            | {
                "not_read": int(row.differs("published")),
                "not_indexed": int(row.differs("indexed")),
                "not_screened": int(row.differs("screened")),
            }
        )
    return pd.DataFrame(table)
