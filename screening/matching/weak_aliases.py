"""When a weak alias may make a hit: the policy of `matching.weak_aliases`, by OFAC's FAQ 122 and 123.

OFAC asks no screening for weak aliases alone; they help to confirm a match. A weak alias has no weight of its
own: its name score is that of any name, but the hit may not count.
"""

from __future__ import annotations

from screening.matching.identifiers import Evidence
from screening.model.vocabulary import NAME_QUALITIES
from screening.settings.matching import WeakAliasPolicy

__all__ = ["may_count"]

_WEAK = NAME_QUALITIES.index("weak")


def may_count(quality: int, name_score: float, evidence: Evidence, policy: WeakAliasPolicy) -> bool:
    """Whether the policy lets a name of this quality (its place in NAME_QUALITIES) make a hit.

    name_score: 0 to 100. evidence: what the identifiers of the pair say.
    """
    if quality != _WEAK or evidence.document == "agrees":
        return True
    if policy.require_exact and name_score < 100:
        return False
    return evidence.any_agrees or not policy.require_identifier
