"""Customers in, hits out: `Screener.load(path).screen(customers)`.

The way through a batch: its distinct names are analyzed (`prepared`), candidates found (`candidates`), scored
(`scoring`), weighed with what else is known (`identifiers`), and the best name of each listed party kept
(here). Weak aliases count only as `matching.weak_aliases` allows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.matching.document_numbers import document_keys
from screening.matching.identifiers import Evidence, best_bonus, judge
from screening.matching.index import ListIndex, NameGroup, Party
from screening.matching.prepared import PreparedBatch, PreparedNames, prepare, read_each, screened_against
from screening.matching.scoring import BatchNames, ScoredPairs
from screening.model.alert_ids import alert_id
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.errors import InputError
from screening.model.hit_table import HIT_SCHEMA, order_hits
from screening.model.vocabulary import NAME_QUALITIES, EntityType
from screening.names.policy import Kind
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist, read_watchlist
from screening.wording.explanation import hit_sentence_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Screener"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

_WEAK = NAME_QUALITIES.index("weak")
_DETAILS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}"


@dataclass(frozen=True)
class _Match:
    """One customer and one name of a listed party, scored. pair: its place in `scored`; reading: which of the
    customer's readings it is of, the plainest being 0."""

    batch: BatchNames
    scored: ScoredPairs
    pair: int
    reading: int
    evidence: Evidence
    score: float

    @property
    def name_score(self) -> float:
        return float(self.scored.scores.score[self.pair])

    @property
    def listed(self) -> int:
        return int(self.scored.listed[self.pair])

    @property
    def quality(self) -> int:
        return int(self.batch.group.quality[self.listed])

    @property
    def rank(self) -> tuple[float, float, int, int, int]:
        """Which of a party's names to show: the best score, then the plainest reading, then the better
        quality, then list order."""
        return (-self.score, -self.name_score, self.reading, self.quality, self.listed)


class _BestMatches:
    """Collects the best match of each customer row and party in `found`, once identifiers are weighed in."""

    def __init__(self, customers: pa.RecordBatch, parties: Sequence[Party], settings: Settings) -> None:
        self.found: dict[tuple[int, int], _Match] = {}
        self._customers = customers
        self._parties = parties
        self._settings = settings
        self._threshold = settings.threshold
        self._identifiers = settings.matching.identifiers
        self._weak = settings.matching.weak_aliases
        self._records: dict[int, dict[str, Any]] = {}
        self._evidence: dict[tuple[int, int], Evidence] = {}

    def add(
        self, row: int, party: int, batch: BatchNames, scored: ScoredPairs, pair: int, reading: int
    ) -> None:
        """Weigh a scored pair of names; it counts where it reaches the threshold and beats what is known."""
        name_score = float(scored.scores.score[pair])
        evidence = self._evidence.get((row, party))
        if evidence is None:
            record = self._record(row)
            against = screened_against(record["entity_type"], self._settings)
            evidence = judge(record, self._parties[party].identity, self._identifiers, against)
            self._evidence[row, party] = evidence
        match = _Match(batch, scored, pair, reading, evidence, evidence.score(name_score))
        if match.score < self._threshold or not self._may_count(match):
            return
        known = self.found.get((row, party))
        if known is None or match.rank < known.rank:
            self.found[row, party] = match

    def _record(self, row: int) -> dict[str, Any]:
        record = self._records.get(row)
        if record is None:
            record = self._customers.slice(row, 1).to_pylist()[0]
            self._records[row] = record
        return record

    def _may_count(self, match: _Match) -> bool:
        """Whether the policy lets this name make a hit: weak aliases need more than similarity."""
        if match.quality != _WEAK or match.evidence.document == "agrees":
            return True
        if self._weak.require_exact and match.name_score < 100:
            return False
        return match.evidence.any_agrees or not self._weak.require_identifier


class Screener:
    """Screens customers against watchlists with one set of settings. Loading takes seconds; keep it."""

    def __init__(self, watchlists: Sequence[Watchlist], settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()
        self.watchlists = list(watchlists)
        matching = self.settings.matching
        by_identifiers = best_bonus(matching.identifiers)
        if self.settings.threshold <= by_identifiers:
            raise InputError(
                f"a threshold of {self.settings.threshold:g} asks for pairs of names that have nothing in "
                f"common: identifiers alone give up to {by_identifiers:g} points. Set it higher."
            )
        across = matching.across_types_from
        self._index = ListIndex(
            self.watchlists,
            self.settings.names,
            matching.identifiers,
            self.settings.workers,
            across_types=across is not None,
        )
        # From this name score on a pair counts whatever the types; none has more than 100.
        self._across_types_from = math.inf if across is None else across
        # Below this name score only a birth day or a document that agrees can reach the threshold.
        policy = matching.identifiers
        self._least_name_score = self.settings.threshold - by_identifiers
        self._least_with_birth_day = self._least_name_score - max(
            0.0, policy.birth_date_agrees - policy.birth_year_agrees
        )
        if policy.birth_date_and_nationality_floor >= self.settings.threshold:
            self._least_with_birth_day = 0.0

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
        settings = load_settings(Path(config) if config else None, threshold=threshold)
        return cls([read_watchlist(Path(path)) for path in paths], settings)

    def screen(self, customers: pd.DataFrame, *, as_of: date | None = None) -> pd.DataFrame:
        """Screen a table with the columns of a customer table; gives hits with HIT_SCHEMA's columns.

        as_of: the day of the run (`first_seen`); today in UTC unless given. Rows that cannot be screened
        are left out, as a file's would be. Raises InputError for columns that cannot be used.
        """
        from screening.customers.frame import customers_from_frame

        batch = customers_from_frame(customers, self.settings.customers, as_of)
        return order_hits(self.screen_batch(batch.customers, as_of)).to_pandas()

    def prepare(self, customers: pa.RecordBatch, kinds: Iterable[Kind] | None = None) -> PreparedBatch:
        """The names of a batch (CUSTOMER_SCHEMA, then carried columns), analyzed, as `screen_prepared` takes
        them. kinds: those that the lists have names of, unless given."""
        return prepare(customers, self.settings, self._index.groups if kinds is None else kinds)

    def screen_batch(self, customers: pa.RecordBatch, as_of: date | None = None) -> pa.Table:
        """Hits of one batch (CUSTOMER_SCHEMA, then carried columns): HIT_SCHEMA, then `customer_` columns.

        Ordered by customer row; `order_hits` puts the hits of all batches in the order of a report.
        """
        return self.screen_prepared(self.prepare(customers), as_of)

    def screen_prepared(self, batch: PreparedBatch, as_of: date | None = None) -> pa.Table:
        """As `screen_batch`, for a batch that was prepared with the same settings."""
        customers = batch.customers
        matches = self._matches(batch)
        rows = sorted({row for row, _ in matches})
        records = dict(zip(rows, customers.take(pa.array(rows, pa.int64())).to_pylist(), strict=True))
        seen = (as_of or datetime.now(UTC).date()).isoformat()
        carried = customers.schema.names[len(CUSTOMER_SCHEMA.names) :]
        schema = pa.schema([*HIT_SCHEMA, *(pa.field(f"customer_{name}", pa.string()) for name in carried)])
        found = []
        for (row, party), match in sorted(matches.items()):
            hit = self._hit(records[row], self._index.parties[party], match, seen)
            found.append(hit | {f"customer_{name}": records[row][name] for name in carried})
        return pa.Table.from_pylist(found, schema=schema)

    def _matches(self, prepared: PreparedBatch) -> dict[tuple[int, int], _Match]:
        """(customer row, party) → its best match at or over the threshold."""
        customers = prepared.customers
        types = customers["entity_type"].to_pylist()
        looked_up = self._looked_up(customers, types)
        best = _BestMatches(customers, self._index.parties, self.settings)
        for kind, group in self._index.groups.items():
            names = prepared.names[kind]
            batch = BatchNames(names.names, group, self.settings.names)
            entries = np.argsort(names.reading, kind="stable")
            bounds = np.searchsorted(names.reading[entries], np.arange(len(names.names.words) + 1))
            for scored in batch.at_least(self._least_name_score):
                for pair in np.nonzero(scored.scores.score >= self._least_name_score)[0].tolist():
                    party = int(group.party[scored.listed[pair]])
                    entity_type = self._index.parties[party].entity_type
                    anyway = scored.scores.score[pair] >= self._across_types_from
                    name = int(scored.query[pair])
                    for entry in entries[bounds[name] : bounds[name + 1]].tolist():
                        row = int(names.row[entry])
                        if anyway or entity_type in self._screened_against(types[row]):
                            best.add(row, party, batch, scored, pair, entry - int(names.first[row]))
            found = {pair: least for pair, least in looked_up.items() if pair[1] in group.names_of}
            compared = {pair: least for pair, least in found.items() if names.compares(pair[0])}
            rest = {pair: least for pair, least in found.items() if pair not in compared}
            for nearly in self._under_another_type(prepared, kind, group):
                rest[nearly] = min(rest.get(nearly, math.inf), self._across_types_from)
            self._add_looked_up(best, batch, names, {row: row for row, _ in compared}, compared)
            # A document number counts across kinds, and so does nearly the same name: those customers' names
            # were not prepared as this kind.
            if rest:
                others = {row: place for place, row in enumerate(sorted({row for row, _ in rest}))}
                texts = customers["name"].take(pa.array(list(others), pa.int64())).to_pylist()
                read = read_each([str(text) for text in texts], kind, self.settings.names)
                again = BatchNames(read.names, group, self.settings.names)
                self._add_looked_up(best, again, read, others, rest)
        return best.found

    def _under_another_type(
        self, prepared: PreparedBatch, kind: Kind, group: NameGroup
    ) -> Iterator[tuple[int, int]]:
        """(customer row, party) that have the same words in their names, where the customer is not compared
        with names of this kind."""
        compared = prepared.names[kind]
        alone = np.diff(compared.first) == 0
        if group.as_others is None or not alone.any():
            return
        for other, names in prepared.names.items():
            if other == kind:
                continue
            name, listed = group.as_others.same_words(names.names.words)
            parties: dict[int, set[int]] = defaultdict(set)
            for place, party in zip(name.tolist(), group.party[listed].tolist(), strict=True):
                parties[place].add(party)
            entries = np.nonzero(np.isin(names.reading, name) & alone[names.row])[0]
            for entry in entries.tolist():
                for party in parties[int(names.reading[entry])]:
                    yield int(names.row[entry]), party

    def _add_looked_up(
        self,
        best: _BestMatches,
        batch: BatchNames,
        names: PreparedNames,
        place: Mapping[int, int],
        looked_up: Mapping[tuple[int, int], float],
    ) -> None:
        """Compare all readings of customers with all names of parties that something else brought together.

        place: customer row → row of `names`. looked_up: the least name score that counts for each.
        """
        pairs = [
            (row, party, entry - int(names.first[place[row]]), int(names.reading[entry]), listed)
            for row, party in sorted(looked_up)
            for entry in range(int(names.first[place[row]]), int(names.first[place[row] + 1]))
            for listed in batch.group.names_of[party]
        ]
        if not pairs:
            return
        columns = np.array(pairs, dtype=np.int64)
        scored = batch.pairs(columns[:, 3], columns[:, 4])
        least = np.array([looked_up[row, party] for row, party, *_ in pairs])
        for pair in np.nonzero(scored.scores.score >= least)[0].tolist():
            row, party, reading, *_ = pairs[pair]
            best.add(row, party, batch, scored, pair, reading)

    def _looked_up(
        self, customers: pa.RecordBatch, types: Sequence[EntityType | None]
    ) -> dict[tuple[int, int], float]:
        """(customer row, party) for parties that share a birth date to the day or a document number → the
        least name score that counts.

        Those may reach the threshold with a name score that candidates are not searched for.
        """
        index = self._index
        policy = self.settings.matching.identifiers
        found: dict[tuple[int, int], float] = {}
        exact = pc.equal(customers["birth_earliest"], customers["birth_latest"])
        shared = pc.and_(
            exact, pc.is_in(customers["birth_earliest"], pa.array(list(index.born_on), pa.date32()))
        )
        for row in np.nonzero(shared.fill_null(False).to_numpy(zero_copy_only=False))[0].tolist():
            for party in index.born_on[customers["birth_earliest"][row].as_py()]:
                if index.parties[party].entity_type in self._screened_against(types[row]):
                    found[row, party] = self._least_with_birth_day
        numbers = customers["id_number"]
        for row in np.nonzero(pc.is_valid(numbers).to_numpy(zero_copy_only=False))[0].tolist():
            for key in document_keys(numbers[row].as_py(), policy):
                for party in index.documents.get(key, ()):
                    found[row, party] = 0.0
        return found

    def _screened_against(self, entity_type: EntityType | None) -> Sequence[str]:
        return screened_against(entity_type, self.settings)

    def _hit(self, customer: dict[str, Any], party: Party, match: _Match, seen: str) -> dict[str, Any]:
        matched = match.batch.group.names.table.names[match.listed]
        countries = [code for code in (customer["nationality"], customer["country"]) if code]
        identifiers = match.evidence
        least = identifiers.least_score
        names = match.batch.explain(match.scored, match.pair, customer["name"])
        return {
            "alert_id": alert_id(customer["record_id"], party.list_id, party.entity_id),
            "record_id": customer["record_id"],
            "name": customer["name"],
            "list_id": party.list_id,
            "entity_id": party.entity_id,
            "entity_name": party.name,
            "entity_type": party.entity_type,
            "matched_name": matched,
            "matched_name_quality": NAME_QUALITIES[match.quality],
            "score": match.score,
            "name_score": match.name_score,
            "explanation": hit_sentence_of(
                matched, match.name_score, match.score, names, identifiers.findings, least
            ),
            "date_of_birth_match": identifiers.date_of_birth,
            "country_match": identifiers.country,
            "id_match": identifiers.document,
            "programs": party.programs,
            "authority": party.authority,
            "linked_to": party.linked_to,
            "details_url": _DETAILS.format(party.entity_id) if party.list_id.startswith("OFAC") else None,
            "status": "new",
            "first_seen": seen,
            "watchlist_version": party.watchlist_version,
            "data_warnings": customer["data_warnings"] or [],
            "gender_match": identifiers.gender,
            "customer_entity_type": customer["entity_type"],
            "customer_date_of_birth": customer["date_of_birth"],
            "customer_country": list(dict.fromkeys(countries)),
            "entity_birth_dates": party.birth_dates,
            "entity_countries": party.countries,
            "identifiers": [finding.as_row() for finding in identifiers.findings],
            **names.as_row(),
            "least_score": least.as_row() if least else None,
        }
