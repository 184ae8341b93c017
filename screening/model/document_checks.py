"""Whether a number keeps the rule of its kind: a check digit, a length, a form. The rules are rigour's."""

from __future__ import annotations

from functools import cache

from rigour.ids import IdentifierFormat, get_identifier_format, get_identifier_format_names

__all__ = ["keeps_rule"]


def keeps_rule(rule: str, number: str) -> bool:
    """Whether a number is one that can be. rule: a name in rigour.ids, such as "lei". number: with or without
    blanks and dashes. Raises KeyError for a rule that is not known."""
    bare = "".join(sign for sign in number.upper() if sign.isalnum())
    return bool(_format(rule).is_valid(bare))


@cache
def _format(rule: str) -> type[IdentifierFormat]:
    found = get_identifier_format(rule) if rule in get_identifier_format_names() else None
    if found is None:
        raise KeyError(rule)
    return found
