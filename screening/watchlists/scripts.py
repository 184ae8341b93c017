"""The writing system of a name. Reach for it when a name enters a list."""

from __future__ import annotations

from collections import Counter

__all__ = ["main_script"]


def main_script(name: str) -> str | None:
    """Unicode's name of the script that most letters of `name` belong to ("Latin", "Arabic", "Cyrillic",
    "Han", "Hangul", ...); the first one where two are level; None where there is no letter."""
    # Nearly every name of an OFAC list; spares the lookup of single characters.
    if name.isascii():
        return "Latin" if any(character.isalpha() for character in name) else None
    from rigour.text.scripts import codepoint_script

    scripts = Counter(codepoint_script(ord(character)) for character in name if character.isalpha())
    for shared in (None, "Common", "Inherited"):
        scripts.pop(shared, None)
    return scripts.most_common(1)[0][0] if scripts else None
