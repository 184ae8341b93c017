"""Names put into another script with ICU.

This is a machine's transcription by the rules in configs/variations.yaml, close to what people write but not
always the same. A result is given only where its consonants come back from the other script.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import ScriptRules, variation_tables

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_script", "script_variation"]

_LATIN_NAME = re.compile(r"[A-Za-z]")
_LEFT_OVER = re.compile(r"[A-Za-z]")
_NO_CONSONANT = re.compile(r"[^bcdfgjklmnpqrstvxz]")
# Accents and vowel marks go; the breve of й and the dots of ё are letters.
_NO_MARKS = "NFD; [[:Mn:]-[\u0306\u0308]] remove; NFC"
# Sounds that take two letters on one way and one on the other.
_ONE_SOUND = (("kh", ""), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ts", "c"), ("mp", "b"), ("nt", "d"))
# Of 100: letters that two scripts do not share (p and b, v and f) may differ.
_COMES_BACK = 70


def script_variation(script: str) -> Callable[[ListedName, random.Random], str | None]:
    """The variation that puts a name into `script`, one of the tables' scripts."""
    return partial(_vary, script)


def in_script(text: str, script: str) -> str | None:
    """A name in Latin letters put into another script; None where that is not sensible."""
    rules = variation_tables().scripts[script]
    if not _LATIN_NAME.search(text) or not _wanted(text, rules):
        return None
    plain = re.sub(r"['’‘`\"]", "", _rewritten(text.lower(), rules))
    latin = " ".join(re.sub(r"[-.,()/]", " ", plain).split())
    found = str(_icu(f"{rules.transliterator}; {_NO_MARKS}").transliterate(latin))
    if not found.strip() or _LEFT_OVER.search(found):
        return None
    return found.title() if _comes_back(latin, found) else None


def _vary(script: str, name: ListedName, draw: random.Random) -> str | None:
    return in_script(name.written, script)


def _wanted(text: str, rules: ScriptRules) -> bool:
    return rules.only is None or any(
        rules.only.fullmatch(word) for word in re.split(r"[\s,-]+", text.lower())
    )


def _rewritten(text: str, rules: ScriptRules) -> str:
    for pattern, new in rules.before:
        text = pattern.sub(new, text)
    return text


def _comes_back(latin: str, found: str) -> bool:
    from rapidfuzz import fuzz

    back = _consonants(str(_icu("Any-Latin").transliterate(found)))
    return fuzz.ratio(_consonants(latin), back) >= _COMES_BACK


def _consonants(text: str) -> str:
    plain = str(_icu("NFD; [:Mn:] remove; Latin-ASCII; Lower").transliterate(text))
    for letters, sound in _ONE_SOUND:
        plain = plain.replace(letters, sound)
    return _NO_CONSONANT.sub("", plain)


@lru_cache(maxsize=8)
def _icu(rules: str) -> Any:
    import icu

    return icu.Transliterator.createInstance(rules)
