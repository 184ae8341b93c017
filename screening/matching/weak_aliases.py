"""When a weak alias may make a hit: the policy of `matching.weak_aliases`, by OFAC's FAQ 122 and 123.

OFAC asks no screening for weak aliases alone; they help to confirm a match. A weak alias has no weight of its
own: its name score is that of any name, but the hit may not count.
"""

from __future__ import annotations

import numpy as np

from screening.model.vocabulary import NAME_QUALITIES
from screening.names.name_table import BoolArray, FloatArray, IntArray
from screening.settings.matching import WeakAliasPolicy

__all__ = ["may_count"]

_WEAK = NAME_QUALITIES.index("weak")


def may_count(
    quality: IntArray,
    name_score: FloatArray,
    document_agrees: BoolArray,
    any_agrees: BoolArray,
    policy: WeakAliasPolicy,
) -> BoolArray:
    """Whether the policy lets each of several names make a hit.

    quality: its place in NAME_QUALITIES. name_score: 0 to 100. document_agrees, any_agrees: whether the
    document number, or any identifier that tells people apart, agrees.
    """
    allowed = np.ones(len(quality), dtype=np.bool_)
    if policy.require_exact:
        allowed &= name_score >= 100
    if policy.require_identifier:
        allowed &= any_agrees
    allowed |= (quality != _WEAK) | document_agrees
    return allowed
