"""Text as a cell of an .xlsx workbook holds it, and back.

A text cell of a workbook is text whatever it begins with, so it needs no apostrophe against formulas, and a
reviewer sees it as it is. The same file must come back alike after a spreadsheet has made a CSV of it or it
of our CSV, so reading takes guards away everywhere, and text that looks guarded already gets one more:
`cell_text` is what a cell shows, and `unguard` gives the text back.

XML cannot hold most control characters, and turns others into blanks. Excel and LibreOffice write them as
_x0001_, and an underscore that only looks like the start of that as _x005F_; so do `escape` and `unescape`.
All text then comes back from a workbook as it was. From one that LibreOffice saved it does too, but for two
things: CR LF inside a cell is LF there, and "_x0041_x0042_", two escapes that share a sign, is "_x0041B".
"""

from __future__ import annotations

import re

from screening.spreadsheets.formula_guard import guard, unguard

__all__ = ["MOST_CHARACTERS", "cell_text", "escape", "is_cut", "unescape"]

# Excel calls a file damaged that has a longer cell. It counts as UTF-16 does.
MOST_CHARACTERS = 32_767
_CUT = " [cut here: too long for a cell]"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML 1.0 does not allow or does not keep.
_CONTROL = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# And underscores that would begin an escape: with the underscore of what follows, be it text or an escape.
# No other ones: Excel wants to repair a file that escapes without need.
_TO_ESCAPE = re.compile(f"[{_CONTROL}]|_(?=x[0-9A-Fa-f]{{4}}[_{_CONTROL}])")


def cell_text(text: str) -> str:
    """What the cell of a workbook shows for `text`: the text itself, but for one that looks guarded already.

    Text that no cell can hold is cut, and says so. unguard(cell_text(text)) == text for all other text.
    """
    shown = _shown(text)
    if not _is_too_long(shown):
        return shown
    room = 2 * (MOST_CHARACTERS - len(_CUT))
    # "ignore": half of a character that the cut went through.
    return shown.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT


def is_cut(text: str) -> bool:
    """Whether `cell_text` cuts the text."""
    return _is_too_long(_shown(text))


def _shown(text: str) -> str:
    return text if unguard(text) == text else guard(text)


def _is_too_long(text: str) -> bool:
    return len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) > 2 * MOST_CHARACTERS


def escape(text: str) -> str:
    """A cell's text without what XML cannot hold; & and < are the XML writer's to escape."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(text: str) -> str:
    """The text of a string that a workbook holds: unescape(escape(text)) == text for every text."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
