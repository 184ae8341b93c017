"""What a night says of pairs that are no hit any more. Reach for it to ask before the ledger is locked.

Answers come from the night's tables and take a while; reviewers must not wait for them. Who asks again gets
the same answer at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from screening.alerts.facts import Facts
from screening.alerts.records import Night

__all__ = ["Absence", "Absences", "waits_unseen"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a pair is no hit. rejected: the customer's row could not be screened, so that nothing is known.
    customer, party: tonight's facts, None where not known or not asked for."""

    rejected: bool
    has_customer: bool
    is_listed: bool
    customer: Facts | None
    party: Facts | None


class Absences:
    """Asks the night, in bulk, and remembers."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self._known: dict[str, Absence] = {}

    def ask(self, rows: Iterable[sa.RowMapping]) -> None:
        """Ask of all these alerts at once."""
        night = self._night
        rows = [row for row in rows if row["alert_id"] not in self._known]
        here = {row["record_id"]: night.has_customer(row["record_id"]) for row in rows}
        told = {row["record_id"] for row in rows if here[row["record_id"]] and not waits_unseen(row)}
        facts = night.customer_facts(told) if told else {}
        for row in rows:
            pair = (row["list_id"], row["entity_id"])
            self._known[row["alert_id"]] = Absence(
                rejected=night.was_rejected(row["record_id"]),
                has_customer=here[row["record_id"]],
                is_listed=night.is_listed(*pair),
                customer=facts.get(row["record_id"]),
                party=None if waits_unseen(row) else night.party_facts(*pair),
            )

    def __getitem__(self, row: sa.RowMapping) -> Absence:
        if row["alert_id"] not in self._known:
            self.ask([row])
        return self._known[row["alert_id"]]


def waits_unseen(row: sa.RowMapping) -> bool:
    """Whether the alert was no hit before either: what changed was told when it fell."""
    return not row["in_hits"]
