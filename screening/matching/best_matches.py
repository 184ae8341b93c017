"""The best match of each customer and listed party, once identifiers are weighed in.

Of all the names and readings by which a pair was compared, one makes the hit: that of the best rank. Weak
aliases count only as `weak_aliases` allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from screening.matching.identifiers import Evidence, judge
from screening.matching.index import Party
from screening.matching.prepared import screened_against
from screening.matching.scoring import BatchNames, ScoredPairs
from screening.matching.weak_aliases import may_count
from screening.settings.matching import ScreeningSettings

__all__ = ["BestMatches", "Match"]


@dataclass(frozen=True)
class Match:
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


class BestMatches:
    """Collects the best match of each customer row and party in `found`."""

    def __init__(
        self, customers: pa.RecordBatch, parties: Sequence[Party], settings: ScreeningSettings
    ) -> None:
        self.found: dict[tuple[int, int], Match] = {}
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
        match = Match(batch, scored, pair, reading, evidence, evidence.score(name_score))
        if match.score < self._threshold or not may_count(
            match.quality, match.name_score, match.evidence, self._weak
        ):
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
