"""Which word met which. Reach for it between finding candidates and scoring them.

`Meetings` holds what elements can meet between two name tables, `align` picks for each pair of names the
meetings that count: words that are the same first, then by gain, no word used twice on either side. Gain
grows with likeness and the weight of both sides, so a telling word is not given up for a particle. All pairs
advance together, one meeting each a round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screening.names.joined_words import JoinedWords
from screening.names.likeness import ListedTexts
from screening.names.name_table import FloatArray, IntArray, NameTable, ranges
from screening.names.policy import Likeness

__all__ = ["Alignment", "ListedNames", "Meetings", "align", "element_codes", "meet"]


class ListedNames:
    """A name table as the listed side, its texts prepared to be met."""

    def __init__(self, table: NameTable, policy: Likeness, threads: int = 1) -> None:
        self.table = table
        self.policy = policy
        self.texts = ListedTexts(table.vocabulary, table.symbols, policy, threads)
        self.joinable = JoinedWords(table.vocabulary)
        self.codes = element_codes(table)
        self.code_count = len(table.vocabulary) + len(table.symbols)


@dataclass(frozen=True)
class Meetings:
    """What can meet: a sparse matrix in rows (CSR) of query codes × listed codes with the likeness.

    A code numbers a table's texts first, then its symbols. key is query code * number of listed codes +
    listed code, in rising order.
    """

    first: IntArray
    listed: IntArray
    likeness: FloatArray
    key: IntArray


@dataclass(frozen=True)
class Alignment:
    """The meetings that count, ordered by pair. One entry a meeting; elements index the tables' elements.

    used_query, used_listed: for each pair, a bit for each word that met something.
    """

    pair: IntArray
    query_element: IntArray
    listed_element: IntArray
    likeness: FloatArray
    used_query: IntArray
    used_listed: IntArray


def element_codes(table: NameTable) -> IntArray:
    elements = table.elements
    return np.where(elements.text >= 0, elements.text, len(table.vocabulary) + elements.symbol)


def meet(query: NameTable, listed: ListedNames) -> Meetings:
    """Everything that can meet between the texts and symbols of two tables."""
    number, other, likeness = listed.texts.meet(query.vocabulary, query.symbols)
    key = number * listed.code_count + other
    order = np.argsort(key)
    codes = len(query.vocabulary) + len(query.symbols)
    first = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=codes))))
    return Meetings(first=first, listed=other[order], likeness=likeness[order], key=key[order])


def align(
    query: NameTable, listed: ListedNames, meetings: Meetings, pair_query: IntArray, pair_listed: IntArray
) -> Alignment:
    """Align pairs of names. pair_query and pair_listed: which name of each table, one entry a pair."""
    pair, query_element, listed_element, likeness = _possible(
        query, listed, meetings, pair_query, pair_listed
    )
    mine, theirs = query.elements, listed.table.elements
    # Words that are the same are never given up for a longer stretch that is only like.
    exact = likeness >= 1
    gain = likeness**2 * (mine.weight[query_element] + theirs.weight[listed_element])
    # Ties go to the earlier words, so that the same names always align the same way.
    order = np.lexsort((theirs.start[listed_element], mine.start[query_element], -gain, ~exact, pair))
    pair, query_element, listed_element = pair[order], query_element[order], listed_element[order]
    likeness = likeness[order]
    query_bits = _bits(mine.start[query_element], mine.length[query_element])
    listed_bits = _bits(theirs.start[listed_element], theirs.length[listed_element])
    used_query = np.zeros(len(pair_query), dtype=np.int64)
    used_listed = np.zeros(len(pair_query), dtype=np.int64)
    chosen = []
    open_ = np.arange(len(pair))
    while len(open_):
        at = pair[open_]
        best = open_[np.concatenate(([True], at[1:] != at[:-1]))]
        chosen.append(best)
        used_query[pair[best]] |= query_bits[best]
        used_listed[pair[best]] |= listed_bits[best]
        free = (query_bits[open_] & used_query[at]) == 0
        free &= (listed_bits[open_] & used_listed[at]) == 0
        open_ = open_[free]
    kept = np.sort(np.concatenate(chosen)) if chosen else open_
    return Alignment(
        pair=pair[kept],
        query_element=query_element[kept],
        listed_element=listed_element[kept],
        likeness=likeness[kept],
        used_query=used_query,
        used_listed=used_listed,
    )


def _possible(
    query: NameTable, listed: ListedNames, meetings: Meetings, pair_query: IntArray, pair_listed: IntArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """All meetings of elements within the pairs: pair, query element, listed element, likeness."""
    codes = element_codes(query)
    meets = np.diff(meetings.first) > 0
    # Pair × element of the query name that meets anything × element of the listed name, kept where they meet.
    per_pair = query.first_element[pair_query + 1] - query.first_element[pair_query]
    pair = np.repeat(np.arange(len(pair_query)), per_pair)
    element = ranges(query.first_element[pair_query], per_pair)
    some = meets[codes[element]]
    pair, element = pair[some], element[some]
    first = listed.table.first_element
    theirs = pair_listed[pair]
    times = first[theirs + 1] - first[theirs]
    other = ranges(first[theirs], times)
    pair, element = np.repeat(pair, times), np.repeat(element, times)
    key = codes[element] * listed.code_count + listed.codes[other]
    place = np.searchsorted(meetings.key, key)
    place[place == len(meetings.key)] = 0
    met = np.nonzero(meetings.key[place] == key)[0] if len(meetings.key) else place
    return pair[met], element[met], other[met], meetings.likeness[place[met]]


def _bits(start: IntArray, length: IntArray) -> IntArray:
    return ((np.int64(1) << length) - 1) << start
