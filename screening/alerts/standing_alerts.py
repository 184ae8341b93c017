"""Alerts as they stand before a night. Reach for it to read all that a night may touch, at once."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from screening.alerts.fact_store import in_chunks
from screening.alerts.rules import Standing
from screening.alerts.tables import alerts, decisions
from screening.model.alert_states import ENDED
from screening.model.errors import InputError

__all__ = ["standing_alerts", "standing_of"]

_STANDING = [
    *(alerts.c[name] for name in alerts.c.keys() if name != "hit"),  # noqa: SIM118 - a column collection
    decisions.c.verdict,
    decisions.c.reviewer,
    decisions.c.decided_at,
    decisions.c.expires_on,
    decisions.c.customer_facts.label("decided_customer"),
    decisions.c.party_facts.label("decided_party"),
]


def standing_alerts(
    connection: sa.Connection, population: str, seen: Sequence[str]
) -> dict[str, sa.RowMapping]:
    """alert_id → row, of every alert of the population that is `seen` or had not ended before.

    A row has the alert's columns but its hit, and of the decision in force verdict, reviewer, decided_at,
    expires_on, decided_customer and decided_party. Raises InputError for one seen that is of another
    population.
    """
    query = sa.select(*_STANDING).outerjoin_from(
        alerts, decisions, decisions.c.decision_id == alerts.c.decision_id
    )
    live = query.where(alerts.c.population == population, alerts.c.state.notin_(ENDED))
    found = {row["alert_id"]: row for row in connection.execute(live).mappings()}
    for chunk in in_chunks(key for key in seen if key not in found):
        for row in connection.execute(query.where(alerts.c.alert_id.in_(chunk))).mappings():
            if row["population"] != population:
                raise InputError(
                    f"record_id '{row['record_id']}' is in the ledger as one of {row['population']}, and "
                    f"comes again in {population}. Give each table of customers record ids of its own, "
                    "or a ledger of its own (alerts.ledger)."
                )
            found[row["alert_id"]] = row
    return found


def standing_of(row: sa.RowMapping) -> Standing:
    """What `rules` needs to know of such a row."""
    decided = row["decided_at"]
    return Standing(
        state=row["state"],
        in_hits=row["in_hits"],
        last_seen=row["last_seen"],
        verdict=row["verdict"],
        by=row["reviewer"] or "",
        decided_on=decided.date() if decided else None,
        expires_on=row["expires_on"],
    )
