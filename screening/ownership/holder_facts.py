"""What all sources together know of each holder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute

from screening.ownership.one_holder import OneHolder

__all__ = ["Holder", "holders_of"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_Each = TypeVar("_Each")


@dataclass
class Holder:
    """keys: under which sources know it. numbers: (scheme, number). entries: (list_id, entity_id)."""

    keys: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    entity_type: str | None = None
    birth_date: str | None = None
    countries: list[str] = field(default_factory=list)
    numbers: list[tuple[str | None, str]] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """What to call it."""
        return self.names[0] if self.names else self.keys[0].partition(":")[2]


def holders_of(holders: pa.Table, one: OneHolder, wanted: Collection[str]) -> Mapping[str, Holder]:
    """The key that stands for a holder → what is known of it. holders: HOLDERS. wanted: only these keys."""
    found: dict[str, Holder] = {}
    of_these = pa.array(sorted(wanted), pa.string())
    for row in holders.filter(pc.is_in(one.keys(holders["key"]), value_set=of_these)).to_pylist():
        holder = found.setdefault(one[row["key"]], Holder())
        _extend(holder.keys, [row["key"]])
        _extend(holder.names, row["names"])
        _extend(holder.countries, row["countries"])
        _extend(holder.numbers, [(each["scheme"], each["number"]) for each in row["numbers"]])
        if row["list_id"] is not None:
            _extend(holder.entries, [(row["list_id"], row["entity_id"])])
        holder.entity_type = holder.entity_type or row["entity_type"]
        holder.birth_date = holder.birth_date or row["birth_date"]
    return found


def _extend(there: list[_Each], more: list[_Each]) -> None:
    there += [each for each in dict.fromkeys(more) if each not in there]
