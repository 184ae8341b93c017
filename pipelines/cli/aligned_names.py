"""Two names word by word, as text for a terminal.

    Qays     =  Qais     the same name in another spelling
    Khazali  =  KHAZALI  same
    only in the customer's name: Hadi

Columns keep their places with wide characters and letters written from right to left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from pipelines.cli.terminal import one_line
from screening.model.evidence import NameEvidence, Token
from screening.wording.explanation import how_words, points_off

__all__ = ["aligned_words", "isolated", "score_parts", "width"]

# Around text of its own direction, so that it moves nothing beside it: first strong isolate, and its end.
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL")
_WIDE = ("W", "F")
# Take no place of their own: marks on letters, and characters that only direct others.
_NO_WIDTH = ("Mn", "Me", "Cf")


def aligned_words(evidence: NameEvidence) -> Iterator[str]:
    """A line for each match, in the order of the customer's name, then what each name has alone."""
    ordered = sorted(evidence.token_matches, key=lambda match: match.customer_at[0])
    rows = [
        (
            _shown([evidence.customer_tokens[at] for at in match.customer_at]),
            _shown([evidence.listed_tokens[at] for at in match.listed_at]),
            how_words(match),
        )
        for match in ordered
    ]
    first, second = (max((width(row[column]) for row in rows), default=0) for column in (0, 1))
    for one, other, how in rows:
        yield f"{_padded(one, first)}  =  {_padded(other, second)}  {how}"
    if not rows:
        yield "no word in common"
    for side, left in (
        ("the customer's name", evidence.left_of_customer()),
        ("the listed name", evidence.left_of_listed()),
    ):
        if left:
            yield f"only in {side}: {' '.join(_shown([token]) for token in left)}"


def score_parts(evidence: NameEvidence, score: float) -> Iterator[str]:
    """From 100 to the name score, what was taken off and why."""
    off = points_off(evidence)
    yield "100.00" if off else "100.00  nothing taken off"
    for what, points in off:
        yield f"{-points:6.2f}  {what}"
    yield f"{score:6.2f}  name score"


def width(text: str) -> int:
    """Columns that a terminal takes for a text: two for a wide character, none for a mark on another."""
    return sum(
        0 if unicodedata.category(character) in _NO_WIDTH else 1 + _is_wide(character) for character in text
    )


def isolated(text: str) -> str:
    """Text that may hold letters written from right to left, so that what stands beside it stays in place."""
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE


def _shown(words: Sequence[Token]) -> str:
    """Neighboring tokens, with their reading where they are of another script."""
    text = isolated(one_line(" ".join(word.text for word in words)))
    if all(word.reading is None for word in words):
        return text
    return f"{text} ({one_line(' '.join(word.reading or word.text for word in words))})"


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
