"""The UN's birth dates: a day, a year, about a year, between two; at times in the note alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.xml_events import Element

__all__ = ["alias_birth_date", "birth_dates"]

# TYPE_OF_DATE; "" where no birth date is known.
_KINDS = ("EXACT", "APPROXIMATELY", "BETWEEN", "")
# In place of a birth date.
_AGE = re.compile(r"\d+(?: ?[-–] ?\d+)? years old", re.IGNORECASE)
_ABOUT = re.compile(r"approximately|approx\.?", re.IGNORECASE)
# A month, where YEAR holds the year.
_MONTH = re.compile(r"[A-Za-z]{3,9}\.?")


def birth_dates(entry: Element) -> Iterator[Fact]:
    """A fact for each birth date that is not empty; of another calendar, or an age, it is a statement."""
    for number, item in enumerate(entry.children("INDIVIDUAL_DATE_OF_BIRTH")):
        if fact := _birth_date(item, is_main=number == 0):
            yield fact


def alias_birth_date(text: str) -> Fact:
    """The birth date given under an alias."""
    return facts.birth_date(text, is_main=False) or facts.unparsed(f"DATE_OF_BIRTH {text}")


def _birth_date(item: Element, *, is_main: bool) -> Fact | None:
    kind, note = (item.text("TYPE_OF_DATE") or "").upper(), one_line(item.text("NOTE"))
    text = item.text("DATE") or item.text("YEAR") or ""
    if item.text("FROM_YEAR") or item.text("TO_YEAR"):
        text = f"{item.text('FROM_YEAR')} to {item.text('TO_YEAR')}"
    if text and _MONTH.fullmatch(note) and not _ABOUT.fullmatch(note):
        text, note = f"{note} {text}", ""
    elif not text:
        text, note = note, ""
    if not text:
        return None
    if kind == "APPROXIMATELY" or _ABOUT.fullmatch(note):
        text, note = f"approximately {text}", "" if _ABOUT.fullmatch(note) else note
    fact = facts.birth_date(text, is_main=is_main)
    if fact is not None and kind in _KINDS:
        said = {"text": f"{text} ({note})"} if note else {}
        return Fact(fact.table, {**fact.row, **said})
    if "calendar" in text.lower():
        return facts.statement("Date of birth", text)
    age = _AGE.search(text)
    if age is not None:
        return facts.statement("Age", age[0])
    return facts.unparsed(f"INDIVIDUAL_DATE_OF_BIRTH {kind} {text} {note}".strip())
