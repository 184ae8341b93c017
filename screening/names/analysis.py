"""What names are made of, before there is a list: weighed words, and which of them may be written as one.

`analyze` reads names with rigour, brings their words to Latin letters and weighs them; `analyze_names` adds
all else that is known without a list, so that it may be kept and compared with one list tonight and with
another tomorrow. `elements` makes the names ready for comparison. Most names are put together from words that
were analyzed before (`word_by_word`).
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from screening.names.adjacent_tokens import (
    AdjacentTokens,
    PhoneticHashes,
    adjacent_tokens_of,
    phonetic_hashes_of,
)
from screening.names.clean_texts import clean_texts
from screening.names.known_words import KnownWords
from screening.names.meanings import Meanings, Span
from screening.names.name_table import BoolArray, IntArray, NameWords, Vocabulary
from screening.names.one_name import NameReader
from screening.names.phrases import phrases
from screening.names.word_by_word import WordByWord, none_by_words
from screening.settings.names import Kind, NamePolicy

__all__ = ["AnalyzedNames", "analyze", "analyze_names"]

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
    """Analyzes names of one kind by one policy. What it finds of words is kept for the names that come."""

    def __init__(self, kind: Kind, policy: NamePolicy) -> None:
        self._kind = kind
        self._words = KnownWords()
        self._meanings = Meanings(policy) if kind == "non_person" else None
        self._reader = NameReader(kind, policy, self._words, self._meanings)
        known = phrases(kind)
        piece = self._reader.word if kind == "person" else self._reader.piece
        self._word_by_word = None if known is None else WordByWord(known, piece)
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
        read = (
            none_by_words(len(names)) if self._word_by_word is None else self._word_by_word.read(clean.pieces)
        )
        whole = {name: self._reader.whole(clean.texts[name]) for name in np.nonzero(read.left)[0].tolist()}
        counts = read.count
        counts[list(whole)] = [len(name.words) for name in whole.values()]
        first = np.concatenate(([0], np.cumsum(counts)))
        word_name = np.repeat(np.arange(len(counts)), counts)
        words = np.empty(len(word_name), dtype=np.int64)
        is_whole = read.left[word_name]
        words[is_whole] = [word for name in whole.values() for word in name.words]
        words[~is_whole] = read.words
        vocabulary, text = self._words.vocabulary_of(words)
        weight = self._words.weights(words)
        is_legal_form = self._words.are_legal_forms(words)
        symbols, spans = Vocabulary(), []
        meant = self._meant(vocabulary, text, is_legal_form, first)
        for name in range(len(names)) if meant else whole:
            if name in whole:
                known = ((at, size, symbols.number(symbol)) for at, size, symbol in whole[name].phrases)
                spans += [(name, *span) for span in sorted(known)]
            if meant:
                spans += [(name, at, size, symbols.number(symbol)) for at, size, symbol in meant[name]]
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
            word_is_legal_form=is_legal_form,
            first_word=first,
            total_weight=np.bincount(word_name, weights=weight, minlength=len(counts)).astype(np.float64),
            spans=np.array(spans, dtype=np.int64).reshape(-1, 4),
        )

    def _meant(
        self, vocabulary: Vocabulary, text: IntArray, is_legal_form: BoolArray, first: IntArray
    ) -> list[list[Span]]:
        """What spans of the words of each name mean; nothing at all for people."""
        if self._meanings is None:
            return []
        texts = [vocabulary.texts[number] for number in text.tolist()]
        legal, ends = is_legal_form.tolist(), first.tolist()
        return [self._meanings.of_spans(texts[begin:end], legal[begin:end]) for begin, end in pairwise(ends)]
