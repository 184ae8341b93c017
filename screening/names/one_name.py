"""One name, or a piece of one, read with rigour: its words, and the phrases that rigour knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from screening.names.known_words import KnownWords
from screening.names.meanings import Meanings, Span
from screening.names.name_table import word_key
from screening.names.own_script import own_script
from screening.names.readings import MAX_WORDS
from screening.names.spelling import latin
from screening.names.token_weights import TokenWeights
from screening.names.word_by_word import Piece
from screening.settings.names import Kind, NamePolicy

__all__ = ["NameReader", "ReadName"]

# A doctor of medicine, behind the name.
_DEGREE = "md"
# Before a piece of a name: what begins a name may be dropped, and what is all of it is not.
_BEFORE = "xqzx"


@dataclass(frozen=True)
class ReadName:
    """words: by their numbers. phrases: those of several words, each once, in rigour's order."""

    words: Sequence[int]
    phrases: Sequence[Span]


class NameReader:
    """Reads names of one kind by one policy."""

    def __init__(self, kind: Kind, policy: NamePolicy, words: KnownWords, meanings: Meanings | None) -> None:
        """words: where the words are kept. meanings: of organizations' words."""
        from rigour.names import NameTypeTag, analyze_names

        self._tag = NameTypeTag.PER if kind == "person" else NameTypeTag.ORG
        self._analyze = analyze_names
        self._policy = policy
        self._weights = TokenWeights(kind, policy)
        self._meanings = meanings
        self._known_names: dict[str, tuple[str, ...]] = {}
        self._words = words

    def whole(self, text: str) -> ReadName:
        """A name as it stands."""
        name = self._analyzed(text)
        return ReadName((), ()) if name is None else self._of_parts(name, name.parts)

    def word(self, text: str) -> Piece | None:
        """A folded word of a person's name; None where it is not the same in every name."""
        name = self._analyzed(text)
        if name is None or [part.form for part in name.parts] != [text]:
            return None
        found = self._of_parts(name, name.parts)
        # At the end of a name it is not what it is elsewhere.
        if not found.words or name.parts[0].comparable == _DEGREE:
            return None
        return Piece(found.words, (text,))

    def piece(self, text: str) -> Piece | None:
        """What stands between two spaces of another name; None where it holds a phrase by itself."""
        from rigour.names import normalize_name

        name = self._analyzed(f"{_BEFORE} {text}")
        if name is None or name.parts[0].form != _BEFORE:
            return None
        found = self._of_parts(name, name.parts[1:])
        if found.phrases:
            return None
        read = (normalize_name(text) or "").split()
        return Piece(found.words, read, [part.form for part in name.parts[1:]])

    def _analyzed(self, text: str) -> Any:
        """The name, None where it has no letters."""
        analyzed = self._analyze(self._tag, [text], phonetics=False, consolidate=False)
        # rigour gives a set: of one name one reading.
        return min(analyzed, key=_by_form, default=None)

    def _of_parts(self, name: Any, parts: Sequence[Any]) -> ReadName:
        place: dict[int, int] = {}
        words: list[tuple[str, Any]] = []
        for part in parts:
            word = part.comparable
            if not word.isascii():
                word = latin(word)
            # More would not fit the bit masks of the alignment; `readings` cuts longer names into parts.
            if word and len(words) < MAX_WORDS:
                place[part.index] = len(words)
                words.append((word, part))
        symbols, spans = self._symbols(name, place)
        if self._meanings is None:
            self._abbreviated(words, symbols)
        else:
            texts, legal = [word for word, _ in words], [part.tag.value == "LEGAL" for _, part in words]
            for position, known in enumerate(self._meanings.of_words(texts, legal)):
                if known:
                    symbols.setdefault(position, set()).update(known)
        numbers = [
            self._word(word, part, tuple(sorted(symbols[position])) if position in symbols else ())
            for position, (word, part) in enumerate(words)
        ]
        return ReadName(numbers, spans)

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
