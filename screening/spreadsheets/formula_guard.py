"""Text that no spreadsheet takes for a formula, and back.

A spreadsheet runs a cell that begins with = + - @ (or their wide forms), even behind blanks; a tab or a
line end at the front can shift it into the next cell; and where the list separator is a semicolon, Excel
begins a new cell inside an unsuspecting one. So an apostrophe goes wherever a cell could begin (at the
front, after ; and after tabs and line ends) if only blanks and apostrophes stand between that place and
such a sign, and before a tab or line end at the front. `unguard` takes exactly these apostrophes away
again; text that had apostrophes of its own keeps them, because it got one more.

See OWASP, "CSV Injection".
"""

from __future__ import annotations

import re

__all__ = ["MAY_BE_GUARDED", "guard", "unguard"]

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Space of all kinds, control characters and characters without width: what a spreadsheet may skip.
_BLANKS = "\\s\x00-\x20\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_BREAKS = "\\t\\r\\n"

# A place where a cell could begin, all blanks and apostrophes after it at once (possessive, so that a long
# run of blanks is read once), and the sign behind them if there is one.
_BEGINNING = re.compile(rf"((?:\A|[;{_BREAKS}])['{_BLANKS}]*+)([{_SIGNS}]?)")
_PLACE = re.compile(rf"[;{_BREAKS}]")
_GUARDED_PLACE = re.compile(rf"([;{_BREAKS}])'")
_SHIFTED = re.compile(rf"'*[{_BREAKS}]")


# What a text has that `guard` changes, as an expression of Arrow's, which looks through whole columns: no
# letter or digit is among the blanks. `guard` leaves some of these texts as they are.
MAY_BE_GUARDED = rf"(?:\A|[;{_BREAKS}])[^\pL\pN]*[{_SIGNS}]|\A'*[{_BREAKS}]"


def guard(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could begin a formula."""
    return _BEGINNING.sub(_guarded, text)


def unguard(text: str) -> str:
    """What `guard` was given: unguard(guard(text)) == text for every text."""
    return _BEGINNING.sub(_unguarded, text)


def _guarded(found: re.Match[str]) -> str:
    run, sign = found.groups()
    at_front = found.start() == 0 and not run.startswith(";")
    if sign:
        return ("'" if at_front else "") + _PLACE.sub(r"\g<0>'", run) + str(sign)
    if at_front and _SHIFTED.match(run):
        return f"'{run}"
    return str(run)


def _unguarded(found: re.Match[str]) -> str:
    run, sign = found.groups()
    at_front = found.start() == 0 and not run.startswith(";")
    if sign:
        front = run.removeprefix("'") if at_front else run
        return _GUARDED_PLACE.sub(r"\1", front) + str(sign)
    if at_front and _SHIFTED.match(run):
        return str(run.removeprefix("'"))
    return str(run)
