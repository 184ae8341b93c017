"""What labels look like, and the numbers behind them: by their words alone, whatever they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.model.date_spans import parse_date_span
from screening.watchlists.publishers.ofac.label_words import (
    JOINING,
    NAMES_WITH_NUMBERS,
    NUMBER_WORDS,
    PHONE_WORDS,
    PROPERTY_WORDS,
    SURE_NUMBER_WORDS,
)

__all__ = [
    "ACRONYM",
    "MOST_LABEL_WORDS",
    "first_number",
    "is_given",
    "is_label",
    "is_number",
    "names_property",
    "plain_words",
]

MOST_LABEL_WORDS = 10

_TITLED = re.compile(r"[A-Z][a-z'’]+(?:[A-Z][a-z]+)*(?:[-/&'’.][A-Za-z]+)*[.,]?")
ACRONYM = re.compile(r"[A-Z]{1,6}(?:[-/][A-Z]{1,6})*")
_DOTTED = re.compile(r"(?:[A-Z][a-z]{0,2}\.-?){2,8}[A-Z]?")
_SIGN = re.compile(r"#|Nº|N°|№")
_HAS_BRACKET = re.compile(r"\([^()]*\)")
_NUMBER_PART = re.compile(r"[A-Za-z0-9./\\_-]+")
_MOST_NUMBER_PARTS = 6
# Letters and digits in one word, as no name is written: "HAVIGB2L".
_CODE = re.compile(r"(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{8,40}")
_LOWER_WORD = re.compile(r"[a-z]{3,}")


def is_label(words: Sequence[str], *, lower_allowed: bool = False) -> bool:
    """Whether words stand as OFAC writes labels: titled, with small words only between; names are in
    capitals. lower_allowed: whether something else shows where the label ends, so that it may be a phrase."""
    if not 0 < len(words) <= MOST_LABEL_WORDS or not words[0][0].isupper():
        return False
    bare = " ".join(words)
    inside = _HAS_BRACKET.sub(" ", bare)
    if "(" in inside or ")" in inside:
        return False
    return all(_is_label_word(word.strip(":"), lower_allowed) for word in inside.split())


def _is_label_word(word: str, lower_allowed: bool) -> bool:
    if not word or word in JOINING or _SIGN.fullmatch(word):
        return True
    if word.islower():
        return lower_allowed or word.rstrip(".") in NUMBER_WORDS or word in PROPERTY_WORDS
    if lower_allowed and word.isdigit():
        # "Executive Order 14059 information:"
        return True
    return any(shape.fullmatch(word) for shape in (_TITLED, ACRONYM, _DOTTED))


def plain_words(label: str) -> list[str]:
    """The words of a label in small letters, without brackets and the signs at their ends."""
    outside = _HAS_BRACKET.sub(" ", label)
    return [word for word in (part.strip(".,:()").lower() for part in outside.split()) if word]


def names_property(words: Sequence[str]) -> bool:
    """Whether a label ends in a property, as "Gross Tonnage" and "Year of Build" do, and not in a number."""
    if not words or words[-1] in NUMBER_WORDS:
        return False
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and (head[-1] in PROPERTY_WORDS or words[-1] in PROPERTY_WORDS)


def first_number(words: Sequence[str]) -> int | None:
    """Index of the first word with a digit, outside of brackets, within reach of a label."""
    depth = 0
    for index, word in enumerate(words[: MOST_LABEL_WORDS + 1]):
        if index and not depth and not word.startswith("(") and any(map(str.isdigit, word)):
            return index
        depth += word.count("(") - word.count(")")
    return None


def is_number(number: str) -> bool:
    """Whether a text looks like a number that an office gives, and not like words with a number in them."""
    first, *more = number.split()
    if len(more) >= _MOST_NUMBER_PARTS or not first[0].isalnum() or not any(map(str.isdigit, number)):
        return False
    if not all(_NUMBER_PART.fullmatch(part) for part in (first, *more)):
        return False
    # The letters after "600118 CN", but no word.
    if not all(any(map(str.isdigit, part)) or (part.isupper() and len(part) <= 3) for part in more):
        return False
    if _LOWER_WORD.search(number) and not number.isalnum():
        return False
    return not (" " in number and parse_date_span(number) is not None)


def is_given(label: str, number: str, *, backed: bool) -> bool:
    """Whether label and number together are an identifier. backed: whether a country or dates follow it."""
    words = plain_words(label)
    digits = sum(map(str.isdigit, number))
    last = words[-1] if words else ""
    original = label.split()[-1]
    if parse_date_span(number) is not None and last not in SURE_NUMBER_WORDS:
        return last in NUMBER_WORDS and backed
    if PHONE_WORDS & set(words):
        return False
    if last in NUMBER_WORDS or _SIGN.search(label):
        return True
    if any(word in NAMES_WITH_NUMBERS for word in words):
        return False
    if _DOTTED.fullmatch(original) or ACRONYM.fullmatch(original.strip("()")):
        return (digits >= 3 and len(number) >= 4) or _CODE.fullmatch(number) is not None
    # A titled label that says nothing: only a number that is long can be meant.
    return digits >= (4 if backed else 6) and len(number) >= 6
