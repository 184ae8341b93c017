"""The UN's documents. Their number stands in NUMBER, at times with words before it ("French passport number
05AT521433"), in the second type of the document, or in the note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.xml_events import Element

__all__ = ["documents"]

# Words, a number (letters that stand before or in it belong to it), and what is said of it.
_NUMBERED = re.compile(
    r"(?P<words>(?:[^\W\d]{2,}[^\d\s]*\.?:?\s+|\([^()\d]*\)\s*|[^\w\s]+\s+)*?(?:n[o°]\.?:?\s*|number:?\s*|#\s*)?)"
    r"(?P<number>(?:(?-i:(?!SSN)(?<![A-Za-z])[A-Z]{1,3})[-. ]{0,2}){0,2}(?=[^\s,;(]*\d)[^\s,;(]+"
    r"(?: (?=[\dA-Z]*\d)[\dA-Z]+)*)"
    r"(?P<rest>[\s,;(].*)?",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    r"expir(?:ation date|y date|e[sd]?)(?: on)?:? (?P<date>(?:\d{1,2} )?(?:[A-Za-z]{3,9}\.? )?\d{4})",
    re.IGNORECASE,
)
# Begins what is said of a document without a number.
_NO_NUMBER = re.compile(r"(?:issued|under|expire|in |from|date)", re.IGNORECASE)


def documents(entry: Element) -> Iterator[Fact]:
    """A fact for each document that is not empty; one whose number is not told is a statement."""
    for item in entry.children("INDIVIDUAL_DOCUMENT"):
        if len(item.node):
            yield from _document(item)


def _document(item: Element) -> Iterator[Fact]:
    kind, second = one_line(item.text("TYPE_OF_DOCUMENT")), one_line(item.text("TYPE_OF_DOCUMENT2"))
    number, note = one_line(item.text("NUMBER")), one_line(item.text("NOTE"))
    country = one_line(item.text("COUNTRY_OF_ISSUE")) or one_line(item.text("ISSUING_COUNTRY"))
    said = [second if second.casefold() != kind.casefold() else "", note]
    if number:
        words, number, rest = _split(number)
        said = [words, rest, *said]
    else:
        for place in (0, 1):
            if said[place] and not _NO_NUMBER.match(said[place]) and (found := _numbered(said[place])):
                words, number, rest = found
                said[place] = ", ".join(part for part in (words, rest) if part)
                break
    if not country and said[0] and listed_country(said[0]):
        country = said[0]
    issued, city = one_line(item.text("DATE_OF_ISSUE")), one_line(item.text("CITY_OF_ISSUE"))
    notes = "; ".join(part for part in (*said, city and f"issued in {city}") if part)
    expires = _EXPIRES.search(note)
    if number:
        yield facts.identifier(
            kind or second or "Document",
            number,
            country_text=country or None,
            issued=issued or None,
            expires=expires["date"] if expires else None,
            note=notes or None,
        )
    elif kind or notes or country:
        text = ", ".join(part for part in (country, issued and f"issued {issued}", notes) if part)
        if text:
            yield facts.statement(kind or "Document", text)


def _split(number: str) -> tuple[str, str, str]:
    """(words before, number, what is said of it); a number that is not seen in it is the whole."""
    return _numbered(number) or ("", number, "")


def _numbered(text: str) -> tuple[str, str, str] | None:
    # A longer text is no number with some words around it.
    found = _NUMBERED.fullmatch(text) if len(text) <= 300 else None
    if found is None:
        return None
    words = re.sub(r"[\s:,]*(?:\bnumber|\bno|#)?[\s:.,]*$", "", found["words"], flags=re.IGNORECASE)
    rest = (found["rest"] or "").strip(" ,;")
    # Brackets that were the whole.
    return words, found["number"].strip(), rest.strip("()") if rest.count("(") == 1 else rest
