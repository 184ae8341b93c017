"""Document numbers as tables and lists write them → keys that are compared.

A key is a number's letters and digits in capitals. "IMO 8012114", "IMO No.: 8012114" and "8012114.0" have the
key 8012114; a cell with several numbers ("X; Y", "X / Y") has one key or more for each, one with a remark
("X (Iran)") also that without it. The key of the whole cell is always there as well, as what looks like a
label or a second number may be part of the first. Labels are `matching.identifiers.document_labels`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from screening.settings.matching import IdentifierPolicy

__all__ = ["document_keys", "number_keys"]

_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]")
# What stands between numbers. No comma between thousands, and no slash inside a number (87/437555).
_BETWEEN = re.compile(r"[;؛،、|\n]|,(?!\d{3}(?!\d))|\s/\s")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WORD = re.compile(r"[^\W\d_]{4}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
# A whole number from a column of numbers of which some are missing.
_DECIMAL = re.compile(r"(\d+)\.0+")
# The day of issue or expiry beside a number.
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# A shorter label is as likely the beginning of the number, unless something stands between.
_GLUED = 3
_AFTER_LABEL = r"[\s.:#°º-]*"
# Longer cells are no document numbers; they are read, but not remembered.
_REMEMBERED = 200


def document_keys(cell: str, policy: IdentifierPolicy) -> tuple[str, ...]:
    """The keys of every number that a customer's cell may hold, each once; none where all are shorter than
    `id_min_length`."""
    read = _keys_of_cell if len(cell) <= _REMEMBERED else _keys_of_cell.__wrapped__
    return read(cell, policy.id_min_length, policy.document_labels)


def number_keys(number: str, policy: IdentifierPolicy) -> tuple[str, ...]:
    """The keys of one number as a list publishes it, with and without a label before it."""
    text, least = _plain(number), policy.id_min_length
    # One of the shortest that is known by its label alone (CR 19612) would be anybody's without it.
    bare = _distinct((_unlabeled(text, policy.document_labels),), least + 1)
    return tuple(dict.fromkeys((*_distinct((text,), least), *bare)))


# Of one customer the same cell is asked for once for each party with a likely name.
@lru_cache(maxsize=4_096)
def _keys_of_cell(cell: str, least: int, labels: tuple[str, ...]) -> tuple[str, ...]:
    text = _plain(cell)
    return _distinct((_whole_number(text), *_readings(text, labels)), least)


def _readings(text: str, labels: tuple[str, ...]) -> Iterator[str]:
    """What may be meant by a cell: it without remarks and labels, and each of the numbers in it."""
    bare = _IN_BRACKETS.sub(_unless_remark, text).strip()
    parts = [part.strip() for part in _BETWEEN.split(bare)]
    several = [part for part in parts if re.search(r"\d", part) and not _DAY.fullmatch(part)]
    for part in (bare, *several):
        yield _whole_number(_unlabeled(part, labels))


def _unless_remark(brackets: re.Match[str]) -> str:
    """A blank in place of a remark: a word, or letters that stand apart. What is in the brackets of
    A123456(7) and of (HWI)040182 is part of the number."""
    inside, text = brackets[0], brackets.string
    beside = text[max(0, brackets.start() - 1) : brackets.start()] + text[brackets.end() : brackets.end() + 1]
    apart = not beside.strip() and _LETTERS.search(inside)
    return " " if apart or _WORD.search(inside) else inside


def _whole_number(text: str) -> str:
    return _DECIMAL.sub(r"\1", text) if _DECIMAL.fullmatch(text) else text


def _distinct(texts: tuple[str, ...], least: int) -> tuple[str, ...]:
    keys = (_NOT_ALPHANUMERIC.sub("", text) for text in texts)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= least))


def _plain(text: str) -> str:
    """In capitals, full-width letters as plain ones, digits of every script as 0 to 9."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return text.upper().strip()


def _unlabeled(text: str, labels: tuple[str, ...]) -> str:
    before, after = _patterns(labels)
    return after.sub("", before.sub("", text))


@lru_cache(maxsize=8)
def _patterns(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Labels before a number, and words of them after it."""
    words = sorted({_plain(label) for label in labels}, key=len, reverse=True)
    glued = "|".join(_dotted(word) for word in words if len(word) >= _GLUED)
    every = "|".join(map(_dotted, words))
    before = rf"(?:{_AFTER_LABEL}(?:(?:{glued})(?![^\W\d_])|(?:{every})(?!\w)))+{_AFTER_LABEL}"
    after = rf"(?<![\s:#-])(?:[\s:#-]+(?:{every})\.?)+"
    return re.compile(rf"\A{before}"), re.compile(rf"{after}\Z")


def _dotted(word: str) -> str:
    """A pattern for a word and its abbreviated form: VAT, V.A.T, D-U-N-S."""
    return "[.-]?".join(map(re.escape, word))
