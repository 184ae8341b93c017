"""What an organization's words stand for besides themselves: symbols by which its name meets others.

A word may be somebody's initials (`NIOC`), or mean what a word of another language means (IZTOK, EAST). Some
words together have initials, are a phrase of another language, or may be blended into one (COLCERDOS). All of
that is known of a word, or of a few of them, so each is looked up once however many names have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from screening.names.blends import MOST_WORDS, blend_symbol
from screening.names.equivalents import equivalents
from screening.names.name_table import ACRONYM
from screening.names.spelling import MARK
from screening.settings.names import NamePolicy

__all__ = ["Meanings", "Span"]

# First word, words, symbol.
Span: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class _Known:
    """acronym: the symbol of a word that may be initials. meanings: those of words that mean the same."""

    is_particle: bool
    initial: str
    acronym: tuple[str, ...]
    meanings: tuple[str, ...]


class Meanings:
    """The symbols of words, and of spans of words, by the policy."""

    def __init__(self, policy: NamePolicy) -> None:
        self._particles = policy.particles
        self._limits = policy.acronyms
        self._equivalents = equivalents(policy.particles)
        self._words: dict[str, _Known] = {}

    def of_words(self, words: Sequence[str], is_legal_form: Sequence[bool]) -> list[tuple[str, ...]]:
        """The symbols of each word (lower-case Latin letters)."""
        return [
            known.acronym if legal else known.acronym + known.meanings
            for known, legal in zip(map(self._known, words), is_legal_form, strict=True)
        ]

    def of_spans(self, words: Sequence[str], is_legal_form: Sequence[bool]) -> list[Span]:
        """The symbols of spans of words, each once, in order."""
        distinctive = [place for place, legal in enumerate(is_legal_form) if not legal]
        known = [self._known(word) for word in words]
        kept = [place for place in distinctive if not known[place].is_particle]
        found = set(self._initials(known, distinctive))
        if len(kept) < len(distinctive):
            found.update(self._initials(known, kept))
        if len(kept) > 1:
            texts = [words[place] for place in kept]
            found.update(
                (kept[first], kept[first + count - 1] - kept[first] + 1, symbol)
                for first, count, symbol in self._equivalents.of_phrases(texts)
            )
            if len(kept) <= MOST_WORDS:
                start, end = kept[0], kept[-1]
                form = next((words[at] for at in range(end, len(words)) if is_legal_form[at]), "")
                found.add((start, end - start + 1, blend_symbol(texts, form)))
        return sorted(found)

    def _known(self, word: str) -> _Known:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> _Known:
        limits = self._limits
        may_be_initials = limits.shortest_inner <= len(word) <= limits.longest
        is_particle = word in self._particles
        return _Known(
            is_particle=is_particle,
            initial=word.removeprefix(MARK)[:1],
            acronym=(f"{ACRONYM}:{word}",) if may_be_initials else (),
            meanings=() if is_particle else self._equivalents.of_word(word),
        )

    def _initials(self, known: Sequence[_Known], places: Sequence[int]) -> Iterator[Span]:
        """Spans whose initials a word made of them may meet."""
        limits = self._limits
        count = len(places)
        if count < limits.shortest_inner:
            return
        initials = "".join([known[place].initial for place in places])
        ends = {(0, count)} if count >= limits.shortest else set()
        for size in range(limits.shortest_inner, min(count, limits.longest_inner + 1)):
            ends |= {(0, size), (count - size, count)}
        for begin, end in ends:
            if end - begin <= limits.longest:
                start = places[begin]
                yield start, places[end - 1] - start + 1, f"{ACRONYM}:{initials[begin:end]}"
