"""Spellings of one sound. Reach for it to see whether two words are the same word written another way.

`fold` maps the usual romanizations of Arabic, Persian, Russian, Korean and Chinese names onto one form;
`consonants` keeps what a script without vowels would write. Both are keys to compare by, not to show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["MARK", "consonants", "fold", "fold_open", "join", "latin", "without_vowels"]

# Stands before a word that came from a script without short vowels: its vowels are missing, not other.
MARK = "~"

# Digits that stand for letters inside a word ("Ig0r", "Sech1n").
_LEETSPEAK = str.maketrans("0134579", "oieastg")

# Groups of letters by a letter that all of them hold, so that a word without it is spared them. In this
# order: a group goes before the letters it is made of. C stands for the sound of "church" until plain c has
# become k or s. Groups of vowels that differ only in e, i, y or o, u fall together below.
_GROUPS = (
    ("h", (("tsch", "C"), ("tch", "C"), ("sch", "s"), ("sh", "s"), ("ch", "C"), ("kh", "h"), ("gh", "k"),
           ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "z"))),
    ("d", (("dj", "j"), ("dz", "z"))),
    ("t", (("ts", "C"),)),
    ("c", (("ck", "k"), ("ci", "si"), ("ce", "si"), ("cy", "si"), ("c", "k"))),
    ("a", (("ai", "i"), ("ay", "i"))),
    ("j", (("ij", "i"),)),
)  # fmt: skip
_LETTERS = str.maketrans({"C": "c", "q": "k", "x": "ks", "w": "v", "y": "i", "o": "u", "e": "i"})
_DOUBLED = re.compile(r"(.)\1+")
_NOT_A_VOWEL = str.maketrans("", "", "aeiou")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """The word (lower-case ASCII) with its romanization folded away: qays and kais, husayn and hussein."""
    if word.isdigit():
        return word
    word = fold_open(word)
    # A final h is mostly the silent end of -ah.
    return word[:-1] if len(word) > 3 and word.endswith("h") else word


def fold_open(word: str) -> str:
    """`fold` of a word that another one follows: its last letter stays, whatever it is."""
    word = word.removeprefix(MARK)
    if not word.isalpha():
        word = word.translate(_LEETSPEAK)
    for letter, groups in _GROUPS:
        if letter in word:
            for group, sound in groups:
                word = word.replace(group, sound)
    return _DOUBLED.sub(r"\1", word.translate(_LETTERS))


@lru_cache(maxsize=262_144)
def consonants(word: str) -> str:
    """The folded word without vowels: what qays, qais and the Arabic letters of the name share."""
    # A w is where such a script writes a long u or o.
    return without_vowels(fold(word.replace("w", "")))


def without_vowels(folded: str) -> str:
    return folded.translate(_NOT_A_VOWEL)


@lru_cache(maxsize=262_144)
def latin(word: str) -> str:
    """A word of any script as lower-case ASCII letters and digits, by ICU; empty where nothing is left.

    Bears MARK where the script leaves out short vowels (Arabic, Hebrew, Syriac, Thaana).
    """
    letters = _NOT_A_LETTER.sub("", _transliterator()(word))
    return MARK + letters if letters and _writes_no_vowels(word) else letters


def join(words: Sequence[str]) -> str:
    """Neighboring words written as one; marked where any of them is."""
    whole = "".join(words)
    return MARK + whole.replace(MARK, "") if MARK in whole else whole


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
