"""OFAC's words for what one party is to another → RELATION_KINDS.

"Linked To", the one phrase of the CSV files and SDN.XML, stands there for ownership, control, support and
acting for somebody alike, so it is `other`: nobody may conclude from it that a party is owned. "Owned or
Controlled By" leaves open which of the two, so it is the weaker, `controlled by`; a share that counts for the
50 percent rule is not said by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from screening.model.vocabulary import RelationKind

__all__ = ["KIN", "RELATION_WORDS", "relation_kind"]

KIN = (
    r"(?:half-)?(?:brother|sister)(?:-in-law)?|wife|husband|spouse|son(?:-in-law)?|daughter(?:-in-law)?|child"
    r"|nephew|niece|cousin|uncle|aunt|father(?:-in-law)?|mother(?:-in-law)?|mistress"
)
# As the newer schemas name the kinds of relations, and the phrases of remarks; small letters.
RELATION_WORDS: Mapping[str, RelationKind] = {
    "linked to": "other",
    "owned or controlled by": "controlled by",
    "owned by": "owned by",
    "controlled by": "controlled by",
    "property in the interest of": "owned by",
    "subsidiary of": "owned by",
    "owner of": "owner of",
    "owns": "owner of",
    "owns, controls, or operates": "controls",
    "leader or official of": "other",
    "principal executive officer": "other",
    "playing a significant role in": "other",
    "acting for or on behalf of": "associate",
    "providing support to": "associate",
    "associate of": "associate",
    "associated with": "associate",
    # So it stands in the list.
    "assocated with": "associate",
    "affiliated with": "associate",
    "member of": "associate",
    "organization": "associate",
    "founded by": "other",
    "family member of": "family",
}
_KIN_OF = re.compile(rf"(?:[a-z]+ )?(?:{KIN}) of", re.IGNORECASE)


def relation_kind(words: str) -> RelationKind | None:
    """The kind that OFAC's words mean ("Linked To", "second son of"), None where they mean none."""
    plain = " ".join(words.lower().rstrip(" :").split())
    found = RELATION_WORDS.get(plain)
    return found if found is not None or _KIN_OF.fullmatch(plain) is None else "family"
