"""Document numbers as tables and lists write them → keys that are compared.

A key is a number's letters and digits in capitals. "IMO 8012114", "IMO No.: 8012114" and "8012114.0" have the
key 8012114; a cell with several numbers ("X; Y", "X / Y") has one key or more for each, one with a remark
("X (Iran)") also that without it. The key of the whole cell is always there as well, as what looks like a
label or a second number may be part of the first. Labels are `matching.identifiers.document_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from screening.model.document_cells import number_parts, plain_number_text, without_remarks
from screening.settings.matching import IdentifierPolicy

__all__ = ["bare_number", "document_keys", "number_keys"]

_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]")
# A whole number from a column of numbers of which some are missing.
_DECIMAL = re.compile(r"(\d+)\.0+")
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
    text, least = plain_number_text(number), policy.id_min_length
    # One of the shortest that is known by its label alone (CR 19612) would be anybody's without it.
    bare = _distinct((_unlabeled(text, policy.document_labels),), least + 1)
    return tuple(dict.fromkeys((*_distinct((text,), least), *bare)))


def bare_number(number: str, policy: IdentifierPolicy) -> str:
    """The letters and digits of a number as a list publishes it, without a label."""
    return _NOT_ALPHANUMERIC.sub("", _unlabeled(plain_number_text(number), policy.document_labels))


# Of one customer the same cell is asked for once for each party with a likely name.
@lru_cache(maxsize=4_096)
def _keys_of_cell(cell: str, least: int, labels: tuple[str, ...]) -> tuple[str, ...]:
    text = plain_number_text(cell)
    return _distinct((_whole_number(text), *_readings(text, labels)), least)


def _readings(text: str, labels: tuple[str, ...]) -> Iterator[str]:
    """What may be meant by a cell: it without remarks and labels, and each of the numbers in it."""
    several = [part for part in number_parts(text) if re.search(r"\d", part)]
    for part in (without_remarks(text), *several):
        yield _whole_number(_unlabeled(part, labels))


def _whole_number(text: str) -> str:
    return _DECIMAL.sub(r"\1", text) if _DECIMAL.fullmatch(text) else text


def _distinct(texts: tuple[str, ...], least: int) -> tuple[str, ...]:
    keys = (_NOT_ALPHANUMERIC.sub("", text) for text in texts)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= least))


def _unlabeled(text: str, labels: tuple[str, ...]) -> str:
    before, after = _patterns(labels)
    return after.sub("", before.sub("", text))


@lru_cache(maxsize=8)
def _patterns(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Labels before a number, and words of them after it."""
    words = sorted({plain_number_text(label) for label in labels}, key=len, reverse=True)
    glued = "|".join(_dotted(word) for word in words if len(word) >= _GLUED)
    every = "|".join(map(_dotted, words))
    before = rf"(?:{_AFTER_LABEL}(?:(?:{glued})(?![^\W\d_])|(?:{every})(?!\w)))+{_AFTER_LABEL}"
    after = rf"(?<![\s:#-])(?:[\s:#-]+(?:{every})\.?)+"
    return re.compile(rf"\A{before}"), re.compile(rf"{after}\Z")


def _dotted(word: str) -> str:
    """A pattern for a word and its abbreviated form: VAT, V.A.T, D-U-N-S."""
    return "[.-]?".join(map(re.escape, word))
