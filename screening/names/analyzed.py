"""Names with all that is known of them before there is a list. Reach for it to analyze a batch of names once.

What is here may be kept and compared with one list tonight and with another tomorrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.names.adjacent_tokens import (
    AdjacentTokens,
    PhoneticHashes,
    adjacent_tokens_of,
    phonetic_hashes_of,
)
from screening.names.analysis import analyze
from screening.names.name_table import NameWords
from screening.names.policy import Kind, NamePolicy

__all__ = ["AnalyzedNames", "analyze_names"]


@dataclass(frozen=True)
class AnalyzedNames:
    """The words of names, which of them stand side by side, and what those sound like as one word."""

    words: NameWords
    adjacent: AdjacentTokens
    phonetic: PhoneticHashes


def analyze_names(names: Sequence[str], kind: Kind, policy: NamePolicy) -> AnalyzedNames:
    """Names as given, read as one kind; see `analyze`."""
    words = analyze(names, kind, policy)
    adjacent = adjacent_tokens_of(words, policy.particles)
    return AnalyzedNames(words, adjacent, phonetic_hashes_of(words, adjacent))
