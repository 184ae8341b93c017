"""Which parties of the EU's list are ships: it knows persons and enterprises only, and gives IMO numbers to
ships and to shipping companies alike."""

from __future__ import annotations

import re
from collections.abc import Collection

from screening.watchlists.ship_numbers import is_ship_number

__all__ = ["is_ship"]

_COMPANY = re.compile(
    r"\b(?:co|company|corp|corporation|ltd|limited|llc|l\.l\.c|plc|inc|gmbh|s\.?a|as|a/s|fze?|jsc|ojsc|pjsc|ooo|kft|zrt"
    r"|pte|gmb|sirketi|shipping|shpg|ship ?management|management|marine|maritime|logistics|freight|lines?"
    r"|agency|trading|services?|group|holding|stock|enterprise|transport)\b",
    re.IGNORECASE,
)


def is_ship(names: Collection[str], imo_numbers: Collection[str]) -> bool:
    """Whether an enterprise with these names and IMO numbers is a ship: it bears one number, which is a
    ship's, and none of its names is a company's."""
    numbers = {re.sub(r"\D", "", number) for number in imo_numbers}
    return (
        len(numbers) == 1
        and is_ship_number(next(iter(numbers)))
        and not any(_COMPANY.search(name) for name in names)
    )
