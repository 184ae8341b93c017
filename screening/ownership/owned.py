"""Customers that are owned by blocked parties, found beside the screening of their names.

    owned = OwnedCustomers(holdings, settings, settings.ownership, today)
    for batch in source.batches():
        owned.see(batch.customers)
    owned.judge(screener).alerts          # rows of the hit table, of the kind "ownership"

While the table is read, only customers are kept that a source knows. Once all are, the owners above them are
screened as if they were customers, and the rule is put to each of them.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from screening.customers import WARNINGS_SCHEMA
from screening.model.hit_table import HIT_SCHEMA
from screening.ownership.alerts import AlertRows
from screening.ownership.assessment import Assessment, assess
from screening.ownership.holder_facts import holders_of
from screening.ownership.list_relations import list_holdings
from screening.ownership.listed_owners import listed_owners
from screening.ownership.one_holder import OneHolder
from screening.ownership.owned_customers import Match, OwnedCompanies
from screening.ownership.rule import Graph, Policy, blocked
from screening.ownership.sources import read_sources
from screening.ownership.stakes import stakes_of

if TYPE_CHECKING:
    from screening.matching.screener import Screener
    from screening.ownership.holdings import Holdings
    from screening.settings import Settings
    from screening.settings.matching import ScreeningSettings
    from screening.settings.ownership import OwnershipSettings
    from screening.watchlists.watchlist import Watchlist

__all__ = ["Judgment", "OwnedCustomers", "read_ownership"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judgment:
    """alerts: HIT_SCHEMA, then the carried columns as `customer_` ones; one row a customer. possible:
    customers that may be owned, as shares are not known closely enough (WARNINGS_SCHEMA)."""

    alerts: pa.Table
    possible: pa.RecordBatch


def read_ownership(settings: Settings, watchlists: Sequence[Watchlist], today: date) -> OwnedCustomers | None:
    """The sources of the settings and the lists' own relations; None where nobody owns anything.

    Raises InputError for a source that cannot be used.
    """
    from screening.ownership.holdings import together

    policy = settings.ownership
    list_ids = [watchlist.list_id for watchlist in watchlists]
    found = [read_sources(policy, settings.customers, list_ids)] if policy.sources else []
    if policy.list_relations:
        found.append(list_holdings(watchlists))
    holdings = together(found)
    if not holdings.holdings.num_rows:
        return None
    return OwnedCustomers(holdings, settings, policy, today)


class OwnedCustomers:
    """Who owns whom, ready to be asked of customers.

    A plain class on purpose: Prefect looks into dataclasses, not into this.
    """

    def __init__(
        self, holdings: Holdings, settings: ScreeningSettings, policy: OwnershipSettings, today: date
    ) -> None:
        """today: the day for which holdings count, which new alerts bear as `first_seen`."""
        self._holdings = holdings
        self._settings = settings
        self._policy = policy
        self._today = today
        self._one = OneHolder(holdings)
        owned = set(map(str, self._one.keys(holdings.holdings["owned"]).unique().to_pylist()))
        self._companies = OwnedCompanies(
            holders_of(holdings.holders, self._one, owned),
            settings.matching.identifiers,
            by_name=policy.customers_by_name,
        )
        self._matches: list[Match] = []

    def see(self, customers: pa.RecordBatch) -> None:
        """Keep those of the customers (CUSTOMER_SCHEMA, then carried columns) that a source knows."""
        self._matches += self._companies.found(customers)

    @property
    def known(self) -> int:
        """How many of the customers seen a source knows."""
        return len(self._matches)

    def judge(self, screener: Screener) -> Judgment:
        """Who of the customers seen is owned by parties of the screener's lists."""
        self._join()
        self._join_entries(screener)
        companies = {self._one[match.company] for match in self._matches}
        within = self._one.upstream(self._holdings.holdings, companies)
        holders = holders_of(self._holdings.holders, self._one, within)
        graph = Graph(stakes_of(self._holdings.holdings, self._one, self._policy, self._today, within=within))
        owners = {key: holders[key] for key in sorted(graph.of)}
        listed = listed_owners(owners, screener, self._today)
        rule = Policy(self._policy.threshold_percent, self._policy.inclusive, self._policy.aggregate)
        scores = {key: owner.score for key, owner in listed.items()}
        # What may be owned at all: the others need no look at each.
        reached = blocked(graph, scores, Policy(rule.threshold, rule.inclusive), "most") if scores else {}
        judged = {
            company: found
            for company in sorted(companies & reached.keys())
            if (found := assess(graph, company, scores, rule)) is not None
        }
        rows = AlertRows(holders, listed, graph, self._today)
        alerts: list[dict[str, Any]] = []
        possible: list[dict[str, Any]] = []
        for match, found in self._worst(judged):
            if found.bound == "least":
                alerts.append(rows.alert(match, found))
            else:
                possible.append(rows.possible(match, found))
        _log.info(
            "ownership: %s of %s customers known to sources are owned by blocked parties, %s more possibly",
            f"{len(alerts):,}",
            f"{len({match.customer['record_id'] for match in self._matches}):,}",
            f"{len(possible):,}",
        )
        carried = [pa.field(f"customer_{name}", pa.string()) for name in self._settings.customers.carry]
        return Judgment(
            pa.Table.from_pylist(alerts, schema=pa.schema([*HIT_SCHEMA, *carried])),
            pa.RecordBatch.from_pylist(possible, schema=WARNINGS_SCHEMA),
        )

    def _join(self) -> None:
        """Holders that one customer is by id or number are one company."""
        known: dict[str, list[str]] = defaultdict(list)
        for match in self._matches:
            if match.how != "name":
                known[match.customer["record_id"]].append(match.company)
        for companies in known.values():
            self._one.join_all(companies)

    def _join_entries(self, screener: Screener) -> None:
        """Entries of several lists that are one party are one holder: what two lists say that it owns, it
        owns once."""
        columns = self._holdings.holders.select(["key", "list_id", "entity_id"])
        keys: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in columns.filter(pc.is_valid(columns["list_id"])).to_pylist():
            party = screener.party_groups.members(row["list_id"], row["entity_id"])
            keys[party[0]].append(row["key"])
        for of_party in keys.values():
            self._one.join_all(of_party)

    def _worst(self, judged: dict[str, Assessment]) -> list[tuple[Match, Assessment]]:
        """Each owned customer once, by the company of which blocked parties have most."""
        found: dict[str, tuple[Match, Assessment]] = {}
        for match in self._matches:
            assessment = judged.get(self._one[match.company])
            if assessment is None:
                continue
            record_id = match.customer["record_id"]
            best = found.get(record_id)
            if best is None or _weight(assessment) > _weight(best[1]):
                found[record_id] = (match, assessment)
        return [found[record_id] for record_id in sorted(found)]


def _weight(found: Assessment) -> tuple[bool, float]:
    return found.bound == "least", found.total
