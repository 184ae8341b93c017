"""Names as they are compared letter by letter."""

from __future__ import annotations

import re
import unicodedata

from screening.names.plain_text import plain

__all__ = ["name_key"]

_NO_WORD = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """A name without capitals, accents and signs: equal keys, equal names. Empty for a name of signs alone.

    Nothing is guessed: "Ltd" and "Limited" are two names.
    """
    letters = unicodedata.normalize("NFKD", plain(name).casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", bare.replace(".", "").replace("'", "")).strip()
