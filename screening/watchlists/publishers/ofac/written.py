"""Names and addresses from their labeled parts, written as OFAC's CSV files write them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["NO_COUNTRY", "WrittenName", "written_address", "written_name"]

# What stands in place of a country that is not known, in any case.
NO_COUNTRY = "undetermined"

# (name, family name, given names); the last two are None where the name has not both.
WrittenName = tuple[str, str | None, str | None]

# What the CSV files write first, and in capitals.
_FIRST_PARTS = frozenset({"last name", "entity name", "vessel name", "aircraft name"})
_ADDRESS_LINES = ("ADDRESS1", "ADDRESS2", "ADDRESS3")


def written_name(parts: Sequence[tuple[str, str]]) -> WrittenName | None:
    """A name of (type, text) parts: "AL-KHAZALI, Qais" for a person, an organization's in capitals. None
    where there is no part."""
    first = " ".join(text for kind, text in parts if kind.lower() in _FIRST_PARTS).upper()
    given = " ".join(text for kind, text in parts if kind.lower() not in _FIRST_PARTS)
    if first and given:
        return f"{first}, {given}", first, given
    return (first or given, None, None) if first or given else None


def written_address(parts: Sequence[tuple[str, str]]) -> tuple[str | None, str | None]:
    """(address, city) of (type, text) parts. The CSV files hold city, state and postal code in one column. A
    part of a type not known here stands with the address lines; so does a region."""
    named = dict(parts)
    region = ", ".join(named[kind] for kind in ("CITY", "STATE/PROVINCE") if kind in named)
    city = " ".join(part for part in (region, named.get("POSTAL CODE")) if part)
    lines = [named[kind] for kind in _ADDRESS_LINES if kind in named]
    known = {*_ADDRESS_LINES, "CITY", "STATE/PROVINCE", "POSTAL CODE"}
    lines += [text for kind, text in parts if kind not in known]
    return ", ".join(lines) or None, city or None
