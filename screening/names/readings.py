"""The names that one text may be. Reach for it before names are compared, and to tell of a cell with several.

`several_names` cuts a cell that holds several names ("A; B", "A aka B", "A (B)").
"""

from __future__ import annotations

import re

from screening.names.plain_text import plain, read_escapes

__all__ = ["MAX_WORDS", "is_overlong", "several_names"]

# Words of a name past this one do not fit the comparison; longer texts are compared in parts.
MAX_WORDS = 48

_WORD = re.compile(r"[^\W_]+(?:['\u2019`.^][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")

# "also known as" and its like between two names: with dots, with slashes, or as a word.
_ALSO = (
    r"(?:a\.?k\.?a|f\.?k\.?a|n\.?k\.?a|d\.?b\.?a|t\.a)\.?|[afn]/k/a|d/b/a|t/a|alias"
    r"|(?:also|formerly|now|better|otherwise)\s+known\s+as|doing\s+business\s+as|trading\s+as"
)
_ALSO_FIRST = re.compile(rf"\s*(?:{_ALSO})[\s:]+", re.IGNORECASE)
_BETWEEN = re.compile(
    # What stands in parentheses is looked at when the text around it is cut.
    r"(?P<inside>\([^()]*\))"
    r"|[;\uff1b\u061b|\uff5c\n\r\u0085\u2028\u2029]"
    r"|\s/\s"
    rf"|(?:,\s*|\s)(?:{_ALSO})[\s:]+",
    re.IGNORECASE,
)
_LAST_INSIDE = re.compile(r"^(?P<before>.+?)\s*\((?P<inside>[^()]+)\)\s*$", re.DOTALL)
_TIGHT_SLASH = re.compile(r"(?<=\w)/(?=\w)")
# Fewer letters name nobody: "(UK)", "; J". Chinese names may have two.
_FEWEST_LETTERS = 3
_FEWEST_SIGNS = 2


def several_names(text: str) -> list[str]:
    """The names in a cell that holds several, each once and in their order; [text] where it is one.

    Names stand apart by `;`, `|`, ` / `, a line break, `aka` and its like, or the last of them in
    parentheses. `/` without spaces cuts only between names of two words and more ("Import/Export" is one).
    """
    found = list(dict.fromkeys(part for part in _parts(read_escapes(text)) if _names_somebody(part)))
    return found if len(found) > 1 else [text]


def is_overlong(text: str) -> bool:
    """Whether a name has so many words that it is compared in parts. Where `several_names` cuts the text,
    ask of each of its names."""
    # Two characters a word at least: nearly every name is seen to be short by its length.
    return len(text) >= 2 * MAX_WORDS and sum(1 for _ in _WORD.finditer(plain(text))) > MAX_WORDS


def _parts(text: str) -> list[str]:
    cut: list[str] = []
    begin = 0
    for separator in _BETWEEN.finditer(text):
        if separator["inside"] is None:
            cut.append(text[begin : separator.start()])
            begin = separator.end()
    cut.append(text[begin:])
    return [name for part in cut for name in _with_inside(part.strip(" ,\t"))]


def _with_inside(part: str) -> list[str]:
    """The name before parentheses at the end, and what stands in them."""
    found = _LAST_INSIDE.match(part)
    if found and _names_somebody(found["before"]) and _names_somebody(found["inside"]):
        inside = _ALSO_FIRST.sub("", found["inside"], count=1)
        return [*_with_inside(found["before"].strip(" ,\t")), *_parts(inside)]
    halves = _TIGHT_SLASH.split(part)
    if len(halves) > 1 and all(len(_WORD.findall(half)) > 1 for half in halves):
        return [half.strip() for half in halves]
    return [part]


def _names_somebody(part: str) -> bool:
    letters = _LETTER.findall(part)
    return len(letters) >= (_FEWEST_LETTERS if "".join(letters).isascii() else _FEWEST_SIGNS)
