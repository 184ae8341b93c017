"""What document numbers say of a pair: the same number, and whether it is of the same kind and country.

A number tells who somebody is only within its kind: the same digits as a passport of one country, a tax
number of another and a register's number are three people's. Where both sides state the kind, and the country
unless the kind is the same in all, the number is a hit whatever the names. Where they do not, what it is
worth grows with its length (`untyped_numbers`). The numbers themselves are read by `document_numbers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from screening.matching.document_numbers import bare_number, document_keys, number_keys
from screening.model.countries import successors_of
from screening.model.document_cells import number_parts, told_of_parts
from screening.model.findings import Finding, Outcome
from screening.settings.matching import IdentifierPolicy
from screening.watchlists.watchlist import Watchlist

__all__ = ["ListedDocument", "ListedDocuments", "judge_documents", "listed_documents", "told_documents"]

# So many of a party's documents are told beside a customer's number that is none of them.
_DOCUMENTS_TOLD = 3
# A list's digital currency addresses are numbers, too; their kind in configs/document_kinds.yaml.
_CURRENCY_ADDRESS = "digital currency address"
# A number of fewer different signs (0000000, 1111111) was made up.
_FEWEST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A number that a list states of a party. text: kind and number as published. kind: of
    configs/document_kinds.yaml; country: ISO 3166 alpha-2; None where not known. digits: how much the number
    tells, in digits."""

    text: str
    kind: str | None = None
    country: str | None = None
    digits: float = 0.0

    @property
    def told(self) -> str:
        """As published, with the country."""
        return f"{self.text} ({self.country})" if self.country else self.text


# Key of a number → the documents that bear it.
ListedDocuments: TypeAlias = dict[str, tuple[ListedDocument, ...]]


class _Stated(NamedTuple):
    """A number of a customer's cell. told: as shown."""

    kind: str | None
    country: str | None
    told: str


class _Judged(NamedTuple):
    """Ordered by what it is worth."""

    least: float
    points: float
    agrees: bool
    outcome: Outcome
    customer: str
    listed: str


def listed_documents(watchlist: Watchlist, policy: IdentifierPolicy) -> dict[str, ListedDocuments]:
    """entity_id → its documents."""
    found: dict[str, dict[str, dict[ListedDocument, None]]] = defaultdict(lambda: defaultdict(dict))
    for entity_id, number, document in _published(watchlist, policy):
        for key in number_keys(number, policy):
            found[entity_id][key][document] = None
    return {
        entity_id: {key: tuple(documents) for key, documents in by_key.items()}
        for entity_id, by_key in found.items()
    }


def _published(watchlist: Watchlist, policy: IdentifierPolicy) -> Iterator[tuple[str, str, ListedDocument]]:
    """Of each number its party, its text and what is known of it."""
    kinds = policy.document_kinds
    columns = ["entity_id", "number", "kind", "country"]
    for row in watchlist.tables["identifiers"].select(columns).to_pylist():
        number = row["number"] or ""
        read = kinds.read(row["kind"]) or kinds.read_label(number)
        yield (
            row["entity_id"],
            number,
            ListedDocument(
                f"{row['kind']} {row['number']}",
                read.kind if read else None,
                row["country"] or (read.country if read else None),
                _digits(bare_number(number, policy), policy),
            ),
        )
    for row in watchlist.tables["digital_currency"].to_pylist():
        text = f"{row['currency']} {row['address']}"
        digits = _digits(row["address"], policy)
        yield row["entity_id"], row["address"], ListedDocument(text, _CURRENCY_ADDRESS, None, digits)


def judge_documents(
    customer: Mapping[str, Any], listed: ListedDocuments, policy: IdentifierPolicy, told: str | None
) -> tuple[Finding, float]:
    """What the numbers of a customer (a row of CUSTOMER_SCHEMA) say of a party, the best of them; and the
    least score that it guarantees, 0 for none. told: the party's documents, as `told_documents` tells."""
    given = customer["id_number"]
    keys = document_keys(given, policy) if given else ()
    shared = [key for key in keys if key in listed]
    if shared:
        stated = _stated(given, customer["id_type"], customer["id_country"], policy)
        judged = (_judge(stated[key], document, key, policy) for key in shared for document in listed[key])
        # The first of equals: keys are those of the whole cell first.
        best = max(judged, key=lambda each: each[:3])
        return Finding("document number", best.outcome, best.customer, best.listed, best.points), best.least
    if given and not keys:
        return Finding("document number", "not usable", given, told), 0.0
    if not given or not listed:
        return Finding("document number", "not stated", given or None, told), 0.0
    # A person has several documents, and a list seldom all of them.
    return Finding("document number", "different, not counted", given, told), 0.0


def told_documents(listed: ListedDocuments) -> str | None:
    """The documents of a party where none of them is the customer's: the first ones, and how many more."""
    published = list(dict.fromkeys(document.told for documents in listed.values() for document in documents))
    told = published[:_DOCUMENTS_TOLD]
    if len(published) > len(told):
        told.append(f"and {len(published) - len(told)} more")
    return ", ".join(told) or None


def _stated(
    cell: str, id_type: str | None, id_country: str | None, policy: IdentifierPolicy
) -> Mapping[str, _Stated]:
    """Key → what is known of the number of a cell that has it."""
    parts = number_parts(cell)
    kinds, countries = told_of_parts(id_type, len(parts)), told_of_parts(id_country, len(parts))
    whole = _Stated(None, None, cell)
    if len(parts) == 1:
        whole = _Stated(kinds[0], countries[0], _shown(cell, kinds[0], countries[0]))
    found = dict.fromkeys(document_keys(cell, policy), whole)
    if len(parts) > 1:
        for part, kind, country in zip(parts, kinds, countries, strict=True):
            shown = _shown(part, kind, country) if kind or country else cell
            found |= dict.fromkeys(document_keys(part, policy), _Stated(kind, country, shown))
    return found


def _shown(number: str, kind: str | None, country: str | None) -> str:
    """A number with what is known of it, each once: "IMO 9187629" says its kind."""
    beside = [kind] if kind and kind.split()[0].casefold() not in number.casefold() else []
    beside += [country] if country else []
    return f"{number} ({', '.join(beside)})" if beside else number


def _judge(mine: _Stated, theirs: ListedDocument, key: str, policy: IdentifierPolicy) -> _Judged:
    kinds = policy.document_kinds
    digits = min(theirs.digits or _digits(key, policy), _digits(key, policy))
    if mine.kind and theirs.kind:
        if mine.kind == theirs.kind:
            worldwide = kinds.is_worldwide(mine.kind)
            if worldwide or (mine.country and mine.country == theirs.country):
                return _Judged(
                    policy.id_agrees_floor, policy.id_agrees, True, "the same", mine.told, theirs.told
                )
            if mine.country and theirs.country and not _may_follow(mine.country, theirs.country):
                return _Judged(0.0, 0.0, False, "the same, of another country", mine.told, theirs.told)
            digits += policy.same_kind_counts_as
        elif not kinds.may_be_the_same(mine.kind, theirs.kind):
            return _Judged(0.0, 0.0, False, "the same, of another kind", mine.told, theirs.told)
    points, least = _worth(digits, policy)
    return _Judged(least, points, True, "the same, as far as known", mine.told, theirs.told)


def _may_follow(one: str, other: str) -> bool:
    """Whether one country came after the other: papers of a state that is no more are valid for a time."""
    return one in successors_of({other}) or other in successors_of({one})


def _worth(digits: float, policy: IdentifierPolicy) -> tuple[float, float]:
    """Points and least score of a number of so many digits."""
    found = (0.0, 0.0)
    for step in policy.untyped_numbers:
        if digits >= step.digits:
            found = (step.points, step.least)
    return found


def _digits(number: str, policy: IdentifierPolicy) -> float:
    return _digits_of(number, policy.letter_counts_as)


@lru_cache(maxsize=65_536)
def _digits_of(number: str, letter: float) -> float:
    """How much a number tells, in digits, to two decimals; 1 for one that was made up."""
    signs = [sign for sign in number if sign.isalnum()]
    if len(set(signs)) < _FEWEST_SIGNS:
        return 1.0
    return round(sum(1.0 if sign.isdigit() else letter for sign in signs), 2)
