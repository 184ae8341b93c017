"""Another transcription of the same sounds: Qais, Kais; Youssef, Yussef. Reach for it for spelling variants.

Which letters may become which stands in configs/variations.yaml.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache

from screening.evaluation.listed_names import ListedName
from screening.evaluation.tables import variation_tables

__all__ = ["other_spelling", "other_spelling_throughout"]

_WORD = re.compile(r"[^\W\d_]{3,}")


def other_spelling(name: ListedName, draw: random.Random) -> str | None:
    """One sound of one word is written otherwise."""
    return _respelled(name.written, draw, everywhere=False)


def other_spelling_throughout(name: ListedName, draw: random.Random) -> str | None:
    """One sound of every word that has one is written otherwise; names of two such words or more."""
    return _respelled(name.written, draw, everywhere=True)


def _respelled(text: str, draw: random.Random, everywhere: bool) -> str | None:
    words = [list(_sounds().finditer(text, word.start(), word.end())) for word in _WORD.finditer(text)]
    words = [sounds for sounds in words if sounds]
    if not words or (everywhere and len(words) < 2):
        return None
    table = variation_tables().spellings
    # From the back, so that places further in front still hold.
    for sounds in reversed(words if everywhere else [draw.choice(words)]):
        sound = draw.choice(sounds)
        new = draw.choice(table[sound[0].lower()])
        text = (
            text[: sound.start()]
            + _cased(new, sound[0], text[sound.end() : sound.end() + 1])
            + text[sound.end() :]
        )
    return text


def _cased(new: str, old: str, follows: str) -> str:
    """`new` in the case of `old`; where one capital alone does not tell, what follows does."""
    if old.isupper() and (len(old) > 1 or not follows.islower()):
        return new.upper()
    return new.capitalize() if old[0].isupper() else new


@lru_cache(maxsize=1)
def _sounds() -> re.Pattern[str]:
    longest_first = sorted(variation_tables().spellings, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE | re.ASCII)
