"""Which word met which: the alignment of pairs of names, between finding candidates and scoring them.

`TokenMatches` holds what elements can meet between two name tables, `align` picks for each pair of names the
matches that count: words that are the same first, then by gain, no word used twice on either side. Gain
grows with similarity and the weight of both sides, so a distinctive word is not given up for a particle. All
pairs advance together, one match each a round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screening.names.elements import JoinedWords
from screening.names.name_table import FloatArray, IntArray, NameTable, ranges
from screening.names.similarity import Spellings, TokenIndex
from screening.settings.names import Similarity

__all__ = ["Alignment", "ListedNames", "TokenMatches", "align", "element_codes", "match_tokens"]


class ListedNames:
    """A name table as the listed side, its texts prepared to be met."""

    def __init__(
        self, table: NameTable, policy: Similarity, threads: int = 1, spellings: Spellings | None = None
    ) -> None:
        """threads: how many compare letters. spellings: of the vocabulary's texts; made here unless given."""
        spellings = spellings or Spellings.of(table.vocabulary.texts)
        self.table = table
        self.policy = policy
        self.texts = TokenIndex(table.vocabulary, table.symbols, policy, threads, spellings)
        self.joinable = JoinedWords(table.vocabulary, policy.joined_consonants)
        self.codes = element_codes(table)
        self.code_count = len(table.vocabulary) + len(table.symbols)


@dataclass(frozen=True)
class TokenMatches:
    """What can meet: a sparse matrix in rows (CSR) of query codes × listed codes with the similarity.

    A code numbers a table's texts first, then its symbols. key is query code * number of listed codes +
    listed code, in rising order.
    """

    first: IntArray
    listed: IntArray
    similarity: FloatArray
    key: IntArray


@dataclass(frozen=True)
class Alignment:
    """The matches that count, ordered by pair. One entry a match; elements index the tables' elements.

    used_query, used_listed: for each pair, a bit for each word that met something.
    """

    pair: IntArray
    query_element: IntArray
    listed_element: IntArray
    similarity: FloatArray
    used_query: IntArray
    used_listed: IntArray


def element_codes(table: NameTable) -> IntArray:
    elements = table.elements
    return np.where(elements.text >= 0, elements.text, len(table.vocabulary) + elements.symbol)


def match_tokens(query: NameTable, listed: ListedNames) -> TokenMatches:
    """Everything that can meet between the texts and symbols of two tables."""
    number, other, similarity = listed.texts.match_tokens(query.vocabulary, query.symbols)
    key = number * listed.code_count + other
    order = np.argsort(key)
    codes = len(query.vocabulary) + len(query.symbols)
    first = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=codes))))
    return TokenMatches(first=first, listed=other[order], similarity=similarity[order], key=key[order])


def align(
    query: NameTable, listed: ListedNames, matches: TokenMatches, pair_query: IntArray, pair_listed: IntArray
) -> Alignment:
    """Align pairs of names. pair_query and pair_listed: which name of each table, one entry a pair."""
    pair, query_element, listed_element, similarity = _possible(
        query, listed, matches, pair_query, pair_listed
    )
    mine, theirs = query.elements, listed.table.elements
    # Words that are the same are never given up for a longer span that is only like.
    exact = similarity >= 1
    gain = similarity**2 * (mine.weight[query_element] + theirs.weight[listed_element])
    # Ties go to the earlier words, so that the same names always align the same way.
    order = np.lexsort((theirs.start[listed_element], mine.start[query_element], -gain, ~exact, pair))
    pair, query_element, listed_element = pair[order], query_element[order], listed_element[order]
    similarity = similarity[order]
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
        similarity=similarity[kept],
        used_query=used_query,
        used_listed=used_listed,
    )


def _possible(
    query: NameTable, listed: ListedNames, matches: TokenMatches, pair_query: IntArray, pair_listed: IntArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """All matches of elements within the pairs: pair, query element, listed element, similarity."""
    codes = element_codes(query)
    meets = np.diff(matches.first) > 0
    # Pair × element of the query name that meets anything × element of the listed name, kept where they meet.
    per_pair = query.first_element[pair_query + 1] - query.first_element[pair_query]
    pair = np.repeat(np.arange(len(pair_query)), per_pair)
    element = ranges(query.first_element[pair_query], per_pair)
    some = meets[codes[element]]
    pair, element = pair[some], element[some]
    # Of the listed elements only those that anything of the batch meets: few of the joined words are.
    is_met = np.zeros(listed.code_count, dtype=np.bool_)
    is_met[matches.listed] = True
    is_met = is_met[listed.codes]
    places = np.nonzero(is_met)[0]
    first = np.concatenate(([0], np.cumsum(is_met)))[listed.table.first_element]
    theirs = pair_listed[pair]
    times = first[theirs + 1] - first[theirs]
    other = places[ranges(first[theirs], times)]
    pair, element = np.repeat(pair, times), np.repeat(element, times)
    key = codes[element] * listed.code_count + listed.codes[other]
    place = np.searchsorted(matches.key, key)
    place[place == len(matches.key)] = 0
    met = np.nonzero(matches.key[place] == key)[0] if len(matches.key) else place
    return pair[met], element[met], other[met], matches.similarity[place[met]]


def _bits(start: IntArray, length: IntArray) -> IntArray:
    return ((np.int64(1) << length) - 1) << start
