"""One birth date in any of the usual spellings, read as the days it allows, where ISO did not fit.

It reads 20 Jun 1974, June 20, 1974, 20 juin 1974, Jun 1974, 20.06.1974, 06/20/1974, 1974/06/20, 06/1974,
19740620, 1974.0, 20-JUN-74, digits in any script; and, as lists write them, circa 1974, 1970-1975 and the
1970s. It does not guess: where two days or two centuries are possible, none is taken. Names of months that
mean one month in one language and another in the next (listopad: November in Polish, October in Croatian)
are left out.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from screening.model.date_spans import parse_date_span

__all__ = ["OLDEST", "UnreadableDateError", "parse_date", "parse_day", "with_numbered_months"]

# Years a living customer may be old. Where a year has two digits, it settles the century.
OLDEST = 110

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(" + "|".join(_MONTHS) + ")"
_FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SPACE = r"[\s\-/.,]*"
_DAY_MONTH_YEAR = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er|o|e)?{_SPACE})?{_MONTH}{_SPACE}(\d{{4}})")
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}{_SPACE}(\d{{1,2}})(?:st|nd|rd|th|er|o|e)?[\s\-/.,]+(\d{{4}})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/.\s])?(\d{1,2})[-/.\s](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_DAY_MONTH_SHORT = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|er|o|e)?{_SPACE}{_MONTH}{_SPACE}['’]?(\d{{2}})")
_MONTH_DAY_SHORT = re.compile(rf"{_MONTH}{_SPACE}(\d{{1,2}})(?:st|nd|rd|th|er|o|e)?[\s\-/.,]+['’]?(\d{{2}})")
_MONTH_SHORT = re.compile(rf"{_MONTH}[\s\-/.]+['’]?(\d{{2}})")
_NUMBERS_SHORT = re.compile(r"(\d{1,2})[-/.\s]\s?(\d{1,2})[-/.\s]\s?(\d{2})")
# What exports put after a date; it says nothing about a birth.
_CLOCK = re.compile(
    r"[t\s]+\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?|\.\d{2}\.\d{2}(?:\.\d+)?)\s*(?:am|pm)?"
    r"\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
# Numbers that went through a column of floats.
_FLOAT = re.compile(r"(\d{4}|\d{8})\.0+")
_CIRCA = re.compile(
    r"^(?:circa|ca|c|about|abt|around|approximately|approx|environ|env|vers|um|около|прибл)(?:\.\s*|\s+|(?=\d))|^~\s*"
)
# The last day of a month, which is a place and not a day, has no number above it.
_LAST_DAY = 31

_UNREADABLE = "is not a date that can be read, so it was not used"
_HOW_TO_WRITE = "write it as 1974-06-20, 1974-06 or 1974"


class UnreadableDateError(ValueError):
    """The text is no date that can be read; its message goes after the quoted value. way_out: what a person
    can do about it."""

    def __init__(self, reason: str = _UNREADABLE, way_out: str = _HOW_TO_WRITE) -> None:
        super().__init__(reason)
        self.way_out = way_out


def parse_date(text: str, day_first: bool | None, today: date) -> tuple[date, date]:
    """The first and the last day that the text allows.

    Raises UnreadableDateError with the reason, for example "may be 3 April or 4 March, so it was not used".
    """
    plain = _plain(text)
    parts = _whole_year(plain, day_first) or _short_year(plain, day_first, today)
    if parts is not None:
        return _days(*parts)
    circa = _CIRCA.match(plain)
    # Lists write spans and "circa" as tables do. Where the date itself is unsure, only its year counts.
    span = parse_date_span(plain[circa.end() :] if circa else plain)
    if span is None:
        raise UnreadableDateError
    if circa or span.circa:
        return date(span.earliest.year, 1, 1), date(span.latest.year, 12, 31)
    return span.earliest, span.latest


def parse_day(text: str) -> date | None:
    """The day that the text states with a year of four digits, whatever it is the day of; None where it does
    not state one."""
    try:
        parts = _whole_year(_plain(text), None)
        first, last = _days(*parts) if parts is not None else (None, None)
    except UnreadableDateError:
        return None
    return first if first == last else None


_Parts = tuple[int, int | None, int | None]


def _plain(text: str) -> str:
    """The text in small letters and European digits, with English months and without the time of day."""
    plain = with_numbered_months(_CLOCK.sub("", unicodedata.normalize("NFKC", text).casefold().strip()))
    number = _FLOAT.fullmatch(plain)
    return number[1] if number else plain


def _whole_year(plain: str, day_first: bool | None) -> _Parts | None:
    """Year, month and day of a date whose year has four digits; None for another kind of text."""
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain) or _EAST_ASIAN.fullmatch(plain):
        year, month, day = found.groups()
        return int(year), _number(month), _number(day)
    if found := _DAY_MONTH_YEAR.fullmatch(plain):
        day, word, year = found.groups()
        return int(year), _month(word), _number(day)
    if found := _MONTH_DAY_YEAR.fullmatch(plain):
        word, day, year = found.groups()
        return int(year), _month(word), _number(day)
    if found := _YEAR_LAST.fullmatch(plain):
        first, second, year = found.groups()
        if first is None:
            return int(year), int(second), None
        day_number, month_number = _ordered(int(first), int(second), day_first)
        return int(year), month_number, day_number
    if re.fullmatch(r"\d{4}", plain):
        return int(plain), None, None
    return None


def _short_year(plain: str, day_first: bool | None, today: date) -> _Parts | None:
    """The same of a date whose year has two digits."""
    if found := _DAY_MONTH_SHORT.fullmatch(plain):
        day, word, year = int(found[1]), found[2], int(found[3])
        if day > _LAST_DAY:
            day, year = year, day
        return _century(year, today), _month(word), day
    if found := _MONTH_DAY_SHORT.fullmatch(plain):
        return _century(int(found[3]), today), _month(found[1]), int(found[2])
    if (found := _MONTH_SHORT.fullmatch(plain)) and int(found[2]) > _LAST_DAY:
        return _century(int(found[2]), today), _month(found[1]), None
    if found := _NUMBERS_SHORT.fullmatch(plain):
        first, second, third = map(int, found.groups())
        if third > _LAST_DAY:
            day, month = _ordered(first, second, day_first)
            return _century(third, today), month, day
        if first > _LAST_DAY:
            return _century(first, today), second, third
        raise UnreadableDateError(
            "has a year of two digits that may be a day as well, so it was not used", _HOW_TO_WRITE
        )
    return None


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise UnreadableDateError("is not a possible date, so it was not used") from error


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _month(word: str) -> int:
    return _MONTHS.index(word) + 1


def _century(year: int, today: date) -> int:
    """The year of a birth that is not to come and makes nobody older than OLDEST, where there is only one."""
    latest = today.year - (today.year - year) % 100
    if latest - 100 >= today.year - OLDEST:
        raise UnreadableDateError(f"may be of {latest - 100} or {latest}, so it was not used", _HOW_TO_WRITE)
    return latest


def _ordered(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Which of two numbers is the day, which the month."""
    if first == second or (first > 12 and second > 12):
        return first, second
    if day_first is None:
        if first in range(1, 13) and second in range(1, 13):
            raise UnreadableDateError(
                f"may be {first} {_FULL_MONTHS[second - 1]} or {second} {_FULL_MONTHS[first - 1]}, "
                "so it was not used",
                "customers.day_first in the configuration says which",
            )
        return (first, second) if first > 12 else (second, first)
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        # Turning this one round would hide that the setting reads its neighbors wrong.
        raise UnreadableDateError(
            f"has no month {month}, so it was not used",
            f"customers.day_first is {str(day_first).lower()} in the configuration",
        )
    return day, month


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
_MONTH_NUMBERS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
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
        if word in _MONTH_NUMBERS:
            found = True
            return _MONTHS[_MONTH_NUMBERS[word] - 1]
        return "" if word in _FILLING else match[0]

    changed = _WORD.sub(english, text)
    return " ".join(changed.split()) if found else text


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    # Turkish writes an i without its dot.
    return plain.replace("ı", "i")
