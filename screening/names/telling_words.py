"""Words that tell organizations apart whatever else their names share: numbers and places.

What a word alone says is found once for each distinct word. A Roman numeral is told from an initial and from
a syllable by where it stands: II and VIII anywhere but in the first place; I, V, X, VI or XI, which may be
something else ("XI AN"), only at the end of a name or behind a word that is counted ("Fund V").
`configs/telling_words.yaml` has the words that are counted, and the places that rigour does not know.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from screening.config_files import CONFIG_DIR, Section, read_yaml
from screening.model.countries import country_code

__all__ = ["NO_PLACE", "NO_VALUE", "TellingWords", "country_number", "is_place", "telling_words"]

NO_VALUE = -1
NO_PLACE = -1

_ROMAN = re.compile(r"x{0,3}(?:i{1,3}|iv|vi{0,3}|ix)|x{1,3}")
# These are nothing but numerals.
_CLEARLY_ROMAN = re.compile(r"x{0,3}(?:i{2,3}|iv|vi{2,3}|ix)|x{2,3}")
_LETTERS = {"i": 1, "v": 5, "x": 10}
_ORDINAL = re.compile(r"(\d{1,9})(?:st|nd|rd|th)")
# A code of letters and digits ("3b", "mh17") is no amount, nor is a long row of digits: each is a value of
# its own, above all amounts.
_CODES_FROM = 1 << 40
_MOST_DIGITS = 12
# What rigour knows as a territory and is no country.
_NO_COUNTRY = frozenset(["zz", "ip", "eu", "un"])

# What rigour knows a word of trade by ("bank", "railway"). Not what a body is called: "foundation", "group"
# and "company" take each other's place in the names of one organization.
_TRADE = "DOMAIN:"
# "Abu Dhabi", "Bosnia and Herzegovina".
_WORDS_OF_A_PLACE = 2
_WORDS_OF_A_COUNTRY = 5

_Integers = NDArray[np.int64]
_Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class TellingWords:
    """What each word of many names stands for, one entry a word.

    number: the number, NO_VALUE where it is none. is_written: whether that is written in digits or Roman, not
    in letters ("first"). country: the country as a number made of its code, NO_PLACE where it names none.
    is_trade: whether rigour knows it as a trade ("bank", "construction").
    """

    number: _Integers
    is_written: _Booleans
    country: _Integers
    is_trade: _Booleans


def telling_words(
    vocabulary: Sequence[tuple[str, tuple[str, ...]]],
    text: _Integers,
    name: _Integers,
    position: _Integers,
    is_legal_form: _Booleans,
) -> TellingWords:
    """What the words of names stand for.

    vocabulary: distinct words, with rigour's symbols of each; text: which of them each word is; name,
    position: where it stands; is_legal_form: whether rigour takes it for one.
    """
    roman = np.array([_roman_kind(word) for word, _ in vocabulary], dtype=np.int64)[text]
    counted = np.array([word in _configured().counted for word, _ in vocabulary], dtype=np.bool_)[text]
    value = np.array([_value(*known) for known in vocabulary], dtype=np.int64)[text]
    digits = np.array([word[:1].isdigit() or word[-1:].isdigit() for word, _ in vocabulary], np.bool_)[text]
    # rigour takes II for a legal form ("individual entrepreneur").
    content = ~is_legal_form | (roman > 0)
    last = np.full(int(name[-1]) + 1 if len(name) else 0, -1, dtype=np.int64)
    last[name[content]] = position[content]
    behind_counted = np.zeros(len(text), dtype=np.bool_)
    behind_counted[1:] = counted[:-1]
    is_numeral = (roman == _SURELY) | ((roman == _PERHAPS) & (behind_counted | (position == last[name])))
    is_number = (value != NO_VALUE) & ((roman == _NOT) | (is_numeral & (position > 0)))
    return TellingWords(
        number=np.where(is_number, value, NO_VALUE),
        is_written=is_number & (digits | (roman != _NOT)),
        country=np.array([country_number(*known) for known in vocabulary], dtype=np.int64)[text],
        is_trade=np.array([_is_trade(symbols) for _, symbols in vocabulary], dtype=np.bool_)[text],
    )


@lru_cache(maxsize=65_536)
def country_number(word: str, symbols: tuple[str, ...]) -> int:
    """The country that a word or a span of words names; NO_PLACE where it names none."""
    for symbol in symbols:
        category, _, place = symbol.partition(":")
        if category == "LOC" and place not in _NO_COUNTRY:
            return _number_of(place)
    code = _configured().country_of.get(word)
    return NO_PLACE if code is None else _number_of(code)


def _is_trade(symbols: tuple[str, ...]) -> bool:
    return any(symbol.startswith(_TRADE) for symbol in symbols)


def is_place(text: str) -> bool:
    """Whether a text is the name of a country or of a place that is known, and nothing else: "(France)"."""
    words = text.casefold().split()
    if any(word in _configured().country_of for word in words[-1:]) and len(words) <= _WORDS_OF_A_PLACE:
        return True
    return len(words) <= _WORDS_OF_A_COUNTRY and country_code(text) is not None


def _number_of(place: str) -> int:
    # A region's code begins with its country's ("ru-mow").
    return int.from_bytes(place[:2].encode(), "big")


class _Configured(Section):
    """configs/telling_words.yaml, which says what each is."""

    counted: frozenset[str]
    places: dict[str, frozenset[str]]

    @cached_property
    def country_of(self) -> dict[str, str]:
        return {word: code for code, words in self.places.items() for word in words}


@lru_cache(maxsize=1)
def _configured() -> _Configured:
    return _Configured.model_validate(read_yaml(CONFIG_DIR / "telling_words.yaml"))


@lru_cache(maxsize=65_536)
def _value(word: str, symbols: tuple[str, ...]) -> int:
    if word.isdigit():
        return int(word) if len(word) < _MOST_DIGITS else _code(word)
    if _ROMAN.fullmatch(word):
        return _of_roman(word)
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return int(ordinal[1])
    for symbol in symbols:
        category, _, number = symbol.partition(":")
        if category == "NUM" and number.isdigit():
            return int(number)
    return _code(word) if any(letter.isdigit() for letter in word) else NO_VALUE


def _code(word: str) -> int:
    return _CODES_FROM + zlib.crc32(word.encode())


_NOT, _PERHAPS, _SURELY = range(3)


@lru_cache(maxsize=65_536)
def _roman_kind(word: str) -> int:
    """Whether a word is a Roman numeral, by its letters alone."""
    if not _ROMAN.fullmatch(word):
        return _NOT
    return _SURELY if _CLEARLY_ROMAN.fullmatch(word) else _PERHAPS


def _of_roman(word: str) -> int:
    values = [_LETTERS[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
