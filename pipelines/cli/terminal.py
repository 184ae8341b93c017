"""The terminal's door: what is shown cannot act on it.

A name, a file's name or a cell may hold escape sequences that color, move or erase what stands there, line
breaks that make up lines of their own, and marks that turn the order of letters. They are shown as what they
are, such as \\x1b, and do nothing.
"""

from __future__ import annotations

import re
import unicodedata

import click

__all__ = ["made_visible", "one_line", "say"]

# Direct the order of what stands around them. Isolates are written by `aligned_names`, around text that has
# none of its own.
_ISOLATES = "\u2066\u2067\u2068\u2069"
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_LINES = "\n\t"
_BREAKS = "\u2028\u2029"


def made_visible(text: str) -> str:
    """A message of one or several lines, everything in it that would act on a terminal made visible."""
    return _MESSAGE.sub(_name, text)


def one_line(text: str) -> str:
    """The same for text that came from outside as a whole: line breaks and isolates are made visible too."""
    return _BROUGHT.sub(_name, text)


def say(message: object = "", *, err: bool = False) -> None:
    """Write a message as `click.echo` does, made visible."""
    click.echo(made_visible(str(message)), err=err)


def _name(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _class(characters: str) -> str:
    """A pattern for control characters, lone surrogates (of file names that are no text) and `characters`."""
    return f"[{re.escape(characters)}\ud800-\udfff]"


_CONTROLS = "".join(chr(code) for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc")
_BROUGHT = re.compile(_class(_CONTROLS + _BREAKS + _DIRECTIONS + _ISOLATES))
_MESSAGE = re.compile(_class("".join(set(_CONTROLS) - set(_LINES)) + _BREAKS + _DIRECTIONS))
