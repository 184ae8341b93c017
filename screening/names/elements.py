"""What names can meet others by: their elements, which make analyzed names ready for comparison.

Besides its words, a name may meet another by adjacent tokens written as one ("al khazali" meets "alkhazali")
and by spans of words that rigour knows by one symbol. A listed name may be met as a whole that way
("qaisalkhazali"), and by three of its words. Nearly all adjacent tokens could meet nothing that is
listed: `JoinedWords` says which could, so that the others are spared.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np

from screening.names.adjacent_tokens import AdjacentTokens, adjacent_tokens_of, number_of, with_runs
from screening.names.analysis import AnalyzedNames, analyze, analyze_names
from screening.names.name_table import (
    BoolArray,
    Elements,
    FloatArray,
    IntArray,
    NameTable,
    NameWords,
    Vocabulary,
    written_of,
)
from screening.names.romanization import spelling_keys
from screening.names.script_index import readings_by_consonants
from screening.names.spelling import MARK, consonants, fold, join
from screening.settings.names import Kind, NamePolicy

__all__ = ["JoinedWords", "read_names", "with_elements"]

# Name, first word, words, weight, text, symbol.
_Block: TypeAlias = tuple[IntArray, IntArray, IntArray, FloatArray, IntArray, IntArray]


class JoinedWords:
    """The listed words that adjacent tokens, written as one, can meet.

    least_consonants: those that such a word must share with a listed one where the vowels differ.
    """

    def __init__(self, vocabulary: Vocabulary, least_consonants: int) -> None:
        texts = vocabulary.texts
        words = texts[: vocabulary.word_count]
        self._folds = {fold(word) for word in words} | {text for text in texts if text.isdigit()}
        self._folds |= {spelling for key in vocabulary.keys for spelling in spelling_keys(written_of(key))}
        every = {consonants(word) for word in words}
        # Of what a script without vowels wrote, the consonants alone tell.
        self._of_marked = every
        self._of_others = {key for key in every if len(key) >= least_consonants}
        self._of_others |= {consonants(text) for text in texts if text.startswith(MARK)}
        for key in vocabulary.keys[: vocabulary.word_count]:
            self._of_others.update(readings_by_consonants(written_of(key)))
        self._fold_numbers = _numbers(self._folds)
        self._numbers_of_marked = _numbers(self._of_marked)
        self._numbers_of_others = _numbers(self._of_others)

    def can_meet_text(self, joined: str) -> bool:
        """Whether a joined word can meet anything."""
        known = self._of_marked if joined.startswith(MARK) else self._of_others
        return fold(joined) in self._folds or consonants(joined) in known

    def among(self, names: AnalyzedNames) -> tuple[AdjacentTokens, list[str]]:
        """The adjacent tokens of names that can meet a listed word, and their texts."""
        words, adjacent, phonetic = names.words, names.adjacent, names.phonetic
        survives = _is_in(phonetic.fold, self._fold_numbers)
        for marked, known in ((True, self._numbers_of_marked), (False, self._numbers_of_others)):
            which = np.nonzero(phonetic.marked == marked)[0]
            survives[which] |= _is_in(phonetic.consonants[which], known)
        chosen = np.nonzero(survives)[0]
        texts = adjacent.take(chosen).texts(words)
        # Other spellings may have the same number.
        kept = [place for place, text in enumerate(texts) if self.can_meet_text(text)]
        return adjacent.take(chosen[kept]), [texts[place] for place in kept]


def read_names(
    names: Sequence[str], kind: Kind, policy: NamePolicy, joinable: JoinedWords | None = None
) -> NameTable:
    """Names as given, ready for comparison: analyzed, `with_elements`.

    joinable: leaves out joined words that can meet nothing there, which changes no comparison with that
    side; without it, for listed names, all are kept and longer runs of words as well.
    """
    if joinable is None:
        words = analyze(names, kind, policy)
        limits = policy.similarity
        adjacent = adjacent_tokens_of(words, policy.particles, limits.joined_letters)
        adjacent = with_runs(adjacent, words, limits.run_letters, limits.run_words)
        turned, given_first = _given_names_first(words, adjacent)
        whole, written = _as_written(words, limits.run_letters)
        both = AdjacentTokens(
            np.concatenate((adjacent.first, turned.first, whole.first)),
            np.concatenate((adjacent.size, turned.size, whole.size)),
        )
        return with_elements(words, both, [*adjacent.texts(words), *given_first, *written])
    analyzed = analyze_names(names, kind, policy)
    return with_elements(analyzed.words, *joinable.among(analyzed))


def with_elements(words: NameWords, adjacent: AdjacentTokens, joined: Sequence[str]) -> NameTable:
    """Names with everything they can meet by. adjacent: tokens that meet as one word, `joined`."""
    numbers: dict[str, int] = {}
    blocks = [_words(words), _joined(words, adjacent, adjacent.keys(words, joined), numbers), _spans(words)]
    columns = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    elements = Elements(*(column[order] for column in columns))
    per_name = np.bincount(elements.name, minlength=len(words))
    return NameTable(
        **(vars(words) | {"vocabulary": words.vocabulary.followed_by(list(numbers))}),
        elements=elements,
        first_element=np.concatenate(([0], np.cumsum(per_name))),
    )


def _words(words: NameWords) -> _Block:
    count = len(words.word_text)
    one = np.ones(count, dtype=np.int64)
    return words.word_name, words.word_position, one, words.word_weight, words.word_text, _none(count)


def _spans(words: NameWords) -> _Block:
    name, start, length, symbol = words.spans.T
    weight = _weight_of(words, words.first_word[name] + start, length)
    return name, start, length, weight, _none(len(name)), symbol


def _weight_of(words: NameWords, first: IntArray, size: IntArray) -> FloatArray:
    """The weight of so many words from each first one on, added up from the left: the same words weigh the
    same in whatever table they stand."""
    weights = np.concatenate((words.word_weight, [0.0]))
    weight: FloatArray = weights[first].astype(np.float64)
    for further in range(1, size.max(initial=1)):
        weight = weight + weights[np.where(size > further, first + further, -1)]
    return weight


def _joined(
    words: NameWords, adjacent: AdjacentTokens, joined: Sequence[str], numbers: dict[str, int]
) -> _Block:
    """joined: their keys. numbers: key → its number among the joined ones, filled here."""
    known = len(words.vocabulary)
    number = [known + numbers.setdefault(key, len(numbers)) for key in joined]
    weight = _weight_of(words, adjacent.first, adjacent.size)
    return (
        words.word_name[adjacent.first],
        words.word_position[adjacent.first],
        adjacent.size,
        weight,
        np.array(number, dtype=np.int64),
        _none(len(adjacent)),
    )


def _given_names_first(words: NameWords, adjacent: AdjacentTokens) -> tuple[AdjacentTokens, list[str]]:
    """The whole names that a list has with the family name first ("KHAZALI, Qais"), and their texts with the
    given names in front ("qaiskhazali")."""
    chosen: list[int] = []
    texts: list[str] = []
    for place, (first, size) in enumerate(zip(adjacent.first.tolist(), adjacent.size.tolist(), strict=True)):
        name = int(words.word_name[first])
        family, comma, _ = words.names[name].partition(",")
        if not comma or words.first_word[name + 1] - words.first_word[name] != size:
            continue
        parts = [words.vocabulary.texts[number] for number in words.word_text[first : first + size]]
        letters, count = sum(map(str.isalnum, family)), 0
        while count < size and letters > 0:
            letters -= len(parts[count])
            count += 1
        if 0 < count < size:
            chosen.append(place)
            texts.append(join([*parts[count:], *parts[:count]]))
    return adjacent.take(np.array(chosen, dtype=np.int64)), texts


def _as_written(words: NameWords, letters: int) -> tuple[AdjacentTokens, list[str]]:
    """The whole names whose letters are not those of their words, as forms of company are read in one form
    and an article not at all, and the letters as written ("mexglobosadecv" of MEXGLOBO, S.A. DE C.V.)."""
    first: list[int] = []
    size: list[int] = []
    texts: list[str] = []
    counts = np.diff(words.first_word).tolist()
    for name, (text, count) in enumerate(zip(words.names, counts, strict=True)):
        written = "".join(filter(str.isalnum, text.lower()))
        # A person's name may have a title, and its order is not the written one.
        if words.kind == "person" or count < 2 or len(written) > letters or not written.isascii():
            continue
        begin = int(words.first_word[name])
        read = join([words.vocabulary.texts[number] for number in words.word_text[begin : begin + count]])
        if written != read:
            first.append(begin)
            size.append(count)
            texts.append(written)
    return AdjacentTokens(np.array(first, dtype=np.int64), np.array(size, dtype=np.int64)), texts


def _none(count: int) -> IntArray:
    return np.full(count, -1, dtype=np.int64)


def _numbers(spellings: Collection[str]) -> IntArray:
    return np.unique(np.array([number_of(spelling) for spelling in spellings], dtype=np.int64))


def _is_in(values: IntArray, ordered: IntArray) -> BoolArray:
    """Whether each value is one of those given in rising order."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.searchsorted(ordered, values)
    place[place == len(ordered)] = 0
    found: BoolArray = ordered[place] == values
    return found
