"""What names are made of, before there is a list: weighed words, and which of them may be written as one.

`analyze` reads names with rigour, brings their words to Latin letters and weighs them; `analyze_names` adds
all else that is known without a list, so that it may be kept and compared with one list tonight and with
another tomorrow. `elements` makes the names ready for comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from screening.names.adjacent_tokens import (
    AdjacentTokens,
    PhoneticHashes,
    adjacent_tokens_of,
    phonetic_hashes_of,
)
from screening.names.beside import read_beside
from screening.names.meanings import Meanings
from screening.names.name_table import NameWords, Vocabulary
from screening.names.own_script import own_script
from screening.names.plain_text import one_alphabet, plain
from screening.names.readings import MAX_WORDS
from screening.names.spelling import latin
from screening.names.token_weights import TokenWeights
from screening.names.unspaced import with_cut
from screening.settings.names import Kind, NamePolicy

__all__ = ["AnalyzedNames", "analyze", "analyze_names"]

# A doctor of medicine, behind the name.
_DEGREE = "md"


@dataclass(frozen=True)
class AnalyzedNames:
    """The words of names, which of them stand side by side, and what those sound like as one word."""

    words: NameWords
    adjacent: AdjacentTokens
    phonetic: PhoneticHashes


def analyze_names(names: Sequence[str], kind: Kind, policy: NamePolicy) -> AnalyzedNames:
    """Names as given, read as one kind; see `analyze`."""
    words = analyze(names, kind, policy)
    adjacent = adjacent_tokens_of(words, policy.particles, policy.similarity.joined_letters)
    return AnalyzedNames(words, adjacent, phonetic_hashes_of(words, adjacent))


def analyze(names: Sequence[str], kind: Kind, policy: NamePolicy) -> NameWords:
    """Analyze names of one kind.

    names: any text. A name without a letter or digit has no words and meets nothing.
    kind: "person" strips titles and knows person names; "non_person" knows legal forms and trade words.
    """
    elsewhere = read_beside(names, kind, policy)
    if elsewhere is not None:
        return replace(elsewhere, names=names)
    builder = _Builder(kind, policy)
    for name in names:
        builder.add(name)
    return builder.words_of(names)


class _Builder:
    """Collects the flat columns. Kept apart from NameWords so that finished ones never changes."""

    def __init__(self, kind: Kind, policy: NamePolicy) -> None:
        from rigour.names import NameTypeTag, analyze_names

        self._kind = kind
        self._tag = NameTypeTag.PER if kind == "person" else NameTypeTag.ORG
        self._analyze = analyze_names
        self._policy = policy
        self._weights = TokenWeights(kind, policy)
        self._meanings = Meanings(policy) if kind == "non_person" else None
        self._known_names: dict[str, tuple[str, ...]] = {}
        self.vocabulary = Vocabulary()
        self.symbols = Vocabulary()
        self.words: list[tuple[int, float, bool, bool]] = []
        self.shown: list[str] = []
        self.word_counts: list[int] = []
        self.spans: list[tuple[int, int, int, int]] = []

    def add(self, text: str) -> None:
        which = len(self.word_counts)
        text = one_alphabet(plain(text))
        if self._kind == "person":
            text = with_cut(text)
        analyzed = self._analyze(self._tag, [text], phonetics=False, consolidate=False)
        place: dict[int, int] = {}
        # rigour gives a set: of one name one reading, or none where it has no letters.
        for name in analyzed if len(analyzed) < 2 else sorted(analyzed, key=_by_form)[:1]:
            words: list[tuple[str, Any]] = []
            for part in name.parts:
                word = part.comparable
                if not word.isascii():
                    word = latin(word)
                # More would not fit the bit masks of the alignment; `readings` cuts longer names into parts.
                if word and len(words) < MAX_WORDS:
                    place[part.index] = len(words)
                    words.append((word, part))
            symbols = self._symbols(which, name, place)
            if self._meanings is None:
                self._abbreviated(words, symbols)
            else:
                texts, legal = [word for word, _ in words], [part.tag.value == "LEGAL" for _, part in words]
                for position, known in enumerate(self._meanings.of_words(texts, legal)):
                    if known:
                        symbols.setdefault(position, set()).update(known)
                self.spans += [
                    (which, start, length, self.symbols.number(symbol))
                    for start, length, symbol in self._meanings.of_spans(texts, legal)
                ]
            for position, (word, part) in enumerate(words):
                self._word(word, part, tuple(sorted(symbols[position])) if position in symbols else ())
        self.word_counts.append(len(place))

    def _word(self, word: str, part: Any, symbols: tuple[str, ...]) -> None:
        tag = part.tag.value
        form = part.form
        number = self.vocabulary.number(word, symbols, "" if form.isascii() else own_script(form))
        self.words.append((number, self._weights.of(word, tag), tag == "NUM", tag == "LEGAL"))
        self.shown.append(form)

    def _symbols(self, which: int, name: Any, place: dict[int, int]) -> dict[int, set[str]]:
        """The symbols of single words by position; those of longer spans become elements."""
        single: dict[int, set[str]] = {}
        spans = set()
        for span in name.spans:
            symbol = span.symbol
            category = symbol.category.value
            if category == "INITIAL":
                continue
            text = f"{category}:{symbol.id}"
            positions = [place[part.index] for part in span.parts if part.index in place]
            if len(positions) == 1:
                single.setdefault(positions[0], set()).add(text)
            elif positions and max(positions) - min(positions) + 1 == len(positions):
                spans.add((which, min(positions), len(positions), self.symbols.number(text)))
        self.spans += sorted(spans)
        return single

    def _abbreviated(self, words: Sequence[tuple[str, Any]], symbols: dict[int, set[str]]) -> None:
        """Let a name that is mostly written short meet the whole one ("Mohd.")."""
        for place, (word, _) in enumerate(words):
            full = self._policy.abbreviations.get(word)
            # John Smith MD is a physician.
            if full and not (word == _DEGREE and place == len(words) - 1):
                symbols.setdefault(place, set()).update(self._symbols_of_name(full))

    def _symbols_of_name(self, word: str) -> tuple[str, ...]:
        if word not in self._known_names:
            found = self._analyze(self._tag, [word], phonetics=False, consolidate=False)
            self._known_names[word] = tuple(
                f"NAME:{span.symbol.id}"
                for name in found
                for span in name.spans
                if span.symbol.category.value == "NAME"
            )
        return self._known_names[word]

    def words_of(self, names: Sequence[str]) -> NameWords:
        counts = np.array(self.word_counts, dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(counts)))
        columns = list(zip(*self.words, strict=True)) or [(), (), (), ()]
        text = np.array(columns[0], dtype=np.int64)
        weight = np.array(columns[1], dtype=np.float64)
        word_name = np.repeat(np.arange(len(counts)), counts)
        return NameWords(
            names=names,
            kind=self._kind,
            vocabulary=self.vocabulary,
            symbols=self.symbols,
            shown=self.shown,
            word_name=word_name,
            word_position=np.arange(len(text)) - np.repeat(first[:-1], counts),
            word_text=text,
            word_weight=weight,
            word_is_number=np.array(columns[2], dtype=np.bool_),
            word_is_legal_form=np.array(columns[3], dtype=np.bool_),
            first_word=first,
            total_weight=np.bincount(word_name, weights=weight, minlength=len(counts)).astype(np.float64),
            spans=np.array(self.spans, dtype=np.int64).reshape(-1, 4),
        )


def _by_form(name: Any) -> str:
    return str(name.form)
