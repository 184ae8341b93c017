"""What was known of a customer or a party: when it counts as the same, what changed, and how it is kept.

Facts are lists of texts under names: a customer's `name`, `date_of_birth`, ...; a party's `names`,
`birth_dates`, `programs`, ... (see CUSTOMER_FACTS and PARTY_FACTS in `screening.model.changes`). The order
of the texts, doubled ones and blanks around them mean nothing. A fact that is not there is one without
texts; but of LATER_CUSTOMER_FACTS and LATER_PARTY_FACTS nothing is known then, as it was kept before they
were, and what is not known is no change. The ledger keeps each content once, under its hash.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from screening.alerts.database import in_chunks
from screening.alerts.tables import facts as facts_table
from screening.model.changes import LATER_CUSTOMER_FACTS, LATER_PARTY_FACTS, Change, Side

__all__ = [
    "Facts",
    "changes_of",
    "facts_json",
    "fingerprint",
    "keep_facts",
    "known_facts",
    "load_facts",
    "not_known_of",
    "sha256",
]

Facts: TypeAlias = Mapping[str, Sequence[str]]

_LATER = frozenset((*LATER_CUSTOMER_FACTS, *LATER_PARTY_FACTS))


def facts_json(facts: Facts) -> str:
    """The facts as canonical JSON: equal facts, equal text."""
    return json.dumps(_plain(facts), ensure_ascii=False, separators=(",", ":"))


def fingerprint(facts: Facts, fields: Sequence[str]) -> str:
    """SHA-256 of the canonical JSON of the `fields` that count, as 64 hexadecimal digits."""
    # Those of a further list begin with its name: see `facts_by_list`.
    counts = {name: texts for name, texts in facts.items() if _field(name) in fields}
    return sha256(facts_json(counts))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def changes_of(side: Side, before: Facts, after: Facts, fields: Sequence[str]) -> tuple[Change, ...]:
    """What changed among `fields` of a customer or a party, in the order of the fields."""
    old, new = _plain(before), _plain(after)
    return tuple(
        Change(side, field, tuple(old.get(field, ())), tuple(new.get(field, ())))
        for field in fields
        if old.get(field) != new.get(field) and not _unknown(field, old, new)
    )


def not_known_of(side: Side, facts: Facts) -> frozenset[str]:
    """Those of LATER_CUSTOMER_FACTS or LATER_PARTY_FACTS that the facts of that side were kept without."""
    later = LATER_CUSTOMER_FACTS if side == "customer" else LATER_PARTY_FACTS
    return frozenset(later) - {_field(name) for name in facts}


def known_facts(connection: sa.Connection, keys: Iterable[str]) -> set[str]:
    """Those of the hashes that are there; they stay, as nothing is ever taken away."""
    known: set[str] = set()
    number = facts_table.c.facts_id
    for chunk in in_chunks(keys):
        known.update(connection.scalars(sa.select(number).where(number.in_(chunk))))
    return known


def keep_facts(connection: sa.Connection, contents: Mapping[str, str]) -> None:
    """Add what is not there yet. contents: hash → canonical JSON."""
    known = known_facts(connection, contents)
    missing = [{"facts_id": key, "content": text} for key, text in contents.items() if key not in known]
    if missing:
        connection.execute(sa.insert(facts_table), missing)


def load_facts(connection: sa.Connection, keys: Iterable[str]) -> dict[str, Facts]:
    """Hash → facts, of every hash given."""
    found: dict[str, Facts] = {}
    for chunk in in_chunks(sorted(set(keys))):
        for row in connection.execute(sa.select(facts_table).where(facts_table.c.facts_id.in_(chunk))):
            found[row.facts_id] = json.loads(row.content)
    return found


def _unknown(field: str, *sides: Facts) -> bool:
    return field in _LATER and any(field not in side for side in sides)


def _field(name: str) -> str:
    return name.rpartition(": ")[2]


def _plain(facts: Facts) -> dict[str, list[str]]:
    plain = {}
    for field in sorted(facts):
        texts = sorted({" ".join(unicodedata.normalize("NFC", text).split()) for text in facts[field]} - {""})
        if texts or _field(field) in _LATER:
            plain[field] = texts
    return plain
