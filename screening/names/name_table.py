"""Many analyzed names as flat columns: what comparison works on.

An element is what can meet an element of another name: one word, two or three adjacent ones written as one
("al khazali" meets "alkhazali"), or a span of several words that rigour's dictionaries know ("abd al
rahman"). `analysis` finds the words, `elements` what they can meet by. What deductions want to know of a name
by itself is worked out once a table, where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from screening.names.telling_words import NO_PLACE, TellingWords, country_number, telling_words
from screening.settings.names import Kind

__all__ = [
    "ACRONYM",
    "BLEND",
    "EQUIVALENT",
    "BoolArray",
    "Elements",
    "FloatArray",
    "IntArray",
    "NameTable",
    "NameWords",
    "Vocabulary",
    "joined_key",
    "ranges",
    "symbols_of",
    "text_of",
    "word_key",
    "written_of",
]

# Categories of our own beside rigour's symbols.
ACRONYM = "ACRONYM"
EQUIVALENT = "EQUIV"
BLEND = "BLEND"
# Neither texts nor symbols hold it.
_BETWEEN = "\x1f"

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Vocabulary:
    """Texts numbered in order of first sight, each with the letters that it was written in, where those are
    of another script, and the symbols that rigour knows it by.

    The same text read in two ways (a legal form at the end of a name, a word within it) has two numbers, and
    so has the same reading of two words of another script. The first `word_count` are words of their own;
    those after them are adjacent ones written as one. keys: each text with all that, as one text: what says
    that two words are the same.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """keys: of another vocabulary, to number the same words in the same order."""
        self.keys = list(keys)
        self.texts = [text_of(key) for key in keys]
        self.word_count = len(keys)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        # Made where it is asked for: the words of a batch that was kept are never looked up.
        return dict(zip(self.keys[: self.word_count], range(self.word_count), strict=True))

    def number(self, text: str, symbols: tuple[str, ...] = (), written: str = "") -> int:
        """written: the word in its own script (`spelling.own_script`), "" for a Latin one."""
        key = word_key(text, symbols, written)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.texts)
            self.keys.append(key)
            self.texts.append(text)
            self.word_count += 1
        return found

    def symbols_of(self, number: int) -> list[str]:
        return symbols_of(self.keys[number])

    def written_of(self, number: int) -> str:
        return written_of(self.keys[number])

    def followed_by(self, joined: Sequence[str]) -> Vocabulary:
        """These words, then the joined ones, given by their keys. Both may hold the same text: they meet
        others differently."""
        whole = Vocabulary()
        whole.keys = [*self.keys, *joined]
        whole.texts = [*self.texts, *map(text_of, joined)]
        whole.word_count = self.word_count
        return whole

    def __len__(self) -> int:
        return len(self.texts)


def word_key(text: str, symbols: Sequence[str] = (), written: str = "") -> str:
    """One of the `Vocabulary.keys`."""
    return _BETWEEN.join((text, written, *symbols)) if written or symbols else text


def text_of(key: str) -> str:
    """The text in one of the `Vocabulary.keys`."""
    return key.partition(_BETWEEN)[0]


def written_of(key: str) -> str:
    """What one of the `Vocabulary.keys` has in the word's own script; "" where that is Latin."""
    parts = key.split(_BETWEEN, 2)
    return parts[1] if len(parts) > 1 else ""


def symbols_of(key: str) -> list[str]:
    """The symbols in one of the `Vocabulary.keys`."""
    return key.split(_BETWEEN)[2:]


def joined_key(keys: Sequence[str], text: str) -> str:
    """The key of adjacent words written as one, whose letters make `text`: without symbols, and in another
    script where all of them are."""
    written = [written_of(key) for key in keys]
    return _BETWEEN.join((text, "".join(written))) if all(written) else text


@dataclass(frozen=True)
class Elements:
    """Elements of many names, ordered by name. All arrays have one entry an element.

    name: which name (0-based); start, length: the words it covers; weight: the sum of their weights;
    text: its number in the table's vocabulary (words and joined words), or -1;
    symbol: the number of a span's symbol in the table's symbols, or -1. Exactly one of the two is set.
    """

    name: IntArray
    start: IntArray
    length: IntArray
    weight: FloatArray
    text: IntArray
    symbol: IntArray

    def __len__(self) -> int:
        return len(self.name)


@dataclass(frozen=True, eq=False)
class NameWords:
    """The words of many names.

    names: the strings as given. shown: each word as the name writes it.
    word_name, word_position, word_text, word_weight, word_is_number, word_is_legal_form: one entry a word,
    ordered by name. first_word: where each name's words begin, with one entry more at the end.
    total_weight: the sum of its words' weights, one entry a name.
    spans: words that rigour knows by one symbol, in rows of name, first word, words, symbol.

    Texts are lower-case ASCII; one from a script that writes no vowels bears the mark of `spelling.MARK`.
    """

    names: Sequence[str]
    kind: Kind
    vocabulary: Vocabulary
    symbols: Vocabulary
    shown: Sequence[str]
    word_name: IntArray
    word_position: IntArray
    word_text: IntArray
    word_weight: FloatArray
    word_is_number: BoolArray
    word_is_legal_form: BoolArray
    first_word: IntArray
    total_weight: FloatArray
    spans: IntArray

    def __len__(self) -> int:
        return len(self.names)

    def words_of(self, name: int) -> Sequence[str]:
        return self.shown[self.first_word[name] : self.first_word[name + 1]]


@dataclass(frozen=True, eq=False)
class NameTable(NameWords):
    """Names ready for comparison: their words, and the elements they can meet others by.

    first_element: where each name's elements begin, with one entry more at the end.
    """

    elements: Elements
    first_element: IntArray

    @cached_property
    def is_initials(self) -> BoolArray:
        """Whether each element is a span of words that a word made of their initials can meet."""
        by_symbol = np.array([text.startswith(ACRONYM) for text in (*self.symbols.texts, "")], dtype=np.bool_)
        return by_symbol[self.elements.symbol]

    def bits_of(self, chosen: BoolArray) -> IntArray:
        """For each name the bits of its chosen words, as `Alignment.used_query` has them."""
        words = np.nonzero(chosen)[0]
        bits = np.zeros(len(self), dtype=np.int64)
        np.bitwise_or.at(bits, self.word_name[words], np.int64(1) << self.word_position[words])
        return bits

    @cached_property
    def words_before_comma(self) -> IntArray:
        """How many words each name has before its first comma, as lists write "FAMILY, Given"; 0 without."""
        counts = np.zeros(len(self), dtype=np.int64)
        for name, text in enumerate(self.names):
            if "," in text:
                letters = _letters(text.partition(",")[0])
                for place, word in enumerate(self.words_of(name), start=1):
                    letters -= _letters(word)
                    # Where a title was left out no word ends there, and nothing is known.
                    if letters <= 0:
                        counts[name] = place if letters == 0 else 0
                        break
        return counts

    @cached_property
    def telling(self) -> TellingWords:
        """What each word stands for that tells names apart: a number, a country."""
        known = [(text_of(key), tuple(symbols_of(key))) for key in self._word_keys]
        found = telling_words(
            known, self.word_text, self.word_name, self.word_position, self.word_is_legal_form
        )
        # "United Arab Emirates" is of one country in all its words. Few spans are places.
        symbols = [country_number("", (text,)) for text in self.symbols.texts]
        country = np.array(symbols, dtype=np.int64)[self.spans[:, 3]]
        places = np.nonzero(country != NO_PLACE)[0]
        for (name, start, length, _), code in zip(
            self.spans[places].tolist(), country[places].tolist(), strict=True
        ):
            begin = self.first_word[name] + start
            found.country[begin : begin + length] = code
        return found

    @property
    def _word_keys(self) -> Sequence[str]:
        return self.vocabulary.keys[: self.vocabulary.word_count]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def ranges(starts: IntArray, counts: IntArray) -> IntArray:
    """starts[0], starts[0]+1, ... counts[0] of them, then the same from starts[1], and so on."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum())
