"""How tonight's facts differ from those in the ledger. Reach for it while a night is recorded.

Facts that are the same have the same hash, and most are; only what differs is read from the ledger and
compared, and each pair of facts once.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from screening.alerts.fact_store import load_facts
from screening.alerts.facts import Facts, customer_changes, party_changes
from screening.alerts.sightings import Prepared, Side
from screening.settings.alerts import ReopenOn

__all__ = ["FactChanges"]


class FactChanges:
    """Knows the facts of the ledger that tonight's differ from. All that it gives is in words, and only of
    facts that count for reopening."""

    def __init__(self, reopen_on: ReopenOn) -> None:
        self._reopen_on = reopen_on
        self._facts: dict[str, Facts] = {}
        self._words: dict[tuple[str, str, bool], list[str]] = {}

    def read(
        self,
        connection: sa.Connection,
        seen: Iterable[tuple[Prepared, sa.RowMapping]],
        missing: Iterable[sa.RowMapping],
    ) -> None:
        """Read the facts of the ledger that are asked for below; what was read before is not read again, as
        facts never change."""
        needed = {row[name] for row in missing for name in ("customer_facts", "party_facts")}
        for each, row in seen:
            for side, names in (
                (each.customer, ("customer_facts", "decided_customer")),
                (each.party, ("party_facts", "decided_party")),
            ):
                needed.update(row[name] for name in names if row[name] not in (None, side.key))
        self._facts.update(load_facts(connection, needed - self._facts.keys()))

    def since_last_seen(self, row: sa.RowMapping, each: Prepared) -> list[str]:
        return self._between(row["customer_facts"], row["party_facts"], each)

    def since_decision(self, row: sa.RowMapping, each: Prepared) -> list[str]:
        """Since the decision in force; nothing where there is none."""
        return self._between(row["decided_customer"], row["decided_party"], each)

    def of_missing(self, row: sa.RowMapping, customer: Facts | None, party: Facts | None) -> list[str]:
        """Since a pair was last seen that is no hit tonight; None for a side that nothing is known of."""
        words: list[str] = []
        if customer is not None:
            words += customer_changes(self._facts[row["customer_facts"]], customer, self._reopen_on.customer)
        if party is not None:
            words += party_changes(self._facts[row["party_facts"]], party, self._reopen_on.party)
        return words

    def _between(self, customer: str | None, party: str | None, each: Prepared) -> list[str]:
        words: list[str] = []
        if customer is not None:
            words += self._of_side(customer, each.customer, is_party=False)
        if party is not None:
            words += self._of_side(party, each.party, is_party=True)
        return words

    def _of_side(self, before: str, side: Side, *, is_party: bool) -> list[str]:
        if before == side.key:
            return []
        key = (before, side.key, is_party)
        if key not in self._words:
            self._words[key] = (
                party_changes(self._facts[before], side.facts, self._reopen_on.party)
                if is_party
                else customer_changes(self._facts[before], side.facts, self._reopen_on.customer)
            )
        return self._words[key]
