"""Why names have their name scores, as columns: read off the alignment and the deductions that made them.

Nothing is judged anew here, and nothing is said in words: `screening.wording.explanation` does that. A batch
may have a million pairs, so that evidence is made column by column: what a name, a word or a pair of words
tells is worked out once, however many pairs have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from screening.model.evidence import DEDUCTION, NAME_EVIDENCE, TOKEN, TOKEN_MATCH, How
from screening.model.list_columns import as_lists
from screening.names.alignment import Alignment, element_codes
from screening.names.name_table import (
    ACRONYM,
    BLEND,
    EQUIVALENT,
    IntArray,
    NameTable,
    ranges,
    symbols_of,
    text_of,
    written_of,
)
from screening.names.own_script import decides, same_signs
from screening.names.score import NameScores
from screening.names.spelling import MARK, fold

__all__ = ["explain_pairs"]

# Of the points that evidence states.
_DECIMALS = 4


def explain_pairs(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    scores: NameScores,
    pairs: IntArray,
    query_names: IntArray,
    listed_names: IntArray,
    given: Sequence[str],
) -> pa.Table:
    """The evidence of the scores of some of the aligned pairs, a row each: the columns of NAME_EVIDENCE.

    pairs: their numbers in `alignment` and `scores`; query_names, listed_names: which name of each table each
    is of. given: the customers' names, of which the query may have other readings.
    """
    read = [query.names[name] for name in query_names.tolist()]
    read_as = [None if name == text else text for text, name in zip(read, given, strict=True)]
    columns = [
        _tokens(query, query_names),
        _tokens(listed, listed_names),
        _token_matches(query, listed, alignment, pairs),
        _deductions(scores, pairs),
        pa.array(read_as, pa.string()),
    ]
    return pa.Table.from_arrays(columns, schema=NAME_EVIDENCE)


def _token_matches(query: NameTable, listed: NameTable, alignment: Alignment, pairs: IntArray) -> Any:
    begin, end = (np.searchsorted(alignment.pair, pairs, side=side) for side in ("left", "right"))
    counts = end - begin
    at = ranges(begin, counts)
    mine, theirs = alignment.query_element[at], alignment.listed_element[at]
    weight = np.minimum(query.elements.weight[mine], listed.elements.weight[theirs])
    # Distinctive words first: that is what a reviewer looks for.
    order = np.lexsort((-weight, np.repeat(np.arange(len(pairs)), counts)))
    at, mine, theirs, weight = at[order], mine[order], theirs[order], weight[order]
    fields = [
        _span_texts(query, mine),
        _span_texts(listed, theirs),
        _hows(query, listed, mine, theirs),
        pa.array(alignment.similarity[at]),
        pa.array(weight),
        _places(query, mine),
        _places(listed, theirs),
    ]
    return as_lists(counts, pa.StructArray.from_arrays(fields, fields=list(TOKEN_MATCH)))


def _deductions(scores: NameScores, pairs: IntArray) -> Any:
    """What was taken off, to ten-thousandths of a point.

    Floats that were added up in another order differ in their last digits, and the same pair must have the
    same evidence in every batch. The score is rounded from the exact sum; where the rounded points come to
    another hundredth, the most of them bear the difference.
    """
    points = np.column_stack([exact[pairs] for exact in scores.deductions.values()])
    points[points != 0] = [round(off, _DECIMALS) for off in points[points != 0].tolist()]
    told = points > 0
    points[~told] = 0.0
    total = np.zeros(len(pairs))
    for place in range(points.shape[1]):
        # One after the other: the sum of an array adds in another order.
        total += points[:, place]
    score = scores.score[pairs]
    stated = np.array([round(max(0.0, left), 2) for left in (100 - total).tolist()])
    other = np.nonzero(told.any(axis=1) & (stated != score))[0]
    most = points[other].argmax(axis=1)
    bearing = points[other, most] + 100 - score[other] - total[other]
    points[other, most] = [round(off, _DECIMALS) for off in bearing.tolist()]
    names = pa.array(list(scores.deductions), pa.string())
    of_deduction = pa.array(np.nonzero(told)[1], pa.int64())
    fields: list[Any] = [names.take(of_deduction), pa.array(points[told], pa.float64())]
    return as_lists(told.sum(axis=1), pa.StructArray.from_arrays(fields, fields=list(DEDUCTION)))


def _span_texts(table: NameTable, elements: IntArray) -> Any:
    distinct, number = np.unique(elements, return_inverse=True)
    start = table.elements.start[distinct] + table.first_word[table.elements.name[distinct]]
    shown = table.shown
    texts = [
        shown[begin] if length == 1 else " ".join(shown[begin : begin + length])
        for begin, length in zip(start.tolist(), table.elements.length[distinct].tolist(), strict=True)
    ]
    return pa.array(texts, pa.string()).take(pa.array(number, pa.int64()))


def _places(table: NameTable, elements: IntArray) -> Any:
    length = table.elements.length[elements]
    places = ranges(table.elements.start[elements], length)
    return as_lists(length, pa.array(places.astype(np.int32)))


def _tokens(table: NameTable, names: IntArray) -> Any:
    """The tokens of each name; each name is cut once."""
    distinct, number = np.unique(names, return_inverse=True)
    first, last = table.first_word[distinct], table.first_word[distinct + 1]
    words = ranges(first, last - first)
    shown = table.shown
    plain = [shown[word] for word in words.tolist()]
    texts: list[str] = []
    for name, begin, end in zip(distinct.tolist(), first.tolist(), last.tolist(), strict=True):
        texts += _as_written(table.names[name], shown[begin:end])
    readings: list[str | None] = [None] * len(texts)
    for place, text in enumerate(texts):
        if not text.isascii() and _is_in_another_script(text):
            reading = table.vocabulary.texts[table.word_text[words[place]]]
            readings[place] = reading.removeprefix(MARK)
    fields = [pa.array(each, pa.string()) for each in (texts, plain, readings)]
    lists = as_lists(last - first, pa.StructArray.from_arrays(fields, fields=list(TOKEN)))
    return lists.take(pa.array(number, pa.int64()))


_RUNS = re.compile(r"[^\W_]+")


def _as_written(name: str, words: Sequence[str]) -> list[str]:
    """The words, which are bare small letters, as the name has them: "khazali" from "AL-KHAZ'ALI"."""
    if name.isascii():
        # Most names are no more than their words with blanks between.
        runs = _RUNS.findall(name)
        if [run.lower() for run in runs] == list(words):
            return runs
    if len(name.lower()) != len(name):
        return list(words)
    places = [place for place, character in enumerate(name) if character.isalnum()]
    small = "".join(name[place].lower() for place in places)
    written, at = [], 0
    for word in words:
        found = small.find(word, at)
        if found < 0:
            written.append(word)
        else:
            at = found + len(word)
            written.append(name[places[found] : places[at - 1] + 1])
    return written


@lru_cache(maxsize=65_536)
def _is_in_another_script(word: str) -> bool:
    return any(letter.isalpha() and "LATIN" not in unicodedata.name(letter, "") for letter in word)


_BY_SYMBOL: Mapping[str, How] = {
    "NAME": "other spelling",
    "NICK": "short form",
    "NUM": "same number",
    "ORGCLS": "same legal form",
    "LOC": "same place",
    ACRONYM: "initials",
    BLEND: "beginnings",
    EQUIVALENT: "same meaning",
}


def _hows(query: NameTable, listed: NameTable, mine: IntArray, theirs: IntArray) -> Any:
    """How the elements of each match are the same; each two words are looked at once."""
    codes, other_codes = element_codes(query)[mine], element_codes(listed)[theirs]
    together = query.elements.length[mine] != listed.elements.length[theirs]
    width = len(listed.vocabulary) + len(listed.symbols)
    distinct, number = np.unique((codes * width + other_codes) * 2 + together, return_inverse=True)
    found: list[How] = []
    words, other_words = len(query.vocabulary), len(listed.vocabulary)
    for key in distinct.tolist():
        one, other = divmod(key // 2, width)
        if one >= words:
            found.append(_by_symbol(query.symbols.texts[one - words]))
        elif other >= other_words:
            found.append(_by_symbol(listed.symbols.texts[other - other_words]))
        else:
            found.append(_how(query.vocabulary.keys[one], listed.vocabulary.keys[other], bool(key % 2)))
    return pa.array(found, pa.string()).take(pa.array(number, pa.int64()))


@lru_cache(maxsize=65_536)
def _how(key: str, other_key: str, together: bool) -> How:
    """How two words (of `Vocabulary.keys`) are the same. together: one is written as several words."""
    one, other = text_of(key), text_of(other_key)
    written, other_written = written_of(key), written_of(other_key)
    same = written == other_written
    if (one == other and same) or same_signs(written, other_written):
        return "same"
    shared = set(symbols_of(key)) & set(symbols_of(other_key))
    if shared and not decides(written, other_written):
        return _by_symbol(min(shared))
    if len(one) == 1 or len(other) == 1:
        return "initial" if same else "same reading"
    if together:
        return "written together"
    if not same and not decides(written, other_written):
        return "other script" if one.removeprefix(MARK) == other.removeprefix(MARK) else "same reading"
    return "same sound" if fold(one) == fold(other) and not decides(written, other_written) else "similar"


def _by_symbol(symbol: str) -> How:
    return _BY_SYMBOL.get(symbol.partition(":")[0], "same trade word")
