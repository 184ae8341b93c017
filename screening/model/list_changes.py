"""What changed between two versions of a list, as data; `screening.watchlists.versions.diff` finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyarrow as pa

from screening.model.changes import SINGLE_VALUED

__all__ = ["CHANGE_SCHEMA", "FieldChange", "ListChanges", "PartyChange"]

ChangeKind: TypeAlias = Literal["added", "removed", "changed"]

# One row a value that came or went; of an added party every value is new, of a removed one every value went.
# A field that holds one value at a time has both in one row.
CHANGE_SCHEMA = pa.schema(
    [
        pa.field(name, pa.string())
        for name in ("change", "entity_id", "entity_name", "entity_type", "field", "before", "after")
    ]
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values of one field (of PARTY_FACTS) that went and that came, sorted each."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_replacement(self) -> bool:
        """Whether the one new value stands for the one old value."""
        return self.field in SINGLE_VALUED and len(self.before) == len(self.after) == 1


@dataclass(frozen=True, slots=True)
class PartyChange:
    """A party that came, went or changed; name and type as they are now, or were before it went.

    fields: in the order of PARTY_FACTS, each with at least one value.
    """

    change: ChangeKind
    entity_id: str
    entity_name: str
    entity_type: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class ListChanges:
    """What changed between two versions of one list. Parties stand in the order of their numbers.

    old, new: `Watchlist.version` of each. unchanged: how many parties are on both with the same facts.
    rearranged: numbers of those among them whose fingerprint changed all the same, so that they are screened
    again: their names stand in another order, an alias that repeats another name came or went, or a link
    leads to another party of this name.
    """

    list_id: str
    old: str
    new: str
    added: tuple[PartyChange, ...]
    removed: tuple[PartyChange, ...]
    changed: tuple[PartyChange, ...]
    unchanged: int
    rearranged: tuple[str, ...]

    @property
    def parties(self) -> tuple[PartyChange, ...]:
        """Added, removed and changed parties, in this order."""
        return self.added + self.removed + self.changed

    def table(self) -> pa.Table:
        """CHANGE_SCHEMA: parties in the order of `parties`, fields in that of PARTY_FACTS, values sorted."""
        rows = [row for party in self.parties for row in _rows(party)]
        return pa.Table.from_pylist(rows, schema=CHANGE_SCHEMA)


def _rows(party: PartyChange) -> Iterator[dict[str, str | None]]:
    shown: dict[str, str | None] = {
        "change": party.change,
        "entity_id": party.entity_id,
        "entity_name": party.entity_name,
        "entity_type": party.entity_type,
    }
    for field in party.fields:
        if field.is_replacement:
            yield shown | {"field": field.field, "before": field.before[0], "after": field.after[0]}
            continue
        for value in field.before:
            yield shown | {"field": field.field, "before": value, "after": None}
        for value in field.after:
            yield shown | {"field": field.field, "before": None, "after": value}
