"""How alike two words are: which words of two names can meet, and how well.

`TokenIndex` holds the words and joined words of the listed side; `match_tokens` compares distinct texts of
the other side with all of them at once. Six ways to meet, the best of them counts:

- few letters differ (optimal string alignment distance), as written or with the spelling folded;
- the folded spelling, or the first letter with four consonants and more, are the same, where one side
  joins what the other writes apart;
- a Latin spelling that a word of Han or Hangul is known to have (`romanization`): 김 meets kim;
- the same person name, legal form, number or trade word by rigour's dictionaries, or words of two
  languages for one thing;
- the same consonants, where one side comes from a script that writes no vowels;
- an initial and a word that begins with it.

Where both words are in one script whose signs tell names apart, those decide instead (`own_script`). The
values are `policy.similarity`; whatever does not get past its `least` does not meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.across_scripts import script_of
from screening.names.affixes import Affixes
from screening.names.blends import BlendIndex
from screening.names.edits import WordsByLength, near_words
from screening.names.name_table import (
    ACRONYM,
    BLEND,
    EQUIVALENT,
    FloatArray,
    IntArray,
    Vocabulary,
    ranges,
    symbols_of,
    text_of,
    written_of,
)
from screening.names.own_script import alike_in_script, decides
from screening.names.romanization import KnownSpellings
from screening.names.script_index import ALPHABETS, ScriptIndex, is_syllable
from screening.names.spelling import MARK, consonants, fold
from screening.settings.names import Similarity

__all__ = ["TokenIndex"]

# Rows of a text, listed numbers, similarities.
_Found: TypeAlias = tuple[IntArray, IntArray, FloatArray]

# A limit that is met to the letter is not lost to the way fractions are kept.
_ROUNDING = 1e-6
# Words that are kept: more than a batch has, fewer than would fill memory.
_MOST_KNOWN = 200_000
# Categories of what people are called.
_OF_PEOPLE = ("NAME:", "NICK:")
# The category of a symbol → the field of policy.Similarity that says what it is worth.
_CATEGORY = {
    "NAME": "name",
    "NICK": "nickname",
    "NUM": "number",
    "ORGCLS": "legal_form",
    "LOC": "place",
    "SYMBOL": "trade_word",
    "DOMAIN": "trade_word",
    ACRONYM: "acronym",
    EQUIVALENT: "equivalent",
    BLEND: "blend",
}


class TokenIndex:
    """The texts and spans of listed names, prepared to be met. What they are met by is numbered by their
    code: a text's number, or that of a span's symbol behind all texts. threads: how many compare letters.
    """

    def __init__(
        self, vocabulary: Vocabulary, symbols: Vocabulary, policy: Similarity, threads: int = 1
    ) -> None:
        texts = vocabulary.texts
        self._texts = texts
        self._word_count = vocabulary.word_count
        self._consonants = [consonants(text) for text in texts]
        self._affixes = Affixes(policy.common_beginnings, policy.common_endings)
        self._affixes_of = self._affixes.of([fold(text) for text in texts[: self._word_count]])
        self._fold_lengths = np.array([len(fold(text)) for text in texts], dtype=np.int64)
        # Spans have no letters of their own.
        self._written = [*(written_of(key) for key in vocabulary.keys), *("" for _ in symbols.keys)]
        self._in_script = np.array([bool(word) for word in self._written], dtype=np.bool_)
        self._scripts = ScriptIndex(vocabulary, self._written)
        self._has_other_scripts = bool(self._in_script.any())
        self._spellings = KnownSpellings(vocabulary, self._written)
        self._known, self._known_joined = _SimilarityCache(), _SimilarityCache()
        self._policy = policy
        self._threads = threads
        self._by_fold: dict[str, list[int]] = defaultdict(list)
        self._by_consonants: dict[str, list[int]] = defaultdict(list)
        self._marked_by_consonants: dict[str, list[int]] = defaultdict(list)
        self._by_letter: dict[str, list[int]] = defaultdict(list)
        self._single_letters: dict[str, list[int]] = defaultdict(list)
        words = range(self._word_count)
        for number, text in enumerate(texts):
            self._by_fold[fold(text)].append(number)
            self._by_consonants[consonants(text)].append(number)
            if text.startswith(MARK):
                self._marked_by_consonants[consonants(text)].append(number)
            if number in words and not text.isdigit():
                if len(text) > 1:
                    self._by_letter[text[:1]].append(number)
                elif not is_syllable(self._written[number]):
                    self._single_letters[text].append(number)
        lettered = [number for number in words if not texts[number].isdigit()]
        self._plain = WordsByLength(lettered, [texts[number].removeprefix(MARK) for number in lettered])
        self._folded = WordsByLength(lettered, [fold(texts[number]) for number in lettered])
        self._by_symbol = _by_symbol(vocabulary, symbols)
        self._blends = BlendIndex(
            texts[: self._word_count],
            [(len(vocabulary) + place, symbol) for place, symbol in enumerate(symbols.texts)],
        )

    def match_tokens(self, vocabulary: Vocabulary, symbols: Vocabulary) -> _Found:
        """All matches of texts and of the symbols of spans with the listed ones: code, listed code,
        similarity. A pair stands once, with its best similarity.
        """
        words = vocabulary.word_count
        # Words come again from batch to batch, so what they meet is kept.
        joined = self._known_joined.met_by_all(vocabulary.keys[words:], self._meet_joined)
        spans = self._same_span(symbols.texts)
        blocks = [
            self._known.met_by_all(vocabulary.keys[:words], self._met_by),
            (joined[0] + words, joined[1], joined[2]),
            (spans[0] + len(vocabulary), spans[1], spans[2]),
        ]
        row, listed, similarity = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return row, listed, similarity

    def _met_by(self, keys: Sequence[str]) -> _Found:
        """What words meet, in their order."""
        texts = [text_of(key) for key in keys]
        written = [written_of(key) for key in keys]
        # On a list that is Latin all over words of most other scripts meet nothing by letters. But an initial
        # no table could judge, and none has all the letters of all who write an alphabet.
        by_letters = [
            at
            for at, word in enumerate(written)
            if self._has_other_scripts or len(texts[at]) == 1 or script_of(word) in (None, *ALPHABETS)
        ]
        row, listed, similarity = self._near([texts[at] for at in by_letters])
        row = np.array(by_letters, dtype=np.int64)[row]
        initial = np.array([len(text) == 1 for text in texts], dtype=np.bool_)[row] & (similarity == 1.0)
        here = initial | ~self._scripts.judged_by_table_alone(written, row, listed)
        found = self._best(
            (row[here], listed[here], similarity[here]),
            self._same_folded(texts, joined=False),
            self._same_symbol([symbols_of(key) for key in keys], written),
            self._scripts.judged(texts, written, self._same_consonants(texts, joined=False)),
            self._initials(texts, written),
            self._scripts.met_by(texts, written),
            self._known_spelling(texts, written),
            self._blended(texts),
        )
        return self._by_signs(written, found)

    def _same_span(self, symbols: Sequence[str]) -> _Found:
        # That two long names have the same initials says nothing.
        words = len(self._texts)
        found = [
            (row, listed, symbol)
            for row, symbol in enumerate(symbols)
            for listed in self._by_symbol.get(symbol, ())
            if listed < words or not symbol.startswith((ACRONYM, BLEND))
        ]
        found += [
            (row, listed, symbol)
            for row, symbol in enumerate(symbols)
            if symbol.startswith(BLEND)
            for listed in self._blends.words_of(symbol)
        ]
        return _matches([entry[:2] for entry in found], [self._worth_of(symbol) for _, _, symbol in found])

    def _worth_of(self, symbol: str) -> float:
        """What it is worth (0 to 1) that both names bear this symbol, such as "NAME:Q1721497"."""
        return float(getattr(self._policy, _CATEGORY[symbol.partition(":")[0]]))

    def _meet_joined(self, keys: Sequence[str]) -> _Found:
        texts = [text_of(key) for key in keys]
        written = [written_of(key) for key in keys]
        found = self._best(
            self._same_folded(texts, joined=True),
            self._scripts.judged(texts, written, self._same_consonants(texts, joined=True)),
            self._scripts.met_by_joined(texts, written),
            self._known_spelling(texts, written),
        )
        return self._by_signs(written, found)

    def _by_signs(self, written: Sequence[str], found: _Found) -> _Found:
        """The matches, where both words are in one script by its signs."""
        row, listed, similarity = found
        if not (self._has_other_scripts and any(written)):
            return found
        in_script = np.array([bool(word) for word in written], dtype=np.bool_)[row]
        places = np.nonzero(in_script & self._in_script[listed])[0]
        pairs = [(written[row[at]], self._written[listed[at]]) for at in places.tolist()]
        which = [at for at, pair in enumerate(pairs) if decides(*pair)]
        if not which:
            return found
        places = places[which]
        similarity = similarity.copy()
        similarity[places] = alike_in_script(
            [pairs[at][0] for at in which], [pairs[at][1] for at in which], self._policy
        )
        kept = similarity > self._policy.least + _ROUNDING
        return row[kept], listed[kept], similarity[kept]

    def _best(self, *found: _Found) -> _Found:
        """Each pair once, with its best similarity, in order; none at or under the least."""
        row, listed, similarity = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.lexsort((-similarity, listed, row))
        row, listed, similarity = row[order], listed[order], similarity[order]
        best = np.ones(len(row), dtype=np.bool_)
        best[1:] = (row[1:] != row[:-1]) | (listed[1:] != listed[:-1])
        best &= similarity > self._policy.least + _ROUNDING
        return row[best], listed[best], similarity[best]

    def _near(self, words: Sequence[str]) -> _Found:
        """Matches by letters, as written and folded."""
        policy = self._policy
        plain = near_words(
            [word.removeprefix(MARK) for word in words], self._plain, policy.most_edits, self._threads
        )
        folded = near_words([fold(word) for word in words], self._folded, policy.most_edits, self._threads)
        found = [
            (row, number, worth * (1 - self._cost(words, row, number, share)))
            for worth, (row, number, share) in ((1.0, plain), (policy.folded, folded))
        ]
        row, number, similarity = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return row, number, similarity

    def _cost(self, words: Sequence[str], row: IntArray, number: IntArray, share: FloatArray) -> FloatArray:
        """What the edits of each pair cost, where `share` of the letters differ."""
        policy = self._policy
        near = np.nonzero(share > 0)[0]
        # Vowels change with the romanization, consonants rather with the name.
        one = [consonants(words[place]) for place in row[near]]
        other = [self._consonants[place] for place in number[near]]
        apart = np.zeros(len(share))
        apart[near] = process.cpdist(one, other, scorer=OSA.distance, dtype=np.int32)
        folded = [fold(word) for word in words]
        lengths = np.array([len(word) for word in folded], dtype=np.int64)
        longer = np.maximum(lengths[row], self._fold_lengths[number])
        hard = np.minimum(apart / longer, share)
        soft = share - hard
        # Of names with an ending that many have, the rest tells.
        shared = self._affixes.shared(self._affixes.of(folded)[:, row], self._affixes_of[:, number])
        hard *= longer / np.maximum(longer - shared, 1)
        return policy.consonant_edit * hard + policy.vowel_edit * soft

    def _same_folded(self, texts: Sequence[str], *, joined: bool) -> _Found:
        # Two words are compared letter by letter, two joined ones meet through their words. Numbers meet
        # only here: another digit is another number.
        policy = self._policy
        pairs = []
        worth = []
        for row, text in enumerate(texts):
            number = text.isdigit()
            for listed in self._by_fold.get(fold(text), ()):
                if number or joined == (listed < self._word_count):
                    pairs.append((row, listed))
                    worth.append(1.0 if number else policy.folded)
            key = consonants(text)
            if len(key) >= policy.joined_consonants and not number:
                for listed in self._by_consonants.get(key, ()):
                    same_start = fold(text)[0] == fold(self._texts[listed])[0]
                    if joined == (listed < self._word_count) and same_start:
                        pairs.append((row, listed))
                        worth.append(policy.consonants)
        return _matches(pairs, worth)

    def _same_symbol(self, symbols: Sequence[Sequence[str]], written: Sequence[str]) -> _Found:
        pairs = []
        worth = []
        for row, known in enumerate(symbols):
            for symbol in known:
                others: Sequence[int] = self._by_symbol.get(symbol, ())
                # Of names in two scripts the letters tell more: one sign has many readings.
                if symbol.startswith(_OF_PEOPLE) and (written[row] or self._has_other_scripts):
                    others = self._scripts.in_the_same(written[row], others)
                pairs += [(row, listed) for listed in others]
                worth += [self._worth_of(symbol)] * len(others)
        return _matches(pairs, worth)

    def _known_spelling(self, texts: Sequence[str], written: Sequence[str]) -> _Found:
        pairs = self._spellings.met_by(texts, written)
        return _matches(pairs, [self._policy.romanized] * len(pairs))

    def _same_consonants(self, texts: Sequence[str], *, joined: bool) -> _Found:
        # As above: two joined words meet through their words.
        pairs = []
        worth = []
        for row, text in enumerate(texts):
            key = consonants(text)
            others = self._by_consonants if text.startswith(MARK) else self._marked_by_consonants
            for listed in others.get(key, ()) if key else ():
                if not joined or listed < self._word_count:
                    pairs.append((row, listed))
                    worth.append(self._worth_of_consonants(len(key)))
        return _matches(pairs, worth)

    def _worth_of_consonants(self, count: int) -> float:
        policy = self._policy
        if count >= policy.long_from:
            return policy.consonants_long
        return policy.consonants_short if count < policy.short_below else policy.consonants

    def _initials(self, texts: Sequence[str], written: Sequence[str]) -> _Found:
        pairs = []
        for row, text in enumerate(texts):
            if text.isdigit() or is_syllable(written[row]):
                continue
            others = self._by_letter if len(text) == 1 else self._single_letters
            pairs += [(row, listed) for listed in others.get(text[:1], ())]
        return _matches(pairs, [self._policy.initial] * len(pairs))

    def _blended(self, texts: Sequence[str]) -> _Found:
        pairs = [(row, listed) for row, text in enumerate(texts) for listed in self._blends.spans_of(text)]
        return _matches(pairs, [self._policy.blend] * len(pairs))


class _SimilarityCache:
    """What words that were seen before meet: the matches of all, one word after the other, and where each
    one's begin. To compare the letters of a word with those of a whole list is what takes longest."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._place: dict[str, int] = {}
        self._first = np.zeros(1, dtype=np.int64)
        self._listed = np.zeros(0, dtype=np.int64)
        self._similarity = np.zeros(0)

    def met_by_all(self, keys: Sequence[str], find: Callable[[Sequence[str]], _Found]) -> _Found:
        """The place of a word, what it meets and how alike the two are. find: gives the same of words that
        are not known yet, by their place in rising order."""
        new = [key for key in keys if key not in self._place]
        if len(self._place) + len(new) > _MOST_KNOWN:
            # All, and nothing is known any more, before memory fills.
            self._forget()
            new = list(keys)
        if new:
            self._learn(new, *find(new))
        return self._met_by(keys)

    def _learn(self, keys: Sequence[str], row: IntArray, listed: IntArray, similarity: FloatArray) -> None:
        known = len(self._place)
        self._place |= zip(keys, range(known, known + len(keys)), strict=True)
        ends = np.cumsum(np.bincount(row, minlength=len(keys)))
        self._first = np.concatenate((self._first, self._first[-1] + ends))
        self._listed = np.concatenate((self._listed, listed))
        self._similarity = np.concatenate((self._similarity, similarity))

    def _met_by(self, keys: Sequence[str]) -> _Found:
        place = np.fromiter(map(self._place.__getitem__, keys), np.int64, len(keys))
        counts = self._first[place + 1] - self._first[place]
        found = ranges(self._first[place], counts)
        return np.repeat(np.arange(len(keys)), counts), self._listed[found], self._similarity[found]


def _by_symbol(vocabulary: Vocabulary, symbols: Vocabulary) -> dict[str, list[int]]:
    """Symbol → the codes of the listed words and of the span that rigour knows by it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in range(vocabulary.word_count):
        for symbol in vocabulary.symbols_of(number):
            found[symbol].append(number)
    for place, symbol in enumerate(symbols.texts):
        found[symbol].append(len(vocabulary) + place)
    return found


def _matches(pairs: Sequence[tuple[int, int]], worth: Sequence[float]) -> _Found:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1], np.array(worth, dtype=np.float64)
