"""Names of months → their numbers, in the larger European languages. Reach for it to add a language.

Names that mean one month in one language and another in the next (listopad: November in Polish, October in
Croatian) are left out.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["with_numbered_months"]

# English, French, German, Dutch, Spanish, Portuguese, Italian, the Nordic languages, Polish, Russian,
# Ukrainian, Turkish; without accents, as they are looked up.
_NAMES = (
    "jan january janv janvier januar janner januari ene enero janeiro gen gennaio stycznia styczen ocak"
    " январь января янв січень січня",
    "feb february fev fevr fevrier februar februari febrero fevereiro febbraio lutego luty subat"
    " февраль февраля фев лютии лютого",
    "mar march mars marz maerz mrz maart mrt marzo marco marca marzec mart март марта березень березня",
    "apr april avr avril abr abril aprile kwietnia kwiecien nisan апрель апреля апр квітень квітня",
    "may mai mei mayo maio mag maggio maj maja mayis маи мая травень травня",
    "jun june juin juni junio junho giu giugno czerwca czerwiec haziran июнь июня июн червень червня",
    "jul july juil juillet juli julio julho lug luglio lipca lipiec temmuz июль июля июл липень липня",
    "aug august aout augustus ago agosto augusti sierpnia sierpien agustos август августа авг серпень серпня",
    "sep sept september septembre septiembre setiembre set setembro settembre wrzesnia wrzesien eylul"
    " сентябрь сентября сен сент вересень вересня",
    "oct october octobre okt oktober octubre out outubro ott ottobre pazdziernika pazdziernik ekim"
    " октябрь октября окт жовтень жовтня",
    "nov november novembre noviembre novembro kasim ноябрь ноября ноя нояб",
    "dec december decembre dez dezember dic diciembre dezembro dicembre des desember grudnia grudzien aralik"
    " декабрь декабря дек грудень грудня",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = re.compile(r"[^\W\d_]+\.?")
# Stands between the parts of a date: 20 de junio de 1974, the 20th of June 1974; and after a Russian year.
_FILLING = frozenset({"de", "del", "of", "the", "г", "год", "года", "р", "року"})


def with_numbered_months(text: str) -> str:
    """A casefolded text with each name of a month as its English three letters, and without the small words
    around it. A text without such a name comes back as it was."""
    found = False

    def english(match: re.Match[str]) -> str:
        nonlocal found
        word = _without_accents(match[0].rstrip("."))
        if word in _MONTHS:
            found = True
            return _ENGLISH[_MONTHS[word] - 1]
        return "" if word in _FILLING else match[0]

    changed = _WORD.sub(english, text)
    return " ".join(changed.split()) if found else text


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    # Turkish writes an i without its dot.
    return plain.replace("ı", "i")
