"""FAMILY, Given → its two parts. Reach for it where a list writes people family name first."""

from __future__ import annotations

import re

__all__ = ["split_person_name"]

# A suffix may stand at the family name: "KNOWLES, JR., Samuel".
_FAMILY_FIRST = re.compile(
    r"(?P<family>[^,]+(?:, (?:JR|SR|II|III|IV)\.?(?=,))?), (?P<given>.+)", re.IGNORECASE
)


def split_person_name(name: str) -> tuple[str | None, str | None]:
    """(family name, given names) of "FAMILY, Given"; (None, None) for a name that is not divided."""
    found = _FAMILY_FIRST.fullmatch(name)
    return (found["family"], found["given"]) if found else (None, None)
