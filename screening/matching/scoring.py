"""Name scores of a batch against one group of listed names.

What was aligned is kept, so that the evidence of a hit comes from the same alignment that made its score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from screening.matching.index import NameGroup
from screening.matching.probability import NameWeights
from screening.names.alignment import Alignment, TokenMatches, align, match_tokens
from screening.names.analysis import AnalyzedNames
from screening.names.elements import with_elements
from screening.names.explanation import explain_pairs
from screening.names.name_table import BoolArray, FloatArray, IntArray, NameTable, ranges
from screening.names.score import NameScores, score
from screening.settings.names import NamePolicy

__all__ = ["BatchNames", "ScoredPairs"]

# Pairs aligned at once, and pairs of their elements, of which long names have thousands: bounds memory.
_PAIRS = 100_000
_ELEMENT_PAIRS = 5_000_000


@dataclass(frozen=True)
class ScoredPairs:
    """Pairs of names with their scores. query, listed: places in the batch's and the group's names."""

    query: IntArray
    listed: IntArray
    alignment: Alignment
    scores: NameScores


class BatchNames:
    """Analyzed names, ready to be compared with one group."""

    def __init__(self, names: AnalyzedNames, group: NameGroup, policy: NamePolicy) -> None:
        self.group = group
        self._policy = policy
        joined = group.names.joinable.among(names)
        self.table: NameTable = with_elements(names.words, *joined)
        self.matches: TokenMatches = match_tokens(self.table, group.names)

    def at_least(self, least: float) -> Iterator[ScoredPairs]:
        """Every pair with a name score of `least` or more, in blocks."""
        policy = self._policy.deductions_for(self.group.kind)
        query, listed = self.group.finder.find(self.table, self.matches, least, policy)
        for part in self.blocks(query, listed):
            yield self.pairs(query[part], listed[part])

    def may_reach(self, query: IntArray, listed: IntArray, least: FloatArray) -> BoolArray:
        """Whether each pair could have a name score of its `least` or more."""
        policy = self._policy.deductions_for(self.group.kind)
        return self.group.finder.may_reach(self.table, self.matches, query, listed, least, policy)

    def blocks(self, query: IntArray, listed: IntArray) -> Iterator[slice]:
        """Pairs of names to align at once."""
        mine, theirs = (np.diff(table.first_element) for table in (self.table, self.group.names.table))
        ends = np.cumsum(mine[query] * theirs[listed])
        begin = 0
        while begin < len(query):
            before = ends[begin - 1] if begin else 0
            end = int(np.searchsorted(ends, before + _ELEMENT_PAIRS, side="right"))
            end = min(max(end, begin + 1), begin + _PAIRS)
            yield slice(begin, end)
            begin = end

    def pairs(self, query: IntArray, listed: IntArray) -> ScoredPairs:
        """Score the given pairs, whatever comes out."""
        group = self.group
        alignment = align(self.table, group.names, self.matches, query, listed)
        policy = self._policy.deductions_for(group.kind)
        scores = score(self.table, group.names.table, alignment, query, listed, policy)
        return ScoredPairs(query=query, listed=listed, alignment=alignment, scores=scores)

    def weights(self, scored: ScoredPairs, pairs: IntArray) -> NameWeights:
        """What the names of some of the pairs come to before any limit, for their probabilities."""
        query, listed, alignment = self.table, self.group.names.table, scored.alignment
        begin, end = (np.searchsorted(alignment.pair, pairs, side=side) for side in ("left", "right"))
        at = ranges(begin, end - begin)
        place = np.repeat(np.arange(len(pairs)), end - begin)
        mine = query.elements.weight[alignment.query_element[at]]
        theirs = listed.elements.weight[alignment.listed_element[at]]
        least = self._policy.deductions_for(self.group.kind).distinctive_from

        def summed(weights: FloatArray) -> FloatArray:
            return np.bincount(place, weights=weights, minlength=len(pairs)).astype(np.float64)

        return NameWeights(
            points_off=scored.scores.uncapped[pairs],
            left_of_customer=np.maximum(0.0, query.total_weight[scored.query[pairs]] - summed(mine)),
            left_of_listed=np.maximum(0.0, listed.total_weight[scored.listed[pairs]] - summed(theirs)),
            distinctive=np.bincount(place[np.minimum(mine, theirs) > least], minlength=len(pairs)),
        )

    def explain(self, scored: ScoredPairs, pairs: IntArray, given: Sequence[str]) -> pa.Table:
        """Why some of the pairs have their scores (NAME_EVIDENCE). given: the customers' names; a pair may
        have another reading of its customer's."""
        return explain_pairs(
            self.table,
            self.group.names.table,
            scored.alignment,
            scored.scores,
            pairs,
            scored.query[pairs],
            scored.listed[pairs],
            given,
        )
