"""What tells that two parties are one."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Evidence"]


class Evidence(NamedTuple):
    """one, other: places of two parties, the earlier first. kind: a LinkKind. strength: among evidence of one
    kind the greater is the surer. because: what can be checked, in words."""

    one: int
    other: int
    kind: str
    strength: float
    because: str
