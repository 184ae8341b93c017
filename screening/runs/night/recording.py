"""A night in the ledger: its hits with what is known of both sides, and what became of each alert."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.alerts.alerts_of_parties import KnownAlerts
from screening.alerts.facts import Facts
from screening.alerts.facts_by_list import facts_on_lists
from screening.alerts.records import AlertHit, Night, NightOutcome
from screening.linking.party_links import Entry
from screening.model.changes import CUSTOMER_FACTS, LATER_CUSTOMER_FACTS, LATER_PARTY_FACTS
from screening.runs.night.incremental import NightScreening
from screening.runs.night.same_parties import NightHits
from screening.watchlists.party_facts import party_facts
from screening.wording.ownership import holding_words

if TYPE_CHECKING:
    from screening.runs.evidence import Evidence
    from screening.settings import Settings

__all__ = ["NightFacts", "as_recorded", "record_alerts"]


def record_alerts(
    evidence: Evidence, night: NightScreening, found: NightHits, settings: Settings
) -> NightOutcome:
    """The night in the ledger: one transaction, and the same again where it was recorded before.

    Leaves with the evidence what the report says of alerts beside the hits.
    """
    from screening.alerts import Ledger
    from screening.report import changes_of_night

    known, hits = NightFacts(night), found.hits
    with Ledger.open(settings.alerts.ledger, settings.alerts) as ledger:
        outcome = ledger.record_night(known.ledger_night(), known.sightings(hits, found.alerts))
        last_hits = ledger.last_hits({event.alert_id for event in outcome.events} - outcome.statuses.keys())
        on_page = hits["alert_id"].slice(0, settings.report.page_alerts)
        recorded = ledger.dispositions_of(map(str, on_page.to_pylist()))
    evidence.changes = changes_of_night(outcome.events, hits, last_hits)
    # Of a night that is run again, what was decided since the first time is no part.
    evidence.dispositions = {
        alert_id: [each for each in decided if each.revision <= outcome.statuses[alert_id].revision]
        for alert_id, decided in recorded.items()
    }
    return outcome


class NightFacts:
    """What is known of both sides of tonight's pairs."""

    def __init__(self, night: NightScreening) -> None:
        """night: with all its customers read."""
        self._night = night
        self._parties: dict[tuple[str, str], Facts] = {
            (watchlist.list_id, entity_id): {**dict.fromkeys(LATER_PARTY_FACTS, ()), **facts}
            for watchlist in night.plan.lists
            for entity_id, facts in party_facts(watchlist).items()
        }

    def ledger_night(self) -> Night:
        """The night, with what the ledger asks of pairs that are no hit any more."""
        night = self._night
        return Night(
            run_key=night.plan.run_key,
            day=night.plan.day,
            watchlist_versions={watchlist.list_id: watchlist.version for watchlist in night.plan.lists},
            was_rejected=night.is_unscreened,
            has_customer=night.live_ids.__contains__,
            is_listed=lambda list_id, entity_id: (list_id, entity_id) in self._parties,
            customer_facts=self._customers,
            party_facts=lambda list_id, entity_id: self._parties.get((list_id, entity_id)),
            reported=night.plan.last.run_key if night.plan.last else None,
        )

    def sightings(self, hits: pa.Table, alerts: KnownAlerts) -> Iterator[AlertHit]:
        """Each hit with all that is known of both sides. alerts: those that hits go on as."""
        rows = self._night.customer_rows([str(record_id) for record_id in hits["record_id"].to_pylist()])
        customers = {record_id: _customer_facts(row) for record_id, row in rows.items()}
        # One for the hits of many customers.
        of_parties: dict[tuple[str, tuple[Entry, ...]], Facts] = {}
        for hit in hits.to_pylist():
            entries = tuple((each["list_id"], each["entity_id"]) for each in hit["listings"])
            own = alerts.own_entry.get(hit["alert_id"], (hit["list_id"], hit["entity_id"]))
            key = (own[0], entries)
            if key not in of_parties:
                facts = [(entry[0], self._parties[entry]) for entry in entries]
                of_parties[key] = facts_on_lists(own[0], facts)
            yield AlertHit(
                alert_id=hit["alert_id"],
                record_id=hit["record_id"],
                list_id=own[0],
                entity_id=own[1],
                hit=hit,
                customer={**customers[hit["record_id"]], **_owners(hit)},
                party=of_parties[key],
                listings=() if entries == (own,) else entries,
                joins=alerts.joins.get(hit["alert_id"], ()),
            )

    def _customers(self, record_ids: Collection[str]) -> dict[str, Facts]:
        rows = self._night.customer_rows(list(record_ids))
        return {record_id: _customer_facts(row) for record_id, row in rows.items()}


def as_recorded(hits: pa.Table, outcome: NightOutcome) -> pa.Table:
    """The hits with their alerts' status and first day, and `revision` at the end, which a reviewer's file
    brings back."""
    alerts = [outcome.statuses[str(alert_id)] for alert_id in hits["alert_id"].to_pylist()]
    for name, values in (
        ("status", [alert.state for alert in alerts]),
        ("first_seen", [alert.first_seen.isoformat() for alert in alerts]),
    ):
        hits = hits.set_column(hits.schema.get_field_index(name), name, pa.array(values, pa.string()))
    return hits.append_column("revision", pa.array([str(alert.revision) for alert in alerts], pa.string()))


def _customer_facts(row: Mapping[str, Any]) -> Facts:
    known = {name: [str(row[name])] for name in CUSTOMER_FACTS if row.get(name) is not None}
    return {**dict.fromkeys(LATER_CUSTOMER_FACTS, ()), **known}


def _owners(hit: Mapping[str, Any]) -> Facts:
    """What an alert by ownership is about: when a share or an owner changes, it is to be looked at again."""
    return {"ownership": [holding_words(holding) for holding in hit["ownership"] or ()]}
