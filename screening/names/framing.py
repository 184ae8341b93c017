"""What a field has around a name: "Account of", "and family", "Central Branch Office".

Such words tell who pays, how a letter goes and which desk has it, not who is meant. A name is compared as it
stands and without them, and the better of the two counts, so that somebody whose name is Branch loses
nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.settings.names import Kind

__all__ = ["MAY_BE_FRAMED", "unframed"]

_BEFORE = (
    r"(?:for\s+)?(?:the\s+)?(?:account|acct|estate|heirs|family|beneficiary|attention)\s+of\s+"
    r"|in\s+favou?r\s+of\s|payments?\s+(?:to|from)\s|paid\s+to\s|transfer\s+(?:to|from)\s|attn[\s:.]"
)
# Ranks before people's names, in full or short; without the full stop some would be names (Gen, Eng, Maj).
_RANK = r"(?:minister|col|brig|capt|lt|sgt)\b\.?\s|(?:gen|maj|eng|hon)\.\s"
_AFTER = r"(?:and|&)\s+(?:family|others)|for\s+(?:services|goods)(?:\s+(?:rendered|delivered))?"
_CARE = r"(?:c/o|care\s+of)\s"
# Behind a comma, a dash or a parenthesis alone: "Future Bank Head Office" may be a name of its own.
_DESK = r"[,(-]\s*(?:[\w.]+\s+){0,3}(?:branch|office)"
_END = r"[\s.,)]*$"
_FRAMES_BEFORE = {
    "person": re.compile(rf"^\s*(?:{_BEFORE}|{_RANK})\s*:?(?=\s*\S)", re.IGNORECASE | re.ASCII),
    "non_person": re.compile(rf"^\s*(?:{_BEFORE})\s*:?(?=.*\S)", re.IGNORECASE | re.ASCII),
}
_FRAME_AFTER = re.compile(
    rf"[\s,]+(?:(?:{_AFTER}){_END}|{_CARE}.*$)|\s*{_DESK}{_END}", re.IGNORECASE | re.ASCII
)

# In RE2's grammar, for many texts at once: a name that has none of this has no frame.
MAY_BE_FRAMED = rf"(?i:^\s*(?:{_BEFORE}|{_RANK})|[\s,](?:(?:{_AFTER}){_END}|{_CARE})|{_DESK}{_END})"


def unframed(text: str, kind: Kind) -> str:
    """The name without what stands around it; the text itself where nothing does, or nobody is left."""
    inner = _FRAME_AFTER.sub("", _FRAMES_BEFORE[kind].sub("", text))
    return inner.strip(" ,") if inner != text and any(map(str.isalpha, inner)) else text
