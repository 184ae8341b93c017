"""The sentence behind a name score. Reach for it to show a person why two names scored as they did.

Everything said here is read off the alignment and the deductions; nothing is judged anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screening.names.alignment import Alignment
from screening.names.name_table import ACRONYM, NameTable
from screening.names.score import NameScores
from screening.names.spelling import MARK, fold

__all__ = ["NameExplanation", "TokenMatch", "Word", "explain_pair"]

_DEDUCTIONS = (
    ("uncovered", "words left over or spelled otherwise"),
    ("thin", "few distinctive words to go by"),
    ("weakest", "the least alike words"),
    ("words", "few words that are the same"),
    ("number", "a number on one side only"),
    ("initials", "only initials in common"),
    ("conflict", "words of their own on both sides"),
)


@dataclass(frozen=True)
class Word:
    """A word of a name. text: as the name writes it. reading: the Latin letters it was compared by, where it
    is written in another script; else None."""

    text: str
    reading: str | None


@dataclass(frozen=True)
class TokenMatch:
    """Words of the query that met words of the listed name, and how. similarity: 0 to 1.

    query_at, listed_at: their places among the words of either name.
    """

    query: str
    listed: str
    how: str
    similarity: float
    query_weight: float
    listed_weight: float
    query_at: range
    listed_at: range


@dataclass(frozen=True)
class NameExplanation:
    """The parts of one name score: score = max(0, 100 - sum of deductions), rounded to two decimals.

    query_words, listed_words: all compared words of both names, in their order. Each is part of one match
    or left over. read_as: the reading of the query that was compared, where that is not the name as given.
    """

    matches: Sequence[TokenMatch]
    left_query: Sequence[str]
    left_listed: Sequence[str]
    deductions: dict[str, float]
    query_words: Sequence[Word]
    listed_words: Sequence[Word]
    read_as: str | None = None

    def points_off(self) -> list[tuple[str, float]]:
        """What each deduction is for, in words, and its points; without those that round to nothing."""
        return [(_label(name), points) for name, points in self.deductions.items() if points >= 0.05]

    def sentence(self) -> str:
        parts = [_tell(match) for match in self.matches]
        text = "; ".join(parts) if parts else "no word in common"
        if self.read_as is not None:
            text = f"the customer's name read as '{self.read_as}': {text}"
        if self.left_query:
            text += f"; only in the customer's name: {' '.join(self.left_query)}"
        if self.left_listed:
            text += f"; only in the listed name: {' '.join(self.left_listed)}"
        off = [f"{points:.1f} for {what}" for what, points in self.points_off()]
        return text + (f". Points off: {', '.join(off)}." if off else ". Nothing taken off.")


def explain_pair(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    scores: NameScores,
    pair: int,
    query_name: int,
    listed_name: int,
    given: str | None = None,
) -> NameExplanation:
    """The parts of the score of pair number `pair`, between the given names of the two tables.

    given: the customer's name, where the query may be another reading of it.
    """
    read = query.names[query_name]
    begin, end = np.searchsorted(alignment.pair, [pair, pair + 1])
    matches = []
    for at in range(int(begin), int(end)):
        mine, theirs = int(alignment.query_element[at]), int(alignment.listed_element[at])
        similarity = float(alignment.similarity[at])
        matches.append(
            TokenMatch(
                query=_span_text(query, mine),
                listed=_span_text(listed, theirs),
                how=_how(query, listed, mine, theirs, similarity),
                similarity=similarity,
                query_weight=float(query.elements.weight[mine]),
                listed_weight=float(listed.elements.weight[theirs]),
                query_at=_places(query, mine),
                listed_at=_places(listed, theirs),
            )
        )
    # Telling words first: that is what a reviewer looks for.
    matches.sort(key=lambda match: -min(match.query_weight, match.listed_weight))
    return NameExplanation(
        matches=matches,
        left_query=_left(query, query_name, int(alignment.used_query[pair])),
        left_listed=_left(listed, listed_name, int(alignment.used_listed[pair])),
        deductions=scores.deductions_of(pair),
        query_words=_words(query, query_name),
        listed_words=_words(listed, listed_name),
        read_as=None if given is None or read == given else read,
    )


def _span_text(table: NameTable, element: int) -> str:
    begin = int(table.first_word[table.elements.name[element]])
    return " ".join(table.shown[begin + place] for place in _places(table, element))


def _places(table: NameTable, element: int) -> range:
    start = int(table.elements.start[element])
    return range(start, start + int(table.elements.length[element]))


def _words(table: NameTable, name: int) -> list[Word]:
    begin, end = int(table.first_word[name]), int(table.first_word[name + 1])
    read = (table.vocabulary.texts[number] for number in table.word_text[begin:end].tolist())
    written = _as_written(table.names[name], table.shown[begin:end])
    return [
        Word(text, reading.removeprefix(MARK) if _is_in_another_script(text) else None)
        for text, reading in zip(written, read, strict=True)
    ]


def _as_written(name: str, words: Sequence[str]) -> list[str]:
    """The words, which are bare small letters, as the name has them: "khazali" from "AL-KHAZ'ALI"."""
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
    return not word.isascii() and any(
        letter.isalpha() and "LATIN" not in unicodedata.name(letter, "") for letter in word
    )


_BY_SYMBOL = {
    "NAME": "the same name in another spelling",
    "NICK": "a short form of the same name",
    "NUM": "the same number",
    "ORGCLS": "the same legal form",
    "LOC": "the same place",
    ACRONYM: "its initials",
}


def _how(query: NameTable, listed: NameTable, mine: int, theirs: int, similarity: float) -> str:
    for table, element in ((query, mine), (listed, theirs)):
        symbol = int(table.elements.symbol[element])
        if symbol >= 0:
            return _by_symbol(table.symbols.texts[symbol])
    number, other_number = int(query.elements.text[mine]), int(listed.elements.text[theirs])
    one, other = query.vocabulary.texts[number], listed.vocabulary.texts[other_number]
    if one == other:
        return "same"
    shared = set(query.vocabulary.symbols_of(number)) & set(listed.vocabulary.symbols_of(other_number))
    if shared:
        return _by_symbol(min(shared))
    if len(one) == 1 or len(other) == 1:
        return "an initial"
    if query.elements.length[mine] != listed.elements.length[theirs]:
        return "written together"
    if one.startswith(MARK) != other.startswith(MARK):
        return "the same letters in another script"
    return "the same sound" if fold(one) == fold(other) else f"{round(100 * similarity)} % alike"


def _by_symbol(symbol: str) -> str:
    return _BY_SYMBOL.get(symbol.partition(":")[0], "the same word of trade")


def _tell(match: TokenMatch) -> str:
    if match.query.casefold() == match.listed.casefold():
        return f"'{match.query}' in both"
    return f"'{match.query}' met '{match.listed}' ({match.how})"


def _left(table: NameTable, name: int, used: int) -> list[str]:
    return [word for place, word in enumerate(table.words_of(name)) if not used >> place & 1]


def _label(name: str) -> str:
    return dict(_DEDUCTIONS)[name]
