"""Two versions of a list → what changed, party by party.

    changes = diff(load_version(old.path), load_version(new.path))
    changes.added, changes.removed, changes.changed      # PartyChange each
    change_words(changes)                                # lines for people, see `diff_words`
    changes.table()                                      # one row a value, for a spreadsheet

Parties are the same where the publisher's number is. What is compared are the facts of `party_facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyarrow as pa

from screening.model.errors import InputError
from screening.watchlists.party_facts import (
    FACT_FIELDS,
    SINGLE_VALUED,
    Facts,
    party_facts,
    party_fingerprints,
)
from screening.watchlists.watchlist import Watchlist

__all__ = ["CHANGE_SCHEMA", "FieldChange", "ListChanges", "PartyChange", "diff"]

Kind: TypeAlias = Literal["added", "removed", "changed"]

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
    """The values of one field (of FACT_FIELDS) that went and that came, sorted each."""

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

    fields: in the order of FACT_FIELDS, each with at least one value.
    """

    change: Kind
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
        """CHANGE_SCHEMA: parties in the order of `parties`, fields in that of FACT_FIELDS, values sorted."""
        rows = [row for party in self.parties for row in _rows(party)]
        return pa.Table.from_pylist(rows, schema=CHANGE_SCHEMA)


def diff(old: Watchlist, new: Watchlist) -> ListChanges:
    """What it takes to get from `old` to `new`. diff(new, old) is the same, turned round.

    Raises InputError for versions of different lists: their numbers have nothing to do with each other.
    """
    if old.list_id != new.list_id:
        raise InputError(
            f"{old.source} is a version of {old.list_id}, {new.source} of {new.list_id}. "
            "Only versions of one list can be compared."
        )
    before, after = party_facts(old), party_facts(new)
    prints_before, prints_after = party_fingerprints(old), party_fingerprints(new)
    on_both = _ordered(before.keys() & after.keys())
    changed = [party for party in on_both if before[party] != after[party]]
    same = [party for party in on_both if before[party] == after[party]]
    return ListChanges(
        list_id=new.list_id,
        old=old.version,
        new=new.version,
        added=_changes("added", _ordered(after.keys() - before.keys()), before, after),
        removed=_changes("removed", _ordered(before.keys() - after.keys()), before, after),
        changed=_changes("changed", changed, before, after),
        unchanged=len(same),
        rearranged=tuple(party for party in same if prints_before[party] != prints_after[party]),
    )


def _ordered(entity_ids: Iterable[str]) -> list[str]:
    # Numbers by their size, whatever else a publisher uses after them.
    return sorted(entity_ids, key=lambda text: (0, int(text), text) if text.isdecimal() else (1, 0, text))


def _changes(
    change: Kind, entity_ids: Iterable[str], before: Mapping[str, Facts], after: Mapping[str, Facts]
) -> tuple[PartyChange, ...]:
    found = []
    for entity_id in entity_ids:
        old, new = before.get(entity_id, {}), after.get(entity_id, {})
        shown = new or old
        found.append(
            PartyChange(
                change=change,
                entity_id=entity_id,
                entity_name=shown["primary_name"][0],
                entity_type=shown["entity_type"][0],
                fields=tuple(_field_changes(old, new)),
            )
        )
    return tuple(found)


def _field_changes(old: Facts, new: Facts) -> Iterator[FieldChange]:
    for field in FACT_FIELDS:
        before, after = set(old.get(field, ())), set(new.get(field, ()))
        if before != after:
            yield FieldChange(field, tuple(sorted(before - after)), tuple(sorted(after - before)))


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
