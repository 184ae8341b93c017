"""Which customers of a batch match which listed parties, whatever brings the two together.

A pair comes to be compared in one of four ways: its names are candidates (`candidates`), it shares a birth
date to the day, it shares a document number, or it has nearly the same name under another type
(`across_types`). Of each the best match is kept (`best_matches`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.matching.best_matches import BestMatches, Matches
from screening.matching.identifiers import best_bonus
from screening.matching.index import ListIndex, NameGroup
from screening.matching.looked_up import LookedUp, LookedUpPairs
from screening.matching.prepared import (
    TYPE_NUMBERS,
    PreparedBatch,
    PreparedNames,
    read_each,
    screened_against,
    type_numbers,
)
from screening.matching.scoring import BatchNames
from screening.model.errors import InputError
from screening.model.vocabulary import ENTITY_TYPES, EntityType
from screening.names.name_table import BoolArray, IntArray, ranges
from screening.settings.matching import ScreeningSettings
from screening.settings.names import Kind

__all__ = ["MatchSearch", "least_name_score"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute


class MatchSearch:
    """Finds every pair of a customer and a listed party that reaches the threshold."""

    def __init__(self, index: ListIndex, settings: ScreeningSettings) -> None:
        self._index = index
        self._settings = settings
        across = settings.matching.across_types_from
        # From this name score on a pair counts whatever the types; none has more than 100.
        self._across_types_from = math.inf if across is None else across
        # Below this name score only a birth day or a document that agrees can reach the threshold.
        policy = settings.matching.identifiers
        self._least_name_score = least_name_score(settings)
        most_by_day = max(
            policy.birth_date_agrees + policy.birth_date_and_nationality_agree,
            policy.birth_date_turned_round,
        )
        least_with_birth_day = max(
            0.0, self._least_name_score - max(0.0, most_by_day - policy.birth_year_agrees)
        )
        if policy.birth_date_and_nationality_floor >= settings.threshold:
            least_with_birth_day = 0.0
        self._looked_up = LookedUp(index, policy, least_with_birth_day)

    def matches(self, prepared: PreparedBatch) -> Matches:
        """The best match of each customer row and party at or over the threshold."""
        customers = prepared.customers
        type_of_row = type_numbers(customers)
        looked_up = self._looked_up.pairs(customers, self._compares[:, self._type_of_party], type_of_row)
        best = BestMatches(customers, self._index.parties, self._settings)
        for kind, group in self._index.groups.items():
            names = prepared.names[kind]
            batch = BatchNames(names.names, group, self._settings.names)
            entries = np.argsort(names.reading, kind="stable")
            bounds = np.searchsorted(names.reading[entries], np.arange(len(names.names.words) + 1))
            for scored in batch.at_least(self._least_name_score):
                pair = np.nonzero(scored.scores.score >= self._least_name_score)[0]
                name = scored.query[pair]
                times = bounds[name + 1] - bounds[name]
                entry, pair = entries[ranges(bounds[name], times)], np.repeat(pair, times)
                row, party = names.row[entry], group.party[scored.listed[pair]]
                counts = scored.scores.score[pair] >= self._across_types_from
                counts |= self._compares[type_of_row[row], self._type_of_party[party]]
                reading = entry - names.first[row]
                best.add(row[counts], party[counts], batch, scored, pair[counts], reading[counts])
            found = looked_up.take(group.has_names_of(looked_up.party))
            compared = np.diff(names.first)[found.row] > 0
            self._add_looked_up(best, batch, names, np.arange(customers.num_rows), found.take(compared))
            # A document number counts across kinds, and so does nearly the same name: those customers' names
            # were not prepared as this kind.
            nearly = np.array(list(self._under_another_type(prepared, kind, group)), dtype=np.int64)
            nearly = nearly.reshape(-1, 2)
            rest = found.take(~compared).with_others(nearly[:, 0], nearly[:, 1], self._across_types_from)
            if len(rest):
                others, place = np.unique(rest.row, return_inverse=True)
                place_of_row = np.zeros(customers.num_rows, dtype=np.int64)
                place_of_row[rest.row] = place
                texts = customers["name"].take(pa.array(others, pa.int64())).to_pylist()
                read = read_each([str(text) for text in texts], kind, self._settings.names)
                again = BatchNames(read.names, group, self._settings.names)
                self._add_looked_up(best, again, read, place_of_row, rest)
        return best.found()

    @cached_property
    def _type_of_party(self) -> IntArray:
        none = TYPE_NUMBERS[None]
        types = (TYPE_NUMBERS.get(party.entity_type, none) for party in self._index.parties)
        return np.fromiter(types, np.int64, len(self._index.parties))

    @cached_property
    def _compares(self) -> BoolArray:
        """Whether customers of a type are compared by name with parties of another, by the types' numbers."""
        compares = np.zeros((len(TYPE_NUMBERS), len(TYPE_NUMBERS)), dtype=np.bool_)
        for entity_type in (*ENTITY_TYPES, None):
            for other in self._screened_against(entity_type):
                compares[TYPE_NUMBERS[entity_type], TYPE_NUMBERS[other]] = True
        return compares

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
        best: BestMatches,
        batch: BatchNames,
        names: PreparedNames,
        place: IntArray,
        looked_up: LookedUpPairs,
    ) -> None:
        """Compare all readings of customers with all names of parties that something else brought together.

        place: customer row → row of `names`.
        """
        at = place[looked_up.row]
        readings = names.first[at + 1] - names.first[at]
        pair, entry = np.repeat(np.arange(len(looked_up)), readings), ranges(names.first[at], readings)
        listed, times = batch.group.names_of(looked_up.party[pair])
        pair, entry = np.repeat(pair, times), np.repeat(entry, times)
        query, least = names.reading[entry], looked_up.least[pair]
        may = np.nonzero(batch.may_reach(query, listed, least))[0]
        pair, entry, query, listed = pair[may], entry[may], query[may], listed[may]
        least = least[may]
        for part in batch.blocks(query, listed):
            scored = batch.pairs(query[part], listed[part])
            good = np.nonzero(scored.scores.score >= least[part])[0]
            row, party = looked_up.row[pair[part][good]], looked_up.party[pair[part][good]]
            best.add(row, party, batch, scored, good, entry[part][good] - names.first[place[row]])

    def _screened_against(self, entity_type: EntityType | None) -> Sequence[str]:
        return screened_against(entity_type, self._settings)


def least_name_score(settings: ScreeningSettings) -> float:
    """The least name score with which a pair may reach the threshold, where neither a birth day nor a
    document number brings it together. Raises InputError where that is none at all."""
    by_identifiers = best_bonus(settings.matching.identifiers)
    if settings.threshold <= by_identifiers:
        raise InputError(
            f"a threshold of {settings.threshold:g} asks for pairs of names that have nothing in "
            f"common: identifiers alone give up to {by_identifiers:g} points. Set it higher."
        )
    return settings.threshold - by_identifiers
