"""The best match of each customer and listed party, once identifiers are weighed in.

Of all the names and readings by which a pair was compared, one makes the hit: the best score, then the best
name score, the plainest reading, the better quality, and the first in the list's order. Weak aliases count
only as `weak_aliases` allows. Matches are columns, for a batch may have a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from screening.matching.identifiers import IDENTIFIERS, Evidence, judge
from screening.matching.index import Party
from screening.matching.prepared import screened_against
from screening.matching.scoring import BatchNames, ScoredPairs
from screening.matching.weak_aliases import may_count
from screening.names.name_table import BoolArray, FloatArray, IntArray
from screening.settings.matching import ScreeningSettings

__all__ = ["BestMatches", "Compared", "Matches"]

# Of a customer's row, what `judge` looks at.
_IDENTITY = ("entity_type", *IDENTIFIERS)


@dataclass(frozen=True)
class Compared:
    """Names that were scored together. `scored` is of `batch`."""

    batch: BatchNames
    scored: ScoredPairs


@dataclass(frozen=True)
class Matches:
    """Matches of customers and listed parties, an entry each, ordered by customer row and party.

    compared: which of `sources` each was compared in; pair: its place there. evidence: what its identifiers
    say.
    """

    sources: Sequence[Compared]
    row: IntArray
    party: IntArray
    compared: IntArray
    pair: IntArray
    listed: IntArray
    quality: IntArray
    name_score: FloatArray
    score: FloatArray
    evidence: Sequence[Evidence]

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class _Block:
    """Pairs that `add` was given at once."""

    row: IntArray
    party: IntArray
    compared: IntArray
    pair: IntArray
    reading: IntArray
    listed: IntArray
    quality: IntArray
    name_score: FloatArray


class BestMatches:
    """Collects scored pairs of names, and gives the best match of each customer row and party."""

    def __init__(
        self, customers: pa.RecordBatch, parties: Sequence[Party], settings: ScreeningSettings
    ) -> None:
        self._customers = customers
        self._parties = parties
        self._settings = settings
        self._sources: list[Compared] = []
        self._blocks: list[_Block] = []

    def add(
        self,
        row: IntArray,
        party: IntArray,
        batch: BatchNames,
        scored: ScoredPairs,
        pair: IntArray,
        reading: IntArray,
    ) -> None:
        """Take in scored pairs of names, an entry each.

        pair: its place in `scored`. reading: which of the customer's readings it is of, the plainest being 0.
        """
        if not len(row):
            return
        listed = scored.listed[pair]
        self._blocks.append(
            _Block(
                row=row,
                party=party,
                compared=np.full(len(row), len(self._sources)),
                pair=pair,
                reading=reading,
                listed=listed,
                quality=batch.group.quality[listed],
                name_score=scored.scores.score[pair],
            )
        )
        self._sources.append(Compared(batch, scored))

    def found(self) -> Matches:
        """The best match of each customer row and party that has one at or over the threshold."""
        whole = _joined(self._blocks)
        _, first, of_pair = np.unique(
            whole.row * max(1, len(self._parties)) + whole.party, return_index=True, return_inverse=True
        )
        judged = self._judge(whole.row[first].tolist(), whole.party[first].tolist())
        points = np.array([each.points for each in judged])[of_pair]
        least = np.array([each.least for each in judged])[of_pair]
        score = _scores(whole.name_score, points, least)
        chosen = np.nonzero((score >= self._settings.threshold) & self._may_count(whole, judged, of_pair))[0]
        # The first of those that are the same in all, which is the one added first.
        order = chosen[
            np.lexsort(
                (
                    whole.listed[chosen],
                    whole.quality[chosen],
                    whole.reading[chosen],
                    -whole.name_score[chosen],
                    -score[chosen],
                    of_pair[chosen],
                )
            )
        ]
        at = of_pair[order]
        best = order[np.concatenate(([True], at[1:] != at[:-1]))] if len(order) else order
        return Matches(
            sources=self._sources,
            row=whole.row[best],
            party=whole.party[best],
            compared=whole.compared[best],
            pair=whole.pair[best],
            listed=whole.listed[best],
            quality=whole.quality[best],
            name_score=whole.name_score[best],
            score=score[best],
            evidence=[judged[place] for place in of_pair[best].tolist()],
        )

    def _judge(self, rows: Sequence[int], parties: Sequence[int]) -> list[Evidence]:
        """What the identifiers of each customer row and party say."""
        customers = self._customers.select(list(_IDENTITY)).take(pa.array(rows, pa.int64()))
        columns = [column.to_pylist() for column in customers.columns]
        policy = self._settings.matching.identifiers
        against = {kind: screened_against(kind, self._settings) for kind in set(columns[0])}
        return [
            judge(
                dict(zip(_IDENTITY, values, strict=True)),
                self._parties[party].identity,
                policy,
                against[values[0]],
            )
            for party, values in zip(parties, zip(*columns, strict=True), strict=True)
        ]

    def _may_count(self, whole: _Block, judged: Sequence[Evidence], of_pair: IntArray) -> BoolArray:
        documents = np.array([each.document == "agrees" for each in judged], dtype=np.bool_)[of_pair]
        any_agrees = np.array([each.any_agrees for each in judged], dtype=np.bool_)[of_pair]
        policy = self._settings.matching.weak_aliases
        return may_count(whole.quality, whole.name_score, documents, any_agrees, policy)


def _joined(blocks: Sequence[_Block]) -> _Block:
    empty = np.zeros(0, dtype=np.int64)
    parts = {
        name: np.concatenate([empty, *(getattr(block, name) for block in blocks)])
        for name in _Block.__dataclass_fields__
    }
    return _Block(**parts)


def _scores(name_score: FloatArray, points: FloatArray, least: FloatArray) -> FloatArray:
    exact = np.maximum(np.minimum(100.0, np.maximum(0.0, name_score + points)), least)
    return np.array([round(score, 2) for score in exact.tolist()])
