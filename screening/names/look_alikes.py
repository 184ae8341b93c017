"""Letters of another alphabet inside a Latin word. Reach for it before a name is cut into words.

Somebody who writes a Cyrillic letter for its Latin twin wants a name to be read but not found. Only words
that mix alphabets are touched: a word all in Cyrillic is a Cyrillic word. The pairs are those of Unicode's
security data (UTS 39, confusables) that look the same in common typefaces.
"""

from __future__ import annotations

import re

__all__ = ["one_alphabet"]

_CYRILLIC = ("авеһіјкмнорԛѕтухԝАВЕНІЈКМНОРԚЅТУХԜ", "abehijkmhopqstyxwABEHIJKMHOPQSTYXW")
_GREEK = ("αβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "abeikvoptuxABEHIKMNOPTYXZ")
_TWINS = str.maketrans("".join((_CYRILLIC[0], "сС", _GREEK[0])), "".join((_CYRILLIC[1], "cC", _GREEK[1])))
_WORD = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z]")


def one_alphabet(name: str) -> str:
    """The name with each word that mixes Latin letters with their twins written in Latin letters alone."""
    return name if name.isascii() else _WORD.sub(_plain, name)


def _plain(word: re.Match[str]) -> str:
    text = word.group()
    return text.translate(_TWINS) if _LATIN.search(text) else text
