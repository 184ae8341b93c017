"""Tonight's hits with one row a customer and party, whatever lists the party is on.

The state of the nights keeps hits by entry of a list. Which entries are one party is found anew each night,
as a new version of one list may link entries of others, or part them; and the ledger says as which alert a
row goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from screening.alerts.alerts_of_parties import KnownAlerts
from screening.linking.group_hits import group_hits, linked_records
from screening.linking.links import link_parties
from screening.linking.party_links import PartyGroups
from screening.model.hit_table import order_hits
from screening.watchlists import Watchlist

if TYPE_CHECKING:
    from screening.settings import Settings

__all__ = ["NightHits", "hits_of_parties"]


@dataclass(frozen=True)
class NightHits:
    """hits: one row a customer and party, in their final order. links: what made entries one party (LINKS).
    alerts: what is known of the alerts that the rows go on as."""

    hits: pa.Table
    links: pa.Table
    alerts: KnownAlerts


def hits_of_parties(hits: pa.Table, lists: Sequence[Watchlist], settings: Settings) -> NightHits:
    """hits: as `NightScreening.hits` gives them. lists: those of the night. Reads the ledger."""
    from screening.alerts import Ledger

    links = link_parties(lists, settings.linking, settings.names)
    groups = PartyGroups(links)
    with Ledger.open(settings.alerts.ledger, settings.alerts) as ledger:
        alerts = ledger.known_alerts(linked_records(hits, groups))
    return NightHits(order_hits(group_hits(hits, groups, lists, alerts=alerts)), links, alerts)
