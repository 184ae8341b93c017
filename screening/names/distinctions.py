"""What tells two organizations apart although most of their words met: facts of aligned pairs of names.

Numbers and places of both names that are not the same ones; and a word that is another where the rest is
common: "Industrial and Commercial Bank" of two countries. Near spelling does not make one word of two words
of one stem that both mean something ("construction", "constructors"), as it does of a word and its
misspelling. Measured for organizations, vessels and aircraft alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screening.names.alignment import Alignment
from screening.names.name_table import BoolArray, FloatArray, IntArray, NameTable, symbols_of, text_of
from screening.names.telling_words import NO_PLACE, NO_VALUE
from screening.settings.names import Deductions

__all__ = ["Distinctions", "tell_apart"]

# Endings of what is done, and of who does it: two words of one stem.
_DEEDS = ("ion", "ions", "ing", "ings", "ment", "ments", "ance")
_DOERS = ("or", "ors", "er", "ers", "ant", "ants", "ist", "ists")
_STEM = 4
# What rigour knows a word of trade by.
_TRADE = ("SYMBOL:", "DOMAIN:", "LOC:", "ORGCLS:")


@dataclass(frozen=True)
class Distinctions:
    """One entry a pair.

    lone_number: a number in digits or Roman met nothing, and the other name has none left. other_number: both
    names have a number that is none of the other's. other_place: both have a country, or a place of one, that
    is none of the other's. other_word: the weight, 0 to 1, of words that met by spelling and are others all
    the same. other_trade: the weight, 0 to 1, of words of trade that met nothing, on the side where less is.
    common_rest: 1 where the words that met are all common ones, to 0 where a rare one is among them.
    """

    lone_number: BoolArray
    other_number: BoolArray
    other_place: BoolArray
    other_word: FloatArray
    other_trade: FloatArray
    common_rest: FloatArray


def tell_apart(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    pair_query: IntArray,
    pair_listed: IntArray,
    policy: Deductions,
) -> Distinctions:
    """The distinctions of aligned pairs. pair_query and pair_listed: which name of each table, one entry a
    pair."""
    met = _Met.of(query, listed, alignment)
    sides = [
        (query, pair_query, alignment.used_query, met.query_word),
        (listed, pair_listed, alignment.used_listed, met.listed_word),
    ]
    numbers, lone, places = [], [], []
    mine, theirs = query.telling, listed.telling
    unlike_number = met.differ(mine.number, theirs.number, NO_VALUE)
    unlike_country = met.differ(mine.country, theirs.country, NO_PLACE)
    for table, name, used, word in sides:
        telling = table.telling
        unmet = ~_without(used, table, alignment.pair, word, unlike_number)
        numbers.append((table.bits_of(telling.number != NO_VALUE)[name] & unmet) != 0)
        lone.append((table.bits_of(telling.is_written)[name] & unmet) != 0)
        unmet = ~_without(used, table, alignment.pair, word, unlike_country)
        places.append(table.bits_of(telling.country != NO_PLACE)[name] & unmet)
    weight, others = _weight(query, listed, alignment), _others(query, listed, alignment, met, policy)
    other_word = np.bincount(alignment.pair[others], weights=weight[others], minlength=len(pair_query))
    other_trade = np.minimum(
        _trade_left(query, pair_query, alignment.query_element, alignment.pair),
        _trade_left(listed, pair_listed, alignment.listed_element, alignment.pair),
    )
    other_number = numbers[0] & numbers[1]
    return Distinctions(
        lone_number=(lone[0] | lone[1]) & ~other_number,
        other_number=other_number,
        other_place=_no_country_in_common(query, listed, pair_query, pair_listed, places[0], places[1]),
        other_word=np.clip(other_word, 0.0, 1.0),
        other_trade=np.clip(other_trade, 0.0, 1.0),
        common_rest=_common_rest(query, alignment, met, weight, others, policy),
    )


@dataclass(frozen=True)
class _Met:
    """The words of each match, as places in the tables' words; -1 where it is not of one word each."""

    query_word: IntArray
    listed_word: IntArray
    single: BoolArray

    @staticmethod
    def of(query: NameTable, listed: NameTable, alignment: Alignment) -> _Met:
        mine, theirs = query.elements, listed.elements
        at, other = alignment.query_element, alignment.listed_element
        single = (mine.length[at] == 1) & (theirs.length[other] == 1)
        return _Met(
            query_word=np.where(single, query.first_word[mine.name[at]] + mine.start[at], -1),
            listed_word=np.where(single, listed.first_word[theirs.name[other]] + theirs.start[other], -1),
            single=single,
        )

    def differ(self, mine: IntArray, theirs: IntArray, none: int) -> IntArray:
        """The matches of one word each that stand for something on both sides, and not for the same."""
        if not len(mine) or not len(theirs):
            return np.zeros(0, dtype=np.int64)
        one, other = mine[self.query_word], theirs[self.listed_word]
        return np.nonzero(self.single & (one != other) & (one != none) & (other != none))[0]


def _without(used: IntArray, table: NameTable, pair: IntArray, word: IntArray, matches: IntArray) -> IntArray:
    """The used bits without those of some matches."""
    if not len(matches):
        return used
    used = used.copy()
    np.bitwise_and.at(used, pair[matches], ~(np.int64(1) << table.word_position[word[matches]]))
    return used


def _no_country_in_common(
    query: NameTable,
    listed: NameTable,
    pair_query: IntArray,
    pair_listed: IntArray,
    mine: IntArray,
    theirs: IntArray,
) -> BoolArray:
    """Whether both sides have unmet places (bits), and none of them is in a country that the other names."""
    found: BoolArray = (mine != 0) & (theirs != 0)
    # Few pairs come so far.
    for pair in np.nonzero(found)[0].tolist():
        one, unmet_one = _countries(query, int(pair_query[pair]), int(mine[pair]))
        other, unmet_other = _countries(listed, int(pair_listed[pair]), int(theirs[pair]))
        found[pair] = not (unmet_one & other) and not (unmet_other & one)
    return found


def _countries(table: NameTable, name: int, bits: int) -> tuple[set[int], set[int]]:
    """The countries that a name names, and those of the words of these bits."""
    begin, end = int(table.first_word[name]), int(table.first_word[name + 1])
    countries = table.telling.country[begin:end].tolist()
    return (
        {country for country in countries if country != NO_PLACE},
        {country for place, country in enumerate(countries) if bits >> place & 1},
    )


def _trade_left(table: NameTable, name: IntArray, element: IntArray, pair: IntArray) -> FloatArray:
    """The weight of each pair's trades that met nothing. element, pair: of each match, on one side."""
    weight = np.where(table.telling.is_trade, table.word_weight, 0.0)
    sums = np.concatenate(([0.0], np.cumsum(weight)))
    begin = table.first_word[table.elements.name[element]] + table.elements.start[element]
    met = sums[begin + table.elements.length[element]] - sums[begin]
    whole = sums[table.first_word[name + 1]] - sums[table.first_word[name]]
    return np.maximum(whole - np.bincount(pair, weights=met, minlength=len(name)), 0.0)


def _others(
    query: NameTable, listed: NameTable, alignment: Alignment, met: _Met, policy: Deductions
) -> BoolArray:
    """Which matches are of distinctive words that met by spelling and are others all the same."""
    distinctive = _weight(query, listed, alignment) > policy.distinctive_from
    near = np.nonzero(met.single & (alignment.similarity < policy.same_word_from) & distinctive)[0]
    mine, theirs = query.word_text[met.query_word[near]], listed.word_text[met.listed_word[near]]
    size = len(listed.vocabulary)
    distinct, which = np.unique(mine * size + theirs, return_inverse=True)
    keys, other_keys = query.vocabulary.keys, listed.vocabulary.keys
    apart = [_two_words(keys[pair // size], other_keys[pair % size]) for pair in distinct.tolist()]
    others = np.zeros(len(alignment.pair), dtype=np.bool_)
    others[near] = np.array(apart, dtype=np.bool_)[which]
    return others


@lru_cache(maxsize=65_536)
def _two_words(key: str, other_key: str) -> bool:
    """Whether two words that are spelled nearly alike are two words, and not one misspelled."""
    known, other_known = (
        {symbol for symbol in symbols_of(each) if symbol.startswith(_TRADE)} for each in (key, other_key)
    )
    if known and other_known:
        return not known & other_known
    word, other = text_of(key), text_of(other_key)
    return any(
        word[:cut] == other[:cut] and _deed_and_doer(word[cut:], other[cut:])
        for cut in range(_STEM, min(len(word), len(other)))
    )


def _deed_and_doer(ending: str, other: str) -> bool:
    return (ending in _DEEDS and other in _DOERS) or (ending in _DOERS and other in _DEEDS)


def _common_rest(
    query: NameTable,
    alignment: Alignment,
    met: _Met,
    weight: FloatArray,
    others: BoolArray,
    policy: Deductions,
) -> FloatArray:
    """1 where the words that met are common ones, to 0 where one was never seen. weight: of each match."""
    # A rare word misspelled is still a rare word.
    tells = np.where((alignment.similarity >= policy.slip_from) & ~others, weight, 0.0)
    # A number or a place that is the same tells nothing of who it is.
    single = np.nonzero(met.single)[0]
    word = met.query_word[single]
    no_name = (query.telling.number[word] != NO_VALUE) | (query.telling.country[word] != NO_PLACE)
    tells[single[no_name]] = 0.0
    rarest = np.zeros(len(alignment.used_query))
    np.maximum.at(rarest, alignment.pair, tells)
    return np.clip((1 - rarest) / (1 - policy.common_below), 0.0, 1.0).astype(np.float64)


def _weight(query: NameTable, listed: NameTable, alignment: Alignment) -> FloatArray:
    """The weight of one word of each match, on the side where that is less."""
    mine, theirs = query.elements, listed.elements
    at, other = alignment.query_element, alignment.listed_element
    return np.minimum(mine.weight[at] / mine.length[at], theirs.weight[other] / theirs.length[other])
