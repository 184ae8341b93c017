"""Names as they are cut into words, many at once.

A name is written plainly, in one alphabet, with a space between family and given name where there was none
(`plain_text`, `unspaced`), and is then folded as rigour folds names: lower case, without marks, one space
between words. Most names are plain as they stand, and of those that are ASCII besides the folding is a few
replacements: both is seen and done for all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.names.plain_text import MAY_BE_DRESSED, one_alphabet, plain
from screening.names.unspaced import MAY_BE_UNSPACED, with_cut
from screening.settings.names import Kind

__all__ = ["CleanTexts", "clean_texts"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Of ASCII, what rigour's `tokenize_name` drops from within words, and what words are made of.
_DROPPED = r"[.'`$^]"
_BETWEEN_WORDS = "[^a-z0-9]+"


@dataclass(frozen=True)
class CleanTexts:
    """texts: the names written plainly. pieces: what each is put together from, one at least: the words of
    people's names, folded as rigour's `normalize_name` folds them; of other names what stands between spaces,
    as a full stop may tell a form of company."""

    texts: Sequence[str]
    pieces: pa.ListArray[Any]


def clean_texts(names: Sequence[str], kind: Kind) -> CleanTexts:
    """names: any text. kind: what they are read as; only people's names are cut, and folded."""
    array = pa.array(names, pa.string())
    changes = pc.or_(
        pc.match_substring_regex(array, MAY_BE_DRESSED),
        pc.not_equal(pc.utf8_normalize(array, form="NFKC"), array),
    )
    texts = list(names)
    for place in _where(changes):
        texts[place] = one_alphabet(plain(texts[place]))
    if kind == "person":
        changes = pc.or_(changes, pc.match_substring_regex(array, MAY_BE_UNSPACED))
        for place in _where(changes):
            texts[place] = with_cut(texts[place])
        return CleanTexts(texts, pc.split_pattern(_folded(array, texts, changes), " "))
    plainly = pa.array(texts, pa.string())
    return CleanTexts(texts, pc.utf8_split_whitespace(pc.utf8_trim_whitespace(plainly)))


def _folded(array: pa.Array[Any], texts: Sequence[str], changes: pa.Array[Any]) -> pa.Array[Any]:
    """The texts as rigour's `normalize_name` gives them; "" for one without a letter or digit. array: the
    names as they stand; changes: whether the text is another."""
    from rigour.text.normalize import Normalize, normalize

    flags = Normalize.CASEFOLD | Normalize.NAME
    by_rigour = pc.or_(changes, pc.invert(pc.string_is_ascii(array)))
    folded = [normalize(texts[place], flags) or "" for place in _where(by_rigour)]
    simply = pc.replace_substring_regex(pc.ascii_lower(array), _DROPPED, "")
    simply = pc.ascii_trim_whitespace(pc.replace_substring_regex(simply, _BETWEEN_WORDS, " "))
    found: pa.Array[Any] = pc.replace_with_mask(simply, by_rigour, pa.array(folded, pa.string()))
    return found


def _where(chosen: pa.Array[Any]) -> list[int]:
    places: list[int] = np.nonzero(chosen.to_numpy(zero_copy_only=False))[0].tolist()
    return places
