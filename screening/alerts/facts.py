"""What was known of a customer or a party, when it counts as the same, and what changed, in words.

Facts are lists of texts under names: a customer's `name`, `date_of_birth`, ...; a party's `names`,
`birth_dates`, `programs`, ... (see `screening.watchlists.party_facts`). The order of
the texts, doubled ones and blanks around them mean nothing. A fact that is not there is one without texts.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

from screening.watchlists.party_facts import FACT_FIELDS

__all__ = ["Facts", "customer_changes", "facts_json", "fingerprint", "party_changes", "sha256"]

Facts = Mapping[str, Sequence[str]]

_NOT_KNOWN = "not known"
_OF_CUSTOMER = {
    "name": "name",
    "date_of_birth": "birth date",
    "nationality": "nationality",
    "country": "country",
    "gender": "gender",
    "id_number": "document number",
    "entity_type": "type",
    "address": "address",
}


def facts_json(facts: Facts) -> str:
    """The facts as canonical JSON: equal facts, equal text."""
    return json.dumps(_plain(facts), ensure_ascii=False, separators=(",", ":"))


def fingerprint(facts: Facts, fields: Sequence[str]) -> str:
    """SHA-256 of the canonical JSON of the `fields` that count, as 64 hexadecimal digits."""
    return sha256(facts_json({field: facts[field] for field in fields if field in facts}))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def customer_changes(before: Facts, after: Facts, fields: Sequence[str]) -> list[str]:
    """What changed among `fields`: "customer's birth date was 1974, is 1975-02-01". None: an empty list."""
    old, new = _plain(before), _plain(after)
    return [
        f"customer's {_OF_CUSTOMER[field]} was {_listed(old.get(field))}, is {_listed(new.get(field))}"
        for field in fields
        if old.get(field) != new.get(field)
    ]


def party_changes(before: Facts, after: Facts, fields: Sequence[str]) -> list[str]:
    """What changed among `fields`: "new alias 'X'", "program GLOMAG added". None: an empty list."""
    old, new = _plain(before), _plain(after)
    words: list[str] = []
    for field in fields:
        earlier, later = old.get(field, []), new.get(field, [])
        gone = [text for text in earlier if text not in later]
        come = [text for text in later if text not in earlier]
        if field == "names":
            words += [f"new alias '{text}'" for text in come] + [f"alias '{text}' removed" for text in gone]
        elif field == "programs":
            words += [f"program {text} added" for text in come] + [f"program {text} removed" for text in gone]
        elif len(earlier) == len(later) == len(come) == 1:
            words.append(f"party's {FACT_FIELDS[field]} was {earlier[0]}, is {later[0]}")
        else:
            noun = f"party's {FACT_FIELDS[field]}"
            words += [f"{noun} {text} added" for text in come] + [f"{noun} {text} removed" for text in gone]
    return words


def _plain(facts: Facts) -> dict[str, list[str]]:
    plain = {}
    for field in sorted(facts):
        texts = sorted({" ".join(unicodedata.normalize("NFC", text).split()) for text in facts[field]} - {""})
        if texts:
            plain[field] = texts
    return plain


def _listed(texts: Sequence[str] | None) -> str:
    return ", ".join(texts) if texts else _NOT_KNOWN
