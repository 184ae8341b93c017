"""Texts of a column put in order, and names that a wrong encoding broke. Reach for it to read names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute

__all__ = ["BROKEN_TEXT", "composed", "joined", "tidy", "trimmed"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Invisible characters that change how a text looks or compares but not what it says, as the marks that turn
# the direction of writing. The joiners U+200C and U+200D are spelling, and stay. So does a zero-width space
# between words, which may be all that parts them (`screening.names.readings` reads it both ways).
_INVISIBLE = (
    r"[\x{00AD}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}\x{2066}-\x{2069}\x{FEFF}]|^\x{200B}+|\x{200B}+$"
)
_EACH_SPACE = r"[\p{Z}\p{Cc}]"
_ANY_SPACE = _EACH_SPACE + "+"
# In a word spaced out (P U T I N   V L A D I M I R) the wider spaces alone tell where words end.
_SPACED_OUT = r"(?:^|\p{Z})\p{L}\p{Z}\p{L}(?:\p{Z}\p{L})*\p{Z}{2,}\p{L}\p{Z}\p{L}(?:\p{Z}|$)"
_UNTIDY = r"[\p{Z}\p{Cc}]{2}|[^\PZ ]|\p{Cc}|" + _INVISIBLE

# UTF-8 read as Latin-1 or Windows-1252: a letter of À to ß and, where the rest of its bytes went, signs that
# hardly follow a letter (Ã¼, Ð¿). Quotes and dashes do follow letters (MALMÅ’S), so they count only where
# more speaks for it. São, JOÃO, Ðorđe and Ñuñoa have letters there.
_SIGNS = r"\x{0080}-\x{009F}\x{00A1}-\x{00AC}\x{00AE}-\x{00BF}€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"
_SIGNS_AND_QUOTES = _SIGNS + r"\x{00A0}\x{00AD}…‘’“”•–—"
BROKEN_TEXT = "|".join(
    (
        rf"[ÂÃÄÅÎÏÐÑ×ØÙ][{_SIGNS}]",
        r"Ã[‘“”–—]\p{L}",
        rf"(?:[Â-ß][{_SIGNS_AND_QUOTES}]){{2}}",
        rf"[à-ï][{_SIGNS_AND_QUOTES}]{{2}}",
        # The same as Windows-1251, the Cyrillic of Windows: Putin in Cyrillic is РџСѓС‚РёРЅ there.
        r"(?:[РС][Ђ-Џђ-џҐґ‚„…†‡€‰‹‘’“”•–—™›\x{00A0}-\x{00BF}№]){2}",
        # Cyrillic of Windows read as Windows-1252 (Ïóòèí).
        r"[À-ÖØ-öø-ÿ]{5}",
        # Letters that are gone: replaced when they were read, or when they were written.
        r"\x{FFFD}",
        r"\p{L}\?\p{L}",
    )
)


def trimmed(column: pa.StringArray) -> Any:
    """Without space around it; null where nothing is left."""
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def composed(column: pa.StringArray) -> Any:
    """In composed form (NFC)."""
    return pc.utf8_normalize(column, form="NFC")


def tidy(text: Any) -> Any:
    """A composed text with single spaces and nothing invisible; null where nothing is left."""
    # Few texts need it, and rewriting all would cost more than everything else here together.
    if pc.any(pc.match_substring_regex(text, _UNTIDY)).as_py():
        text = pc.replace_substring_regex(text, _INVISIBLE, "")
        text = pc.if_else(
            pc.match_substring_regex(text, _SPACED_OUT),
            pc.replace_substring_regex(text, _EACH_SPACE, " "),
            pc.replace_substring_regex(text, _ANY_SPACE, " "),
        )
    return trimmed(text)


def joined(parts: Sequence[Any], separator: str) -> Any:
    """The parts there are, joined; null where there are none."""
    # The empty text in front is never null: pyarrow 26 drops rows whose parts are all null.
    front = pa.array([""] * len(parts[0]), pa.string())
    text = pc.binary_join_element_wise(front, *parts, separator, null_handling="skip")
    text = pc.utf8_slice_codeunits(text, len(separator))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
