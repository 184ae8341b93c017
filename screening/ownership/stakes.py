"""Statements → stakes: what each owner has of each company as of a day, each once.

Several statements on the same owner and company are mostly one holding told several times, and are counted
once:

- Ended and future ones are left out.
- Of one source and one kind of interest the newest statements count; equal ones are one. Where they differ,
  the largest is certain, and their sum possible, as they may be blocks of shares that each count.
- Several kinds of interest, and several sources, are not added up: the largest counts, so that an old source
  does not hide what another knows. That sources differ is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from screening.ownership.one_holder import OneHolder

if TYPE_CHECKING:
    from screening.settings.ownership import OwnershipSettings

__all__ = ["Stake", "stakes_of"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

WHOLE = 100.0


@dataclass(frozen=True)
class Stake:
    """least, most: percent of `owned` that `owner` has for certain, and possibly. indirect: held through
    others. source: who says so, and where. known: whether the source tells a share. differ: whether sources
    tell different shares."""

    owner: str
    owned: str
    least: float
    most: float
    indirect: bool
    source: str
    known: bool = True
    differ: bool = False


def stakes_of(
    holdings: pa.Table,
    one: OneHolder,
    settings: OwnershipSettings,
    today: date,
    within: Collection[str] | None = None,
) -> Sequence[Stake]:
    """One stake for each owner and company, and one more where an owner holds indirectly as well.

    holdings: HOLDINGS. within: only of companies among these. A holder does not own itself. Ordered by owner
    and company, whatever the order of the rows.
    """
    found: dict[tuple[str, str, bool], list[dict[str, Any]]] = defaultdict(list)
    if within is not None:
        wanted = pa.array(sorted(within), pa.string())
        holdings = holdings.filter(pc.is_in(one.keys(holdings["owned"]), value_set=wanted))
    for row in holdings.to_pylist():
        if row["interest"] not in settings.interests or not _holds(row, today):
            continue
        owner, owned = one[row["owner"]], one[row["owned"]]
        if owner != owned:
            found[owner, owned, row["indirect"]].append(row)
    return [_stake(*key, rows, settings) for key, rows in sorted(found.items())]


def _holds(row: dict[str, Any], today: date) -> bool:
    begins, ends = row["begins"], row["ends"]
    return (begins is None or begins <= today) and (ends is None or ends >= today)


def _stake(
    owner: str, owned: str, indirect: bool, rows: list[dict[str, Any]], settings: OwnershipSettings
) -> Stake:
    of_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_source[row["source"]].append(row)
    told = [_of_source(each, settings) for _, each in sorted(of_source.items())]
    least, most = max(share.least for share in told), max(share.most for share in told)
    largest = max(told, key=lambda share: (share.least, share.most, share.source))
    known = [(share.least, share.most) for share in told if share.known]
    return Stake(owner, owned, least, most, indirect, largest.source, bool(known), differ=len(set(known)) > 1)


@dataclass(frozen=True)
class _Told:
    least: float
    most: float
    source: str
    known: bool


def _of_source(rows: list[dict[str, Any]], settings: OwnershipSettings) -> _Told:
    of_interest: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_interest[row["interest"]].append(row)
    told = [_of_interest(each, settings) for _, each in sorted(of_interest.items())]
    largest = max(told, key=lambda share: (share.least, share.most, share.source))
    return _Told(
        largest.least, max(share.most for share in told), largest.source, any(share.known for share in told)
    )


def _of_interest(rows: list[dict[str, Any]], settings: OwnershipSettings) -> _Told:
    newest = max(row["stated_on"] or date.min for row in rows)
    rows = [row for row in rows if (row["stated_on"] or date.min) == newest]
    shares = sorted({_share(row, settings) for row in rows})
    least = max(share for share, _ in shares)
    row = min(
        (row for row in rows if _share(row, settings)[0] == least),
        key=lambda row: (row["source"], row["place"]),
    )
    said = f" of {newest.isoformat()}" if newest > date.min else ""
    return _Told(
        least,
        min(WHOLE, sum(share for _, share in shares)),
        f"{row['source']}, {row['place']}{said}",
        any(row["most"] is not None for row in rows),
    )


def _share(row: dict[str, Any], settings: OwnershipSettings) -> tuple[float, float]:
    if row["most"] is not None:
        return row["least"] or 0.0, row["most"]
    consolidated = row["interest"] == "consolidated"
    assumed = settings.consolidated_share if consolidated else settings.unknown_share
    return row["least"] or assumed or 0.0, WHOLE
