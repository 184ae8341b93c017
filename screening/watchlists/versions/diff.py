"""Two versions of a list → what changed, party by party.

    changes = diff(load_version(old.path), load_version(new.path))
    changes.added, changes.removed, changes.changed      # PartyChange each
    change_words(changes)                                # lines for people, see `wording.list_changes`
    changes.table()                                      # one row a value, for a spreadsheet

Parties are the same where the publisher's number is. What is compared are the facts of `party_facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from screening.model.changes import PARTY_FACTS
from screening.model.errors import InputError
from screening.model.list_changes import ChangeKind, FieldChange, ListChanges, PartyChange
from screening.watchlists.party_facts import Facts, party_facts, party_fingerprints
from screening.watchlists.watchlist import Watchlist

__all__ = ["diff"]


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
    change: ChangeKind,
    entity_ids: Iterable[str],
    before: Mapping[str, Facts],
    after: Mapping[str, Facts],
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
    for field in PARTY_FACTS:
        before, after = set(old.get(field, ())), set(new.get(field, ()))
        if before != after:
            yield FieldChange(field, tuple(sorted(before - after)), tuple(sorted(after - before)))
