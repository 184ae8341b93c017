"""Customers that are companies of which a source says who owns them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from screening.matching.document_numbers import document_keys
from screening.ownership.holder_facts import Holder
from screening.ownership.names import name_key
from screening.ownership.numbers import number_key

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.settings.matching import IdentifierPolicy

__all__ = ["How", "Match", "OwnedCompanies"]

How = Literal["record_id", "number", "name"]


@dataclass(frozen=True)
class Match:
    """A customer (CUSTOMER_SCHEMA, carried columns after it) that is a holder; how that is known. said: the
    number that both have, or the source's name."""

    customer: Mapping[str, Any]
    company: str
    how: How
    said: str


class OwnedCompanies:
    """Companies that are owned, to be found by what a customer table says of them."""

    def __init__(
        self, companies: Mapping[str, Holder], identifiers: IdentifierPolicy, *, by_name: bool
    ) -> None:
        """companies: key → what is known of it. identifiers: how a customer's id_number is read. by_name:
        whether customers are taken for companies by their names as well."""
        self._companies = companies
        self._identifiers = identifiers
        self._own: dict[str, str] = {}
        self._numbers: dict[str, list[tuple[str | None, str]]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        for key, holder in companies.items():
            for own in holder.keys:
                kind, _, record_id = own.partition(":")
                if kind == "own":
                    self._own[record_id] = key
            for scheme, number in holder.numbers:
                if compared := number_key(number):
                    self._numbers[compared].append((scheme, key))
            for name in holder.names if by_name else ():
                if compared := name_key(name):
                    self._names[compared].append(key)

    def found(self, customers: pa.RecordBatch) -> Iterator[Match]:
        """Each company that each customer is; a customer may be several, where sources know it apart.

        What is surest decides: a customer that is found by its id is not looked for by its name.
        """
        columns = ["record_id", "name", "entity_type", "country", "nationality", "id_number"]
        rows = customers.select(columns).to_pylist()
        for place, row in enumerate(rows):
            for company, how, said in self._companies_of(row):
                yield Match(customers.slice(place, 1).to_pylist()[0], company, how, said)

    def _companies_of(self, row: Mapping[str, str | None]) -> Iterator[tuple[str, How, str]]:
        record_id, number = row["record_id"] or "", row["id_number"]
        countries = {row["country"], row["nationality"]} - {None}
        company = self._own.get(record_id)
        found: dict[str, tuple[How, str]] = {} if company is None else {company: ("record_id", record_id)}
        for key in document_keys(number, self._identifiers) if number and self._numbers else ():
            for scheme, company in self._numbers.get(number_key(key) or "", ()):
                elsewhere = scheme not in (None, "LEI") and countries and scheme not in countries
                if not elsewhere:
                    found.setdefault(company, ("number", key))
        if not found and self._names and row["entity_type"] != "person":
            for company in self._names.get(name_key(row["name"] or ""), ()):
                known = set(self._companies[company].countries)
                if not known or not countries or known & countries:
                    found.setdefault(company, ("name", self._name(company, row["name"] or "")))
        yield from ((company, how, said) for company, (how, said) in found.items())

    def _name(self, company: str, name: str) -> str:
        names: Iterable[str] = self._companies[company].names
        return next(each for each in names if name_key(each) == name_key(name))
