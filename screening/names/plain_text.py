"""A name's letters without their dress, before it is cut into words.

HTML entities and percent escapes are read; mathematical, full-width, circled letters, ligatures and small
capitals are written plainly; the many apostrophes become one. What nobody sees (`UNSEEN`) is dropped, and a
long row of single letters is a word spaced out. A text that is plain stays as it is.

Letters of another alphabet inside a Latin word become their Latin twins (`one_alphabet`): somebody who writes
a Cyrillic letter for its twin wants a name to be read but not found.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

__all__ = [
    "DRESSED",
    "MAY_BE_DRESSED",
    "UNSEEN",
    "article_apart",
    "letters_together",
    "one_alphabet",
    "plain",
    "read_escapes",
    "undressed",
]

# Zero-width spaces and joiners, soft hyphens, fillers, marks of direction and of variation.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
)
_UNSEEN = re.compile(f"[{UNSEEN}]")

# With their semicolon only: "Marks&notary" holds no entity.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")

# What Unicode has no plain form of, or none that would do here.
_SMALL_CAPITALS = ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢɑɡ", "abcdefghijklmnopqrstuvwyzag")
_APOSTROPHES = "\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201b\u2032\uff07"
_BESIDE_NAMES = "\u2122\u2120\u00ae\u00a9\u2116"
# The first letters of alphabets in parentheses, in black circles, in black squares, and of flags.
_ALPHABETS = (0x249C, 0x1F150, 0x1F170, 0x1F1E6)
_PLAIN = (
    str.maketrans(*_SMALL_CAPITALS)
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | dict.fromkeys(map(ord, _BESIDE_NAMES), " ")
    | {first + letter: chr(ord("a") + letter) for first in _ALPHABETS for letter in range(26)}
)
# The characters that are written otherwise though Unicode's form NFKC leaves them.
DRESSED = "".join(map(chr, _PLAIN))
_DRESSED = re.compile(f"[{DRESSED}]")

# Letters that look the same in common typefaces, by Unicode's security data (UTS 39, confusables).
_CYRILLIC = ("авеһіјкмнорԛѕтухԝАВЕНІЈКМНОРԚЅТУХԜ", "abehijkmhopqstyxwABEHIJKMHOPQSTYXW")
_GREEK = ("αβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "abeikvoptuxABEHIKMNOPTYXZ")
_TWINS = str.maketrans("".join((_CYRILLIC[0], "сС", _GREEK[0])), "".join((_CYRILLIC[1], "cC", _GREEK[1])))
_ANY_TWIN = re.compile(f"[{''.join(map(chr, _TWINS))}]")
_LETTERS_AND_DIGITS = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z]")
_SHORT_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,3}(?!\w)")
_NO_TWIN = re.compile(f"[^\\W\\d_\\u0000-\\u024f{''.join(map(chr, _TWINS))}]")

# The Arabic article before three letters and more of the word that it is written with. Names from other
# languages begin with the same letters: Elias, Ilham, Alexander, Albert, Alfred, Elizabeth, Eleanor, Altaf.
_ARTICLE = re.compile(
    r"(?<!\w)(?P<article>\u0627\u0644)(?!(?:ياس|یاس|هام|كس|کس|بير|بر?ت|فريد|فرید|يزا|یزا|ينا|ینا|ينور|فير|ماس|طاف"
    r"|دار|يكس|يسا|يفا|تان|دوس|يوت|ين\b|ین\b|گ))(?=[\u0620-\u064a\u0671-\u06d3]{3})"
)

# So many single letters in a row are nobody's initials. As such they would meet words of every listed name.
_NO_INITIALS = 8
_SINGLE = r"[^\W\d_]"
# In RE2's grammar, for many texts at once: `plain` and `one_alphabet` leave a text as it is that has none of
# these and is in Unicode's form NFKC.
MAY_BE_DRESSED = (
    rf"[&%{DRESSED}{UNSEEN}]|(?:[ _\-][^ _\-]*){{{_NO_INITIALS - 1}}}"
    rf"|[A-Za-z](?s:.)*[{''.join(map(chr, _TWINS))}]|[{''.join(map(chr, _TWINS))}](?s:.)*[A-Za-z]"
)
_SPACE = re.compile(r"(?<=[^\W_])[ _\-](?=[^\W_])")


def plain(text: str) -> str:
    """The text as it is compared where it can be read in one way only."""
    text = undressed(read_escapes(text))
    return letters_together(text if text.isascii() else _UNSEEN.sub("", text))


def letters_together(text: str, least: int = _NO_INITIALS) -> str:
    """The text with each row of at least so many single letters (`P U T I N`) written as one word."""
    if not _may_be_spaced_out(text, least):
        return text
    rows = re.compile(rf"(?<!\S){_SINGLE}(?:[ _\-]+{_SINGLE}){{{least - 1},}}(?!\S)")
    # A wider space is one between words.
    return rows.sub(lambda row: _SPACE.sub("", row.group()), text)


def _may_be_spaced_out(text: str, least: int) -> bool:
    # Nearly every name has too few words.
    return text.count(" ") + text.count("-") + text.count("_") >= least - 1


def read_escapes(text: str) -> str:
    """`&nbsp;`, `&#39;` and `%20` as the characters that they stand for."""
    # Twice: "&amp;nbsp;" was escaped by one program after another.
    for _ in range(2):
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
        if "%" in text and _ESCAPE.search(text):
            read = unquote(text)
            # Bytes that are no text were no escapes.
            text = text if "\ufffd" in read else read
    return text


def undressed(text: str) -> str:
    """The text in plain letters; what is unseen stays."""
    if text.isascii():
        return text
    if _DRESSED.search(text):
        text = text.translate(_PLAIN)
    return unicodedata.normalize("NFKC", text)


def one_alphabet(name: str) -> str:
    """The name with each word that mixes Latin letters with their twins written in Latin letters alone.

    A word all in Cyrillic is a Cyrillic word, and stays; but initials and other short words of nothing but
    twins are Latin in a name that has no letter of another alphabet but twins ("CIMEX, Ѕ.А.").
    """
    # Only a Latin word has letters in the place of others.
    if name.isascii() or not _ANY_TWIN.search(name) or not _LATIN.search(name):
        return name
    mixed = _LETTERS_AND_DIGITS.sub(_in_latin, name)
    return _SHORT_WORD.sub(_twins, mixed) if not mixed.isascii() and _only_twins(mixed) else mixed


def article_apart(name: str) -> str:
    """A name with the Arabic article as a word of its own, as Latin letters write it: الخزعلي as ال خزعلي."""
    return _ARTICLE.sub("\\g<article> ", name) if "\u0627\u0644" in name else name


def _only_twins(name: str) -> bool:
    """Whether a name has a Latin word, and no letter of another alphabet that is not a twin."""
    return _LATIN.search(name) is not None and not _NO_TWIN.search(name)


def _twins(word: re.Match[str]) -> str:
    return word.group().translate(_TWINS)


def _in_latin(word: re.Match[str]) -> str:
    text = word.group()
    return text.translate(_TWINS) if _LATIN.search(text) else text
