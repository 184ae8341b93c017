"""Words that OFAC's labels are made of, by what they tell of the value behind them; in small letters.

New labels are mostly new combinations of them. A word that stands in no list tells nothing.
"""

from __future__ import annotations

__all__ = [
    "JOINING",
    "NAMES_WITH_NUMBERS",
    "NUMBER_WORDS",
    "PHONE_WORDS",
    "PROPERTY_WORDS",
    "SUBJECTS",
    "SURE_NUMBER_WORDS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Small words within a label.
JOINING = _words("of the for de del la do da e y and or in on by to")
# Names of a number given to somebody by an office.
NUMBER_WORDS = _words(
    """no nos number numbers num code id card passport license licence certificate identifier identification
    registration registry permit visa document ticker pattern booklet reference sign wallet # nº n° №"""
)
# Of these, the ones after which even a year is a number.
SURE_NUMBER_WORDS = _words("no nos number num code id identifier # nº n° №")
# A number behind one of these belongs to a unit, law or place, whose name it is part of.
NAMES_WITH_NUMBERS = _words(
    """unit brigade division battalion regiment corps army bureau office department directorate section
    article resolution resolutions directive order law decree act paragraph title part chapter room suite
    apartment apt floor box building block street road avenue highway base force squadron group camp plant
    factory institute cell school hospital ministry phase line center centre company committee laboratory
    unscr unsc cfr eo e.o p.o po pub pl war zone district sector region appendix annex schedule member flight
    case project model operation"""
)
# Properties of somebody or something; what follows is their value.
PROPERTY_WORDS = _words(
    """year date dates day type country flag tonnage weight deadweight length breadth beam draft draught depth
    class classification status name model place port builder owner operator manager address sector category
    capacity language currency information determination risk purpose activity activities industry color
    manufacturer jurisdiction nationality citizenship residence location height speed amount value capital age
    period time power engine engines crew since established built"""
)
# Whose property it is. Needed where nothing but words tells where the label ends.
SUBJECTS = _words(
    """vessel ship aircraft organization company entity target registration business issuer listing beneficial
    registered corporate individual document sanctions legal former other previous gross net home party person
    secondary primary principal designation effective expiration commercial current"""
)
PHONE_WORDS = _words("phone telephone tel mobile cellphone fax telex whatsapp viber")
