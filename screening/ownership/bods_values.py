"""Values of the Beneficial Ownership Data Standard: interests, shares, numbers, countries, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from screening.model.countries import country_code
from screening.ownership.numbers import is_lei
from screening.ownership.shares import above, below, percentage

__all__ = ["CONTROL", "birth_date", "country_of", "day", "interest_of", "numbers_in", "share_of_bods"]

_WORD = re.compile(r"[^a-z]")
_INTERESTS = {
    "shareholding": "shareholding",
    "rightstosurplusassetsondissolution": "surplus assets",
    "righttosurplusassetsondissolution": "surplus assets",
    "rightstosurplusassets": "surplus assets",
}
_PART = re.compile(r"([A-Z]{2})-\w+")

# Why an interest is left out.
CONTROL = "control without ownership"


def interest_of(kind: str | None) -> str | None:
    """The interest that a `type` of the Standard is, in any version's spelling; None where it is none."""
    return _INTERESTS.get(_WORD.sub("", (kind or "").lower()))


def share_of_bods(share: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    """Of the Data Standard's `share` object; (None, None) where it tells nothing.

    Up to version 0.3 two flags said whether the bounds are held themselves, since 0.4 they have fields of
    their own. Raises ValueError for a share that is no percentage.
    """
    if not share:
        return None, None
    exact = _number(share.get("exact"))
    if exact is not None:
        return exact, exact
    least, most = _number(share.get("minimum")), _number(share.get("maximum"))
    over, under = share.get("exclusiveMinimum"), share.get("exclusiveMaximum")
    if isinstance(over, bool):
        least = above(least) if over and least is not None else least
    elif over is not None:
        least = above(_known(over))
    if isinstance(under, bool):
        # Published as true beside a maximum of 100, where it says no more than "not told whether".
        most = below(most) if under and most is not None and most < 100 else most
    elif under is not None:
        most = below(_known(under)) if _known(under) < 100 else 100.0
    if least is None and most is None:
        return None, None
    least, most = least or 0.0, 100.0 if most is None else most
    if least > most:
        raise ValueError(f"a share of {least:g} at least and {most:g} at most")
    return least, most


def numbers_in(identifiers: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str | None, str | None]]:
    """(scheme, number) of a holder's identifiers → (LEI, a country or None, number). Schemes of org-id.guide
    begin with their country: GB-COH."""
    for scheme, number in identifiers:
        text = str(number or "")
        country, dash, _ = str(scheme or "").partition("-")
        if is_lei(text):
            yield "LEI", text
        elif text:
            yield (country.upper() if dash and len(country) == 2 else None), text


def country_of(text: Any) -> str | None:
    """ISO 3166 alpha-2 code of a country's name or code; None for none and for what is no country."""
    if not text:
        return None
    # A part of a country, such as US-DE, is of it.
    part = _PART.fullmatch(str(text))
    return country_code(part[1] if part else str(text))


def birth_date(text: Any) -> str | None:
    """A date of birth as it can be believed: registers that publish the month alone are passed on with its
    first day, which nobody claims."""
    if not text:
        return None
    return str(text)[:7] if str(text)[7:10] == "-01" else str(text)


def day(text: Any) -> date | None:
    """A day of the Standard: a date, or a moment. A month or a year alone tells no day. Raises
    ValueError for what is no date."""
    if not text or len(str(text)) < 10:
        return None
    return date.fromisoformat(str(text)[:10])


def _number(value: Any) -> float | None:
    return None if value is None else _known(value)


def _known(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"a share of {value!r}"[:80])
    try:
        return percentage(float(value))
    except ValueError as error:
        raise ValueError(f"a share of {value!r}"[:80]) from error
