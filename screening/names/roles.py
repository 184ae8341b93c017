"""Who is whose son: the places of words in people's names, and where two names contradict each other in them.

A name is read with the given name before the family name: what stands before its first comma ("AL-KHAZALI,
Qais") comes last. Read so, a word such as "bin" makes the next distinctive word the father's name, a second
one makes the next the grandfather's, and so on; a word such as "oglu" makes one of the word before it.
Together with the own name they are the line: own name 0, father's 1, grandfather's 2. Lists leave out the
"bin" at times and the grandfather at others, so only what both names say can contradict.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from screening.names.alignment import Alignment
from screening.names.name_table import BoolArray, IntArray, NameTable
from screening.names.spelling import MARK
from screening.settings.names import Deductions, Patronymics

__all__ = ["RoleFacts", "measure_roles"]

# More words than a name has: `readings.MAX_WORDS` and a joined one.
_PLACES = 64


@dataclass(frozen=True)
class RoleFacts:
    """Facts of aligned pairs, one entry a pair.

    other_order: distinctive words that met stand in another order. line_crossed: the own name of one side met
    a forefather's of the other, or forefathers met in another order. fathers_apart: both sides name a father,
    and neither name met anything.
    """

    other_order: BoolArray
    line_crossed: BoolArray
    fathers_apart: BoolArray


@dataclass(frozen=True)
class _Places:
    """Where words stand. order: the place of each word in its name, given name first. line: its place in the
    line of fathers, -1 for none. father: the bit of the father's name, one entry a name, 0 where it has none.
    """

    order: IntArray
    line: IntArray
    father: IntArray


def measure_roles(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    pair_query: IntArray,
    pair_listed: IntArray,
    policy: Deductions,
) -> RoleFacts:
    """The facts of aligned pairs. pair_query and pair_listed: which name of each table, one entry a pair."""
    pairs = len(pair_query)
    if policy.patronymics is None or not pairs:
        none = np.zeros(pairs, dtype=np.bool_)
        return RoleFacts(other_order=none, line_crossed=none, fathers_apart=none)
    mine, theirs = (_known(table, policy.patronymics, policy.distinctive_from) for table in (query, listed))
    distinctive = (
        np.minimum(
            query.elements.weight[alignment.query_element], listed.elements.weight[alignment.listed_element]
        )
        > policy.distinctive_from
    )
    met = np.nonzero(distinctive)[0]
    # Words of a pair that only one word of met are in order.
    met = met[np.bincount(alignment.pair[met], minlength=pairs)[alignment.pair[met]] > 1]
    at = alignment.pair[met]
    first_query = _first_words(query, alignment.query_element[met])
    first_listed = _first_words(listed, alignment.listed_element[met])
    other_order = _is_in_other_order(at, mine.order[first_query], theirs.order[first_listed], pairs)

    father_query, father_listed = mine.father[pair_query], theirs.father[pair_listed]
    both = (father_query != 0) & (father_listed != 0)
    fathers_apart = both & ((father_query & alignment.used_query) == 0)
    fathers_apart &= (father_listed & alignment.used_listed) == 0
    met = np.nonzero(distinctive & both[alignment.pair])[0]
    line_query = _line_of(query, mine, alignment.query_element[met])
    line_listed = _line_of(listed, theirs, alignment.listed_element[met])
    in_line = (line_query >= 0) & (line_listed >= 0)
    at, line_query, line_listed = alignment.pair[met][in_line], line_query[in_line], line_listed[in_line]
    line_crossed = _is_in_other_order(at, line_query, line_listed, pairs)
    line_crossed[at[(line_query == 0) != (line_listed == 0)]] = True
    return RoleFacts(other_order=other_order, line_crossed=line_crossed, fathers_apart=fathers_apart)


def _is_in_other_order(at: IntArray, mine: IntArray, theirs: IntArray, pairs: int) -> BoolArray:
    """Whether what met in each pair stands in another order on the other side. at: the pair of each match;
    mine, theirs: its places on the two sides."""
    order = np.argsort(at * _PLACES + mine, kind="stable")
    at, theirs = at[order], theirs[order]
    found = np.zeros(pairs, dtype=np.bool_)
    found[at[1:][(at[1:] == at[:-1]) & (theirs[1:] < theirs[:-1])]] = True
    return found


# The listed names are compared with batch after batch.
_places_of: WeakKeyDictionary[NameTable, tuple[Patronymics, float, _Places]] = WeakKeyDictionary()


def _known(table: NameTable, words: Patronymics, distinctive_from: float) -> _Places:
    known = _places_of.get(table)
    if known is None or known[:2] != (words, distinctive_from):
        known = (words, distinctive_from, _places(table, words, distinctive_from))
        _places_of[table] = known
    return known[2]


def _places(table: NameTable, words: Patronymics, distinctive_from: float) -> _Places:
    """Where the words of every name stand."""
    name, counts = table.word_name, np.diff(table.first_word)
    before_comma, count = table.words_before_comma[name], counts[name]
    order = (table.word_position - before_comma) % np.maximum(count, 1)
    # From here on in that order, and back at the end.
    sequence = table.first_word[name] + order
    read = np.empty_like(sequence)
    read[sequence] = np.arange(len(sequence))
    before, after = _is_marker(table, words)
    text = table.word_text[read]
    is_distinctive = ((table.word_weight > distinctive_from) & ~before & ~after)[read]
    distinctive = np.nonzero(is_distinctive)[0]
    line = np.full(len(sequence), -1, dtype=np.int64)
    father = np.zeros(len(table), dtype=np.int64)
    if len(distinctive) and (before.any() or after.any()):
        _find_line(line, distinctive, name, np.nonzero(before[read])[0], np.nonzero(after[read])[0])
        _drop_namesakes(line, name, text)
        fathers = np.nonzero(line == 1)[0]
        father[name[fathers]] = np.int64(1) << table.word_position[read[fathers]]
    return _Places(order=order, line=line[sequence], father=father)


def _find_line(
    line: IntArray, distinctive: IntArray, name: IntArray, before: IntArray, after: IntArray
) -> None:
    """Fill in the place of each word in the line of fathers.

    All words are in their order of reading. distinctive: those that tell something; before, after: those that
    stand before and after a father's name. name: the name of each word.
    """
    first = np.ones(len(distinctive), dtype=np.bool_)
    first[1:] = name[distinctive[1:]] != name[distinctive[:-1]]
    following = np.searchsorted(distinctive, before)
    before, following = before[following < len(distinctive)], following[following < len(distinctive)]
    following = following[name[distinctive[following]] == name[before]]
    # A name that begins with such a word has the family name first ("Ben Attia Nabil Ben Mohamed").
    by_family = name[distinctive[following[first[following]]]]
    following = following[~first[following]]
    preceding = np.searchsorted(distinctive, after) - 1
    after, preceding = after[preceding >= 0], preceding[preceding >= 0]
    # Whoever stands first is no father: nobody's.
    preceding = preceding[(name[distinctive[preceding]] == name[after]) & ~first[preceding]]

    fathers = np.unique(np.concatenate((following, preceding)))
    of = name[distinctive[fathers]]
    begins = np.ones(len(fathers), dtype=np.bool_)
    begins[1:] = of[1:] != of[:-1]
    place = np.arange(len(fathers))
    line[distinctive[fathers]] = 1 + place - np.maximum.accumulate(np.where(begins, place, 0))

    # The own name, where it is known: the first of the name, as "Ahmad Hasan bin Ali" may be
    # the son of Hasan. Where the father stands before his mark, families may come first
    # ("Aliyev Heydar Alirza oglu"): the word before him.
    own = np.nonzero(first)[0][np.isin(name[distinctive[first]], of)]
    own = own[~np.isin(name[distinctive[own]], by_family)]
    by_mark_behind = np.isin(name[distinctive[own]], name[distinctive[preceding]])
    first_fathers = fathers[begins][np.isin(of[begins], name[distinctive[own]])]
    nearest = first_fathers[by_mark_behind] - 1
    own[by_mark_behind] = np.where(nearest >= own[by_mark_behind], nearest, own[by_mark_behind])
    own = distinctive[own]
    line[own[line[own] < 0]] = 0


def _drop_namesakes(line: IntArray, name: IntArray, text: IntArray) -> None:
    """Take an own name that is a forefather's too out of the line: which of the two met is chance."""
    own, fathers = np.nonzero(line == 0)[0], np.nonzero(line > 0)[0]
    texts = int(text.max(initial=0)) + 1
    line[own[np.isin(name[own] * texts + text[own], name[fathers] * texts + text[fathers])]] = -1


def _is_marker(table: NameTable, words: Patronymics) -> tuple[BoolArray, BoolArray]:
    """Whether each word stands before a father's name, and whether after one."""
    before, after = (np.zeros(table.vocabulary.word_count, dtype=np.bool_) for _ in range(2))
    either = words.before | words.after
    for number, text in enumerate(table.vocabulary.texts[: table.vocabulary.word_count]):
        word = text.removeprefix(MARK)
        if word in either:
            before[number], after[number] = word in words.before, word in words.after
    return before[table.word_text], after[table.word_text]


def _first_words(table: NameTable, element: IntArray) -> IntArray:
    """The place of each element's first word among all words."""
    return table.first_word[table.elements.name[element]] + table.elements.start[element]


def _line_of(table: NameTable, places: _Places, element: IntArray) -> IntArray:
    """The place of each element in the line of fathers: that of its first word that has one."""
    first, length = _first_words(table, element), table.elements.length[element]
    line = np.full(len(element), -1, dtype=np.int64)
    for word in range(int(length.max(initial=0))):
        open_ = np.nonzero((line < 0) & (length > word))[0]
        line[open_] = places.line[first[open_] + word]
    return line
