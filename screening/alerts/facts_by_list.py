"""What was known of a party that stands on several lists: each list's facts by themselves, and what of them
changed.

    {"names": [...], "programs": [...], "lists": ["OFAC-SDN", "UN"], "UN: names": [...], ...}

Facts are kept in one mapping. Those of the first list have plain names, as those of a party on one list have
always had; those of the others begin with their list. Where `lists` is not there, all facts are of the list
of the alert's own entry. A decision holds for the lists it was made for: a list that comes is a change, and
what it says is not compared, as nothing is there to compare it with; a list that goes takes its facts away
without a change of any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from screening.alerts.facts import Facts, changes_of
from screening.model.changes import Change

__all__ = ["by_list", "facts_on_lists", "party_changes"]

_LISTS = "lists"
_OF = ": "


def facts_on_lists(own_list: str, entries: Iterable[tuple[str, Facts]]) -> Facts:
    """The facts of a party in one mapping.

    own_list: of the alert's own entry. entries: the list and the facts of each entry, at least one; two of
    one list count as one.
    """
    found: dict[str, Facts] = {}
    for list_id, facts in entries:
        found[list_id] = _both(found[list_id], facts) if list_id in found else facts
    (first, plain), *others = found.items()
    if not others and first == own_list:
        return plain
    together = dict(plain)
    for list_id, facts in others:
        together |= {f"{list_id}{_OF}{field}": texts for field, texts in facts.items()}
    return together | {_LISTS: sorted(found)}


def by_list(facts: Facts, own_list: str) -> dict[str, Facts]:
    """List → its facts, of such a mapping."""
    lists = facts.get(_LISTS)
    if lists is None:
        return {own_list: facts}
    found: dict[str, dict[str, Sequence[str]]] = {}
    plain: dict[str, Sequence[str]] = {}
    for name, texts in facts.items():
        list_id, of, field = name.partition(_OF)
        if of:
            found.setdefault(list_id, {})[field] = texts
        elif name != _LISTS:
            plain[name] = texts
    first = next((list_id for list_id in lists if list_id not in found), own_list)
    return {first: plain, **found}


def party_changes(
    before: Facts,
    after: Facts,
    fields: Sequence[str],
    own_list: str,
    *,
    also: Iterable[Mapping[str, Facts]] = (),
    with_gone: bool = True,
) -> tuple[Change, ...]:
    """What changed among `fields` of a party.

    own_list: of the alert's own entry. also: what was known, by list, when other decisions were made that
    count as well; of a list that `before` has, it is left aside. with_gone: whether it is a change that a
    list is gone.
    """
    if _LISTS not in before and _LISTS not in after:
        return changes_of("party", before, after, fields)
    old, new = by_list(before, own_list), by_list(after, own_list)
    for known in also:
        old = {**known, **old}
    found: list[Change] = []
    if _LISTS in fields and (new.keys() - old.keys() or (with_gone and old.keys() - new.keys())):
        found.append(Change("party", _LISTS, tuple(sorted(old)), tuple(sorted(new))))
    for list_id in new:
        if list_id in old:
            found += changes_of("party", old[list_id], new[list_id], fields)
    # Two lists often change in the same thing.
    return tuple(dict.fromkeys(found))


def _both(one: Facts, other: Facts) -> Facts:
    return {field: [*one.get(field, ()), *other.get(field, ())] for field in dict.fromkeys([*one, *other])}
