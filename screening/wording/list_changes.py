"""Changes of a list in words.

AL-KHAZALI, Qais (OFAC-SDN 28004): alias 'AL-KHAZALI, Qays' added; program GLOMAG removed
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from screening.model.changes import PARTY_FACTS, WEAK_ALIAS
from screening.model.list_changes import FieldChange, ListChanges, PartyChange

__all__ = ["change_words", "count_words", "field_words", "party_words"]

# Their values are codes or words of their own; everything else is quoted, to show where it ends.
_UNQUOTED = frozenset({"entity_type", "gender", "programs", "measures", "birth_dates"})
# What happens to a measure is called otherwise.
_HAPPENED = {"measures": ("lifted", "imposed")}


def count_words(changes: ListChanges) -> str:
    """The counts, in a sentence without its full stop."""
    counts = (
        f"{len(changes.added):,} added, {len(changes.removed):,} removed, {len(changes.changed):,} changed, "
        f"{changes.unchanged:,} unchanged"
    )
    if not changes.rearranged:
        return counts
    return (
        f"{counts} ({len(changes.rearranged):,} of these with entries reordered, doubled or linked otherwise)"
    )


def change_words(changes: ListChanges) -> Iterator[str]:
    """A line for each party of `changes.parties`, in this order."""
    for party in changes.parties:
        yield party_words(party, changes.list_id)


def field_words(change: FieldChange, own_names: Collection[str] = ()) -> Iterator[str]:
    """What happened to one field, value by value: "program GLOMAG removed", "gender is female, was male".

    own_names: primary names before and after, which are no aliases.
    """
    called = PARTY_FACTS[change.field]
    if change.is_replacement:
        before, after = (_shown(change.field, value) for value in (change.before[0], change.after[0]))
        yield f"{called} is {after}, was {before}"
        return
    happened = _HAPPENED.get(change.field, ("removed", "added"))
    for values, what_happened in zip((change.before, change.after), happened, strict=True):
        for value in values:
            what = "name" if change.field == "names" and value in own_names else called
            yield f"{what} {_shown(change.field, value)} {what_happened}"


def party_words(party: PartyChange, list_id: str) -> str:
    """One party in a line: what came and went of a changed one, the programs of one added or removed."""
    if party.change == "changed":
        own_names = _primary_names(party)
        words = "; ".join(word for field in party.fields for word in field_words(field, own_names))
        return f"{party.entity_name} ({list_id} {party.entity_id}): {words}"
    programs = next((field for field in party.fields if field.field == "programs"), None)
    under = "; ".join(programs.after or programs.before) if programs else "no program"
    happened = "added under" if party.change == "added" else "removed, was listed under"
    return f"{party.entity_name} ({list_id} {party.entity_id}, {party.entity_type}): {happened} {under}"


def _primary_names(party: PartyChange) -> set[str]:
    changed = next((field for field in party.fields if field.field == "primary_name"), None)
    return {party.entity_name, *(changed.before if changed else ())}


def _shown(field: str, value: str) -> str:
    if field == "names" and value.endswith(WEAK_ALIAS):
        return f"'{value.removesuffix(WEAK_ALIAS)}'{WEAK_ALIAS}"
    return value if field in _UNQUOTED else f"'{value}'"
