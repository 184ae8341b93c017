"""Spellings of one sound: whether two words are the same word written another way.

`fold` maps the usual romanizations of Arabic, Persian, Russian, Korean and Chinese names onto one form, as
`configs/spelling.yaml` has them; `consonants` keeps what a script without vowels would write. Both are keys
to compare by, not to show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from pydantic import Field, field_validator

from screening.config_files import CONFIG_DIR, Section, read_yaml

__all__ = [
    "MARK",
    "SpellingRules",
    "consonants",
    "fold",
    "fold_open",
    "join",
    "latin",
    "silent_h_from",
    "sounds_across",
    "without_vowels",
]

# Stands before a word that came from a script without short vowels: its vowels are missing, not other.
MARK = "~"

# Letters that configs/spelling.yaml may speak of: those of the alphabet, and the C of "church".
_SPELLED = re.compile("[a-zC]+")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_A_VOWEL = str.maketrans("", "", "aeiou")
# Of a character's name in Unicode, such as KHMER LETTER CA.
_LETTER = re.compile(r"(?:LETTER|VOWEL SIGN|VOWEL|SYLLABLE|CONSONANT) (?P<letter>.+)")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")


class SpellingRules(Section):
    """The rules of configs/spelling.yaml, which says what each is."""

    sounds: Mapping[str, str]
    letters: Mapping[str, str]
    digits: Mapping[str, str]
    silent_h_from: int = Field(ge=2, le=10)

    @field_validator("sounds", "letters", "digits")
    @classmethod
    def _letters_become_letters(cls, rules: Mapping[str, str]) -> Mapping[str, str]:
        for group, sound in rules.items():
            if not (group.isdigit() or _SPELLED.fullmatch(group)) or not _SPELLED.fullmatch(sound):
                raise ValueError(f"{group}: {sound} must be small letters a to z, or the C of 'church'")
        return rules

    @field_validator("letters", "digits")
    @classmethod
    def _one_character_each(cls, rules: Mapping[str, str]) -> Mapping[str, str]:
        for character in rules:
            if len(character) != 1:
                raise ValueError(
                    f"'{character}' must be one character: groups of letters stand under 'sounds'"
                )
        return rules


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """The word (lower-case ASCII) with its romanization folded away: qays and kais, husayn and hussein."""
    if word.isdigit():
        return word
    word = fold_open(word)
    return word[:-1] if word.endswith("h") and len(word) >= _spelling().silent_h_from else word


def fold_open(word: str) -> str:
    """`fold` of a word that another one follows: its last letter stays, whatever it is."""
    spelling = _spelling()
    word = word.removeprefix(MARK)
    if not word.isalpha():
        word = word.translate(spelling.digits)
    for letter, groups in spelling.groups:
        if letter in word:
            for group, sound in groups:
                word = word.replace(group, sound)
    return _DOUBLED.sub(r"\1", word.translate(spelling.letters))


@lru_cache(maxsize=262_144)
def consonants(word: str) -> str:
    """The folded word without vowels: what qays, qais and the Arabic letters of the name share."""
    # A w is where such a script writes a long u or o.
    return without_vowels(fold(word.replace("w", "")))


def without_vowels(folded: str) -> str:
    return folded.translate(_NOT_A_VOWEL)


def silent_h_from() -> int:
    """The letters from which a word loses a final h when it is folded."""
    return _spelling().silent_h_from


@lru_cache(maxsize=1)
def sounds_across() -> frozenset[tuple[str, str]]:
    """The last letters of words, and the first letters of words behind them, that may become one sound where
    the two are written as one: at once ("s", "h"), or after groups on either side did ("dh", "j": "dj")."""
    found: set[tuple[str, str]] = set()
    # What a last and a first letter may have become by now.
    last = {letter: {letter} for letter in ascii_lowercase}
    first = {letter: {letter} for letter in ascii_lowercase}
    for group, sound in _spelling().rules.sounds.items():
        for before, after in pairwise(group):
            endings = [letter for letter, now in last.items() if before in now]
            found |= {(one, other) for one in endings for other, now in first.items() if after in now}
        for now in last.values():
            now |= {sound[-1]} if group[-1] in now else set()
        for now in first.values():
            now |= {sound[0]} if group[0] in now else set()
    return frozenset(found)


@lru_cache(maxsize=262_144)
def latin(word: str) -> str:
    """A word of any script as lower-case ASCII letters and digits, by ICU; empty where it has no letters.

    ICU knows no Latin letters for Khmer, Lao and Sinhala. A word of such a script is spelled by the names
    that Unicode gives its letters: the same word is the same, but does not meet its usual romanization.
    Bears MARK where the script leaves out short vowels (Arabic, Hebrew, Syriac, Thaana).
    """
    letters = _NOT_A_LETTER.sub("", _transliterator()(word)) or _by_names_of_letters(word)
    return MARK + letters if letters and _writes_no_vowels(word) else letters


def _by_names_of_letters(word: str) -> str:
    named = (_LETTER.search(unicodedata.name(character, "")) for character in word)
    return "".join(_NOT_A_LETTER.sub("", found["letter"].lower()) for found in named if found)


def join(words: Sequence[str]) -> str:
    """Adjacent words written as one; marked where any of them is."""
    whole = "".join(words)
    return MARK + whole.replace(MARK, "") if MARK in whole else whole


@dataclass(frozen=True)
class _Spelling:
    """The rules, made ready to be applied. groups: those in a row that share a letter stand by it, so that a
    word without the letter is spared them."""

    rules: SpellingRules
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    letters: Mapping[int, str]
    digits: Mapping[int, str]
    silent_h_from: int


@lru_cache(maxsize=1)
def _spelling() -> _Spelling:
    rules = SpellingRules.model_validate(read_yaml(CONFIG_DIR / "spelling.yaml"))
    return _Spelling(
        rules=rules,
        groups=tuple(_by_shared_letter(rules.sounds)),
        letters=str.maketrans(dict(rules.letters)),
        digits=str.maketrans(dict(rules.digits)),
        silent_h_from=rules.silent_h_from,
    )


def _by_shared_letter(sounds: Mapping[str, str]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    groups: list[tuple[str, str]] = []
    shared: set[str] = set()
    for group, sound in sounds.items():
        if groups and not shared & set(group):
            yield max(shared), tuple(groups)
            groups = []
        shared = shared & set(group) if groups else set(group)
        groups.append((group, sound))
    if groups:
        yield max(shared), tuple(groups)


def _writes_no_vowels(word: str) -> bool:
    return any(
        unicodedata.name(letter, "").split(" ", 1)[0] in ("ARABIC", "HEBREW", "SYRIAC", "THAANA")
        for letter in word
    )


@lru_cache(maxsize=1)
def _transliterator():  # type: ignore[no-untyped-def]  # icu has no types
    from icu import Transliterator

    rules = "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower"
    return Transliterator.createInstance(rules).transliterate
