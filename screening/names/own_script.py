"""A word as its own script writes it, and how alike two words of one script are.

Two words may be read alike and be two names: 平 and 朋 of 习近平 and 习近朋 differ as surely as two letters
do, and their readings hardly tell it. So where both sides are in one of these scripts their signs decide. An
alphabet that writes all its sounds (Cyrillic, Greek, Thai) needs no such rule: its reading has each letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.across_scripts import without_article
from screening.names.name_table import BoolArray, FloatArray
from screening.names.unspaced import by_initial_sound, simplified
from screening.settings.names import Similarity

__all__ = ["alike_in_script", "decides", "own_script", "same_signs"]

# Below it there are Latin letters, their accents, and signs.
_FIRST_OTHER = "\u0370"
_MARKS = ("Mn", "Cf", "Lm")
# One letter in several forms: those of Persian and Urdu, with and without hamza, at the end of a word.
_FORMS = {
    "ك": "کڪ",
    "ي": "یىېئ",
    "ه": "ہھەةۀ",
    "ا": "أإآٱ",
    "و": "ؤ",
    "כ": "ך",
    "מ": "ם",
    "נ": "ן",
    "פ": "ף",
    "צ": "ץ",
}
_ONE_LETTER = {ord(form): letter for letter, forms in _FORMS.items() for form in forms}
# The letters by which scripts without vowels write long ones, as custom goes.
_LONG_VOWELS = str.maketrans("", "", "اويאוי")
# Unicode's names of the scripts whose signs decide → how their letters go together.
_DECIDING = {"CJK": "Han", "IDEOGRAPHIC": "Han", "HANGUL": "Hangul", "ARABIC": "Arabic", "HEBREW": "Hebrew"}
_WITHOUT_VOWELS = ("Arabic", "Hebrew")


@lru_cache(maxsize=262_144)
def own_script(word: str) -> str:
    """The word where it is in another script than Latin; "" for a Latin one."""
    if word.isascii() or not any(_is_other(letter) for letter in word):
        return ""
    return word


def same_signs(one: str, other: str) -> bool:
    """Whether two words of other scripts are written with the same letters, whatever form those have."""
    return bool(one) and _signs(one) == _signs(other)


def decides(one: str, other: str) -> bool:
    """Whether two words (`own_script`) are in one script whose signs tell names apart."""
    script = _script(one)
    return script is not None and script == _script(other)


def alike_in_script(one: Sequence[str], other: Sequence[str], policy: Similarity) -> FloatArray:
    """How alike (0 to 1) the words of each pair are, that are in one such script.

    A sign that differs costs as a consonant does, but for the long vowels of Arabic and Hebrew. Traditional
    and simplified Chinese signs are one, as are the first letters of words in the two Koreas, and the forms
    that a letter has in Arabic and Persian, with and without hamza, and at the end of a word.
    """
    one, other = [_signs(word) for word in one], [_signs(word) for word in other]
    letters = _edits(one, other)
    longer = np.array([max(len(a), len(b)) for a, b in zip(one, other, strict=True)], dtype=np.float64)
    without_vowels: BoolArray = np.array([_script(word) in _WITHOUT_VOWELS for word in one], dtype=np.bool_)
    hard = letters.copy()
    if without_vowels.any():
        chosen = np.nonzero(without_vowels)[0].tolist()
        bare = [[side[at].translate(_LONG_VOWELS) for at in chosen] for side in (one, other)]
        hard[chosen] = _edits(*bare)
    hard = np.minimum(hard, letters)
    cost = (policy.consonant_edit * hard + policy.vowel_edit * (letters - hard)) / np.maximum(longer, 1)
    return np.clip(1 - cost, 0.0, 1.0)


def _edits(one: Sequence[str], other: Sequence[str]) -> FloatArray:
    return process.cpdist(one, other, scorer=OSA.distance, dtype=np.int32).astype(np.float64)


@lru_cache(maxsize=262_144)
def _signs(word: str) -> str:
    """The word with one sign for each letter however it is written, without vowel marks, or an article."""
    kept = [letter for letter in unicodedata.normalize("NFC", word) if not _is_mark(letter)]
    letters = by_initial_sound(simplified("".join(kept).translate(_ONE_LETTER)))
    return without_article(letters) or letters


@lru_cache(maxsize=262_144)
def _script(word: str) -> str | None:
    """The script of a word that signs decide, or None. A Japanese word with one Chinese sign is Chinese."""
    found = {_DECIDING.get(unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]) for letter in word}
    if "Han" in found:
        return "Han"
    return found.pop() if len(found) == 1 else None


def _is_other(letter: str) -> bool:
    return (
        letter >= _FIRST_OTHER and letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
    )


def _is_mark(letter: str) -> bool:
    # The sign that makes a vowel of Japanese long is no mark, nor are the vowels of Indian scripts.
    category = unicodedata.category(letter)
    return category == "Cf" or (category in _MARKS and "\u0590" <= letter <= "\u06ff")
