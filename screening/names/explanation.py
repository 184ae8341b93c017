"""Why two names have their name score, as data: read off the alignment and the deductions that made it.

Nothing is judged anew here, and nothing is said in words: `screening.wording.explanation` does that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from screening.model.evidence import Deduction, How, NameEvidence, Token, TokenMatch
from screening.names.alignment import Alignment
from screening.names.name_table import ACRONYM, BLEND, EQUIVALENT, NameTable
from screening.names.own_script import decides, same_signs
from screening.names.score import NameScores
from screening.names.spelling import MARK, fold

__all__ = ["explain_pair"]

# Of the points that evidence states.
_DECIMALS = 4


def explain_pair(
    query: NameTable,
    listed: NameTable,
    alignment: Alignment,
    scores: NameScores,
    pair: int,
    query_name: int,
    listed_name: int,
    given: str | None = None,
) -> NameEvidence:
    """The evidence of the score of pair number `pair`, between the given names of the two tables.

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
                customer=_span_text(query, mine),
                listed=_span_text(listed, theirs),
                how=_how(query, listed, mine, theirs),
                similarity=similarity,
                weight=float(min(query.elements.weight[mine], listed.elements.weight[theirs])),
                customer_at=_places(query, mine),
                listed_at=_places(listed, theirs),
            )
        )
    # Distinctive words first: that is what a reviewer looks for.
    matches.sort(key=lambda match: -match.weight)
    return NameEvidence(
        customer_tokens=_tokens(query, query_name),
        listed_tokens=_tokens(listed, listed_name),
        token_matches=matches,
        deductions=_deductions(scores, pair),
        read_as=None if given is None or read == given else read,
    )


def _deductions(scores: NameScores, pair: int) -> list[Deduction]:
    """What was taken off, to ten-thousandths of a point.

    Floats that were added up in another order differ in their last digits, and the same pair must have the
    same evidence in every batch. The score is rounded from the exact sum; where the rounded points come to
    another hundredth, the most of them bear the difference.
    """
    exact = scores.deductions_of(pair)
    points = {name: rounded for name, off in exact.items() if (rounded := round(off, _DECIMALS)) > 0}
    score = float(scores.score[pair])
    if points and round(max(0.0, 100 - sum(points.values())), 2) != score:
        most = max(points, key=points.__getitem__)
        points[most] = round(points[most] + 100 - score - sum(points.values()), _DECIMALS)
    return [Deduction(name, off) for name, off in points.items()]


def _span_text(table: NameTable, element: int) -> str:
    begin = int(table.first_word[table.elements.name[element]])
    return " ".join(table.shown[begin + place] for place in _places(table, element))


def _places(table: NameTable, element: int) -> range:
    start = int(table.elements.start[element])
    return range(start, start + int(table.elements.length[element]))


def _tokens(table: NameTable, name: int) -> Sequence[Token]:
    begin, end = int(table.first_word[name]), int(table.first_word[name + 1])
    read = tuple(table.vocabulary.texts[number] for number in table.word_text[begin:end].tolist())
    return _tokens_of(table.names[name], tuple(table.shown[begin:end]), read)


# Hits are often of the same listed names, and of the same customers.
@lru_cache(maxsize=16_384)
def _tokens_of(name: str, plain: Sequence[str], read: Sequence[str]) -> Sequence[Token]:
    return tuple(
        Token(text, bare, reading.removeprefix(MARK) if _is_in_another_script(text) else None)
        for text, bare, reading in zip(_as_written(name, plain), plain, read, strict=True)
    )


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


def _how(query: NameTable, listed: NameTable, mine: int, theirs: int) -> How:
    for table, element in ((query, mine), (listed, theirs)):
        symbol = int(table.elements.symbol[element])
        if symbol >= 0:
            return _by_symbol(table.symbols.texts[symbol])
    number, other_number = int(query.elements.text[mine]), int(listed.elements.text[theirs])
    one, other = query.vocabulary.texts[number], listed.vocabulary.texts[other_number]
    written, other_written = query.vocabulary.written_of(number), listed.vocabulary.written_of(other_number)
    same = written == other_written
    if (one == other and same) or same_signs(written, other_written):
        return "same"
    shared = set(query.vocabulary.symbols_of(number)) & set(listed.vocabulary.symbols_of(other_number))
    if shared and not decides(written, other_written):
        return _by_symbol(min(shared))
    if len(one) == 1 or len(other) == 1:
        return "initial" if same else "same reading"
    if query.elements.length[mine] != listed.elements.length[theirs]:
        return "written together"
    if not same and not decides(written, other_written):
        return "other script" if one.removeprefix(MARK) == other.removeprefix(MARK) else "same reading"
    return "same sound" if fold(one) == fold(other) and not decides(written, other_written) else "similar"


def _by_symbol(symbol: str) -> How:
    return _BY_SYMBOL.get(symbol.partition(":")[0], "same trade word")
