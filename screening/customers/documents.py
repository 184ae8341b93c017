"""id_number, id_type and id_country of a block → the kind and the country of each number.

A cell may hold several numbers ("A123; 456"): id_type and id_country then have as many parts in the same
order, or one that is said of all. A label beside a number ("IMO 9187629") says its kind as well, and is
nearer to it; and a ship's bare number that keeps the rule of IMO numbers is one. What cannot be read is told,
and the number is compared as one of unknown kind; so is one that breaks the rule of its kind, as it is a slip
of the hand, or of another kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.customers.left_out import LeftOut
from screening.model.countries import country_code
from screening.model.document_cells import JOINED_WITH, number_parts
from screening.model.document_checks import keeps_rule
from screening.settings.documents import DocumentKinds, ReadKind

__all__ = ["ReadDocuments", "read_documents"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Only such a number can have a label.
_MAY_BE_LABELED = r"\p{L}{3}|\p{L}\.|[\p{Lo}]|\b\p{L}{2}\b"
_BETWEEN = re.compile(r"[;؛|\n]")
# A word with a digit may be the number, or a part of it.
_SIGNS_OF_NUMBER = re.compile(r"\S*\d\S*")

_SHIP_NUMBER = "IMO number"
_UNKNOWN_KIND = "is not a kind of document that is known, so the number was compared as one of unknown kind"
_UNKNOWN_COUNTRY = "is not a country that is known, so it was not used"


@dataclass(frozen=True)
class ReadDocuments:
    """id_type, id_country: columns of CUSTOMER_SCHEMA. left_out: what could not be read."""

    id_type: Any
    id_country: Any
    left_out: list[LeftOut]


class _Problem(NamedTuple):
    """column: which of the three; way_out: for whoever keeps the table."""

    column: str
    reason: str
    way_out: str = ""


def read_documents(
    number: Any,
    type_text: Any,
    country_text: Any,
    entity_type: Any,
    kinds: DocumentKinds,
    nothing: Callable[[str], bool],
) -> ReadDocuments:
    """Read the three columns, text or null each. entity_type: as CUSTOMER_SCHEMA has it. nothing: whether a
    text stands for no value."""
    count = len(number)
    told = pc.or_(pc.is_valid(type_text), pc.is_valid(country_text))
    labeled = pc.fill_null(pc.match_substring_regex(number, _MAY_BE_LABELED), False)
    ships = pc.fill_null(pc.equal(entity_type, "vessel"), False)
    told = pc.or_(told, pc.or_(labeled, ships))
    places = np.flatnonzero(pc.and_(pc.is_valid(number), told).to_numpy(zero_copy_only=False))
    id_type: list[str | None] = [None] * count
    id_country: list[str | None] = [None] * count
    problems: dict[_Problem, list[int]] = defaultdict(list)
    chosen = pa.array(places)
    rows = zip(
        places.tolist(),
        *(column.take(chosen).to_pylist() for column in (number, type_text, country_text, ships)),
        strict=True,
    )
    reader = _Reader(kinds, nothing)
    for place, cell, its_type, its_country, is_ship in rows:
        id_type[place], id_country[place], found = reader.read(cell, its_type, its_country, is_ship=is_ship)
        for problem in found:
            problems[problem].append(place)
    texts = {"id_number": number, "id_type": type_text, "id_country": country_text}
    return ReadDocuments(
        pa.array(id_type, pa.string()),
        pa.array(id_country, pa.string()),
        [
            LeftOut(column, np.asarray(at), texts[column], reason, way_out)
            for (column, reason, way_out), at in problems.items()
        ],
    )


class _Reader:
    """Reads row by row, and each text of a kind or a country once."""

    def __init__(self, kinds: DocumentKinds, nothing: Callable[[str], bool]) -> None:
        self._kinds = kinds
        self._nothing = nothing

    def read(
        self, cell: str, type_text: str | None, country_text: str | None, *, is_ship: bool
    ) -> tuple[str | None, str | None, list[_Problem]]:
        """id_type and id_country as CUSTOMER_SCHEMA has them, and what could not be read."""
        numbers = number_parts(cell)
        problems: list[_Problem] = []
        types = self._of_each("id_type", type_text, len(numbers), problems)
        countries = self._of_each("id_country", country_text, len(numbers), problems)
        labels = [cell] if len(numbers) == 1 else numbers
        found_kinds: list[str] = []
        found_countries: list[str] = []
        for number, label, its_type, its_country in zip(numbers, labels, types, countries, strict=True):
            kind = self._kinds.read_label(label) or self._kind(its_type, problems)
            country = self._country(its_country, problems) or (kind.country if kind else None)
            if kind and _breaks_rule(number, kind, country):
                reason = (
                    f"is no {kind.kind} that can be (it fails its check), so it was compared as a number "
                )
                problems.append(_Problem("id_number", f"{reason}of unknown kind"))
                kind = None
            if kind is None and not its_type and is_ship and _is_ship_number(number):
                kind = self._kinds.read(_SHIP_NUMBER)
            found_kinds.append(kind.kind if kind else "")
            found_countries.append(country or "")
        return _joined(found_kinds), _joined(found_countries), list(dict.fromkeys(problems))

    def _of_each(
        self, column: str, text: str | None, numbers: int, problems: list[_Problem]
    ) -> Sequence[str | None]:
        """What a cell says of each of so many numbers."""
        if text is None:
            return [None] * numbers
        parts = [part.strip() for part in _BETWEEN.split(text)]
        if len(parts) == 1:
            return parts * numbers
        if len(parts) != numbers:
            told = f"holds {len(parts)} values for {numbers} document numbers, so none of them was used"
            problems.append(_Problem(column, told, "give one for all, or one for each in the same order"))
            return [None] * numbers
        return parts

    def _kind(self, text: str | None, problems: list[_Problem]) -> ReadKind | None:
        if not text or self._nothing(text):
            return None
        read = self._kinds.read(text)
        if read is None and not self._kinds.means_any(text):
            problems.append(_Problem("id_type", _UNKNOWN_KIND, "see document_kinds"))
        return read

    def _country(self, text: str | None, problems: list[_Problem]) -> str | None:
        if not text or self._nothing(text):
            return None
        code = country_code(text)
        if code is None:
            problems.append(_Problem("id_country", _UNKNOWN_COUNTRY))
        return code


def _breaks_rule(number: str, kind: ReadKind, country: str | None) -> bool:
    if kind.check is None or kind.check_country not in (None, country):
        return False
    return not any(keeps_rule(kind.check, text) for text in _without_label(number))


def _is_ship_number(number: str) -> bool:
    return re.fullmatch(r"\d{7}(?:\.0+)?", number) is not None and keeps_rule("imo", number[:7])


def _without_label(number: str) -> Iterator[str]:
    """The number as it stands; and what of it may be the number beside a label."""
    yield number
    yield " ".join(_SIGNS_OF_NUMBER.findall(number))
    for word in number.split():
        yield re.sub(r"^[^\W\d_]{3,4}(?=\d)", "", word)


def _joined(texts: Sequence[str]) -> str | None:
    return JOINED_WITH.join(texts) if any(texts) else None
