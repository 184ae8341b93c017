"""Country words → ISO 3166 codes.

The names are rigour's territories, in many languages; a region of a country counts as the country. A country
that became one other under a new name has that one's code (Zaire is CD); one that fell apart keeps the code
it had, and `successors` tells what it may be today.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

__all__ = ["country_code", "successors", "successors_of"]

# What rigour knows as a territory and is no country that a person is of: the European Union, the United
# Nations, the whole world (ZZ, which ISO leaves to users for "unknown"), cyberspace.
_NO_COUNTRY = frozenset({"eu", "un", "zz", "ip"})
# Countries that are no more, as rigour codes them, and what stands for them: the one country that they
# became, or, where they fell apart, ISO's old code. ISO gave CS first to Czechoslovakia, then to Serbia and
# Montenegro.
_NO_MORE = {"zr": "CD", "dd": "DE", "suhh": "SU", "yucs": "YU", "cshh": "CS", "csxx": "CS", "an": "AN"}
# Written here, as rigour's own successors lack Turkmenistan, Serbia and Montenegro.
_SUCCESSORS: Mapping[str, frozenset[str]] = {
    "SU": frozenset(
        ["RU", "UA", "BY", "KZ", "UZ", "TM", "KG", "TJ", "EE", "LV", "LT", "MD", "GE", "AZ", "AM"]
    ),
    "YU": frozenset(["SI", "HR", "BA", "RS", "ME", "XK", "MK"]),
    "CS": frozenset(["CZ", "SK", "RS", "ME"]),
    # Its people were and are of Dutch nationality.
    "AN": frozenset(["AW", "BQ", "CW", "SX", "NL"]),
}
# Names and ISO codes that went out of use and that rigour does not know.
_OLD_NAMES = {
    "bur": "MM",
    "dahomey": "BJ",
    "dhy": "BJ",
    "upper volta": "BF",
    "hvo": "BF",
    "persia": "IR",
    "rho": "ZW",
    "rom": "RO",
    "tmp": "TL",
    "frg": "DE",
    "brd": "DE",
    "south yemen": "YE",
    "north yemen": "YE",
    "democratic yemen": "YE",
    "yd": "YE",
    "ymd": "YE",
    "north vietnam": "VN",
    "south vietnam": "VN",
    "vdr": "VN",
    "tanganyika": "TZ",
    "zanzibar": "TZ",
}


@lru_cache(maxsize=65_536)
def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 code in capitals of a country's name, code or region, else None.

    "Zaire" is CD, "USSR" is SU, Narnia and what is no country (EU, ZZ, XX) are None.
    """
    from rigour.territories import lookup_territory

    word = " ".join(text.split())
    found = lookup_territory(word)
    if found is None:
        return _OLD_NAMES.get(word.casefold())
    if found.code in _NO_COUNTRY:
        return None
    if found.code in _NO_MORE:
        return _NO_MORE[found.code]
    # Subdivisions are coded like "us-ca"; places with a code of their own (Hong Kong) keep it.
    today = {after.code[:2] for after in found.successors} if found.is_historical else set()
    return (today.pop() if len(today) == 1 else found.code[:2]).upper()


def successors(code: str) -> frozenset[str]:
    """The codes of today that the code of a country which fell apart may stand for (SU: RU, UA, BY, ...);
    empty for every other code."""
    return _SUCCESSORS.get(code, frozenset())


def successors_of(countries: Collection[str]) -> set[str]:
    """The countries that came after any of these, by their codes."""
    return {after for country in countries for after in successors(country)}
