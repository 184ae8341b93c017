"""Customers in, hits out: `Screener.load(path).screen(customers)`.

The way through a batch: its distinct names are analyzed (`prepared`), the pairs that match are found and
scored (`search`, with `candidates`, `scoring` and `identifiers`), and become rows of the hit table (`hits`).
There each entry of a list is a row; those of one party on several lists are then made one (`linking`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from screening.linking.group_hits import group_hits
from screening.linking.links import link_parties
from screening.linking.party_links import PartyGroups
from screening.matching.hits import hits_table
from screening.matching.index import ListIndex, Party
from screening.matching.prepared import PreparedBatch, prepare
from screening.matching.search import MatchSearch, least_name_score
from screening.model.errors import InputError
from screening.model.hit_table import order_hits
from screening.model.party_counts import PartyCount, with_screened
from screening.settings.matching import ScreeningSettings
from screening.settings.names import Kind
from screening.storage.kept_tables import KeptTables
from screening.watchlists import Watchlist, read_watchlist

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Screener"]


class Screener:
    """Screens customers against watchlists with one set of settings. Loading takes seconds; keep it."""

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        settings: ScreeningSettings | None = None,
        kept: KeptTables | None = None,
    ) -> None:
        """settings: the defaults unless given. kept: where analyzed names of lists are kept from process to
        process; without it they are analyzed anew.

        Raises InputError for a threshold so low that pairs would reach it whose names have nothing in common:
        those are never looked at.
        """
        self.settings = settings or _default_settings()
        least_name_score(self.settings)
        self.watchlists = list(watchlists)
        self._index = ListIndex(
            self.watchlists,
            self.settings.names,
            self.settings.matching.identifiers,
            self.settings.workers,
            across_types=self.settings.matching.across_types_from is not None,
            kept=kept,
        )
        self._search = MatchSearch(self._index, self.settings)

    @classmethod
    def load(
        cls, *paths: str | Path, threshold: float | None = None, config: str | Path | None = None
    ) -> Screener:
        """Read the lists at `paths` (see `read_watchlist`) with the settings of `config`.

        threshold: above 0 to 100, in place of the configured one. Raises InputError for what cannot be used,
        and where there is no list.
        """
        if not paths:
            raise InputError(
                "no watchlist was given, so nothing would be found: give the path of one or more."
            )
        from screening.settings import load_settings

        settings = load_settings(Path(config) if config else None, threshold=threshold)
        screener = cls([read_watchlist(Path(path)) for path in paths], settings)
        _ = screener.party_groups
        return screener

    def screen(self, customers: pd.DataFrame, *, as_of: date | None = None) -> pd.DataFrame:
        """Screen a table with the columns of a customer table; gives hits with HIT_SCHEMA's columns.

        A party on several lists is one hit, which names them all (see `linking.group_hits`).
        as_of: the day of the run (`first_seen`); today in UTC unless given. Rows that cannot be screened
        are left out, as a file's would be. Raises InputError for columns that cannot be used.
        """
        from screening.customers.frame import customers_from_frame

        batch = customers_from_frame(customers, self.settings.customers, as_of)
        return self.by_party(self.screen_batch(batch.customers, as_of)).to_pandas()

    def by_party(self, hits: pa.Table) -> pa.Table:
        """The hits of `screen_batch` with one row a customer and party, in the order of a report."""
        return order_hits(group_hits(hits, self.party_groups, self.watchlists))

    @cached_property
    def links(self) -> pa.Table:
        """What links entries of the lists that are one party (LINKS); made when first asked for."""
        analyzed = {kind: group.names.table for kind, group in self._index.groups.items()}
        return link_parties(self.watchlists, self.settings.linking, self.settings.names, analyzed)

    @cached_property
    def party_groups(self) -> PartyGroups:
        """The groups that these links make."""
        return PartyGroups(self.links)

    @property
    def parties(self) -> Mapping[tuple[str, str], Party]:
        """(list_id, entity_id) → what is known of each listed party."""
        return {(party.list_id, party.entity_id): party for party in self._index.parties}

    def prepare(self, customers: pa.RecordBatch, kinds: Iterable[Kind] | None = None) -> PreparedBatch:
        """The names of a batch (CUSTOMER_SCHEMA, then carried columns), analyzed, as `screen_prepared` takes
        them. kinds: those that the lists have names of, unless given."""
        return prepare(customers, self.settings, self._index.groups if kinds is None else kinds)

    def screen_batch(self, customers: pa.RecordBatch, as_of: date | None = None) -> pa.Table:
        """Hits of one batch (CUSTOMER_SCHEMA, then carried columns): HIT_SCHEMA, then `customer_` columns.

        One for each entry of a list: `group_hits` makes those of one party one.
        Ordered by customer row; `order_hits` puts the hits of all batches in the order of a report.
        """
        return self.screen_prepared(self.prepare(customers), as_of)

    def screen_prepared(self, batch: PreparedBatch, as_of: date | None = None) -> pa.Table:
        """As `screen_batch`, for a batch that was prepared with the same settings.

        The metadata of the hits say what the batch was screened against (`party_counts.read_screened`).
        """
        seen = as_of or datetime.now(UTC).date()
        model = self.settings.match_probability
        hits = hits_table(self._search.matches(batch), batch.customers, self._index.parties, seen, model)
        return with_screened(hits, self._index.counts)

    @property
    def counts(self) -> Mapping[str, Sequence[PartyCount]]:
        """list_id → the parties that are screened against, and the names by which they can be found."""
        return self._index.counts


def _default_settings() -> ScreeningSettings:
    from screening.settings import load_settings

    return load_settings()
