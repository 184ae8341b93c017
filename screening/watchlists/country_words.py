"""The country words that lists use → ISO codes.

Most are known to `screening.model.countries`; this adds the publishers' own ways of writing, and finds the
country at the end of a place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from screening.model.countries import country_code

__all__ = ["listed_country", "place_country"]

# Spellings found in files of OFAC and the UK that the general tables do not hold.
_OWN_WORDS = {
    "bosnia-herzegovina": "BA",
    "bosina-herzegovina": "BA",
    "comoros islands": "KM",
    "the russian federation": "RU",
    "ex-yugoslavia": "YU",
    "palestinian authority": "PS",
    "congo (democratic republic)": "CD",
    "occupied palestinian territories": "PS",
    "none identified": None,
    "undetermined": None,
}
# Letters of what may be a country; longer texts are none, and would take long to look through.
_LONGEST = 200
# Said of a country without changing which one: "possibly Palestinian", "Region: Crimea", "Georgia (country)".
_AROUND = re.compile(
    r"^(?:possibly|region:|former(?:ly)?)\s+|\(country\)$|\.\s+Previously .*$", re.IGNORECASE
)


@lru_cache(maxsize=16_384)
def listed_country(text: str | None) -> str | None:
    """ISO 3166 alpha-2 code of a country as a list writes it; None for none, unknown or undetermined."""
    if not text or len(text) > _LONGEST:
        return None
    word = _AROUND.sub("", text.strip()).strip()
    if word.lower() in _OWN_WORDS:
        return _OWN_WORDS[word.lower()]
    return country_code(word) if word else None


@lru_cache(maxsize=65_536)
def place_country(place: str) -> str | None:
    """Code of the country that a place ends in ("Baghdad, Iraq" → IQ), or None.

    The longest ending is tried first, as in "Kinshasa, Congo, Democratic Republic of the"; a place of one
    word must be a country by itself.
    """
    parts = [part.strip() for part in place.split(",")]
    for start in range(max(0, len(parts) - 2), len(parts)):
        code = listed_country(", ".join(parts[start:]))
        if code is not None:
            return code
    bracket = re.search(r"\(([^()]+)\)$", parts[-1])
    return listed_country(bracket[1]) if bracket else None
