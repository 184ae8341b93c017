"""What names are made of, before there is a list: weighed words, and which of them may be written as one.

`analyze` reads names with rigour, brings their words to Latin letters and weighs them; `analyze_names` adds
all else that is known without a list, so that it may be kept and compared with one list tonight and with
another tomorrow. `elements` makes the names ready for comparison. Most names are put together from words that
were analyzed before (`word_by_word`).
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
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
from screening.names.clean_texts import clean_texts
from screening.names.known_words import KnownWords
from screening.names.meanings import Meanings, Span
from screening.names.name_table import NameWords, Vocabulary, word_key
from screening.names.own_script import own_script
from screening.names.phrases import phrases
from screening.names.readings import MAX_WORDS
from screening.names.spelling import latin
from screening.names.token_weights import TokenWeights
from screening.names.word_by_word import WordByWord
from screening.settings.names import Kind, NamePolicy

__all__ = ["AnalyzedNames", "analyze", "analyze_names"]

# A doctor of medicine, behind the name.
_DEGREE = "md"
# Words kept for the names that come, and policies they are kept by: bounds memory.
_MOST_KNOWN = 500_000
_MOST_POLICIES = 8


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
    what_counts = (
        kind,
        policy.particles,
        frozenset(policy.abbreviations.items()),
        policy.weights,
        policy.acronyms,
    )
    analyzer = _analyzers.get(what_counts)
    if analyzer is None or analyzer.knows_too_much:
        if len(_analyzers) >= _MOST_POLICIES:
            _analyzers.clear()
        analyzer = _analyzers[what_counts] = _Analyzer(kind, policy)
    return analyzer.words_of(names)


_analyzers: dict[Hashable, _Analyzer] = {}


class _Analyzer:
    """Reads names of one kind by one policy. What it finds of words is kept for the names that come."""

    def __init__(self, kind: Kind, policy: NamePolicy) -> None:
        from rigour.names import NameTypeTag, analyze_names

        self._kind = kind
        self._tag = NameTypeTag.PER if kind == "person" else NameTypeTag.ORG
        self._analyze = analyze_names
        self._policy = policy
        self._weights = TokenWeights(kind, policy)
        self._meanings = Meanings(policy) if kind == "non_person" else None
        self._known_names: dict[str, tuple[str, ...]] = {}
        self._words = KnownWords()
        known = phrases(kind) if kind == "person" else None
        self._word_by_word = None if known is None else WordByWord(known, self._alone)
        # Flows screen in threads.
        self._lock = threading.Lock()

    @property
    def knows_too_much(self) -> bool:
        return len(self._words) > _MOST_KNOWN

    def words_of(self, names: Sequence[str]) -> NameWords:
        with self._lock:
            return self._words_of(names)

    def _words_of(self, names: Sequence[str]) -> NameWords:
        clean = clean_texts(names, self._kind)
        texts = clean.texts
        symbols = Vocabulary()
        spans: list[tuple[int, int, int, int]] = []
        if self._word_by_word is None:
            numbers, counts = np.zeros(0, dtype=np.int64), np.zeros(len(texts), dtype=np.int64)
            left = np.arange(len(texts))
        else:
            read = self._word_by_word.read(clean.folded)
            numbers, counts, left = read.words, read.count, np.nonzero(read.left)[0]
        whole: list[int] = []
        for name in left.tolist():
            found, known, meant = self._read(texts[name])
            counts[name] = len(found)
            whole += found
            spans += sorted((name, at, size, symbols.number(text)) for at, size, text in known)
            spans += [(name, at, size, symbols.number(text)) for at, size, text in meant]
        first = np.concatenate(([0], np.cumsum(counts)))
        word_name = np.repeat(np.arange(len(counts)), counts)
        is_whole = np.zeros(len(counts), dtype=np.bool_)
        is_whole[left] = True
        words_whole = is_whole[word_name]
        words = np.empty(len(word_name), dtype=np.int64)
        words[words_whole] = np.array(whole, dtype=np.int64)
        words[~words_whole] = numbers
        vocabulary, text = self._words.vocabulary_of(words)
        weight = self._words.weights(words)
        return NameWords(
            names=names,
            kind=self._kind,
            vocabulary=vocabulary,
            symbols=symbols,
            shown=self._words.shown(words),
            word_name=word_name,
            word_position=np.arange(len(text)) - np.repeat(first[:-1], counts),
            word_text=text,
            word_weight=weight,
            word_is_number=self._words.are_numbers(words),
            word_is_legal_form=self._words.are_legal_forms(words),
            first_word=first,
            total_weight=np.bincount(word_name, weights=weight, minlength=len(counts)).astype(np.float64),
            spans=np.array(spans, dtype=np.int64).reshape(-1, 4),
        )

    def _alone(self, text: str) -> int | None:
        """The number of a word that is the same in every name; None for others."""
        analyzed = list(self._analyze(self._tag, [text], phonetics=False, consolidate=False))
        if len(analyzed) != 1 or len(analyzed[0].parts) != 1 or analyzed[0].parts[0].form != text:
            return None
        words, *_ = self._of_rigour(analyzed[0])
        # At the end of a name it is not what it is elsewhere.
        return words[0] if words and analyzed[0].parts[0].comparable != _DEGREE else None

    def _read(self, text: str) -> tuple[list[int], list[Span], list[Span]]:
        """The words of a name, by number; its phrases that rigour knows; what spans of words mean."""
        analyzed = self._analyze(self._tag, [text], phonetics=False, consolidate=False)
        # rigour gives a set: of one name one reading, or none where it has no letters.
        for name in analyzed if len(analyzed) < 2 else sorted(analyzed, key=_by_form)[:1]:
            return self._of_rigour(name)
        return [], [], []

    def _of_rigour(self, name: Any) -> tuple[list[int], list[Span], list[Span]]:
        place: dict[int, int] = {}
        words: list[tuple[str, Any]] = []
        for part in name.parts:
            word = part.comparable
            if not word.isascii():
                word = latin(word)
            # More would not fit the bit masks of the alignment; `readings` cuts longer names into parts.
            if word and len(words) < MAX_WORDS:
                place[part.index] = len(words)
                words.append((word, part))
        symbols, spans = self._symbols(name, place)
        meant: list[Span] = []
        if self._meanings is None:
            self._abbreviated(words, symbols)
        else:
            texts, legal = [word for word, _ in words], [part.tag.value == "LEGAL" for _, part in words]
            for position, known in enumerate(self._meanings.of_words(texts, legal)):
                if known:
                    symbols.setdefault(position, set()).update(known)
            meant = self._meanings.of_spans(texts, legal)
        numbers = [
            self._word(word, part, tuple(sorted(symbols[position])) if position in symbols else ())
            for position, (word, part) in enumerate(words)
        ]
        return numbers, spans, meant

    def _word(self, word: str, part: Any, symbols: tuple[str, ...]) -> int:
        tag = part.tag.value
        form = part.form
        key = word_key(word, symbols, "" if form.isascii() else own_script(form))
        return self._words.number(key, self._weights.of(word, tag), tag == "NUM", tag == "LEGAL", form)

    def _symbols(self, name: Any, place: dict[int, int]) -> tuple[dict[int, set[str]], list[Span]]:
        """The symbols of single words by position, and longer spans, which become elements."""
        single: dict[int, set[str]] = {}
        spans: dict[Span, int] = {}
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
                spans.setdefault((min(positions), len(positions), text), len(spans))
        return single, list(spans)

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


def _by_form(name: Any) -> str:
    return str(name.form)
