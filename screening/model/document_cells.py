"""A cell with document numbers, cut into its numbers.

"X; Y" and "X / Y" hold two numbers, "X (Iran)" one with a remark. Kinds and countries that are told beside
such a cell are those of its numbers, in their order.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["JOINED_WITH", "is_day", "number_parts", "plain_number_text", "told_of_parts", "without_remarks"]

# Between the kinds, and the countries, of several numbers.
JOINED_WITH = "; "

# What stands between numbers. No comma between thousands, and no slash inside a number (87/437555).
_BETWEEN = re.compile(r"[;؛،、|\n]|,(?!\d{3}(?!\d))|\s/\s")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_WORD = re.compile(r"[^\W\d_]{4}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
# The day of issue or expiry beside a number.
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def plain_number_text(text: str) -> str:
    """In capitals, full-width letters as plain ones, digits of every script as 0 to 9."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return text.upper().strip()


def number_parts(cell: str) -> list[str]:
    """The numbers of a cell, plain, without remarks; days of issue beside them are none."""
    parts = (part.strip() for part in _BETWEEN.split(without_remarks(plain_number_text(cell))))
    return [part for part in parts if part and not is_day(part)]


def told_of_parts(told: str | None, parts: int) -> list[str | None]:
    """What is told of each of so many numbers (id_type, id_country of CUSTOMER_SCHEMA); None where nothing
    is."""
    texts = told.split(JOINED_WITH) if told else []
    return [text or None for text in texts] if len(texts) == parts else [None] * parts


def without_remarks(plain: str) -> str:
    """The text with a blank in place of each remark in brackets."""
    return _IN_BRACKETS.sub(_unless_remark, plain).strip()


def is_day(part: str) -> bool:
    """Whether a part of a cell is a day, and no number."""
    return _DAY.fullmatch(part) is not None


def _unless_remark(brackets: re.Match[str]) -> str:
    """A blank in place of a remark: a word, or letters that stand apart. What is in the brackets of
    A123456(7) and of (HWI)040182 is part of the number."""
    inside, text = brackets[0], brackets.string
    beside = text[max(0, brackets.start() - 1) : brackets.start()] + text[brackets.end() : brackets.end() + 1]
    apart = not beside.strip() and _LETTERS.search(inside)
    return " " if apart or _WORD.search(inside) else inside
