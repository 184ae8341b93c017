"""Words and phrases of organizations' names that say the same in two languages: iztok and east, zavod and
plant, "upravlyayushchaya kompaniya", "management company" and UK.

What stands for what is `configs/trade_words.tsv`, written by hand, and `configs/equivalents.tsv`, learned
from names of one party. A meaning is a symbol, as rigour's are, such as "EQUIV:east"; two words learned to
stand for each other share one of their own, "EQUIV:a=b", as that does not carry over to a third. Words are
looked up as they sound (`spelling.fold`), short ones as they are written: "hak" is a name and "haqq" truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.config_files import CONFIG_DIR
from screening.names.name_table import EQUIVALENT
from screening.names.spelling import MARK, fold

__all__ = ["Equivalents", "equivalents", "read_equivalents"]

TRADE_WORDS = CONFIG_DIR / "trade_words.tsv"
LEARNED = CONFIG_DIR / "equivalents.tsv"

# Behind the stem of a Slavic adjective.
_STEM = "+"
_ENDINGS = (
    "y",
    "aya",
    "oye",
    "ogo",
    "oy",
    "ykh",
    "ym",
    "yye",
    "uyu",
    "omu",
    "ye",
    "a",
    "e",
    "o",
    "u",
    "iego",
    "aja",
)
# Words that have fewer letters once they are folded sound like too many others.
_FOLDED_FROM = 5


@dataclass(frozen=True)
class Equivalents:
    """words: word by its `_key` → its symbols. phrases: first folded word of a phrase → the others, with its
    symbol, longest first; particles are left out of phrases."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def of_word(self, word: str) -> tuple[str, ...]:
        """The symbols of a word (lower-case Latin letters); none for most."""
        return self.words.get(_key(word), ())

    def of_phrases(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """The phrases among words without particles: first word, words, symbol."""
        folded = [fold(word) for word in words]
        for place, first in enumerate(folded):
            for others, symbol in self.phrases.get(first, ()):
                end = place + 1 + len(others)
                if tuple(folded[place + 1 : end]) == others:
                    yield place, end - place, symbol


def read_equivalents(
    trade_words: Sequence[str], learned: Sequence[str], particles: frozenset[str] = frozenset()
) -> Equivalents:
    """The lines of the two tables, comments and the heading of columns among them.

    particles: words that phrases are read without, as the names are."""
    words: dict[str, set[str]] = defaultdict(set)
    phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for meaning, _, texts in _rows(trade_words):
        symbol = f"{EQUIVALENT}:{meaning}"
        for text in texts.split():
            for spelled in _spelled(text):
                parts = tuple(fold(part) for part in spelled.split("_") if part not in particles)
                if len(parts) > 1:
                    phrases[parts].add(symbol)
                elif parts:
                    words[_key(spelled)].add(symbol)
    for one, other, *_ in _rows(learned):
        for word in (one, other):
            words[_key(word)].add(f"{EQUIVALENT}:{one}={other}")
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for phrase, symbols in sorted(phrases.items(), key=lambda entry: (-len(entry[0]), entry[0])):
        by_first[phrase[0]] += [(phrase[1:], symbol) for symbol in sorted(symbols)]
    return Equivalents(
        {word: tuple(sorted(symbols)) for word, symbols in words.items()},
        {first: tuple(rest) for first, rest in by_first.items()},
    )


@lru_cache(maxsize=2)
def equivalents(particles: frozenset[str]) -> Equivalents:
    """What the shipped tables say."""
    lines = [path.read_text(encoding="utf-8").splitlines() for path in (TRADE_WORDS, LEARNED)]
    return read_equivalents(lines[0], lines[1], particles)


def _key(word: str) -> str:
    """What a word is looked up by. One from a script without vowels (`MARK`) is in no table: it stays."""
    folded = fold(word)
    return word if len(folded) < _FOLDED_FROM or word.startswith(MARK) else folded


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    for line in lines:
        if line and not line.startswith(("#", "word\t")):
            yield line.split("\t")


def _spelled(text: str) -> Iterator[str]:
    """The word, or where it is a stem that with each ending."""
    if not text.endswith(_STEM):
        yield text
        return
    for ending in _ENDINGS:
        yield text.removesuffix(_STEM) + ending
