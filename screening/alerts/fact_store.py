"""Facts kept once under the hash of their content. Reach for it to write or read the table `facts`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import sqlalchemy as sa

from screening.alerts.facts import Facts
from screening.alerts.tables import facts

__all__ = ["in_chunks", "keep_facts", "known_facts", "load_facts"]

# Parameters of one statement; both databases allow more than thirty times as many.
_CHUNK = 1_000


def in_chunks(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """The values in lists short enough for one IN (...)."""
    remaining = iter(values)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def known_facts(connection: sa.Connection, keys: Iterable[str]) -> set[str]:
    """Those of the hashes that are there; they stay, as nothing is ever taken away."""
    known: set[str] = set()
    for chunk in in_chunks(keys):
        known.update(connection.scalars(sa.select(facts.c.facts_id).where(facts.c.facts_id.in_(chunk))))
    return known


def keep_facts(connection: sa.Connection, contents: Mapping[str, str]) -> None:
    """Add what is not there yet. contents: hash → canonical JSON."""
    known = known_facts(connection, contents)
    missing = [{"facts_id": key, "content": text} for key, text in contents.items() if key not in known]
    if missing:
        connection.execute(sa.insert(facts), missing)


def load_facts(connection: sa.Connection, keys: Iterable[str]) -> dict[str, Facts]:
    """Hash → facts, of every hash given."""
    found: dict[str, Facts] = {}
    for chunk in in_chunks(sorted(set(keys))):
        for row in connection.execute(sa.select(facts).where(facts.c.facts_id.in_(chunk))):
            found[row.facts_id] = json.loads(row.content)
    return found
