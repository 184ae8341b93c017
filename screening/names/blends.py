"""Words put together of the beginnings of other words: COLCERDOS is COLombiana de CERDOS, SOESMA the SOciedad
ESmeraldifera de MAripi.

A name offers its words without particles as one span with the symbol of `blend_symbol`; `BlendIndex` finds
for a word the spans that it is made of, and for a span such words. Every word of the span gives its first two
letters or more, in their order, and the legal form behind them may stand behind the letters. A word that is a
name of people is none: "CARMEN" is no CARgas MENdoza.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from screening.names.name_table import BLEND
from screening.names.token_weights import rarity

__all__ = ["MOST_WORDS", "BlendIndex", "blend_symbol", "can_be_blend", "is_blend_of"]

# Fewer letters are put together of some name's by chance: of two words, and of more.
_SHORTEST_OF_TWO = 7
_SHORTEST = 6
_LONGEST = 24
_LEAST_PART = 2
# A word put together of more words than these is an acronym, which has its own way to meet.
MOST_WORDS = 6
# Where the second word may begin in a blend.
_LAST_CUT = 9
_LEGAL = "|"


def can_be_blend(word: str) -> bool:
    """Whether a word is looked at at all."""
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha() and word not in rarity("person")


def blend_symbol(words: Sequence[str], legal_form: str = "") -> str:
    """The symbol of a span of words, without particles. legal_form: what follows them."""
    return f"{BLEND}:{' '.join(words)}{_LEGAL}{legal_form}"


def is_blend_of(word: str, words: Sequence[str], legal_form: str = "") -> bool:
    """Whether a word is made of the beginnings of all words in their order; the legal form may follow."""
    if len(word) < (_SHORTEST if len(words) > 2 else _SHORTEST_OF_TWO):
        return False
    return _is_made_of(word, 0, words, 0, legal_form)


def _is_made_of(word: str, at: int, words: Sequence[str], number: int, legal_form: str) -> bool:
    if number == len(words):
        return at == len(word) or word[at:] == legal_form
    part = words[number]
    length = 0
    while length < len(part) and at + length < len(word) and part[length] == word[at + length]:
        length += 1
    return any(
        _is_made_of(word, at + taken, words, number + 1, legal_form)
        for taken in range(length, _LEAST_PART - 1, -1)
    )


class BlendIndex:
    """Words and spans by what a blend must share with its span: the first letters of the first two words."""

    def __init__(self, words: Sequence[str], symbols: Sequence[tuple[int, str]]) -> None:
        """words: numbered from 0. symbols: each with the code that finds it; only those of blends count."""
        self._texts = words
        self._spans: dict[str, list[tuple[int, tuple[Sequence[str], str]]]] = defaultdict(list)
        for code, symbol in symbols:
            if symbol.startswith(BLEND):
                span = _span_of(symbol)
                self._spans[_key_of_span(span[0])].append((code, span))

    @cached_property
    def _words(self) -> dict[str, list[tuple[int, str]]]:
        # Made where it is asked for: names of people never do.
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for code, word in enumerate(self._texts):
            if can_be_blend(word):
                for key in _keys_of_word(word):
                    found[key].append((code, word))
        return found

    def spans_of(self, word: str) -> Iterator[int]:
        """The codes of the spans that a word is made of."""
        if self._spans and can_be_blend(word):
            found = {
                code
                for key in _keys_of_word(word)
                for code, span in self._spans.get(key, ())
                if is_blend_of(word, *span)
            }
            yield from sorted(found)

    def words_of(self, symbol: str) -> Iterator[int]:
        """The codes of the words that are made of the span with this symbol."""
        words, legal_form = _span_of(symbol)
        for code, word in self._words.get(_key_of_span(words), ()):
            if is_blend_of(word, words, legal_form):
                yield code


def _span_of(symbol: str) -> tuple[Sequence[str], str]:
    words, _, legal_form = symbol.partition(":")[2].partition(_LEGAL)
    return words.split(" "), legal_form


def _keys_of_word(word: str) -> set[str]:
    """The first two letters, and two where the next word may begin."""
    return {word[:2] + word[cut : cut + 2] for cut in range(_LEAST_PART, min(len(word) - 1, _LAST_CUT))}


def _key_of_span(words: Sequence[str]) -> str:
    return words[0][:2] + words[1][:2]
