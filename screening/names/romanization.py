"""How a word in Han or Hangul may be spelled in Latin letters, beside what ICU makes of it.

정은 is jeongeun by the rules in force in Korea, jongun on most lists; 近平 is jinping in Pinyin and chinping
in Wade-Giles; 김 is Kim whatever the rules say. `KnownSpellings` holds these of the listed words: such a word
meets a Latin one, or adjacent ones written as one, that is spelled so.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product

from screening.config_files import CONFIG_DIR, Section, read_yaml
from screening.names.name_table import Vocabulary
from screening.names.spelling import fold, latin
from screening.names.unspaced import family_spellings, is_han, is_hangul

__all__ = ["KnownSpellings", "spelling_keys"]

# Given names have so many syllables; longer words are foreign names, or none.
_MOST_SYLLABLES = 2
# Before a spelling that is not folded.
_AS_WRITTEN = "="
# The 19 initials, 21 vowels and 27 finals that Unicode composes syllables of, in its order.
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


class _Romanization(Section):
    """configs/romanization.yaml, which says what each is."""

    korean_initials: Mapping[str, str]
    korean_vowels: Mapping[str, str]
    korean_finals: Mapping[str, str]
    wade_giles_syllables: Mapping[str, str]
    wade_giles_beginnings: Mapping[str, str]
    wade_giles_ends: Mapping[str, str]


class KnownSpellings:
    """Listed words of Han or Hangul by their Latin spellings, and listed Latin texts. Words of Han or Hangul
    meet Latin ones here: that two of them have a spelling in common says nothing."""

    def __init__(self, vocabulary: Vocabulary, written: Sequence[str], folds: Sequence[str]) -> None:
        """written: each listed text in its own script, "" where that is Latin. folds: each one folded."""
        self._texts = vocabulary.texts
        self._written = written
        self._folds = folds
        self._by_spelling: dict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(written[: vocabulary.word_count]):
            if own:
                for spelling in spelling_keys(own):
                    self._by_spelling[spelling].append(number)

    @cached_property
    def _latin(self) -> dict[str, list[int]]:
        # Made where it is asked for: most customers are Latin.
        found: dict[str, list[int]] = defaultdict(list)
        for number, (text, folded) in enumerate(zip(self._texts, self._folds, strict=True)):
            if not self._written[number]:
                found[folded].append(number)
                found[_AS_WRITTEN + text].append(number)
        return found

    def met_by(self, texts: Sequence[str], written: Sequence[str]) -> list[tuple[int, int]]:
        """The place of a text, and the number of a listed one that it meets. written: as above."""
        pairs = []
        for row, (text, own) in enumerate(zip(texts, written, strict=True)):
            if own:
                keys = spelling_keys(own)
                found = {number for key in keys for number in self._latin.get(key, ())} if keys else set()
                pairs += [(row, number) for number in sorted(found)]
            elif self._by_spelling:
                found = {n for key in _keys_of_latin(text) for n in self._by_spelling.get(key, ())}
                pairs += [(row, number) for number in sorted(found)]
        return pairs


@lru_cache(maxsize=65_536)
def spelling_keys(word: str) -> frozenset[str]:
    """The Latin spellings of a word that is all Han or all Hangul; of another word, none.

    They are folded, but not those of one syllable, of which each letter tells: these bear a sign before them.
    """
    if is_hangul(word):
        syllables = [_of_hangul(syllable) for syllable in word]
    elif is_han(word):
        # A single character has so many readings that only those of family names tell something.
        syllables = [_of_han(character) for character in word] if len(word) > 1 else []
    else:
        return frozenset()
    found = set(family_spellings(word))
    if 0 < len(syllables) <= _MOST_SYLLABLES:
        found |= {"".join(spelled) for spelled in product(*syllables)}
    return frozenset(_AS_WRITTEN + spelling if len(word) == 1 else fold(spelling) for spelling in found)


def _keys_of_latin(text: str) -> tuple[str, str]:
    return fold(text), _AS_WRITTEN + text


@lru_cache(maxsize=16_384)
def _of_hangul(syllable: str) -> tuple[str, ...]:
    letters = [ord(letter) for letter in unicodedata.normalize("NFD", syllable)]
    rules = _rules()
    parts = [
        _spellings(rules.korean_initials, _INITIALS[letters[0] - 0x1100]),
        _spellings(rules.korean_vowels, _VOWELS[letters[1] - 0x1161]),
        _spellings(rules.korean_finals, _FINALS[letters[2] - 0x11A8]) if len(letters) > 2 else [""],
    ]
    return tuple("".join(spelled) for spelled in product(*parts))


@lru_cache(maxsize=16_384)
def _of_han(character: str) -> tuple[str, ...]:
    pinyin = latin(character)
    return tuple(dict.fromkeys((pinyin, *_wade_giles(pinyin))))


def _wade_giles(pinyin: str) -> Iterator[str]:
    rules = _rules()
    if pinyin in rules.wade_giles_syllables:
        yield rules.wade_giles_syllables[pinyin]
        return
    for beginning, other in rules.wade_giles_beginnings.items():
        if pinyin.startswith(beginning):
            pinyin = other + pinyin.removeprefix(beginning)
            break
    for end, other in rules.wade_giles_ends.items():
        if pinyin.endswith(end):
            pinyin = pinyin.removesuffix(end) + other
            break
    yield pinyin


def _spellings(rules: Mapping[str, str], letter: str) -> list[str]:
    return rules.get(letter, "").split() or [""]


@lru_cache(maxsize=1)
def _rules() -> _Romanization:
    return _Romanization.model_validate(read_yaml(CONFIG_DIR / "romanization.yaml"))
